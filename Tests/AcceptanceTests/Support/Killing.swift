import Events
import Foundation
import ServiceKit
import TestSupport
import Testing

/// Kills services of a session at moments that a seed chooses.
struct Killing {
  private var random: Seeded
  /// How many of each service fell.
  private(set) var falls: [String: Int] = [:]

  init(seed: Int) { random = Seeded(seed) }

  /// How many services fell.
  var count: Int { falls.values.reduce(0, +) }

  /// Kills so many, each only after the log has grown behind the one before, so that every kill
  /// falls into the work; one in five takes a second service with it at once.
  ///
  /// - Parameter growth: how many events may lie between two kills.
  mutating func kill(
    _ wanted: Int, of session: Session, growth: ClosedRange<Int64>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var reached: SequenceNumber = 0
    while count < wanted {
      reached += Int64.random(in: growth, using: &random)
      guard try session.reaches(reached) else {
        Issue.record(
          "the market ended after \(count) of \(wanted) kills\n\(session.up.complaints)",
          sourceLocation: sourceLocation)
        return
      }
      reached = max(reached, session.head() ?? 0)
      usleep(UInt32.random(in: 0...30_000, using: &random))
      try kill(one(), of: session)
      if count < wanted, Int.random(in: 0..<5, using: &random) == 0 {
        usleep(UInt32.random(in: 0...5_000, using: &random))
        try kill(one(), of: session)
      }
    }
  }

  private mutating func one() -> String {
    Surroundings.services.randomElement(using: &random)!
  }

  /// Kills a service, which may be starting again just now; waits until it is gone.
  private mutating func kill(_ service: String, of session: Session) throws {
    var victim: ProcessIdentity?
    try wait(seconds: 30, for: "the start of \(service)\n\(session.up.printed)") {
      victim = session.process(of: service)
      return victim != nil || !session.up.isRunning
    }
    guard let victim, victim.send(SIGKILL) else { return }
    falls[service, default: 0] += 1
    try wait(seconds: 10, for: "the fall of \(service)") { !victim.isRunning }
  }
}
