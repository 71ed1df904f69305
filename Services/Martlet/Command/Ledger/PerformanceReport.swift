import EventLog
import EventSourcing
import Events
import LedgerCore
import Quantities
import Statistics

/// How a session performed, by the days that its ledger closed and the trades that it booked.
///
/// The return of a day is its closing over its opening, with what was deposited added to the
/// opening and what was withdrawn to the closing. So deposits count from the start of their day
/// and withdrawals until its end, and neither is profit.
struct PerformanceReport {
  /// A closed UTC day in the currency.
  struct Day {
    let day: Instant
    var opening: Money
    var closing: Money
    /// Deposited less withdrawn.
    var deposits: Money

    /// Equity that worked on this day.
    var base: Money { opening + max(deposits, .zero) }

    /// Nil where nothing worked; it counts as a day that returned nothing.
    var change: Double? {
      guard base.isPositive else { return nil }
      return (closing - min(deposits, .zero)).double / base.double - 1
    }
  }

  /// What one strategy, or one instrument, came to.
  struct Group {
    let name: Name
    var trades: [ClosedTrade] = []
    /// Net results at the ends of the days so far.
    var values: [Money] = []

    /// Its part of the account's returns.
    func returns(_ days: [Day]) -> [Double] {
      var before = Money.zero
      return zip(days, values).map { day, value in
        defer { before = value }
        return day.base.isPositive ? (value - before).double / day.base.double : 0
      }
    }
  }

  /// A closed trade in the currency, by the rates at its end.
  struct ClosedTrade {
    let trade: StatedTrade
    let result: TradeResult
  }

  let currency: Name
  let days: [Day]
  let trades: [ClosedTrade]
  let strategies: [Group]
  let instruments: [Group]
  /// Assets that are left out, because the log does not always value them in the currency.
  let unknown: [Name]
  /// Closed trades that are left out for the same reason.
  let unvalued: Int
  /// Still open at the end.
  let openTrades: Int
  /// Of the account, day by day.
  let performance: Performance

  /// Of the closed trades, after all costs.
  var record: TradeRecord { record(of: trades) }

  func record(of trades: [ClosedTrade]) -> TradeRecord {
    TradeRecord(
      profits: trades.map(\.result.net.double), openingEquity: days.first?.base.double ?? 0)
  }

  /// The mean multiple of the risk; nil without trades that have one.
  func expectancy(of trades: [ClosedTrade]) -> Double? {
    Sample(trades.compactMap { $0.trade.multiple?.double }).mean
  }

  /// The returns of the months, each of its days together.
  var months: [(year: Int, month: Int, change: Double)] {
    var months: [(year: Int, month: Int, change: Double)] = []
    for day in days {
      let date = day.day.components
      let growth = 1 + (day.change ?? 0)
      if let last = months.last, last.year == date.year, last.month == date.month {
        months[months.count - 1].change = (1 + last.change) * growth - 1
      } else {
        months.append((date.year, date.month, growth - 1))
      }
    }
    return months
  }
}

extension PerformanceReport {
  /// Reads a log.
  init(
    _ log: inout LogFileReader, _ filter: StatementFilter, currency: Name?
  ) throws(LogError) {
    var reading = ReportReading(filter, currency: currency)
    let types = EventTypeSet(Statement.types)
    try log.forEach { row throws(LogError) in
      guard types.contains(try row.type()) else { return true }
      let stored = try row.event()
      if let event = try? Event(stored) { reading.note(event, seq: stored.seq) }
      return true
    }
    self.init(reading)
  }

  init(_ reading: ReportReading) {
    var unknown: [Name] = []
    for day in reading.days {
      for part in day.parts where !part.isKnown && !unknown.contains(part.asset) {
        unknown.append(part.asset)
      }
    }
    let days = reading.days.map { $0.sum(without: unknown) }
    self.unknown = unknown
    self.days = days
    currency = reading.statement.currency
    trades = reading.trades
    strategies = reading.strategies
    instruments = reading.instruments
    unvalued = reading.unvalued
    openTrades = reading.statement.trades.count { $0.closedAt == nil && !$0.position.isFlat }
    performance = Performance(returns: days.map { $0.change ?? 0 })
  }
}
