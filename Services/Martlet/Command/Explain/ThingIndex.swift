import EventLog
import EventSourcing
import Events
import ServiceKit

/// Finds what an id, a number or the beginning of an id names in a log.
struct ThingIndex {
  /// So few digits of an id would name too much.
  static let fewestDigits = 6

  private var log: LogFileReader

  init(_ log: LogFileReader) { self.log = log }

  /// The one thing that a text names.
  mutating func thing(_ text: String) throws -> Thing {
    if let seq = SequenceNumber(text), try log.event(seq) != nil { return .event(seq) }
    let digits = text.lowercased()
    guard digits.utf8.count <= 32, digits.utf8.allSatisfy(Self.isHexadecimal) else {
      throw CommandFailure(
        "\"\(text)\" is neither an event's number nor an id of hexadecimal digits.", .usage)
    }
    guard digits.utf8.count >= Self.fewestDigits else {
      let end = try log.head().seq
      throw CommandFailure(
        SequenceNumber(text) != nil
          ? "There is no event \(text); the log ends at event \(end)."
          : "\"\(text)\" is too short; give at least \(Self.fewestDigits) digits of an id.", .usage)
    }
    let found = try things(digits)
    guard let first = found.first else {
      throw CommandFailure(
        "Nothing in this log has an id that begins \(digits): no event, setup, trade or order.",
        .usage)
    }
    guard found.count == 1 else { throw try ambiguity(digits, found) }
    return first
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  private mutating func ambiguity(_ digits: String, _ found: [Thing]) throws -> CommandFailure {
    let names = found.prefix(10).map(\.text).joined(separator: ", ")
    let more = found.count > 10 ? " and more" : ""
    return CommandFailure("\(digits) is the beginning of several ids: \(names)\(more).", .usage)
  }

  /// Everything whose id begins with the digits.
  private mutating func things(_ digits: String) throws -> [Thing] {
    var found: [Thing] = try log.events(idPrefix: digits, limit: 11).map { .event($0.seq) }
    var seen: Set<Identifier> = []
    try log.forEach { row throws(LogError) in
      guard let correlation = try row.correlation() else { return true }
      if seen.insert(correlation).inserted, correlation.description.hasPrefix(digits) {
        found.append(.setup(correlation))
      }
      let type = try row.type()
      guard type == .tradeApproved || type == .orderRequested else { return true }
      switch try? Event(row.event()) {
      case .tradeApproved(let e) where e.trade.description.hasPrefix(digits):
        found.append(.trade(e.trade, setup: e.setup))
      case .orderRequested(let e) where e.order.description.hasPrefix(digits):
        found.append(.order(e.order, setup: e.setup))
      default: break
      }
      return found.count < 100
    }
    return found
  }
}
