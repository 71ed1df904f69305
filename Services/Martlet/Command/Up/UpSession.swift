import Assembly
import Bus
import EventSourcing
import Events
import ServiceKit

/// What `martlet up` does beside supervising: configure the log, follow it, show it.
struct UpSession: ~Copyable {
  private let directory: DataDirectory
  private let untilEnd: Bool
  private var pending: Configuration?
  private var link: JournalLink?
  private var client: LogClient?
  private var screen: StatusScreen
  private var summary = SessionSummary()
  private var report: StatusReport?
  private var nextReport: Int64 = 0
  private var marketEnd: SequenceNumber?
  private var read: SequenceNumber = 0
  /// Why the session cannot go on.
  private(set) var failure: (any Error)?

  /// - Parameter configuration: what the log is to be configured by; nil when it is already.
  init(
    _ directory: DataDirectory, _ configuration: Configuration?, untilEnd: Bool, onTerminal: Bool
  ) {
    self.directory = directory
    self.untilEnd = untilEnd
    pending = configuration
    screen = StatusScreen(onTerminal: onTerminal)
  }

  /// Takes a turn; true when everything is to stop.
  mutating func turn(
    _ supervisor: borrowing Supervisor, _ events: [SupervisorEvent]
  ) -> Bool {
    for event in events { screen.note(event) }
    do {
      try follow(supervisor)
    } catch {
      failure = error
      return true
    }
    screen.show(supervisor.children, summary, report)
    return untilEnd && isOver
  }

  /// Whether the market has ended and everything that follows from it is concluded.
  private var isOver: Bool {
    guard let marketEnd, let report else { return false }
    let head = report.head.log.seq
    return head >= marketEnd && report.settled >= head && read == head
  }

  private mutating func follow(_ supervisor: borrowing Supervisor) throws {
    guard isJournalReady(supervisor) else { return }
    if link == nil {
      link = try JournalLink(
        dataDirectory: directory.path, service: .operator,
        participations: [Participation(.operator)])
    }
    if let configuration = pending {
      pending = nil
      let event = Event.configurationApplied(ConfigurationApplied(configuration: configuration))
      try link?.propose(
        [Proposal(fact: event, id: Identifier(hashOf: event.json))], as: .operator)
    }
    try take()
    try askForReport()
  }

  private func isJournalReady(_ supervisor: borrowing Supervisor) -> Bool {
    guard let journal = supervisor.children.first(where: { $0.plan.name == "journal" }) else {
      return true  // it runs elsewhere
    }
    if case .running = journal.phase { return true }
    return link != nil
  }

  private mutating func take() throws {
    guard let turn = try link?.poll(timeout: 0) else { return }
    if let refusal = turn.refusals.first {
      throw ServiceStop.refused(refusal.producer, "\(refusal.code): \(refusal.detail)")
    }
    for stored in turn.events {
      let event = try Event(reading: stored)
      summary.note(event)
      screen.note(event, subject: stored.proposal.subject)
      if case .marketEnded = event { marketEnd = stored.seq }
      read = stored.seq
    }
  }

  private mutating func askForReport() throws {
    let now = SystemClock.monotonic()
    guard now >= nextReport else { return }
    nextReport = now + 500_000_000
    if client == nil { client = try LogClient(dataDirectory: directory.path, timeout: 200) }
    if let report = try? client?.statusReport() { self.report = report }
  }

  /// Prints the summary of the session.
  mutating func end() {
    screen.leave()
    Program.print("\nSession on \(directory.path)")
    Program.print(SummaryReport(summary).text)
  }
}
