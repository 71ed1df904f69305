import Events
import Quantities
import Testing

@testable import ExecutionCore

/// When an order of unknown outcome counts as never there.
struct EvidenceTests {
  /// All that is needed: signed at 0 s, good for 2 s, so dead from 12 s on.
  static var complete: Execution.AbsenceEvidence {
    var evidence = Execution.AbsenceEvidence(
      signedAt: .minute(0), receiveWindow: .seconds(2), venueTime: .minute(1))
    evidence.negativeQueries = [12, 14, 16].map { .minute(0) + .seconds($0) }
    evidence.isAbsentFromOpenOrders = true
    evidence.isAbsentFromHistory = true
    evidence.isAbsentFromTrades = true
    evidence.isGapFree = true
    return evidence
  }

  @Test func `three negative answers after the last moment, and nothing anywhere, are enough`() {
    #expect(Self.complete.isConclusive)
  }

  static let gaps: [(name: String, spoil: @Sendable (inout Execution.AbsenceEvidence) -> Void)] = [
    ("listed", { $0.isAbsentFromOpenOrders = false }),
    ("in the history", { $0.isAbsentFromHistory = false }),
    ("traded", { $0.isAbsentFromTrades = false }),
    ("a gap", { $0.isGapFree = false }),
    ("two answers", { $0.negativeQueries.removeLast() }),
    ("one of them too early", { $0.negativeQueries[0] = .minute(0) + .seconds(11) }),
    ("too close", { $0.negativeQueries[1] = .minute(0) + .seconds(13) }),
    ("the venue's time has not come", { $0.venueTime = .minute(0) + .seconds(11) }),
    ("a longer window", { $0.receiveWindow = .seconds(5) }),
  ]

  @Test func `whatever is missing leaves it unknown`() {
    for (name, spoil) in Self.gaps {
      var evidence = Self.complete
      spoil(&evidence)
      #expect(!evidence.isConclusive, "\(name)")
    }
  }

  @Test func `a client order id is the same in one log, and another in another`() {
    let order = Identifier(of: "order", "1")
    let id = Execution.clientOrderID(of: order, in: Identifier(of: "log", "1"))
    #expect(id == Execution.clientOrderID(of: order, in: Identifier(of: "log", "1")))
    #expect(id != Execution.clientOrderID(of: order, in: Identifier(of: "log", "2")))
    #expect(
      id
        != Execution.clientOrderID(of: Identifier(of: "order", "2"), in: Identifier(of: "log", "1"))
    )
    let letters = Array(id.description.utf8)
    #expect(letters.count == 27)
    #expect(letters.first == UInt8(ascii: "t"))
    #expect(letters.allSatisfy { "abcdefghijklmnopqrstuvwxyz234567".utf8.contains($0) })
  }
}
