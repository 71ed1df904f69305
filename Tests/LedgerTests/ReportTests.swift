import Events
import Foundation
import LedgerCore
import Quantities
import Statistics
import TestSupport
import Testing

@testable import MartletCommand

extension PerformanceReport {
  fileprivate func number(_ key: String) -> Double? {
    for figure in figures + figures(of: trades) where figure.key == key {
      switch figure.value {
      case .part(let number), .ratio(let number), .money(let number): return number
      case .count(let count): return Double(count)
      case .text: return nil
      }
    }
    return nil
  }
}

@Suite struct `A report` {
  private func day(
    _ number: Int, _ opening: Money, _ closing: Money, deposits: Money = 0, asset: Name = "USDT"
  ) -> Event {
    .dayClosed(
      DayClosed(
        account: "paper", asset: asset, day: .monday + .days(Int64(number)), opening: opening,
        closing: closing, deposits: deposits, realised: 0, unrealised: 0, fees: 0, funding: 0,
        residue: 0, trades: 0))
  }

  private func report(_ days: [Event]) -> PerformanceReport {
    var recorded = Recorded([.configured, .listed("BTC/USDT", base: "BTC")])
    recorded.events += days
    return recorded.report()
  }

  @Test func `counts deposits from the start of their day and withdrawals until its end`() {
    let report = report([
      day(0, 0, 1_010, deposits: 1_000), day(1, 1_010, 2_020, deposits: 990),
      day(2, 2_020, 1_020, deposits: -1_020),
    ])
    let returns = report.performance.returns.values
    let expected = [0.01, 0.01, 0.00990099009900991]
    #expect(zip(returns, expected).allSatisfy { ($0 - $1).magnitude < 1e-12 })
    #expect(returns.count == 3)
    #expect(report.number("deposits") == 970)
    #expect(report.number("equity") == 1_020)
  }

  @Test func `leaves undefined what is not defined`() {
    let empty = report([])
    #expect(
      empty.figures.allSatisfy { figure in
        if case .count(0) = figure.value { return true }
        return ["–", "0.00"].contains(figure.text) || figure.key == "profitFactor"
      })
    #expect(ReportText(empty).text.contains("No day is closed yet"))
    #expect(!ReportPage(title: "x", report: empty).html.contains("nan"))
    let flat = report([day(0, 100, 100), day(1, 100, 100)])
    #expect(flat.number("sharpe") == nil && flat.number("sortino") == nil)
    #expect(flat.number("totalReturn") == 0)
    let lost = report([day(0, 100, 0), day(1, 0, 0)])
    #expect(lost.number("maxDrawdown") == nil)
    #expect(!ReportPage(title: "x", report: lost).html.contains("nan"))
  }

  @Test func `leaves out an asset that the log does not value, and says so`() {
    let report = report([day(0, 100, 110), day(0, 5, 50, asset: "XYZ"), day(1, 110, 121)])
    #expect(report.unknown == ["XYZ"])
    #expect(report.days.map(\.closing) == [110, 121])
    #expect(ReportText(report).text.contains("XYZ"))
  }

  @Test func `splits returns among strategies and instruments without a rest`() throws {
    var recorded = Recorded.sample
    recorded.append(.ticked(.tuesday + .days(1)))
    let report = recorded.report()
    #expect(report.trades.count == 1 && report.openTrades == 1)
    #expect(report.strategies.map(\.name) == ["one", "two"])
    let sum = zip(
      report.strategies[0].returns(report.days), report.strategies[1].returns(report.days)
    ).map { $0 + $1 }
    let whole = report.instruments[0].returns(report.days)
    let account = report.performance.returns.values
    #expect(sum.count == 2)
    for place in 0..<2 {
      #expect((sum[place] - whole[place]).magnitude < 1e-15)
      #expect((sum[place] - account[place]).magnitude < 1e-12)
    }
    let page = ReportPage(title: "a <b>", report: report).html
    #expect(page.contains("a &lt;b&gt;") && !page.contains("<b>&"))
    #expect(page.contains("<polyline") && !page.contains("<script"))
  }

  @Test func `groups days into months`() {
    let days = (0..<60).map { day($0, Money(100 + $0), Money(101 + $0)) }
    let report = report(days)
    #expect(report.months.map(\.month) == [3, 4, 5])
    let product = report.months.reduce(1.0) { $0 * (1 + $1.change) }
    #expect((product - 1.6).magnitude < 1e-9)
    let table = MonthTable(report.months)
    #expect(table.years.count == 1 && table.years[0].months[0] == nil)
    #expect((table.years[0].change - 0.6).magnitude < 1e-9)
  }

  @Test func `prints JSON that can be read`() throws {
    var recorded = Recorded.sample
    recorded.append(.ticked(.tuesday + .days(1)))
    let json = ReportText(recorded.report()).json
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect((object["daily"] as? [Any])?.count == 2 && object["days"] as? Int == 2)
    #expect((object["strategies"] as? [Any])?.count == 2)
  }
}

@Suite(.enabled(if: TestData.isPresent)) struct `A report of the reference series` {
  private func compare(_ pairs: [(Double?, Double, String)]) {
    for (figure, reference, name) in pairs {
      let isEqual = figure.map { ($0 - reference).magnitude <= 1e-9 } ?? false
      #expect(isEqual, "\(name): \(String(describing: figure)) for \(reference)")
    }
  }

  @Test(arguments: [
    ("buy_and_hold_btcusd_coinbase_1d_2019_2022", Int.max), ("first_90_days", 90),
  ])
  func `has the figures of the vectors`(name: String, count: Int) throws {
    let course = try #require(try RiskVectors.read().performance[name])
    let closes = try TestData.table("data/btcusd_coinbase_1d_2019_2022.csv.gz").numbers("close")
      .map { try #require($0.flatMap { FixedPoint($0) }) }
    var recorded = Recorded([.configured, .listed("BTC/USD", base: "BTC", quote: "USD")])
    for place in 1..<min(closes.count, count == .max ? .max : count + 1) {
      var day = DayClosed()
      day.account = "paper"
      day.asset = "USD"
      day.day = .monday + .days(Int64(place))
      day.opening = Money(closes[place - 1])
      day.closing = Money(closes[place])
      recorded.events.append(.dayClosed(day))
    }
    let report = recorded.report()
    #expect(report.days.count == course.n)
    compare([
      (report.number("totalReturn"), course.total_return, "total return"),
      (report.number("cagr"), course.cagr, "CAGR"),
      (report.number("volatility"), course.volatility, "volatility"),
      (report.number("sharpe"), course.sharpe, "Sharpe"),
      (report.number("sortino"), course.sortino, "Sortino"),
      (report.number("maxDrawdown"), course.max_drawdown, "drawdown"),
      (report.number("calmar"), course.calmar, "Calmar"),
      (report.number("profitFactor"), course.profit_factor, "profit factor"),
      (report.number("dayWinRate"), course.win_rate, "win rate"),
      (report.number("ulcer"), course.ulcer_index, "ulcer"),
      (report.number("gainToPain"), course.gain_to_pain, "gain to pain"),
      (report.number("bestDay"), course.best, "best"),
      (report.number("worstDay"), course.worst, "worst"),
    ])
    #expect(report.performance.drawdown?.peak == course.dd_peak_index)
    #expect(report.performance.drawdown?.trough == course.dd_trough_index)
    if count == .max { compare([(report.number("var95"), -course.var95_hist, "VaR")]) }
    if count == 90 { #expect(report.number("var95") == nil) }
  }

  @Test func `has the trade statistics of the vectors`() throws {
    let wanted = try RiskVectors.read().trade_stats
    var recorded = Recorded([
      .configured, .listed("BTC/USDT", base: "BTC"), .ticked(.noon),
      .deposited(Money(try #require(FixedPoint(wanted.equity0)))),
    ])
    for (place, profit) in wanted.pnl.enumerated() {
      let name = "t\(place)"
      let exit = Price(try #require(FixedPoint(profit)) + 1_000)
      recorded.append(.filled("\(name)in", .buy, 1, at: 1_000, trade: name))
      recorded.append(.filled("\(name)out", .sell, 1, at: exit, trade: name))
      guard
        case .tradeClosed(var closed) = Event.tradeClosed(
          name, profit: Money(exit.value - 1_000))
      else { return }
      closed.multiple = Ratio(try #require(FixedPoint(wanted.r_multiples[place])))
      recorded.append(.tradeClosed(closed))
    }
    recorded.append(.ticked(.tuesday))
    let report = recorded.report()
    #expect(report.trades.count == wanted.pnl.count)
    compare([
      (report.number("winRate"), wanted.win_rate, "win rate"),
      (report.number("averageWin"), wanted.avg_win, "average win"),
      (report.number("averageLoss"), wanted.avg_loss, "average loss"),
      (report.number("payoff"), wanted.payoff, "payoff"),
      (report.number("tradeProfitFactor"), wanted.profit_factor, "profit factor"),
      (report.number("expectancy"), wanted.expectancy_amount, "expectancy"),
      (report.number("expectancyR"), wanted.expectancy_R, "expectancy in R"),
      (report.number("breakEvenWinRate"), wanted.breakeven_win_rate, "break-even"),
      (report.number("kelly"), wanted.kelly, "Kelly"),
      (report.number("systemQuality"), wanted.sqn, "SQN"),
      (report.number("tradeDrawdown"), wanted.max_drawdown_pct, "drawdown"),
    ])
    #expect(report.number("longestLosingRun") == Double(wanted.max_consecutive_losses))
  }
}
