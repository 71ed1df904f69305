import Assembly
import Digest
import Events
import Quantities

/// A session's summary as text for people or as JSON for scripts.
struct SummaryReport {
  private let summary: SessionSummary
  private let digest: Digest256?

  init(_ summary: SessionSummary, digest: Digest256? = nil) {
    self.summary = summary
    self.digest = digest
  }

  /// One line for each closed trade, under a heading; empty when there is none.
  var trades: String {
    guard !summary.trades.isEmpty else { return "" }
    let rows = summary.trades.map { trade in
      [
        trade.openedAt.description, trade.at.description, trade.instrument.description,
        trade.direction.rawValue, trade.quantity.description, brief(trade.entry.value),
        brief(trade.exit.value), trade.reason.rawValue, brief(trade.net.value),
        brief(trade.multiple.value),
      ]
    }
    let heading = [
      "opened", "closed", "instrument", "side", "quantity", "entry", "exit", "reason", "net", "R",
    ]
    return Table([heading] + rows).text + "\n"
  }

  /// The summary in lines.
  var text: String {
    var lines: [String] = []
    if let from = summary.from, let until = summary.until {
      lines.append("market    \(from) to \(until), \(summary.candles) candles")
    }
    lines.append(
      "setups    \(summary.formed) formed, \(summary.triggered) triggered, "
        + "\(summary.refused) refused by risk")
    lines.append("orders    \(summary.orders) requested, \(summary.fills) fills")
    lines.append(
      "trades    \(summary.trades.count) closed, \(summary.wins) won, \(summary.openTrades) open")
    for course in summary.courses {
      lines.append(
        "\(course.asset)".padded(to: 10) + "equity \(brief(course.equity.value)), return "
          + "\(course.profit.percent), deepest drawdown \(course.drawdown.percent), "
          + "fees \(brief(course.fees.value))")
    }
    if let digest { lines.append("digest    \(digest) over \(summary.conclusions) conclusions") }
    return lines.joined(separator: "\n")
  }

  /// The summary as one JSON object.
  var json: String {
    let courses = summary.courses.map { course in
      #"{"asset":"\#(course.asset)","deposits":"\#(course.deposits)","equity":"\#(course.equity)","#
        + #""return":"\#(course.profit)","drawdown":"\#(course.drawdown)","net":"\#(course.net)","#
        + #""fees":"\#(course.fees)"}"#
    }
    let digest = digest.map { #","digest":"\#($0)""# } ?? ""
    return #"{"candles":\#(summary.candles),"events":\#(summary.events),"#
      + #""conclusions":\#(summary.conclusions),"formed":\#(summary.formed),"#
      + #""triggered":\#(summary.triggered),"refused":\#(summary.refused),"#
      + #""orders":\#(summary.orders),"fills":\#(summary.fills),"#
      + #""trades":\#(summary.trades.count),"wins":\#(summary.wins),"#
      + #""openTrades":\#(summary.openTrades),"accounts":[\#(courses.joined(separator: ","))]"#
      + "\(digest)}"
  }

  private func brief(_ value: FixedPoint) -> String {
    value.rounded(toMultipleOf: "0.01", .halfEven).description
  }
}

/// Columns of text, as wide as they need to be.
struct Table {
  private let rows: [[String]]

  init(_ rows: [[String]]) { self.rows = rows }

  var text: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n") + "\n"
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
