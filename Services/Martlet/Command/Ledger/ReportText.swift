import Events
import Quantities
import Statistics

/// A report in lines for people, or as JSON for programs.
struct ReportText {
  private let report: PerformanceReport

  init(_ report: PerformanceReport) { self.report = report }

  var text: String {
    var parts = ["\(heading)\n"]
    let figures = report.figures + report.figures(of: report.trades)
    let width = figures.map(\.label.count).max() ?? 0
    parts.append(
      figures.map { "\($0.label.padded(to: width))  \($0.text)" }.joined(separator: "\n") + "\n")
    if !report.months.isEmpty { parts.append(monthTable) }
    parts.append(table("strategy", report.strategies))
    parts.append(table("instrument", report.instruments))
    parts += notes.map { $0 + "\n" }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var heading: String {
    guard let first = report.days.first, let last = report.days.last else {
      return "No day is closed yet, in \(report.currency)."
    }
    return "\(first.day.date) to \(last.day.date), in \(report.currency)"
  }

  /// What is left out, and what is still open.
  var notes: [String] {
    var notes: [String] = []
    if !report.unknown.isEmpty {
      notes.append(
        "left out, since the log does not always value it in \(report.currency): "
          + report.unknown.map(\.description).joined(separator: ", "))
    }
    if report.unvalued > 0 {
      notes.append("\(report.unvalued) closed trades are left out for the same reason")
    }
    if report.openTrades > 0 { notes.append("\(report.openTrades) trades are still open") }
    return notes
  }

  private var monthTable: String {
    var rows = [["year"] + MonthTable.names + ["year"]]
    for year in MonthTable(report.months).years {
      rows.append(
        ["\(year.year)"] + year.months.map { $0.map { ($0 * 100).fixed(2) } ?? "" }
          + [(year.change * 100).fixed(2)])
    }
    return "returns in percent\n" + aligned(rows)
  }

  private func table(_ heading: String, _ groups: [PerformanceReport.Group]) -> String {
    guard let first = groups.first else { return "" }
    let head = [heading] + report.figures(of: first).map(\.label)
    return aligned(
      [head]
        + groups.map { group in
          [group.name.isEmpty ? "–" : group.name.description]
            + report.figures(of: group).map(\.text)
        }, turned: true)
  }

  /// Columns, the first to the left and the others to the right; a wide table is turned, so that
  /// each of its rows becomes a column.
  private func aligned(_ rows: [[String]], turned: Bool = false) -> String {
    let rows = turned ? rows[0].indices.map { column in rows.map { $0[column] } } : rows
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        column == 0
          ? row[column].padded(to: widths[column])
          : String(repeating: " ", count: widths[column] - row[column].count) + row[column]
      }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n") + "\n"
  }

  var json: String {
    func list(_ groups: [PerformanceReport.Group]) -> String {
      groups.map {
        #"{"name":\#($0.name.description.quoted),\#(report.figures(of: $0).json)}"#
      }.joined(separator: ",")
    }
    let months = report.months.map {
      #"{"year":\#($0.year),"month":\#($0.month),"return":\#($0.change)}"#
    }
    let days = report.days.map {
      #"{"day":"\#($0.day.date)","opening":"\#($0.opening)","closing":"\#($0.closing)","#
        + #""deposits":"\#($0.deposits)","return":\#($0.change.map(\.description) ?? "null")}"#
    }
    return #"{"currency":\#(report.currency.description.quoted),"#
      + report.figures.json + "," + report.figures(of: report.trades).json
      + #","openTrades":\#(report.openTrades),"unvaluedTrades":\#(report.unvalued),"#
      + #""unknownRates":[\#(report.unknown.map(\.description.quoted).joined(separator: ","))],"#
      + #""strategies":[\#(list(report.strategies))],"instruments":[\#(list(report.instruments))],"#
      + #""months":[\#(months.joined(separator: ","))],"daily":[\#(days.joined(separator: ","))]}"#
  }
}

/// The returns of months in a table of years.
struct MonthTable {
  struct Year {
    let year: Int
    /// From January on; nil where there was no closed day.
    var months: [Double?] = Array(repeating: nil, count: 12)

    /// Of all its months together.
    var change: Double { months.reduce(1) { $0 * (1 + ($1 ?? 0)) } - 1 }
  }

  static let names = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private(set) var years: [Year] = []

  init(_ months: [(year: Int, month: Int, change: Double)]) {
    for month in months {
      if years.last?.year != month.year { years.append(Year(year: month.year)) }
      years[years.count - 1].months[month.month - 1] = month.change
    }
  }
}

extension Instant {
  /// The date alone.
  var date: String { String(description.prefix(10)) }
}
