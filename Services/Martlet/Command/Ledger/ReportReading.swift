import EventSourcing
import Events
import LedgerCore
import Quantities

/// A reading of a log that values each day and each trade when it ends.
struct ReportReading {
  /// What one asset of all accounts was worth on a day; nil where no rate leads to the currency.
  struct Part {
    let asset: Name
    var opening: Money? = .zero
    var closing: Money? = .zero
    var deposits: Money? = .zero

    var isKnown: Bool { opening != nil && closing != nil && deposits != nil }
  }

  struct ReadDay {
    let day: Instant
    var parts: [Part] = []
  }

  private(set) var statement: Statement
  private(set) var days: [ReadDay] = []
  private(set) var trades: [PerformanceReport.ClosedTrade] = []
  private(set) var strategies: [PerformanceReport.Group] = []
  private(set) var instruments: [PerformanceReport.Group] = []
  private(set) var unvalued = 0
  /// What the closed trades of each group came to, in the order of the groups.
  private var settled: (strategies: [Money], instruments: [Money]) = ([], [])
  /// The trades that are open, by their place in the statement.
  private var open: [Int] = []
  private var seen = 0

  init(_ filter: StatementFilter, currency: Name?) {
    statement = Statement(filter, currency: currency)
  }

  mutating func note(_ event: Event, seq: SequenceNumber) {
    statement.note(event, seq: seq)
    while seen < statement.trades.count {
      open.append(seen)
      seen += 1
    }
    let filter = statement.filter
    switch event {
    case .tradeClosed(let closed) where filter.counts(closed.at): close(closed.trade)
    case .dayClosed(let day)
    where filter.isWithin(day.day) && filter.account.map({ $0 == day.account }) ?? true:
      note(day)
    default: break
    }
  }

  private mutating func close(_ trade: Identifier) {
    for index in open where statement.trades[index].trade == trade {
      let stated = statement.trades[index]
      guard statement.filter.wants(stated) else { continue }
      guard let result = stated.result(in: statement.currency, statement.rates) else {
        unvalued += 1
        continue
      }
      let (strategy, instrument) = groups(of: stated)
      settled.strategies[strategy] += result.net
      settled.instruments[instrument] += result.net
      guard stated.closedAt.map({ statement.filter.isWithin($0) }) ?? false else { continue }
      let closed = PerformanceReport.ClosedTrade(trade: stated, result: result)
      trades.append(closed)
      strategies[strategy].trades.append(closed)
      instruments[instrument].trades.append(closed)
    }
    open.removeAll { statement.trades[$0].trade == trade && trade != .zero }
  }

  /// The places of a trade's groups, which begin to be when they are not yet.
  private mutating func groups(of trade: StatedTrade) -> (strategy: Int, instrument: Int) {
    func place(_ name: Name, _ groups: inout [PerformanceReport.Group], _ sums: inout [Money])
      -> Int
    {
      if let place = groups.firstIndex(where: { $0.name == name }) { return place }
      var group = PerformanceReport.Group(name: name)
      group.values = days.isEmpty ? [] : Array(repeating: .zero, count: days.count - 1)
      groups.append(group)
      sums.append(.zero)
      return groups.count - 1
    }
    return (
      place(trade.strategy, &strategies, &settled.strategies),
      place(trade.instrument, &instruments, &settled.instruments)
    )
  }

  private mutating func note(_ day: DayClosed) {
    if days.last?.day != day.day {
      days.append(ReadDay(day: day.day))
      valueGroups()
    }
    let rates = statement.rates
    func worth(_ amount: Money) -> Money? {
      amount.isZero ? .zero : rates.convert(amount, from: day.asset, to: statement.currency)
    }
    func add(_ sum: inout Money?, _ amount: Money) {
      sum = sum.flatMap { sum in worth(amount).map { sum + $0 } }
    }
    let last = days.count - 1
    let known = days[last].parts.firstIndex { $0.asset == day.asset }
    let index = known ?? days[last].parts.count
    if known == nil { days[last].parts.append(Part(asset: day.asset)) }
    add(&days[last].parts[index].opening, day.opening)
    add(&days[last].parts[index].closing, day.closing)
    add(&days[last].parts[index].deposits, day.deposits)
  }

  /// What the groups have come to at the end of a day, open trades at the last prices.
  private mutating func valueGroups() {
    for index in open {
      let trade = statement.trades[index]
      if statement.filter.wants(trade) { _ = groups(of: trade) }
    }
    var sums = settled
    for index in open {
      let trade = statement.trades[index]
      guard statement.filter.wants(trade),
        let result = trade.result(in: statement.currency, statement.rates)
      else { continue }
      let (strategy, instrument) = groups(of: trade)
      sums.strategies[strategy] += result.net
      sums.instruments[instrument] += result.net
    }
    for place in strategies.indices { strategies[place].values.append(sums.strategies[place]) }
    for place in instruments.indices { instruments[place].values.append(sums.instruments[place]) }
  }
}

extension ReportReading.ReadDay {
  /// All assets together, but for some.
  func sum(without unknown: [Name]) -> PerformanceReport.Day {
    var sum = PerformanceReport.Day(day: day, opening: .zero, closing: .zero, deposits: .zero)
    for part in parts where !unknown.contains(part.asset) {
      sum.opening += part.opening ?? .zero
      sum.closing += part.closing ?? .zero
      sum.deposits += part.deposits ?? .zero
    }
    return sum
  }
}
