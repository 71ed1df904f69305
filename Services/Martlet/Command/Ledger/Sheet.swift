import Events
import Quantities

/// A table that is printed for people, or as CSV or JSON for programs.
struct Sheet {
  /// What stands in a field.
  enum Cell: Hashable {
    case text(String)
    /// Exact.
    case number(FixedPoint)
    case count(Int)
    case flag(Bool)
    /// Nobody knows it, or there is none.
    case none
  }

  /// The word that names it, in JSON and for people.
  let name: String
  let columns: [String]
  private(set) var rows: [[Cell]] = []
  /// Rows that add the others up; they are no part of the CSV.
  private(set) var totals: [[Cell]] = []

  init(_ name: String, _ columns: [String]) {
    self.name = name
    self.columns = columns
  }

  mutating func add(_ cells: Cell...) {
    precondition(cells.count == columns.count, "a cell for each column")
    rows.append(cells)
  }

  mutating func total(_ cells: Cell...) {
    precondition(cells.count == columns.count, "a cell for each column")
    totals.append(cells)
  }
}

extension Sheet.Cell {
  static func name(_ name: Name?) -> Sheet.Cell {
    name.map { $0.isEmpty ? .none : .text($0.description) } ?? .none
  }

  static func money(_ money: Money?) -> Sheet.Cell { money.map { .number($0.value) } ?? .none }

  static func time(_ instant: Instant?) -> Sheet.Cell {
    instant.map { .text($0.description) } ?? .none
  }

  static func id(_ id: Identifier?) -> Sheet.Cell { id.map { .text($0.description) } ?? .none }

  /// Numbers to eight decimals at most, ids by their beginning.
  fileprivate var brief: String {
    switch self {
    case .text(let text):
      text.utf8.count == 32 && Identifier(text) != nil ? String(text.prefix(8)) : text
    case .number(let number): number.rounded(toMultipleOf: "0.00000001", .halfEven).description
    case .count(let count): "\(count)"
    case .flag(let flag): flag ? "yes" : "no"
    case .none: "–"
    }
  }

  fileprivate var isNumber: Bool {
    switch self {
    case .number, .count, .none: true
    case .text, .flag: false
    }
  }

  fileprivate var csv: String {
    switch self {
    case .text(let text):
      text.utf8.contains { $0 == 0x22 || $0 == 0x2c || $0 == 0x0a || $0 == 0x0d }
        ? "\""
          + text.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"") + "\"" : text
    case .number(let number): number.description
    case .count(let count): "\(count)"
    case .flag(let flag): "\(flag)"
    case .none: ""
    }
  }

  fileprivate var json: String {
    switch self {
    case .text(let text): text.quoted
    case .number(let number): "\"\(number)\""
    case .count(let count): "\(count)"
    case .flag(let flag): "\(flag)"
    case .none: "null"
    }
  }
}

extension Sheet {
  /// Columns of text under a heading, numbers to the right, totals below a line.
  var text: String {
    let lines = [columns] + (rows + totals).map { $0.map(\.brief) }
    let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let isNumber = columns.indices.map { column in
      !rows.isEmpty && rows.allSatisfy { $0[column].isNumber }
    }
    func line(_ cells: [String]) -> String {
      let padded = columns.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - cells[column].count)
        return isNumber[column] ? space + cells[column] : cells[column] + space
      }
      return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
    var text = lines[...rows.count].map(line)
    if !totals.isEmpty {
      text.append(String(repeating: "─", count: widths.reduce(0) { $0 + $1 + 2 } - 2))
      text += lines[(rows.count + 1)...].map(line)
    }
    return text.joined(separator: "\n") + "\n"
  }

  /// By RFC 4180: a heading, then the rows with every digit.
  var csv: String {
    ([columns.joined(separator: ",")] + rows.map { $0.map(\.csv).joined(separator: ",") })
      .joined(separator: "\r\n") + "\r\n"
  }

  /// One object a line, with every digit as a text; totals come last and say so.
  var json: String {
    func object(_ cells: [Cell], _ isTotal: Bool) -> String {
      let fields = zip(columns, cells).map { "\($0.quoted):\($1.json)" }
      let head = [#""view":\#(name.quoted)"#] + (isTotal ? [#""total":true"#] : [])
      return "{" + (head + fields).joined(separator: ",") + "}\n"
    }
    return rows.map { object($0, false) }.joined() + totals.map { object($0, true) }.joined()
  }
}
