public import EventSourcing
public import Events

/// A difference between the log and what its facts lead to, in words and bytes.
public struct DifferenceReport {
  private let difference: Difference

  public init(_ difference: Difference) { self.difference = difference }

  /// Where it is, what was expected there and what the log holds, in lines.
  public var text: String {
    switch difference {
    case .missing(let producer, let cause, let expected):
      "Event \(cause): \(producer.rawValue) answers it with \(expected.type.rawValue) "
        + "(answer \(expected.ordinal)), but the log goes on without that.\n"
        + "  expected  \(excerpt(expected.payload, around: 0))"
    case .unexpected(let producer, let seq, let recorded):
      "Event \(seq): the log holds \(recorded.type.rawValue) of \(producer.rawValue) as its answer "
        + "\(recorded.ordinal) to event \(recorded.cause), but \(producer.rawValue) does not "
        + "conclude that.\n  recorded  \(excerpt(recorded.payload, around: 0))"
    case .differs(let producer, let seq, let recorded, let expected):
      "Event \(seq): \(producer.rawValue) concludes something else from event \(expected.cause).\n"
        + comparison(recorded, expected)
    }
  }

  private func comparison(_ recorded: Proposal, _ expected: Proposal) -> String {
    let columns: [(name: String, recorded: String, expected: String)] = [
      ("type", recorded.type.rawValue, expected.type.rawValue),
      ("subject", "\(recorded.subject)", "\(expected.subject)"),
      ("ordinal", "\(recorded.ordinal)", "\(expected.ordinal)"),
      ("version", "\(recorded.version)", "\(expected.version)"),
    ]
    for column in columns where column.recorded != column.expected {
      return lines(column.name, column.recorded, column.expected)
    }
    guard recorded.payload != expected.payload else {
      return recorded.id == expected.id
        ? lines(
          "correlation", recorded.correlation?.description ?? "none",
          expected.correlation?.description ?? "none")
        : lines("id", "\(recorded.id)", "\(expected.id)")
    }
    let place = zip(recorded.payload, expected.payload).prefix { $0 == $1 }.count
    return lines(
      "\(expected.type.rawValue).\(field(in: expected.payload, at: place)), byte \(place)",
      excerpt(recorded.payload, around: place), excerpt(expected.payload, around: place))
  }

  private func lines(_ name: String, _ recorded: String, _ expected: String) -> String {
    "  field     \(name)\n  expected  \(expected)\n  recorded  \(recorded)"
  }

  /// The name of the outermost field that a byte of canonical JSON belongs to.
  private func field(in payload: [UInt8], at place: Int) -> String {
    var name = ""
    var text: [UInt8] = []
    var (depth, isText, isEscaped) = (0, false, false)
    for byte in payload.prefix(place + 1) {
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
        } else {
          text.append(byte)
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): (isText, text) = (true, [])
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":") where depth == 1: name = String(decoding: text, as: UTF8.self)
      default: break
      }
    }
    return name
  }

  /// Some bytes before and behind a place.
  private func excerpt(_ payload: [UInt8], around place: Int) -> String {
    let start = max(0, min(place, payload.count) - 40)
    let end = min(payload.count, start + 120)
    return (start > 0 ? "…" : "") + String(decoding: payload[start..<end], as: UTF8.self)
      + (end < payload.count ? "…" : "")
  }
}

extension Difference {
  /// The event at which it shows.
  public var seq: SequenceNumber {
    switch self {
    case .missing(_, let cause, _): cause
    case .unexpected(_, let seq, _), .differs(_, let seq, _, _): seq
    }
  }
}
