import EventLog
import EventSourcing
import Events
import LedgerCore
import Quantities

/// What the books say, read from the events of a log.
///
/// It holds no opinion of its own: amounts are those of the entries, trades are their fills.
struct Statement {
  let filter: StatementFilter
  private(set) var rates = Ledger.Rates()
  /// Where the first quote asset of the log stands in for a currency that nobody named.
  private(set) var currency: Name
  private(set) var entries: [StatedEntry] = []
  /// Sorted by their place.
  private(set) var balances: [StatedBalance] = []
  private(set) var books: [StatedBook] = []
  private(set) var trades: [StatedTrade] = []
  private(set) var days: [DayClosed] = []
  private(set) var discrepancies: [StatedDiscrepancy] = []
  private var strategies: [Identifier: Name] = [:]
  private var account = Name()

  init(_ filter: StatementFilter = StatementFilter(), currency: Name? = nil) {
    self.filter = filter
    self.currency = currency ?? Name()
  }

  /// Reads a log; only what the books depend on is decoded.
  init(
    _ log: inout LogFileReader, _ filter: StatementFilter, currency: Name?
  ) throws(LogError) {
    self.init(filter, currency: currency)
    let types = EventTypeSet(Self.types)
    try log.forEach { row throws(LogError) in
      guard types.contains(try row.type()) else { return true }
      let stored = try row.event()
      // What a newer program wrote is passed over here; `martlet verify` names it.
      if let event = try? Event(stored) { note(event, seq: stored.seq) }
      return true
    }
  }

  static let types: [EventType] = [
    .configurationApplied, .instrumentListed, .candleClosed, .tradeApproved, .orderFilled,
    .tradeClosed, .entryPosted, .dayClosed, .discrepancyFound, .discrepancyCleared,
  ]

  mutating func note(_ event: Event, seq: SequenceNumber) {
    switch event {
    case .configurationApplied(let applied): account = applied.configuration.paper.account
    case .instrumentListed(let listed):
      rates.note(listed)
      if currency.isEmpty { currency = listed.quote }
    case .candleClosed(let candle):
      if filter.to.map({ candle.closeTime <= $0 }) ?? true { rates.note(Ledger.Close(candle)) }
    case .tradeApproved(let approved): strategies[approved.trade] = approved.strategy
    case .orderFilled(let fill) where filter.counts(fill.at): note(fill)
    case .tradeClosed(let closed) where filter.counts(closed.at): note(closed)
    case .entryPosted(let entry) where filter.counts(entry.at): note(entry, seq)
    case .dayClosed(let day) where filter.isWithin(day.day): note(day)
    case .discrepancyFound(let found) where filter.counts(found.at):
      discrepancies.append(StatedDiscrepancy(found: found))
    case .discrepancyCleared(let cleared) where filter.counts(cleared.at):
      for index in discrepancies.indices
      where discrepancies[index].found.discrepancy == cleared.discrepancy
        && discrepancies[index].clearedAt == nil
      { discrepancies[index].clearedAt = cleared.at }
    default: break
    }
  }
}

/// An entry and its number in the log.
struct StatedEntry {
  let seq: SequenceNumber
  let entry: EntryPosted
}

/// An account of the double entry: what it held when the time began, and what came since.
struct StatedBalance {
  let place: Ledger.Place
  var opening = Money.zero
  var change = Money.zero

  var closing: Money { opening + change }
}

/// Something that differed, and whether it still does.
struct StatedDiscrepancy {
  let found: DiscrepancyFound
  var clearedAt: Instant?
}

/// What explains an account's worth in one asset.
struct StatedBook {
  let account: Name
  let asset: Name
  var deposits = Money.zero
  var realised = Money.zero
  var fees = Money.zero
  var funding = Money.zero
  var residue = Money.zero
  /// Free, held back, or tied up in positions at cost.
  var balance = Money.zero
  var unrealised = Money.zero

  var equity: Money { balance + unrealised }
  /// The same from what explains it.
  var explained: Money { deposits + realised - fees - funding + residue + unrealised }
}

extension Statement {
  private mutating func note(_ entry: EntryPosted, _ seq: SequenceNumber) {
    noteFunding(entry)
    guard filter.wants(entry) else { return }
    let isWithin = filter.isWithin(entry.at)
    if isWithin { entries.append(StatedEntry(seq: seq, entry: entry)) }
    for posting in entry.postings {
      let place = Ledger.Place(posting)
      let index =
        balances.firstIndex { $0.place >= place } ?? balances.count
      if index == balances.count || balances[index].place != place {
        balances.insert(StatedBalance(place: place), at: index)
      }
      if isWithin {
        balances[index].change += posting.amount
      } else {
        balances[index].opening += posting.amount
      }
      note(posting, entry.occasion)
    }
  }

  /// What a posting means for the book of its asset.
  private mutating func note(_ posting: Posting, _ occasion: EntryOccasion) {
    let isQuote = posting.instrument.map { rates.listing(of: $0)?.quote == posting.asset } ?? true
    switch posting.kind {
    case .available:
      let isFlow = [.deposit, .withdrawal, .transfer].contains(occasion)
      withBook(posting) {
        $0.balance += posting.amount
        if isFlow { $0.deposits += posting.amount }
      }
    case .hold where posting.instrument == nil, .position where isQuote:
      withBook(posting) { $0.balance += posting.amount }
    case .fee: withBook(posting) { $0.fees += posting.amount }
    case .funding: withBook(posting) { $0.funding += posting.amount }
    case .profit: withBook(posting) { $0.realised -= posting.amount }
    case .suspense where posting.instrument == nil:
      withBook(posting) { $0.residue -= posting.amount }
    case .hold, .position, .suspense, .transfer, .external: break
    }
  }

  private mutating func withBook(_ posting: Posting, _ change: (inout StatedBook) -> Void) {
    let known = books.firstIndex {
      $0.account == posting.account && $0.asset == posting.asset
    }
    if known == nil {
      books.append(StatedBook(account: posting.account, asset: posting.asset))
    }
    change(&books[known ?? books.count - 1])
  }

  /// The trade's own part of what was paid, and of the profit.
  private mutating func noteFunding(_ entry: EntryPosted) {
    guard let instrument = entry.instrument else { return }
    let index = trades.lastIndex {
      $0.trade == entry.trade ?? .zero && $0.instrument == instrument
        && $0.account == entry.account
    }
    guard let index else { return }
    for posting in entry.postings {
      if posting.kind == .funding { trades[index].funding += posting.amount }
      if posting.kind == .profit { trades[index].booked -= posting.amount }
    }
  }

  private mutating func note(_ fill: OrderFilled) {
    guard let listing = rates.listing(of: fill.instrument) else { return }
    rates.note(Ledger.Fill(fill))
    let account = fill.account.isEmpty ? self.account : fill.account
    let known = trades.lastIndex {
      $0.trade == fill.trade && $0.instrument == fill.instrument && $0.account == account
    }
    let index = known ?? trades.count
    if known == nil {
      var trade = StatedTrade(
        trade: fill.trade, account: account, instrument: fill.instrument, quote: listing.quote,
        openedAt: fill.at)
      trade.strategy = strategies[fill.trade] ?? Name()
      trade.direction = fill.side == .buy ? .long : .short
      trades.append(trade)
    }
    let signed = fill.side == .buy ? fill.quantity : -fill.quantity
    trades[index].position.apply(signed, at: fill.price)
    trades[index].size = max(trades[index].size, trades[index].position.quantity.magnitude)
    trades[index].pay(fill.fee, fill.feeAsset)
  }

  private mutating func note(_ closed: TradeClosed) {
    for index in trades.indices where trades[index].trade == closed.trade {
      trades[index].closedAt = closed.at
      trades[index].reason = closed.reason
      trades[index].multiple = closed.multiple
    }
  }

  private mutating func note(_ day: DayClosed) {
    if filter.account.map({ $0 == day.account }) ?? true { days.append(day) }
  }
}

extension Statement {
  /// The trades that are wanted and were open at some moment of the time.
  var wantedTrades: [StatedTrade] {
    trades.filter { trade in
      filter.wants(trade) && trade.closedAt.map { filter.isWithin($0) } ?? true
    }
  }

  /// The books with what the open trades would gain.
  var marked: [StatedBook] {
    books.map { book in
      var book = book
      for trade in trades
      where trade.account == book.account && trade.quote == book.asset && filter.wants(trade) {
        if let price = rates.listing(of: trade.instrument)?.price {
          book.unrealised += trade.position.unrealised(at: price)
        }
      }
      return book
    }
  }

  /// Whether the closing amounts sum to zero in each asset.
  var trial: [(asset: Name, debit: Money, credit: Money)] {
    var sums: [(asset: Name, debit: Money, credit: Money)] = []
    for balance in balances {
      let known = sums.firstIndex { $0.asset == balance.place.asset }
      let index = known ?? sums.count
      if known == nil { sums.append((balance.place.asset, .zero, .zero)) }
      if balance.closing.isNegative {
        sums[index].credit -= balance.closing
      } else {
        sums[index].debit += balance.closing
      }
    }
    return sums
  }

  /// Whether every asset balances, every book is explained, and the entries booked what the fills
  /// of each trade realised.
  var isBalanced: Bool {
    trial.allSatisfy { $0.debit == $0.credit } && marked.allSatisfy { $0.equity == $0.explained }
      && trades.allSatisfy { $0.booked == $0.position.realised }
  }
}
