import Assembly
import EventLog
import Events
import Quantities

/// An event with what people want to know beside it.
struct ExplainedEvent {
  let stored: StoredEvent
  let event: Event?
  let clock: Instant?

  init(_ stored: StoredEvent, clock: Instant?) {
    self.stored = stored
    self.clock = clock
    event = try? Event(stored)
  }

  var line: EventLine { EventLine(stored: stored, clock: clock) }
}

/// Why something is as it is: the causes, the story and the signals before it.
struct Explanation {
  let thing: Thing
  /// From the event to explain down to the fact that it began with.
  private(set) var chain: [ExplainedEvent] = []
  /// Everything that belongs to the setup, in order; empty for an event that belongs to none.
  private(set) var story: [ExplainedEvent] = []
  /// The signals on the instrument in the bars before the setup was decided.
  private(set) var signals: [ExplainedEvent] = []

  private static let signalBars: Int64 = 24

  init(_ thing: Thing, in log: inout LogFileReader) throws {
    self.thing = thing
    switch thing {
    case .event(let seq):
      chain = try Self.chain(from: seq, in: &log)
    case .setup(let id), .trade(_, let id), .order(_, let id):
      try tell(of: id, in: &log)
    }
  }

  private mutating func tell(of setup: Identifier, in log: inout LogFileReader) throws {
    var next: SequenceNumber = 1
    while true {
      let page = try log.events(correlation: setup, from: next, limit: 10_000)
      for stored in page {
        let clock = try MarketClock(before: stored.seq + 1, in: &log).now
        story.append(ExplainedEvent(stored, clock: clock))
      }
      guard let last = page.last else { break }
      next = last.seq + 1
    }
    if case .order(let order, _) = thing { story = story.filter { $0.concerns(order) } }
    guard let decisive else { return }
    chain = try Self.chain(from: decisive.stored.seq, in: &log)
    signals = try Self.signals(before: decisive, in: &log)
  }

  /// What is to be explained: how the trade was opened, the order requested, the setup decided.
  private var decisive: ExplainedEvent? {
    let types: [EventType] =
      switch thing {
      case .event: []
      case .setup: [.setupTriggered, .setupRejected]
      case .trade: [.tradeOpened, .tradeApproved]
      case .order: [.orderRequested]
      }
    for type in types {
      if let found = story.first(where: { $0.stored.proposal.type == type }) { return found }
    }
    return story.last
  }

  private static func chain(
    from seq: SequenceNumber, in log: inout LogFileReader
  ) throws -> [ExplainedEvent] {
    var chain: [ExplainedEvent] = []
    var next = seq
    while next > 0, let stored = try log.event(next) {
      let clock = try MarketClock(before: next + 1, in: &log).now
      chain.append(ExplainedEvent(stored, clock: clock))
      // A cause stands before what it causes; anything else would go in circles.
      guard stored.proposal.cause < next else { break }
      next = stored.proposal.cause
    }
    return chain
  }

  private static func signals(
    before decisive: ExplainedEvent, in log: inout LogFileReader
  ) throws -> [ExplainedEvent] {
    let subject = decisive.stored.proposal.subject
    guard let now = decisive.clock else { return [] }
    var found: [(StoredEvent, SignalFired)] = []
    let start = max(1, decisive.stored.seq - 50_000)
    try log.forEach(from: start, through: decisive.stored.seq) { row throws(LogError) in
      guard try row.type() == .signalFired, try row.subject() == subject else { return true }
      let stored = try row.event()
      if case .signalFired(let e) = try? Event(stored) { found.append((stored, e)) }
      return true
    }
    return found.filter { _, signal in
      signal.openTime + .seconds(Int64(signal.timeFrame.seconds) * signalBars) >= now
    }.map { ExplainedEvent($0.0, clock: $0.1.openTime) }
  }
}

extension ExplainedEvent {
  /// Whether it is about the order, or led to the trade of the order.
  fileprivate func concerns(_ order: Identifier) -> Bool {
    switch event {
    case .setupTriggered, .tradeApproved: true
    case .orderRequested(let e): e.order == order
    case .orderCancelRequested(let e): e.order == order
    case .orderAmendRequested(let e): e.order == order
    case .orderSendStarted(let e): e.order == order
    case .orderAccepted(let e): e.order == order
    case .orderRejected(let e): e.order == order
    case .orderOutcomeUnknown(let e): e.order == order
    case .orderFound(let e): e.order == order
    case .orderConfirmedAbsent(let e): e.order == order
    case .orderFilled(let e): e.order == order
    case .orderAmended(let e): e.order == order
    case .orderCancelled(let e): e.order == order
    case .orderExpired(let e): e.order == order
    default: false
    }
  }

  /// Why nothing came of it, with the two numbers that decided; nil when it is no refusal.
  var refusal: String? {
    switch event {
    case .tradeRefused(let e): "risk refused: \(e.code.rawValue), \(e.value) against \(e.limit)"
    case .setupRejected(let e):
      "a check failed: \(e.code?.rawValue ?? e.reason.rawValue), \(e.value) against \(e.limit)"
    case .setupInvalidated(let e):
      "a rule made it void: \(e.reason.rawValue), \(e.value) against \(e.limit)"
    case .setupExpired(let e): "it waited too long while \(e.phase.rawValue)"
    case .setupCancelled(let e): "it was cancelled while \(e.phase.rawValue): \(e.reason.rawValue)"
    case .tradeAbandoned(let e):
      "the entry was not filled: \(e.reason.rawValue)" + e.numbers
    case .orderRejected(let e): "the venue refused: \(e.code) \(e.reason)"
    default: nil
    }
  }
}
