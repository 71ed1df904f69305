import Bus
import EventSourcing
import Events
import ExecutionCore
import OrderDesk
import Quantities
import ServiceKit
import Venues

/// The execution service in front of a real venue: the decider, and the order desk beside it, as
/// `DeciderLoop` and `VenueDesk` run them.
struct TradingOccupant: Occupant {
  private var execution = DecidingOccupant([DeciderPerformer(Execution.self)])
  private(set) var desk: OrderDesk
  let needs: EventTypeSet
  private var isReady = false
  /// How far the venue's clock is ahead, as it was last measured.
  var offset: Interval?
  var now: Instant

  init(at now: Instant) {
    desk = OrderDesk(account: "sim", logID: World.logID)
    needs = execution.needs.union(EventTypeSet(OrderDesk.interests))
    self.now = now
  }

  var performers: [any Performer] { execution.performers }

  var participations: [Participation] { execution.participations + [Participation(.desk)] }

  mutating func rebuild(_ stored: StoredEvent, _ event: Event) {
    execution.rebuild(stored, event)
    desk.hear(event, at: EventPlace(stored))
  }

  mutating func begin(
    _ link: inout LinkState, at position: SequenceNumber, _ welcomes: [Welcome]
  ) throws(BusError) {
    try execution.begin(&link, at: position, welcomes)
    desk.begin(at: now)
    isReady = true
  }

  mutating func take(
    _ events: [(stored: StoredEvent, event: Event)], through last: SequenceNumber,
    _ link: inout LinkState
  ) throws(BusError) {
    try execution.take(events, through: last, &link)
    for (stored, event) in events { desk.hear(event, at: EventPlace(stored)) }
  }

  mutating func idle(_ link: inout LinkState, at now: Int64) throws(BusError) -> Bool {
    self.now = MarketStory.beginning + .nanoseconds(now)
    guard isReady else { return false }
    desk.advance(to: self.now, offset: offset)
    let facts = desk.takeProposals().map(\.proposal)
    for start in stride(from: 0, to: facts.count, by: 64) {
      _ = try link.propose(Array(facts[start..<min(start + 64, facts.count)]), as: .desk)
    }
    return true
  }

  func kept(after seq: SequenceNumber, isCoded: Bool) -> (any Occupant)? { nil }
}

// MARK: - the line to the venue

extension TradingOccupant {
  mutating func takeCalls() -> [DeskCall] { isReady ? desk.takeCalls() : [] }

  mutating func takeReconnection() -> Bool { isReady && desk.takeReconnection() }

  mutating func receive(_ result: Result<TradingAnswer, VenueError>, to id: DeskCall.ID) {
    desk.receive(result, to: id)
  }

  mutating func receive(_ news: AccountNews) { desk.receive(news) }

  mutating func streamConnected() { desk.streamConnected() }

  mutating func streamLost() { desk.streamLost() }

  mutating func streamAlive() { desk.streamAlive() }
}
