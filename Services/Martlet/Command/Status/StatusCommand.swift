import Assembly
import Bus
import EventLog
import EventSourcing
import Events
import ServiceKit

/// `martlet status`: how a session is, whether it runs or not.
enum StatusCommand: Command {
  static let verb = Verb(
    "status", "Show the services, the log, the market, setups, trades and equity of a session.",
    details: """
      What the services do is asked of the journal; all else is read from the files, so it works \
      when nothing runs too. Exits 0 when every service runs, and 75 when one is missing.
      """,
    options: [.data, .json])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    let status = try SessionStatus(directory)
    Program.print(invocation.flag("json") ? status.json : status.text)
    return status.isWell ? .ok : .temporary
  }
}

/// The picture that `martlet status` shows.
struct SessionStatus {
  private let directory: DataDirectory
  private let services: [ServiceState]
  private let report: StatusReport?
  private let state: SessionState

  init(_ directory: DataDirectory) throws {
    self.directory = directory
    report = Self.report(of: directory)
    do throws(LogError) {
      var log = try LogFileReader(directory: directory.path)
      state = try SessionState(&log)
    } catch {
      guard case .missing = error else { throw error }
      state = SessionState()
    }
    let (report, hasEnded) = (report, state.hasEnded)
    let simulator = ServicePlans.simulator
    let hasSimulator =
      directory.supervisor(of: simulator) != nil || directory.process(of: simulator) != nil
    services = (ServicePlans.names + (hasSimulator ? [simulator] : [])).map {
      ServiceState($0, in: directory, report, hasEnded: hasEnded)
    }
  }

  /// What the journal says; nil when none answers.
  private static func report(of directory: DataDirectory) -> StatusReport? {
    guard directory.process(of: "journal") != nil || directory.supervisor(of: "journal") == nil
    else { return nil }
    return try? LogClient(dataDirectory: directory.path, timeout: 1_000).statusReport()
  }

  /// Whether every service runs.
  var isWell: Bool { !services.contains(where: \.isMissing) }

  private var headline: String {
    let missing = services.filter(\.isMissing).map(\.name)
    if missing.count == services.count { return "Nothing runs on \(directory.path)." }
    if missing.isEmpty { return "Martlet runs on \(directory.path)." }
    return "Martlet runs on \(directory.path), but without \(missing.joined(separator: ", "))."
  }

  var text: String {
    var lines = [headline, ""]
    var rows = [["service", "pid", "state", "supervisor", "applied", "lag"]]
    for service in services {
      rows.append([
        service.name, service.pid.map { "\($0)" } ?? "–", service.condition.rawValue,
        service.supervisor.map { "\($0)" } ?? "–", service.applied.map { "\($0)" } ?? "–",
        service.lag.map { "\($0)" } ?? "–",
      ])
    }
    lines += Table(rows).text.split(separator: "\n").map(String.init) + [""]
    lines.append("log       \(logText)")
    lines.append("market    \(marketText)")
    lines.append("setups    \(state.setups.text)")
    lines.append(
      "trades    \(state.summary.openTrades) open, \(state.summary.trades.count) closed, "
        + "\(state.summary.wins) won" + (state.isHalted ? "; trading is halted" : ""))
    lines.append("equity    \(state.summary.equityText)")
    if !state.lastLines.isEmpty { lines += [""] + state.lastLines }
    return lines.joined(separator: "\n")
  }

  private var logText: String {
    guard let report else { return "event \(state.head), nobody appends" }
    return "event \(report.head.log.seq), \(report.eventsPerSecond) events/s, "
      + "\(report.mode.word), settled through \(report.settled)"
      + (report.refusals > 0 ? ", \(report.refusals) refused" : "")
      + (report.strangers > 0 ? ", \(report.strangers) strangers" : "")
  }

  private var marketText: String {
    guard let clock = state.clock else { return "not begun" }
    return state.hasEnded ? "\(clock), ended" : "\(clock)"
  }

  var json: String {
    let summary = state.summary
    let clock = state.clock.map { "\"\($0)\"" } ?? "null"
    let journal =
      report.map {
        #"{"mode":"\#($0.mode.word)","eventsPerSecond":\#($0.eventsPerSecond),"#
          + #""settled":\#($0.settled),"waitingFacts":\#($0.waitingFacts),"#
          + #""refusals":\#($0.refusals),"strangers":\#($0.strangers)}"#
      } ?? "null"
    let equity = summary.courses.map {
      #"{"asset":"\#($0.asset)","equity":"\#($0.equity)","deposits":"\#($0.deposits)"}"#
    }
    return #"{"directory":\#(directory.path.quoted),"well":\#(isWell),"#
      + #""head":\#(report?.head.log.seq ?? state.head),"journal":\#(journal),"#
      + #""services":[\#(services.map(\.json).joined(separator: ","))],"marketTime":\#(clock),"#
      + #""marketEnded":\#(state.hasEnded),"halted":\#(state.isHalted),"#
      + #""setups":\#(state.setups.json),"openTrades":\#(summary.openTrades),"#
      + #""closedTrades":\#(summary.trades.count),"equity":[\#(equity.joined(separator: ","))],"#
      + #""recent":[\#(state.lastLines.map(\.quoted).joined(separator: ","))]}"#
  }
}

extension DeliveryMode {
  /// One word for people.
  var word: String {
    switch self {
    case .lockstep: "lockstep"
    case .live: "live"
    }
  }
}
