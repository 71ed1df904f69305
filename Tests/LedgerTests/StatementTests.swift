import EventSourcing
import Events
import LedgerCore
import Quantities
import TestSupport
import Testing

@testable import MartletCommand

/// A log in memory: facts, each followed by what the ledger says to it.
struct Recorded {
  var events: [Event] = []
  private var replica = Replica<Ledger>()

  var state: Ledger.State { replica.state }

  init(_ facts: [Event] = []) { for fact in facts { append(fact) } }

  mutating func append(_ fact: Event) {
    events.append(fact)
    events += (replica.answer(fact) ?? []).map(\.event)
  }

  func statement(_ filter: StatementFilter = StatementFilter(), currency: Name? = nil) -> Statement
  {
    var statement = Statement(filter, currency: currency)
    for (place, event) in events.enumerated() { statement.note(event, seq: Int64(place + 1)) }
    return statement
  }

  func report(_ filter: StatementFilter = StatementFilter(), currency: Name? = nil)
    -> PerformanceReport
  {
    var reading = ReportReading(filter, currency: currency)
    for (place, event) in events.enumerated() { reading.note(event, seq: Int64(place + 1)) }
    return PerformanceReport(reading)
  }

  /// Two trades of two strategies, one of them closed, over two days.
  static var sample: Recorded {
    Recorded([
      .configured, .listed("BTC/USDT", base: "BTC"), .listed("BNB/USDT", base: "BNB"),
      .ticked(.noon), .deposited(10_000), .deposited(3, "BNB"), .candle(600, of: "BNB/USDT"),
      .approved("a", "one"), .filled("in", .buy, 2, at: 100, fee: 1, trade: "a"),
      .funding("0.5"), .candle(110), .ticked(.tuesday),
      .filled("out", .sell, 2, at: 120, fee: "0.01", in: "BNB", trade: "a", time: .tuesday),
      .tradeClosed("a", profit: 40, at: .tuesday), .approved("b", "two", at: .tuesday),
      .filled("short", .sell, 1, at: 120, fee: 1, trade: "b", time: .tuesday + .hours(1)),
      .candle(115, closing: .tuesday + .hours(2)),
    ])
  }
}

extension Sheet {
  /// The cells of a column as programs read them.
  func column(_ name: String) -> [Cell] {
    guard let place = columns.firstIndex(of: name) else { return [] }
    return rows.map { $0[place] }
  }

  func total(_ name: String) -> Cell? {
    columns.firstIndex(of: name).flatMap { place in totals.last?[place] }
  }
}

@Suite struct `A statement` {
  private typealias Cell = Sheet.Cell

  @Test func `tells what accounts are worth and why`() {
    let statement = Recorded.sample.statement()
    let sheet = statement.accountSheet
    #expect(sheet.column("asset") == [.text("USDT"), .text("BNB")])
    #expect(sheet.column("realised") == [.number(40), .number(0)])
    #expect(sheet.column("unrealised") == [.number(5), .number(0)])
    #expect(sheet.column("fees") == [.number(2), .number("0.01")])
    #expect(sheet.column("funding") == [.number("0.5"), .number(0)])
    #expect(sheet.column("equity") == [.number("10042.5"), .number("2.99")])
    #expect(sheet.column("in USDT") == [.number("10042.5"), .number(1_794)])
    #expect(sheet.total("in USDT") == .number("11836.5"))
    #expect(statement.isBalanced)
    #expect(statement.verdict.hasPrefix("The books balance"))
  }

  @Test func `tells trades, positions and strategies that add up`() {
    let statement = Recorded.sample.statement()
    let trades = statement.tradeSheet
    #expect(trades.column("strategy") == [.text("one"), .text("two")])
    // 40 less a fee of 1, funding of 0.5 and 0.01 BNB at 600.
    #expect(trades.column("net") == [.number("32.5"), .number(4)])
    #expect(trades.total("net") == .number("36.5"))
    #expect(statement.strategySheet.column("net") == [.number("32.5"), .number(4)])
    #expect(statement.strategySheet.total("net") == .number("36.5"))
    #expect(statement.positionSheet.column("quantity") == [.number(-1)])
    #expect(statement.positionSheet.column("average") == [.number(120)])
    #expect(statement.positionSheet.column("net") == [.number("36.5")])
    let profit = 11_836 + FixedPoint("0.5") - 10_000 - 1_800
    #expect(trades.total("net") == .number(profit))
  }

  @Test func `is of an account, an instrument, a strategy, a time`() {
    let recorded = Recorded.sample
    var filter = StatementFilter()
    filter.strategy = "two"
    #expect(recorded.statement(filter).tradeSheet.column("net") == [.number(4)])
    #expect(recorded.statement(filter).entries.count == 1)
    filter = StatementFilter()
    filter.account = "second"
    #expect(recorded.statement(filter).balances.isEmpty)
    #expect(recorded.statement(filter).tradeSheet.rows.isEmpty)
    filter = StatementFilter()
    filter.instrument = "BTC/USDT"
    #expect(
      recorded.statement(filter).entries.map(\.entry.occasion) == [.fill, .funding, .fill, .fill])
    filter = StatementFilter()
    filter.from = .tuesday
    let tuesday = recorded.statement(filter)
    let cash = tuesday.balances.first {
      $0.place == Ledger.Place(account: "paper", asset: "USDT", kind: .available)
    }
    #expect(cash?.opening == "9998.5" && cash?.closing == "10037.5")
    #expect(tuesday.isBalanced && tuesday.entries.count == 2)
    filter = StatementFilter()
    filter.to = .tuesday
    let monday = recorded.statement(filter)
    #expect(monday.tradeSheet.column("unrealised") == [.number(20)])
    #expect(monday.tradeSheet.column("closed") == [.none])
    #expect(monday.daySheet.column("closing") == [.number("10018.5"), .number(3)])
    #expect(monday.isBalanced)
  }

  @Test func `says when the books do not balance`() {
    var recorded = Recorded.sample
    let place = recorded.events.lastIndex { $0.type == .entryPosted }
    guard let place, case .entryPosted(var entry) = recorded.events[place] else { return }
    entry.postings[0].amount += Money(FixedPoint.ulp)
    recorded.events[place] = .entryPosted(entry)
    let statement = recorded.statement()
    #expect(!statement.isBalanced)
    #expect(statement.verdict.contains("DO NOT BALANCE"))
    #expect(statement.balanceSheet.text.contains("DOES NOT BALANCE"))
    #expect(statement.verdictJSON.contains(#""balances":false"#))
  }

  @Test func `shows an unknown rate as unknown`() {
    var recorded = Recorded.sample
    recorded.append(.deposited(1, "XYZ"))
    let statement = recorded.statement()
    #expect(statement.accountSheet.column("in USDT").last == Cell.none)
    #expect(statement.accountSheet.total("in USDT") == Cell.none)
    #expect(statement.unknownRates == ["XYZ"])
    #expect(recorded.statement(currency: "EUR").accountSheet.total("in EUR") == Cell.none)
    let bitcoin = recorded.statement(currency: "BNB").tradeSheet.total("net")
    #expect(bitcoin == .number("0.060833333333333333"))
  }

  @Test func `lists what differs and whether it is over`() {
    var recorded = Recorded.sample
    recorded.append(.reported(.snapshot, 1, at: .tuesday + .hours(2)))
    #expect(recorded.statement().discrepancySheet.column("cleared") == [Cell.none])
    recorded.append(.reported(.snapshot, "10037.5", at: .tuesday + .hours(3)))
    let sheet = recorded.statement().discrepancySheet
    #expect(sheet.column("law") == [.text("L8-venue-balance")])
    #expect(sheet.column("cleared") == [.text("2024-03-05T03:00:00Z")])
  }

  @Test(arguments: 0..<20) func `of random trading agrees with the ledger`(number: Int) {
    var trading = Trading(seed: number)
    var recorded = Recorded(trading.opening())
    for _ in 0..<300 { recorded.append(trading.next()) }
    let statement = recorded.statement(currency: "USDT")
    #expect(statement.isBalanced)
    for book in statement.marked {
      let state = recorded.state
      #expect(book.equity == state.equity(in: book.asset, of: book.account))
      #expect(book.equity == trading.worth(of: book.asset, in: book.account))
      #expect(book.funding == state.book(of: book.asset, in: book.account)?.funding ?? 0)
    }
    let days = statement.days.count
    #expect(days == recorded.events.days.count && days > 0)
  }
}

@Suite struct `A sheet` {
  private var sheet: Sheet {
    var sheet = Sheet("things", ["name", "amount"])
    sheet.add(.text("plain"), .number("1.000000000000000001"))
    sheet.add(.text(#"with "quotes", commas"#), .none)
    sheet.total(.text("all"), .number("1.000000000000000001"))
    return sheet
  }

  @Test func `is CSV with every digit, without totals`() {
    #expect(
      sheet.csv == "name,amount\r\nplain,1.000000000000000001\r\n"
        + "\"with \"\"quotes\"\", commas\",\r\n")
  }

  @Test func `is JSON, an object a line`() {
    #expect(
      sheet.json.split(separator: "\n") == [
        #"{"view":"things","name":"plain","amount":"1.000000000000000001"}"#,
        #"{"view":"things","name":"with \"quotes\", commas","amount":null}"#,
        #"{"view":"things","total":true,"name":"all","amount":"1.000000000000000001"}"#,
      ])
  }

  @Test func `is a table with eight decimals and a line above the totals`() {
    let lines = sheet.text.split(separator: "\n")
    #expect(lines[1] == "plain                       1")
    #expect(lines[3].allSatisfy { $0 == "─" })
    #expect(lines[4].hasPrefix("all"))
  }
}
