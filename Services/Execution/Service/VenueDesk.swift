import EventSourcing
import Events
import OrderDesk
import Quantities
import ServiceKit

/// The order desk in its process: it hears the log, and stands between it and a venue.
struct VenueDesk<Connection: VenueConnection>: Companion {
  /// How many things of the venue are taken in a turn.
  private static var bound: Int { 1024 }

  private let clock: () -> Instant
  private let page: (OrderDesk.OpenDoubt) -> Void
  private var connection: Connection
  /// Nil until the log says for which account it is.
  private var desk: OrderDesk?
  private var logID = Identifier.zero
  private var hasBegun = false
  /// What the log says of the venue, until the connection knows it.
  private var configuration: Configuration?
  private var offset: Interval?
  /// Doubts that a person was told of.
  private var paged: [Identifier] = []

  /// - Parameters:
  ///   - clock: never goes back and does not jump.
  ///   - page: tells a person of an order that has been in doubt for a minute, once.
  init(
    connection: Connection, clock: @escaping () -> Instant,
    page: @escaping (OrderDesk.OpenDoubt) -> Void
  ) {
    self.connection = connection
    self.clock = clock
    self.page = page
  }

  var producer: Producer { .desk }
  var interests: Set<EventType> { OrderDesk.interests }
  var descriptor: Int32 { connection.descriptor }
  var patience: Int { 50 }

  mutating func open(log: Identifier) { logID = log }

  mutating func hear(_ event: Event, at place: EventPlace) {
    if case .configurationApplied(let applied) = event {
      configuration = applied.configuration
      open(applied.configuration)
    }
    desk?.hear(event, at: place)
  }

  /// Opens the desk for the account that the log names; nothing that it wants to hear comes before.
  private mutating func open(_ configuration: Configuration) {
    guard desk == nil else { return }
    desk = OrderDesk(account: configuration.paper.account, logID: logID)
    let now = clock()
    if hasBegun { desk?.begin(at: now) }
  }

  mutating func begin() {
    hasBegun = true
    let now = clock()
    desk?.begin(at: now)
  }

  mutating func turn() throws -> [Proposal] {
    if let new = configuration {
      try connection.configure(new)
      configuration = nil
    }
    guard var desk = desk.take() else { return [] }
    defer { self.desk = desk }
    desk.advance(to: clock(), offset: offset)
    var left = Self.bound
    while left > 0, let occurrence = try connection.next() {
      take(occurrence, &desk)
      left -= 1
    }
    for call in desk.takeCalls() { connection.perform(call) }
    if desk.takeReconnection() { connection.reconnect() }
    pageIfDue(desk.doubts)
    return desk.takeProposals().map(\.proposal)
  }

  private mutating func take(_ occurrence: VenueOccurrence, _ desk: inout OrderDesk) {
    switch occurrence {
    case .answer(let result, let id): desk.receive(result, to: id)
    case .news(let news): desk.receive(news)
    case .streamConnected: desk.streamConnected()
    case .streamLost(let why): desk.streamLost(why)
    case .streamAlive: desk.streamAlive()
    case .shutOut(let until): desk.shutOut(until: until)
    case .clock(let ahead):
      offset = ahead
      desk.advance(to: clock(), offset: ahead)
    }
  }

  private mutating func pageIfDue(_ doubts: [OrderDesk.OpenDoubt]) {
    paged.removeAll { order in !doubts.contains { $0.order == order } }
    for doubt in doubts
    where clock() - doubt.since >= .minutes(1) && !paged.contains(doubt.order) {
      paged.append(doubt.order)
      page(doubt)
    }
  }
}
