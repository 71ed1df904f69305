import Events
import Quantities
import Statistics

/// A report as one HTML page that needs nothing else, without any script.
struct ReportPage {
  /// The most trades that are listed, the last ones.
  static let tradeLimit = 500

  let title: String
  let report: PerformanceReport

  var html: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="generator" content="martlet \(VersionCommand.version)">
    <title>\(escaped(title)) – performance</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <header><h1>Performance</h1><p>\(escaped(title)) · \(period)</p></header>
    <main>
    \(tiles)
    \(curves)
    \(months)
    <div class="columns">
    \(section("Account", figureTable(report.figures)))
    \(section("Closed trades", figureTable(report.figures(of: report.trades))))
    </div>
    \(groupTable("Strategies", report.strategies))
    \(groupTable("Instruments", report.instruments))
    \(tradeTable)
    \(notes)
    </main>
    <footer>Daily returns of closed UTC days, 365 a year, without a riskless rate; deposits and \
    withdrawals are no profit. What is not defined is –.</footer>
    </body>
    </html>

    """
  }

  private var period: String {
    guard let first = report.days.first, let last = report.days.last else {
      return "no day is closed yet"
    }
    return "\(first.day.date) to \(last.day.date), \(report.days.count) days, in "
      + escaped(report.currency.description)
  }

  private func section(_ title: String, _ body: String) -> String {
    body.isEmpty ? "" : "<section><h2>\(escaped(title))</h2>\n\(body)</section>"
  }

  /// The figures that are looked at first.
  private var tiles: String {
    let keys = ["equity", "totalReturn", "cagr", "sharpe", "sortino", "maxDrawdown", "calmar"]
    let figures = report.figures + report.figures(of: report.trades)
    let tiles = (keys + ["trades", "winRate", "tradeProfitFactor"]).compactMap { key in
      figures.first { $0.key == key }
    }
    return #"<div class="tiles">"#
      + tiles.map {
        "<div><span>\(escaped($0.label))</span><b class=\"\($0.tone)\">\(escaped($0.text))</b></div>"
      }.joined() + "</div>"
  }

  private var curves: String {
    guard !report.days.isEmpty else { return "" }
    let dates = ["start"] + report.days.map(\.day.date)
    let equity = CurveDrawing(
      name: "equity", height: 280,
      values: [report.days[0].base.double] + report.days.map(\.closing.double),
      dates: dates, format: { $0.fixed(abs($0) < 10 ? 4 : 2) }, isBelowZero: false)
    let drawdown = CurveDrawing(
      name: "drawdown", height: 150, values: report.performance.drawdown?.course ?? [0],
      dates: dates, format: \.percent, isBelowZero: true)
    return section("Equity in \(report.currency)", equity.svg)
      + "\n" + section("Drawdown of returns", drawdown.svg)
  }

  private var months: String {
    let table = MonthTable(report.months)
    guard !table.years.isEmpty else { return "" }
    let head = (["Year"] + MonthTable.names + ["Year"]).map { "<th>\($0)</th>" }.joined()
    let largest = report.months.map(\.change.magnitude).max() ?? 0
    let rows = table.years.map { year in
      let cells = year.months.map { month in
        guard let month else { return "<td></td>" }
        let weight = largest > 0 ? (month.magnitude / largest * 55).fixed(0) : "0"
        return "<td class=\"heat \(month < 0 ? "down" : "up")\" style=\"--heat:\(weight)%\">"
          + "\((month * 100).fixed(2))</td>"
      }
      return "<tr><th>\(year.year)</th>\(cells.joined())"
        + "<td><b>\((year.change * 100).fixed(2))</b></td></tr>"
    }
    return section(
      "Months, in percent",
      "<div class=\"scroll\"><table><tr>\(head)</tr>\n\(rows.joined(separator: "\n"))</table></div>"
    )
  }

  private func figureTable(_ figures: [Figure]) -> String {
    "<table>"
      + figures.map {
        "<tr><th>\(escaped($0.label))</th><td class=\"\($0.tone)\">\(escaped($0.text))</td></tr>"
      }.joined(separator: "\n") + "</table>"
  }

  private func groupTable(_ title: String, _ groups: [PerformanceReport.Group]) -> String {
    guard let first = groups.first else { return "" }
    let head = report.figures(of: first).map { "<th>\(escaped($0.label))</th>" }.joined()
    let rows = groups.map { group in
      let name = group.name.isEmpty ? "–" : escaped(group.name.description)
      let cells = report.figures(of: group).map {
        "<td class=\"\($0.tone)\">\(escaped($0.text))</td>"
      }
      return "<tr><th>\(name)</th>\(cells.joined())</tr>"
    }
    return section(
      title,
      "<div class=\"scroll\"><table class=\"wide\"><tr><th></th>\(head)</tr>\n"
        + "\(rows.joined(separator: "\n"))</table></div>")
  }

  private var tradeTable: String {
    let trades = report.trades.suffix(Self.tradeLimit)
    guard !trades.isEmpty else { return "" }
    let head = ["opened", "closed", "strategy", "instrument", "side", "size", "reason", "net", "R"]
      .map { "<th>\($0)</th>" }.joined()
    let rows = trades.reversed().map { item in
      let trade = item.trade
      let net = item.result.net.double
      let cells = [
        trade.openedAt.description, trade.closedAt?.description ?? "–",
        trade.strategy.isEmpty ? "–" : trade.strategy.description, trade.instrument.description,
        trade.direction.rawValue, trade.size.description, trade.reason?.rawValue ?? "–",
      ].map { "<td>\(escaped($0))</td>" }.joined()
      return "<tr>\(cells)<td class=\"\(net < 0 ? "loss" : "gain")\">\(net.fixed(2))</td>"
        + "<td>\(trade.multiple?.double.fixed(2) ?? "–")</td></tr>"
    }
    let title =
      trades.count < report.trades.count
      ? "The last \(trades.count) of \(report.trades.count) trades" : "Trades"
    return section(
      title,
      "<div class=\"scroll\"><table class=\"wide\"><tr>\(head)</tr>\n"
        + "\(rows.joined(separator: "\n"))</table></div>")
  }

  private var notes: String {
    ReportText(report).notes.map { "<p class=\"note\">\(escaped($0))</p>" }.joined(separator: "\n")
  }
}

extension Figure {
  /// Whether it is good or bad news by its sign; nothing where the sign says nothing.
  fileprivate var tone: String {
    switch value {
    case .part(let value?), .ratio(let value?), .money(let value?):
      value < 0 ? "loss" : "plain"
    case .part(nil), .ratio(nil), .money(nil), .count, .text: "plain"
    }
  }
}

extension ReportPage {
  private static let style = """
    :root { --back: #ffffff; --card: #f7f8fa; --text: #131722; --faint: #5d606b; --line: #e0e3eb; \
    --on: #2962ff; --up: #089981; --down: #d6293b; color-scheme: light; }
    @media (prefers-color-scheme: dark) { :root { --back: #0f131d; --card: #171b26; \
    --text: #d1d4dc; --faint: #9598a1; --line: #2a2e39; --on: #5b8cff; --up: #22ab94; \
    --down: #f7525f; color-scheme: dark; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--back); color: var(--text); \
    font: 14px/1.45 -apple-system, "Segoe UI", Roboto, Ubuntu, sans-serif; }
    header, main, footer { max-width: 1080px; margin: 0 auto; padding: 12px 20px; }
    header { padding-top: 24px; } h1 { margin: 0; font-size: 24px; }
    header p, footer, .note { margin: 4px 0; color: var(--faint); }
    footer { padding-bottom: 32px; font-size: 12px; }
    h2 { margin: 0 0 8px; font-size: 15px; }
    section { margin: 18px 0; padding: 14px 16px; background: var(--card); border-radius: 8px; \
    min-width: 0; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; }
    .tiles div { padding: 10px 14px; background: var(--card); border-radius: 8px; }
    .tiles span { display: block; color: var(--faint); font-size: 12px; }
    .tiles b { font-size: 19px; font-weight: 600; }
    .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 0 18px; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { padding: 3px 8px; text-align: right; white-space: nowrap; }
    th { color: var(--faint); font-weight: 400; } th:first-child { text-align: left; }
    tr + tr > * { border-top: 1px solid var(--line); } .wide { font-size: 12px; }
    .gain { color: var(--up); } .loss { color: var(--down); }
    .heat.up { background: color-mix(in srgb, var(--up) var(--heat), transparent); }
    .heat.down { background: color-mix(in srgb, var(--down) var(--heat), transparent); }
    svg { display: block; width: 100%; height: auto; }
    svg line { stroke: var(--line); } svg text { fill: var(--faint); font-size: 11px; }
    svg polyline { fill: none; stroke: var(--on); stroke-width: 1.5; stroke-linejoin: round; }
    svg polygon { fill: var(--on); opacity: .12; }
    svg.drawdown polyline { stroke: var(--down); } svg.drawdown polygon { fill: var(--down); }
    svg rect { fill: transparent; } svg rect:hover { fill: var(--on); opacity: .18; }
    """
}
