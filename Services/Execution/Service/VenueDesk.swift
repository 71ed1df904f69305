import EventSourcing
import Events
import OrderDesk
import Quantities
import ServiceKit

/// The order desk in its process: it hears the log, and stands between it and a venue.
struct VenueDesk<Connection: VenueConnection>: Companion {
  /// How many things of the venue are taken in a turn.
  private static var bound: Int { 1024 }

  private let account: Name
  private let policy: OrderDesk.Policy
  private let clock: () -> Instant
  private let page: (OrderDesk.OpenDoubt) -> Void
  private var connection: Connection
  private var desk: OrderDesk
  private var offset: Interval?
  /// Doubts that a person was told of.
  private var paged: [Identifier] = []

  /// - Parameters:
  ///   - clock: never goes back and does not jump.
  ///   - page: tells a person of an order that has been in doubt for a minute, once.
  init(
    account: Name, policy: OrderDesk.Policy, connection: Connection,
    clock: @escaping () -> Instant, page: @escaping (OrderDesk.OpenDoubt) -> Void
  ) {
    self.account = account
    self.policy = policy
    self.connection = connection
    self.clock = clock
    self.page = page
    desk = OrderDesk(account: account, logID: .zero, policy: policy)
  }

  var producer: Producer { .desk }
  var interests: Set<EventType> { OrderDesk.interests }
  var descriptor: Int32 { connection.descriptor }
  var patience: Int { 50 }

  mutating func open(log: Identifier) {
    desk = OrderDesk(account: account, logID: log, policy: policy)
  }

  mutating func hear(_ event: Event, at place: EventPlace) { desk.hear(event, at: place) }

  mutating func begin() { desk.begin(at: clock()) }

  mutating func turn() -> [Proposal] {
    desk.advance(to: clock(), offset: offset)
    var left = Self.bound
    while left > 0, let occurrence = connection.next() {
      take(occurrence)
      left -= 1
    }
    for call in desk.takeCalls() { connection.perform(call) }
    if desk.takeReconnection() { connection.reconnect() }
    pageIfDue()
    return desk.takeProposals().map(\.proposal)
  }

  private mutating func take(_ occurrence: VenueOccurrence) {
    switch occurrence {
    case .answer(let result, let id): desk.receive(result, to: id)
    case .news(let news): desk.receive(news)
    case .streamConnected: desk.streamConnected()
    case .streamLost(let why): desk.streamLost(why)
    case .streamAlive: desk.streamAlive()
    case .clock(let ahead):
      offset = ahead
      desk.advance(to: clock(), offset: ahead)
    }
  }

  private mutating func pageIfDue() {
    let doubts = desk.doubts
    paged.removeAll { order in !doubts.contains { $0.order == order } }
    for doubt in doubts
    where clock() - doubt.since >= .minutes(1) && !paged.contains(doubt.order) {
      paged.append(doubt.order)
      page(doubt)
    }
  }
}

/// The machine's steady clock on the scale of the calendar: right when it was made, and never
/// moved after that.
struct SteadyClock {
  private let wall = SystemClock.wall()
  private let start = SystemClock.sinceBoot()

  var now: Instant { Instant(nanoseconds: wall + SystemClock.sinceBoot() - start) }
}
