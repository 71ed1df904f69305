import Events
import Quantities

extension Execution {
  /// The last price of an instrument, and the bars that it is fed by.
  struct Quote: Sendable, Hashable, Codable {
    var instrument: Name
    /// Of the bar that closed last, whatever its time frame.
    var last: Price
    var lastAt: Instant
    /// One for each time frame that bars have come in.
    var feeds: [Feed] = []
  }

  /// The bars of a time frame.
  struct Feed: Sendable, Hashable, Codable {
    var timeFrame: TimeFrame
    /// When the last bar closed, and so the next opened.
    var closedAt: Instant
  }

  /// What an account is worth in an asset, as the ledger last said.
  struct Worth: Sendable, Hashable, Codable {
    var account: Name
    var asset: Name
    /// The lesser of the balance and what it is worth with open profits and losses.
    var equity: Money
  }

  /// A limit that is hit and leaves exits alone.
  struct Breach: Sendable, Hashable, Codable {
    var limit: LimitKind
    var account: Name
    /// Or an instrument; empty for all of the account.
    var asset: Name
  }
}

extension Execution.Quote {
  /// How late the most overdue bar is; zero or less when none is.
  func lateness(at instant: Instant) -> Interval {
    feeds.map { instant - $0.timeFrame.closing(of: $0.closedAt) }.max() ?? .zero
  }

  mutating func note(_ candle: CandleClosed) {
    let closing = candle.closeTime
    if closing >= lastAt {
      last = candle.close
      lastAt = closing
    }
    for index in feeds.indices where feeds[index].timeFrame == candle.timeFrame {
      feeds[index].closedAt = max(feeds[index].closedAt, closing)
      return
    }
    feeds.append(Execution.Feed(timeFrame: candle.timeFrame, closedAt: closing))
  }
}

// What the checks of an approval look at.
extension Execution.State {
  func listing(of instrument: Name) -> Execution.Listing? {
    listings.first { $0.instrument == instrument }
  }

  func quote(of instrument: Name) -> Execution.Quote? {
    quotes.first { $0.instrument == instrument }
  }

  /// What the account is worth in an asset; nil before the first word of the ledger.
  func equity(in asset: Name) -> Money? {
    worths.first { $0.asset == asset && $0.account == account }?.equity
  }

  /// Whether a limit that is hit leaves exits alone there.
  func isReducing(_ instrument: Name) -> Bool {
    guard !breaches.isEmpty else { return false }
    let asset = listing(of: instrument)?.asset
    return breaches.contains {
      $0.account == account && ($0.asset == asset || $0.asset == instrument || $0.asset.isEmpty)
    }
  }

  /// Whether entries that rest there wait too long for data, or for the venue.
  func isOverdue(_ instrument: Name) -> Bool {
    guard let limits else { return false }
    if let disconnectedAt, clock - disconnectedAt > limits.cancelStaleAfter { return true }
    if let book = orderBook(of: instrument), book.isStale(at: clock, after: limits.cancelStaleAfter)
    {
      return true
    }
    return quote(of: instrument).map { $0.lateness(at: clock) > limits.cancelStaleAfter } ?? false
  }

  mutating func price(_ candle: CandleClosed) {
    for index in quotes.indices where quotes[index].instrument == candle.instrument {
      return quotes[index].note(candle)
    }
    var quote = Execution.Quote(
      instrument: candle.instrument, last: candle.close, lastAt: candle.closeTime)
    quote.note(candle)
    quotes.append(quote)
  }

  mutating func note(_ mark: EquityMarked) {
    let equity = min(mark.balance, mark.equity)
    for index in worths.indices
    where worths[index].asset == mark.asset && worths[index].account == mark.account {
      worths[index].equity = equity
      return
    }
    worths.append(Execution.Worth(account: mark.account, asset: mark.asset, equity: equity))
  }

  mutating func note(_ breach: LimitBreached) {
    switch breach.limit.mode {
    case .active: return
    case .reducing, .halted: break
    }
    let breach = Execution.Breach(
      limit: breach.limit, account: breach.account, asset: breach.asset)
    if !breaches.contains(breach) { breaches.append(breach) }
  }

  mutating func note(_ reset: LimitReset) {
    breaches.removeAll {
      $0.limit == reset.limit && $0.account == reset.account && $0.asset == reset.asset
    }
  }
}

// The limits in force: what is tighter holds at once; what is looser, when risk says that its time
// has come, and never beyond what is configured.
extension Execution.State {
  mutating func limit(by wanted: RiskConfiguration) {
    configured = wanted
    guard let inForce = limits else {
      limits = wanted
      return
    }
    var limits = wanted
    for limit in RiskLimit.allCases {
      let before = limit.value(in: inForce)
      if limit.isLooser(limit.value(in: wanted), than: before) { limit.set(before, in: &limits) }
    }
    self.limits = limits
  }

  mutating func note(_ change: LimitChanged) {
    guard var limits, let configured,
      !change.limit.isLooser(change.to, than: change.limit.value(in: configured))
    else { return }
    change.limit.set(change.to, in: &limits)
    self.limits = limits
  }
}

// How often entries may be ordered.
extension Execution.State {
  /// Whether one entry more may be ordered now.
  func hasTurn(under limits: RiskConfiguration) -> Bool {
    let second = ordersOfSecond?.tokens(
      at: clock, capacity: limits.ordersPerSecond, within: .seconds(1))
    let minute = ordersOfMinute?.tokens(
      at: clock, capacity: limits.ordersPerMinute, within: .minutes(1))
    return (second ?? 1) >= 1 && (minute ?? 1) >= 1
  }

  /// Counts an entry that is ordered; what only reduces is never counted.
  mutating func count(_ request: OrderRequested) {
    guard request.purpose == .entry, let limits else { return }
    func taken(_ bucket: TokenBucket?, _ capacity: Int, _ interval: Interval) -> TokenBucket {
      var bucket = bucket ?? TokenBucket(full: capacity, at: clock)
      bucket.take(at: clock, capacity: capacity, within: interval)
      return bucket
    }
    ordersOfSecond = taken(ordersOfSecond, limits.ordersPerSecond, .seconds(1))
    ordersOfMinute = taken(ordersOfMinute, limits.ordersPerMinute, .minutes(1))
  }
}
