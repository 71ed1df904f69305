import Assembly
import Digest
import EventLog
import EventSourcing
import Events
import ServiceKit

/// `martlet verify`: prove that a log is whole, and that every conclusion follows from the facts.
enum VerifyCommand: Command {
  static let verb = Verb(
    "verify", "Check the log's chain, then derive every conclusion again and compare the bytes.",
    details: """
      First the files: numbers without a gap, the hash chain over every stored column, no id \
      twice, the seals of segments. Then every decider decides again over the facts, and each \
      conclusion of the log must be what it decides, byte for byte. The session may run \
      meanwhile. Exits 0 when all holds and 78 at the first thing that does not, which is named.
      """,
    options: [
      .data, .flag("no-derive", "Check the files only."), .json,
    ])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    let asJSON = invocation.flag("json")
    let rate = Rate()
    let files = try LogVerification.verifyChain(directory: directory.path)
    if let problem = files.problem {
      return fail("The log is damaged: \(problem)", seq: problem.seq, asJSON)
    }
    let chainSpeed = rate.perSecond(files.events)
    if !asJSON {
      Program.print(
        "chain     \(files.events) events in \(files.segments) "
          + "segment\(files.segments == 1 ? "" : "s") hold, \(chainSpeed) events/s\n"
          + "head      \(files.head.seq), chain \(files.head.chain)")
    }
    if invocation.flag("no-derive") {
      if asJSON { Program.print("{\(json(files, chainSpeed))}") }
      return .ok
    }
    return try derive(directory, files, chainSpeed, asJSON)
  }

  private static func derive(
    _ directory: DataDirectory, _ files: LogVerificationReport, _ chainSpeed: Int64,
    _ asJSON: Bool
  ) throws -> ExitCode {
    var log = try LogFileReader(directory: directory.path)
    let rate = Rate()
    var derivations = Derivations()
    var digest = ConclusionDigest()
    do {
      try LogReading.forEach(in: &log, through: files.head.seq) { stored, event in
        try derivations.read(stored, event)
        guard stored.proposal.type.isConclusion else { return }
        digest.add(
          stored.proposal.type, subject: stored.proposal.subject, payload: stored.proposal.payload)
      }
      try derivations.finish()
    } catch let difference as Difference {
      return fail(DifferenceReport(difference).text, seq: difference.seq, asJSON)
    }
    let speed = rate.perSecond(files.events)
    let hashes = try StateHashes(derivations.states)
    let (count, value) = (digest.count, digest.value())
    if asJSON {
      let agreed = derivations.agreed.map { "\"\($0.producer.rawValue)\":\($0.count)" }
      Program.print(
        "{\(json(files, chainSpeed)),\"conclusions\":\(count),"
          + "\"answers\":{\(agreed.joined(separator: ","))},\"digest\":\"\(value)\","
          + "\"states\":\(hashes.json),\"derivedPerSecond\":\(speed)}")
    } else {
      let agreed = derivations.agreed.map { "\($0.producer.rawValue) \($0.count)" }
      Program.print("derived   \(agreed.joined(separator: ", ")): all agree, \(speed) events/s")
      Program.print("digest    \(value) over \(count) conclusions")
      Program.print(hashes.text)
    }
    return .ok
  }

  private static func json(_ files: LogVerificationReport, _ speed: Int64) -> String {
    #""holds":true,"events":\#(files.events),"segments":\#(files.segments),"#
      + #""chain":"\#(files.head.chain)","checkedPerSecond":\#(speed)"#
  }

  private static func fail(_ text: String, seq: SequenceNumber, _ asJSON: Bool) -> ExitCode {
    if asJSON {
      Program.print(#"{"holds":false,"seq":\#(seq),"difference":\#(text.quoted)}"#)
    } else {
      Program.print(text)
    }
    return .configuration
  }
}
