import Foundation
import Testing

/// What `martlet indicators --json` printed, read as a stranger would.
struct Sheet {
  typealias Row = [String: Any]

  /// Line by line.
  let rows: [Row]
  let lines: [Substring]

  /// Runs the command, which must succeed and say nothing else.
  init(_ scratch: Scratch, _ arguments: [String]) throws {
    let ended = try scratch.start("martlet", ["indicators", "--json"] + arguments).end(within: 120)
    try #require(ended.code == 0, "\(ended.complaints)")
    #expect(ended.complaints.isEmpty)
    lines = ended.printed.split(separator: "\n")
    rows = try lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Row)
    }
  }

  /// The rows of one time frame.
  func rows(of frame: String) -> [Row] { rows.filter { $0["time_frame"] as? String == frame } }
}

extension Sheet.Row {
  /// The objects of a list.
  func list(_ name: String) throws -> [Sheet.Row] { try #require(self[name] as? [Sheet.Row]) }

  /// A number; nil for null.
  func number(_ name: String) -> Double? { self[name] as? Double }

  /// Whether a cell is what a reference says: an empty text means null, a word itself, a number
  /// one within relative `digits`, or `slack` where that is more.
  func agrees(_ name: String, _ reference: String, within digits: Double, slack: Double = 0)
    -> Bool
  {
    guard let found = self[name] else { return false }
    if reference.isEmpty { return found is NSNull }
    guard let expected = Double(reference) else { return found as? String == reference }
    guard let number = found as? Double else { return false }
    return abs(number - expected) <= Swift.max(digits * Swift.max(1, abs(expected)), slack)
  }
}
