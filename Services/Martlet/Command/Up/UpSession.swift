import Assembly
import Bus
import Digest
import EventLog
import EventSourcing
import Events
import ServiceKit

/// What `martlet up` does beside supervising: configure the log, follow it, show it.
struct UpSession: ~Copyable {
  private let directory: DataDirectory
  private let untilEnd: Bool
  private let asJSON: Bool
  private var configuring: ConfigurationRequest?
  private var link: JournalLink?
  private var client: LogClient?
  private var screen: StatusScreen
  private var disk: DiskWatch
  private var summary = SessionSummary()
  private var digest: ConclusionDigest? = ConclusionDigest()
  private var report: StatusReport?
  private var nextReport: Int64 = 0
  private var marketEnd: SequenceNumber?
  private var hasSaidEnd = false
  private var read: SequenceNumber = 0
  /// Why the session cannot go on.
  private(set) var failure: (any Error)?

  init(_ directory: DataDirectory, untilEnd: Bool, asJSON: Bool, onTerminal: Bool) {
    self.directory = directory
    self.untilEnd = untilEnd
    self.asJSON = asJSON
    screen = StatusScreen(asJSON ? .silent : onTerminal ? .picture : .lines)
    disk = DiskWatch(directory)
  }

  /// Brings a configuration into the log, as its `place`th.
  mutating func configure(_ configuration: Configuration, place: Int) {
    configuring = ConfigurationRequest(configuration, place: place)
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
    guard isOver else { return false }
    if !hasSaidEnd, !untilEnd {
      screen.say(
        "The market has ended and all of it is concluded. Everything stays up; stop it with "
          + "Ctrl-C or: martlet down --data \(directory.path)")
    }
    hasSaidEnd = true
    return untilEnd
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
      do throws(BusError) {
        link = try JournalLink(
          dataDirectory: directory.path, service: .observer, participations: [])
      } catch .endpointsMissing {
        return  // the journal is another supervisor's, and has never run yet
      }
    }
    if try configuring?.turn(directory) == true { configuring = nil }
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
    for stored in turn.events { try note(stored, Event(reading: stored)) }
  }

  private mutating func note(_ stored: StoredEvent, _ event: Event) {
    let proposal = stored.proposal
    summary.note(event)
    screen.note(event, subject: proposal.subject)
    if proposal.type.isConclusion {
      digest?.add(proposal.type, subject: proposal.subject, payload: proposal.payload)
    }
    if case .marketEnded = event { marketEnd = stored.seq }
    read = stored.seq
  }

  private mutating func askForReport() throws {
    let now = SystemClock.monotonic()
    guard now >= nextReport else { return }
    nextReport = now + 500_000_000
    if client == nil { client = try LogClient(dataDirectory: directory.path, timeout: 200) }
    if let report = try? client?.statusReport() { self.report = report }
    if let news = disk.news() { screen.say(news) }
  }

  /// Prints the summary of the session, when everything has stopped.
  mutating func end() throws {
    screen.leave()
    try readRest()
    let report = SummaryReport(summary, digest: digest.take()?.value())
    guard !asJSON else { return Program.print(report.json) }
    Program.print("\nSession on \(directory.path), \(read) events")
    Program.print(report.text)
  }

  /// What was appended while the services stopped is in the files.
  private mutating func readRest() throws {
    var log: LogFileReader
    do throws(LogError) {
      log = try LogFileReader(directory: directory.path)
    } catch .missing {
      return
    }
    screen = StatusScreen(.silent)
    let head = try log.head().seq
    var rest: [(StoredEvent, Event)] = []
    try LogReading.forEach(in: &log, from: read + 1, through: head) { rest.append(($0, $1)) }
    for (stored, event) in rest { note(stored, event) }
  }
}

extension UpSession {
  /// Brings a configuration into a log that has none, or another.
  ///
  /// It speaks as the operator only until the journal has it, so that a person can at any time.
  struct ConfigurationRequest: ~Copyable {
    private let proposal: Proposal
    private var link: JournalLink?

    /// The id holds the place, so that a configuration can come back after another one.
    init(_ configuration: Configuration, place: Int) {
      let event = Event.configurationApplied(ConfigurationApplied(configuration: configuration))
      let id = Identifier(
        of: "configuration", String(place), String(decoding: event.json, as: UTF8.self))
      proposal = Proposal(fact: event, id: id)
    }

    /// Takes a turn; true when the configuration is in the log.
    mutating func turn(_ directory: DataDirectory) throws -> Bool {
      if link == nil {
        link = try JournalLink(
          dataDirectory: directory.path, service: .operator,
          participations: [Participation(.operator)])
        try link?.propose([proposal], as: .operator)
      }
      guard let turn = try link?.poll(timeout: 0) else { return false }
      if let refusal = turn.refusals.first {
        throw ServiceStop.refused(refusal.producer, "\(refusal.code): \(refusal.detail)")
      }
      // Somebody else speaks as the operator: say it again after them, it is appended once.
      if turn.fenced != nil { link = nil }
      return !turn.acknowledgements.isEmpty
    }
  }
}
