import Digest
import Events
import ServiceKit

/// The hash of every decider's state, for comparing runs.
struct StateHashes {
  private let rows: [(producer: Producer, hash: Digest256)]

  init(_ states: [(producer: Producer, state: any Sendable & Encodable)]) throws {
    var rows: [(producer: Producer, hash: Digest256)] = []
    for (producer, state) in states { rows.append((producer, try Self.hash(state))) }
    self.rows = rows
  }

  private static func hash(_ state: some Encodable) throws -> Digest256 {
    try CodedState.hash(state)
  }

  var text: String {
    rows.map { "state     \($0.producer.rawValue.padded(to: 11)) \($0.hash)" }
      .joined(separator: "\n")
  }

  /// One JSON object, a member for each decider.
  var json: String {
    "{" + rows.map { "\"\($0.producer.rawValue)\":\"\($0.hash)\"" }.joined(separator: ",") + "}"
  }
}

/// How fast something went.
struct Rate {
  private let begun = SystemClock.monotonic()

  func perSecond(_ count: Int64) -> Int64 {
    Int64(Double(count) * 1e9 / Double(max(1, SystemClock.monotonic() - begun)))
  }
}
