import Assembly
import Bus
import EventSourcing
import Events
import ServiceKit

/// A person's request: appended to the log, then answered by risk or execution.
struct OperatorRequest {
  static let details = details(of: "risk")

  static func details(of service: String) -> String {
    """
    The request is an event of the log, and so is the answer of \(service). Exits 0 when \(service) \
    has answered, and 75 when the journal or \(service) did not within --timeout; a request that is \
    in the log is answered as soon as \(service) runs again.
    """
  }

  static let options: [CommandOption] = [
    .data,
    CommandOption("reason", .text("TEXT"), "Why, at most 31 bytes.", default: "command line"),
    CommandOption("timeout", .duration, "How long to wait.", default: "10s"),
    .json,
  ]

  private let event: Event
  /// Who answers, and with what; nothing said means with anything.
  private let service: Producer
  private let answers: [EventType]
  private let already: String

  init(
    _ event: Event, by service: Producer = .risk, settledBy answers: EventType..., already: String
  ) {
    self.event = event
    self.service = service
    self.answers = answers
    self.already = already
  }

  private var name: String {
    service.rawValue.prefix(1).uppercased() + service.rawValue.dropFirst()
  }

  static func reason(_ invocation: Invocation) throws(UsageError) -> Name {
    let text = invocation.value("reason")
    guard let reason = Name(text[...]) else {
      throw UsageError(
        .badValue(option: "reason", given: text, expected: "at most 31 bytes"),
        help: "martlet help \(invocation.verb)")
    }
    return reason
  }

  /// Appends the request and waits for the answer.
  func send(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    let client = try LogClient(dataDirectory: directory.path)
    let head = try client.headOfLog()
    let link = try JournalLink(
      dataDirectory: directory.path, service: .operator,
      participations: [Participation(.operator)],
      after: LogPosition(seq: head.log.seq, chain: head.log.chain))
    var sending = Sending(
      link, client, deadline: SystemClock.monotonic() + (invocation.nanoseconds("timeout") ?? 0))
    // A second request of the same words is another request: the log has gone on in between.
    let id = Identifier(
      of: event.type.rawValue, head.logID.description, String(head.log.seq),
      String(decoding: event.json, as: UTF8.self))
    let seq = try sending.append(Proposal(fact: event, id: id))
    let outcome = try sending.answer(to: seq, by: service, answers)
    report(seq, outcome, asJSON: invocation.flag("json"))
    if case .none = outcome { return .temporary }
    return .ok
  }

  private func report(_ seq: SequenceNumber, _ outcome: Sending.Outcome?, asJSON: Bool) {
    if asJSON {
      let answered =
        switch outcome {
        case .answered(let stored): stored.first.map { "\($0.seq)" } ?? "null"
        case .nothing, nil: "null"
        }
      Program.print(
        #"{"request":\#(seq),"answer":\#(answered),"settled":\#(outcome != nil)}"#)
      return
    }
    Program.print("Event \(seq): \(event.sentence).")
    switch outcome {
    case .answered(let answers):
      for stored in answers {
        Program.print("Event \(stored.seq): \(EventLine(stored: stored, clock: nil).sentence).")
      }
    case .nothing: Program.print("\(name) had nothing to change: \(already).")
    case nil: Program.print("\(name) has not answered yet; see: martlet status, martlet log.")
    }
  }
}

/// The journey of one request through the journal.
private struct Sending: ~Copyable {
  enum Outcome: Equatable {
    /// What was said, in order.
    case answered([StoredEvent])
    /// The service has taken note and said nothing.
    case nothing
  }

  private var link: JournalLink
  private let client: LogClient
  private let deadline: Int64
  private var seen: [StoredEvent] = []

  init(_ link: consuming JournalLink, _ client: LogClient, deadline: Int64) {
    self.link = link
    self.client = client
    self.deadline = deadline
  }

  /// Waits until the request is durable; gives its number.
  mutating func append(_ proposal: Proposal) throws -> SequenceNumber {
    try link.propose([proposal], as: .operator)
    while SystemClock.monotonic() < deadline {
      let turn = try link.poll(timeout: 50)
      seen += turn.events
      if let refusal = turn.refusals.first {
        throw ServiceStop.refused(refusal.producer, "\(refusal.code): \(refusal.detail)")
      }
      if let producer = turn.fenced { throw ServiceStop.fenced(producer) }
      if let place = turn.acknowledgements.first?.places.first { return place.seq }
    }
    throw CommandFailure(
      "The journal did not take the request in time; in lock-step it waits for every service: "
        + "see martlet status. It may still be taken.", .temporary)
  }

  /// Waits for what a service concludes from the request; nil when the time is over.
  mutating func answer(
    to seq: SequenceNumber, by service: Producer, _ types: [EventType]
  ) throws -> Outcome? {
    var nextQuestion: Int64 = 0
    while true {
      let found = seen.filter {
        $0.proposal.cause == seq && $0.producer == service
          && (types.isEmpty || types.contains($0.proposal.type))
      }
      if !found.isEmpty { return .answered(found) }
      seen = []
      guard SystemClock.monotonic() < deadline else { return nil }
      if SystemClock.monotonic() >= nextQuestion {
        nextQuestion = SystemClock.monotonic() + 200_000_000
        if isSettled(seq, by: service) { return .nothing }
        if !seen.isEmpty { continue }
      }
      seen = try link.poll(timeout: 50).events
    }
  }

  /// Whether a service has answered the request with nothing; what it did answer is taken note of.
  private mutating func isSettled(_ seq: SequenceNumber, by service: Producer) -> Bool {
    guard let report = try? client.statusReport(),
      let participant = report.participants.first(where: { $0.producer == service }),
      participant.answeredThrough >= seq,
      let events = try? client.read(from: seq + 1, limit: 10_000)
    else { return false }
    let answers = events.filter { $0.producer == service && $0.proposal.cause == seq }
    seen = answers
    return answers.isEmpty
  }
}
