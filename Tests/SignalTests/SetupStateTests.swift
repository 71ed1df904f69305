import Quantities
import SignalCore
import Testing

/// Every pair of state and stimulus has its answer.
@Suite struct SetupStateTests {
  static let plan = SetupPlan(
    at: .epoch, stop: 110, entryLow: 98, entryHigh: 102, until: Instant(seconds: 60))
  static let later = Instant(seconds: 99)

  static let states: [(String, SetupState)] =
    [
      ("forming", .forming(until: .epoch)), ("active", .active(until: .epoch)),
      ("triggered", .triggered(plan)),
    ] + SetupEnding.allCases.map { ($0.rawValue, .ended($0)) }

  static let stimuli: [(String, SetupStimulus)] = [
    ("entered", .entered(until: later)), ("left", .left(until: later)),
    ("triggers", .triggered(plan)), ("failed", .failed), ("voided", .voided), ("aged", .aged),
    ("refused", .refused), ("opened", .opened), ("cancelled", .cancelled),
  ]

  /// Rows are the states, columns the stimuli in the order above; a dot changes nothing.
  static let table: [String: String] = [
    "forming": "active . . . invalidated expired . . cancelled",
    "active": ". forming triggered rejected invalidated expired . . cancelled",
    "triggered": ". . . . invalidated expired rejected completed cancelled",
    "completed": ". . . . . . . . .",
    "invalidated": ". . . . . . . . .",
    "expired": ". . . . . . . . .",
    "rejected": ". . . . . . . . .",
    "cancelled": ". . . . . . . . .",
  ]

  @Test func `the table answers every pair`() throws {
    #expect(Self.states.count == Self.table.count)
    for (name, state) in Self.states {
      let row = try #require(Self.table[name]).split(separator: " ").map(String.init)
      #expect(row.count == Self.stimuli.count)
      for ((stimulus, value), expected) in zip(Self.stimuli, row) {
        let next = state.next(value).map(word) ?? "."
        #expect(next == expected, "\(name), \(stimulus)")
      }
    }
  }

  @Test func `a new state carries what came with the stimulus`() {
    #expect(
      SetupState.forming(until: .epoch).next(.entered(until: Self.later))
        == .active(until: Self.later))
    #expect(
      SetupState.active(until: .epoch).next(.left(until: Self.later))
        == .forming(until: Self.later))
    #expect(
      SetupState.active(until: .epoch).next(.triggered(Self.plan)) == .triggered(Self.plan))
  }

  private func word(_ state: SetupState) -> String {
    switch state {
    case .forming: "forming"
    case .active: "active"
    case .triggered: "triggered"
    case .ended(let ending): ending.rawValue
    }
  }
}
