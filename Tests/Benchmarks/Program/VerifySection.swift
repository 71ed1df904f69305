import Assembly
import EventLog
import EventSourcing
import Events

/// Events a second that a verification checks, on one core.
enum VerifySection {
  static func run() throws {
    let directory = try BigLog.path()
    var log = try LogFileReader(directory: directory)
    let count = Int(try log.head().seq)
    let chain = try medianDuration(of: 3) {
      let report = try LogVerification.verifyChain(directory: directory)
      precondition(report.holds)
    }
    figure("chain, ids and seals verified", rate(count, chain))
    let derived = try medianDuration(of: 3) {
      var derivations = Derivations()
      var failure: Difference?
      try log.forEach { row throws(LogError) in
        let stored = try row.event()
        guard let event = try? Event(stored) else { return false }
        do throws(Difference) {
          try derivations.read(stored, event)
        } catch {
          failure = error
          return false
        }
        return true
      }
      try derivations.finish()
      if let failure { throw failure }
    }
    figure("all conclusions derived again, compared", rate(count, derived))
  }
}
