public import Events
public import Quantities

extension Execution {
  /// All that execution remembers.
  public struct State: Sendable, Hashable, Codable {
    /// The market's time: the last tick.
    public internal(set) var clock = Instant.epoch
    /// Trades that are not over, oldest first.
    public internal(set) var trades = Trades()
    /// Every trade that was ever approved, sorted.
    var known: [Identifier] = []
    var strategies: [StrategyConfiguration] = []
    /// Taker fee that break-even stops cover.
    var fee = Ratio.zero
    /// How the venue keeps positions.
    var mode = PositionMode.hedge
    /// How often the venue is asked what it holds while a trade is on; zero for never.
    var reconciliation = Interval.seconds(0)
    var listings: [Listing] = []
    /// The account that is traded.
    var account = Name()
    /// The limits in force, and those that are configured; absent before the first configuration.
    var limits: RiskConfiguration?
    var configured: RiskConfiguration?
    var quotes: [Quote] = []
    /// Of instruments whose order books are stated.
    var orderBooks: [Book] = []
    var worths: [Worth] = []
    /// The limits that leave exits alone now.
    var breaches: [Breach] = []
    /// Absent until the first entry.
    var ordersOfSecond: TokenBucket?
    var ordersOfMinute: TokenBucket?
    /// Instruments that diverged: no new exposure until trading is resumed.
    public internal(set) var frozen: [Name] = []
    public internal(set) var halt = Halt.none
    /// Since when the venue cannot be reached; absent while it can.
    public internal(set) var disconnectedAt: Instant?
    /// How far ours and the venue's view of each instrument agree; those that never were compared
    /// are missing.
    public internal(set) var accords: [Accord] = []
    /// Resting orders of others, to be shown; they are not ours to touch.
    public internal(set) var externalOrders: [ExternalOrder] = []
  }

  /// What of an instrument's rules a trade depends on.
  struct Listing: Sendable, Hashable, Codable {
    var instrument: Name
    /// It is settled in.
    var asset: Name
    var tick: Price
    var lot: Quantity
    var minimumQuantity: Quantity
    var minimumNotional: Money
    var maximumLeverage: Ratio
  }

  /// How far trading is held.
  public enum Halt: String, Sendable, Hashable, Codable {
    case none
    case noEntries
    /// What is open leaves at the market.
    case flatten
  }
}

extension Execution.State {
  func trade(_ id: Identifier) -> Execution.Trade? { trades[id] }

  /// Whether the venue can be reached.
  public var isConnected: Bool { disconnectedAt == nil }

  /// Whether an order of this instrument may or may not be at the venue.
  public func isInDoubt(_ instrument: Name) -> Bool {
    trades.contains { trade in
      trade.instrument == instrument && trade.orders.contains { $0.isInDoubt }
    }
  }

  /// The least and the most that may be held of an instrument once all that is out is settled:
  /// every live order counts as traded for one bound and as not traded for the other.
  public func exposure(of instrument: Name) -> (least: Quantity, most: Quantity) {
    var least = Quantity.zero
    var most = Quantity.zero
    for trade in trades where trade.instrument == instrument {
      var bounds = (least: trade.signedPosition, most: trade.signedPosition)
      for order in trade.orders where !order.reduceOnly {
        switch order.side {
        case .buy: bounds.most += order.remaining
        case .sell: bounds.least -= order.remaining
        }
      }
      // What only reduces cannot take the position beyond flat.
      if trade.orders.contains(where: { $0.reduceOnly && $0.phase.isLive }) {
        bounds.least = min(bounds.least, .zero)
        bounds.most = max(bounds.most, .zero)
      }
      least += bounds.least
      most += bounds.most
    }
    return (least, most)
  }

  /// Whether the news is of an order that nobody here requested.
  func isForeign(_ fact: Execution.OrderFact) -> Bool {
    guard let trade = trade(fact.trade) else { return true }
    return !trade.orders.contains { $0.id == fact.order }
  }

  /// What it means that nobody here requested it: it says it is of one of our orders, and that was
  /// never sent; or it is somebody else's, or of a trade that is over.
  func cause(ofForeign fact: Execution.OrderFact) -> TradeDivergence {
    if fact.trade == .zero { return .stray }
    if trade(fact.trade) != nil { return .unsent }
    let place = known.firstIndex { $0 >= fact.trade } ?? known.endIndex
    return place < known.endIndex && known[place] == fact.trade ? .stray : .unsent
  }

  /// The terms of a trade, or nil when its strategy or instrument is not known.
  func terms(of approval: TradeApproved) -> Execution.Terms? {
    guard let listing = listing(of: approval.instrument),
      let strategy = strategies.first(where: { $0.name == approval.strategy })
    else { return nil }
    return Execution.Terms(
      tick: listing.tick, lot: listing.lot, fee: fee, target1: strategy.target1,
      target2: strategy.target2, share1: strategy.share1, share2: strategy.share2,
      trailing: strategy.trailing, timeout: strategy.timeout,
      runnerTimeout: strategy.runnerTimeout, triggerFrame: strategy.triggerFrame,
      regimeFrame: strategy.regimeFrame, averageExit: strategy.averageExit)
  }

  mutating func apply(_ configuration: Configuration) {
    strategies = configuration.strategies
    fee = configuration.risk.fee
    account = configuration.paper.account
    limit(by: configuration.risk)
    mode = configuration.paper.mode
    reconciliation = configuration.paper.reconciliation
  }

  mutating func list(_ payload: InstrumentListed) {
    let listing = Execution.Listing(
      instrument: payload.instrument, asset: payload.quote, tick: payload.tick, lot: payload.lot,
      minimumQuantity: payload.minimumQuantity, minimumNotional: payload.minimumNotional,
      maximumLeverage: payload.maximumLeverage)
    if let index = listings.firstIndex(where: { $0.instrument == payload.instrument }) {
      listings[index] = listing
    } else {
      listings.append(listing)
    }
  }

  /// Takes a trade on that was not known; the decision whether to enter comes after.
  mutating func adopt(_ payload: TradeApproved) {
    guard let terms = terms(of: payload) else { return }
    let place = known.firstIndex { $0 >= payload.trade } ?? known.endIndex
    guard place == known.endIndex || known[place] != payload.trade else { return }
    known.insert(payload.trade, at: place)
    beginAccord(of: payload.instrument)
    let approval = Execution.Approval(
      entry: payload.entry, quantity: payload.quantity, limitPrice: payload.limitPrice,
      reference: payload.reference, stop: payload.stop, leverage: payload.leverage,
      budget: payload.budget, expiresAt: payload.expiresAt)
    trades.append(
      Execution.Trade(
        id: payload.trade, setup: payload.setup, strategy: payload.strategy,
        instrument: payload.instrument, direction: payload.direction, terms: terms,
        approval: approval, phase: .pending, orders: [], tally: Execution.Tally(),
        isLapsed: false, wish: .none, divergence: nil, reduction: nil))
  }

  /// Changes one trade, and lets it go when it is over.
  mutating func update(
    _ id: Identifier, _ change: (inout Execution.Trade, _ clock: Instant) -> Void
  ) {
    guard let index = trades.index(of: id) else { return }
    change(&trades[index], clock)
    if trades[index].isOver { trades.remove(at: index) }
  }

  /// Changes every trade that is concerned.
  mutating func updateAll(
    where isConcerned: (Execution.Trade) -> Bool = { _ in true },
    _ change: (inout Execution.Trade, _ clock: Instant) -> Void
  ) {
    for index in trades.indices where isConcerned(trades[index]) { change(&trades[index], clock) }
  }
}
