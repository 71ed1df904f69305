import IndicatorCore
import Quantities

/// The lines of a table of analyses.
struct AnalysisTable {
  let columns: [AnalysisColumn]
  /// Whether the last column names the file.
  let namesFile: Bool

  /// The first line of CSV.
  var header: String {
    line((["open_time_ms"] + columns.map(\.name) + (namesFile ? ["file"] : [])))
  }

  func csv(_ analysis: FullAnalysis, at time: Instant, of file: String) -> String {
    var cells = ["\(time.milliseconds)"]
    for column in columns { cells.append(text(column.cell(analysis)) ?? "") }
    if namesFile { cells.append(csvText(file)) }
    return line(cells)
  }

  func json(_ analysis: FullAnalysis, at time: Instant, of file: String) -> String {
    var text = #"{"open_time_ms":\#(time.milliseconds)"#
    for column in columns {
      text += #","\#(column.name)":\#(self.text(column.cell(analysis)) ?? "null")"#
    }
    if namesFile { text += #","file":\#(file.quoted)"# }
    return text + "}\n"
  }

  private func csvText(_ text: String) -> String {
    "\"" + text.map { $0 == "\"" ? "\"\"" : "\($0)" }.joined() + "\""
  }

  private func line(_ cells: [String]) -> String { cells.joined(separator: ",") + "\n" }

  /// The shortest number that reads back to the same bits; nil for an undefined one.
  private func text(_ cell: AnalysisColumn.Cell) -> String? {
    switch cell {
    case .number(let number): number.map { "\($0)" }
    case .flag(let flag): flag ? "1" : "0"
    }
  }
}
