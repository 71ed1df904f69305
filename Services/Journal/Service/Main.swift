import Bus
import EventLog
import EventSourcing
import Events
import JournalCore
import ServiceKit

@main
struct JournalService {
  static let syntax = CommandSyntax(
    program: "journal", summary: "Orders what the services propose and keeps the event log.",
    options: [
      CommandOption("data", .text("DIR"), "The data directory.", required: true),
      CommandOption(
        "mode", .choice(["lockstep", "live"]),
        "How events are ordered; the same for the whole life of a log.", default: "lockstep"),
      CommandOption(
        "transport", .choice(["ipc", "tcp"]), "How the services reach the journal.",
        default: "ipc"),
      CommandOption(
        "port", .integer("PORT", 1...65_533),
        "With tcp: the first of three ports on 127.0.0.1; else free ones are chosen."),
      .logLevel,
    ])

  static func main() {
    Program.run("journal", log: Log(service: "journal")) { arguments in
      switch try syntax.parse(arguments) {
      case .help(let text):
        Program.print(text)
        return .ok
      case .run(let invocation): return try run(invocation)
      }
    }
  }

  private static func run(_ invocation: Invocation) throws -> ExitCode {
    let diary = Log(service: "journal", levels: try invocation.logLevels)
    var signals = try Signals()
    let directory = try DataDirectory.create(at: invocation.value("data"))
    var options = Journal.Options()
    options.mode = invocation.value("mode") == "live" ? .live : .lockstep
    if invocation.value("transport") == "tcp" {
      options.transport = .tcp(ports: ports(from: invocation.integer("port")))
    }
    var journal = try Journal(
      dataDirectory: directory.path, options: options, watching: signals.descriptor, diary: diary)
    let readiness = Readiness(of: "journal", in: directory)
    try readiness.announce()
    defer { readiness.withdraw() }
    diary.info(
      "journal_ready", "The log ends at event \(journal.log.head.seq).",
      [
        "log": .text(journal.log.logId), "seq": .integer(journal.log.head.seq),
        "epoch": .integer(journal.epoch), "endpoint": .text(journal.station.endpoints.append),
      ])
    while !signals.stopRequested {
      if try journal.turn(milliseconds: 100) { while signals.next() != nil {} }
      readiness.alive()
    }
    try journal.finish()
    diary.info("journal_stopped", "The log ends at event \(journal.log.head.seq).")
    return .ok
  }

  private static func ports(from first: Int?) -> Transport.Ports? {
    guard let first else { return nil }
    let port = UInt16(first)
    return Transport.Ports(append: port, read: port + 1, publish: port + 2)
  }
}
