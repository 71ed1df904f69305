import Quantities
import Statistics

/// One figure of a report, with its name for people and for programs.
struct Figure {
  enum Value {
    /// A part of one; nil where it is not defined.
    case part(Double?)
    case ratio(Double?)
    case money(Double?)
    case count(Int)
    case text(String)
  }

  let key: String
  let label: String
  let value: Value

  init(_ key: String, _ label: String, _ value: Value) {
    self.key = key
    self.label = label
    self.value = value
  }

  /// For people; – where it is not defined.
  var text: String {
    switch value {
    case .part(let part): part.map { $0.percent } ?? "–"
    case .ratio(let ratio): ratio.map { $0.isInfinite ? "∞" : $0.fixed(4) } ?? "–"
    case .money(let money): money.map { $0.fixed(2) } ?? "–"
    case .count(let count): "\(count)"
    case .text(let text): text
    }
  }

  /// For programs: every digit; null where it is not defined, a text where it is infinite.
  var json: String {
    switch value {
    case .part(let number), .ratio(let number), .money(let number):
      number.map { $0.isInfinite ? "\"infinite\"" : $0.description } ?? "null"
    case .count(let count): "\(count)"
    case .text(let text): text.quoted
    }
  }
}

extension [Figure] {
  /// The members of a JSON object.
  var json: String { map { "\($0.key.quoted):\($0.json)" }.joined(separator: ",") }
}

extension Double {
  /// With so many decimals, for people.
  func fixed(_ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    guard isFinite, magnitude * scale < 9e15 else { return description }
    let whole = Int64((self * scale).rounded())
    let digits = String(whole.magnitude)
    let padded = String(repeating: "0", count: Swift.max(0, decimals + 1 - digits.count)) + digits
    let sign = whole < 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// In percent with two decimals.
  var percent: String { isInfinite ? "∞" : (self * 100).fixed(2) + " %" }
}

extension PerformanceReport {
  /// The figures of the account.
  var figures: [Figure] {
    let drawdown = days.isEmpty ? nil : performance.drawdown
    let isDown = drawdown.map { $0.deepest < 0 } ?? false
    func date(_ place: Int?) -> Figure.Value {
      // Equity has one value more than there are days: what was before the first.
      .text(
        (isDown ? place : nil).map {
          $0 == 0 ? "start" : String(days[$0 - 1].day.description.prefix(10))
        } ?? "–")
    }
    return [
      Figure("days", "days closed", .count(days.count)),
      Figure("equity", "equity", .money(days.last?.closing.double)),
      Figure("deposits", "deposited", .money(days.reduce(Money.zero) { $0 + $1.deposits }.double)),
      Figure("totalReturn", "total return", .part(days.isEmpty ? nil : performance.totalReturn)),
      Figure("cagr", "growth per year (CAGR)", .part(performance.annualGrowth)),
      Figure("volatility", "volatility per year", .part(performance.volatility)),
      Figure("sharpe", "Sharpe", .ratio(performance.sharpe)),
      Figure("sortino", "Sortino", .ratio(performance.sortino)),
      Figure("maxDrawdown", "deepest drawdown", .part(drawdown?.deepest)),
      Figure("drawdownPeak", "  from", date(drawdown?.peak)),
      Figure("drawdownTrough", "  to", date(drawdown?.trough)),
      Figure("drawdownRecovery", "  recovered", date(drawdown?.recovery)),
      Figure("calmar", "Calmar", .ratio(performance.calmar)),
      Figure("ulcer", "ulcer index", .part(performance.ulcerIndex)),
      Figure("profitFactor", "profit factor of days", .ratio(performance.profitFactor)),
      Figure("gainToPain", "gain to pain", .ratio(performance.gainToPain)),
      Figure("dayWinRate", "days won of those that moved", .part(performance.winRate)),
      Figure("bestDay", "best day", .part(performance.best)),
      Figure("worstDay", "worst day", .part(performance.worst)),
    ] + valueAtRisk
  }

  /// Only where there are enough days for it to mean something.
  private var valueAtRisk: [Figure] {
    guard performance.returns.count >= ValueAtRisk.minimumCount,
      let risk = ValueAtRisk(.historical, of: performance.returns)
    else { return [] }
    return [
      Figure("var95", "value at risk, a day, 95 %, historical", .part(risk.loss)),
      Figure("cvar95", "  mean loss beyond it", .part(risk.shortfall)),
    ]
  }

  /// The figures of closed trades.
  func figures(of trades: [ClosedTrade]) -> [Figure] {
    let record = record(of: trades)
    return [
      Figure("trades", "trades closed", .count(trades.count)),
      Figure("net", "net profit", .money(record.profits.values.reduce(0, +))),
      Figure("winRate", "trades won of all", .part(record.winRate)),
      Figure("averageWin", "average win", .money(record.averageWin)),
      Figure("averageLoss", "average loss", .money(record.averageLoss)),
      Figure("payoff", "payoff", .ratio(record.payoff)),
      Figure("tradeProfitFactor", "profit factor", .ratio(record.profitFactor)),
      Figure("expectancy", "expectancy", .money(record.expectancy)),
      Figure("expectancyR", "expectancy in R", .ratio(expectancy(of: trades))),
      Figure("breakEvenWinRate", "break-even win rate", .part(record.breakEvenWinRate)),
      Figure("kelly", "Kelly", .part(record.kelly)),
      Figure("systemQuality", "system quality (SQN)", .ratio(record.systemQuality)),
      Figure("tradeDrawdown", "deepest drawdown by trades", .part(record.drawdown?.deepest)),
      Figure("longestLosingRun", "longest losing run", .count(record.longestLosingRun)),
    ]
  }

  /// The figures of one strategy or instrument: its part of the account's returns, its trades.
  func figures(of group: Group) -> [Figure] {
    let performance = Performance(returns: group.returns(days))
    return [
      Figure("totalReturn", "return", .part(days.isEmpty ? nil : performance.totalReturn)),
      Figure("cagr", "CAGR", .part(performance.annualGrowth)),
      Figure("volatility", "volatility", .part(performance.volatility)),
      Figure("sharpe", "Sharpe", .ratio(performance.sharpe)),
      Figure("sortino", "Sortino", .ratio(performance.sortino)),
      Figure("maxDrawdown", "drawdown", .part(performance.drawdown?.deepest)),
      Figure("calmar", "Calmar", .ratio(performance.calmar)),
      Figure("ulcer", "ulcer", .part(performance.ulcerIndex)),
      Figure("profitFactor", "day PF", .ratio(performance.profitFactor)),
    ] + figures(of: group.trades)
  }
}
