import EventSourcing
import Events
import OrderDesk
import Quantities
import Requests
import TestSupport
import Testing
import Venues

@Suite struct SendingTests {
  @Test func `an order goes its way: announced, accepted, filled`() {
    var world = DeskWorld(seed: 1)
    world.run(.seconds(15))
    #expect(
      world.statements == [
        "disconnected start", "holds 0 0", "rest 0", "balance deposit 10000", "connected",
      ])
    let entry = world.request(1)
    world.run(.seconds(6))
    #expect(world.story(of: entry) == ["send", "accepted"])
    world.venue.fill(0, 1)
    world.run(.seconds(1))
    world.venue.fill(0, 1)
    world.run(.seconds(1))
    #expect(world.story(of: entry) == ["send", "accepted", "fill 1 of 1", "fill 1 of 2"])
    #expect(world.venue.leverage == 3)
    #expect(world.venue.isHedged)
    #expect(world.complaints == [])
  }

  @Test func `nothing leaves before its announcement is durable`() {
    var world = DeskWorld.connected()
    world.faults.slowLogs = 0
    let stop = OrderRequested.testing(1, .stop, kind: .stop, side: .sell, at: world.now)
    let place = EventPlace(
      seq: 1000, id: Identifier(of: "stop"), producer: .execution, cause: 0)
    world.desk.hear(.orderRequested(stop), at: place)
    let facts = world.desk.takeProposals()
    #expect(facts.map { line($0.event) } == ["send"])
    #expect(facts[0].cause == 1000)
    world.desk.advance(to: world.now + .seconds(1))
    #expect(world.desk.takeCalls() == [])
    let durable = EventPlace(seq: 1001, id: facts[0].id, producer: .desk, cause: 1000)
    world.desk.hear(facts[0].event, at: durable)
    #expect(world.desk.takeCalls().map(\.priority) == [.stop])
    world.desk.hear(facts[0].event, at: durable)
    #expect(!world.desk.takeCalls().contains { if case .place = $0.call { true } else { false } })
  }

  @Test func `no answer at all is a doubt, and no refusal`() throws {
    var world = DeskWorld.connected()
    let stop = OrderRequested.testing(1, .stop, kind: .stop, side: .sell, at: world.now)
    let place = EventPlace(
      seq: 1000, id: Identifier(of: "stop"), producer: .execution, cause: 0)
    world.desk.hear(.orderRequested(stop), at: place)
    let fact = try #require(world.desk.takeProposals().first)
    let durable = EventPlace(seq: 1001, id: fact.id, producer: .desk, cause: 1000)
    world.desk.hear(fact.event, at: durable)
    #expect(world.desk.takeCalls().map(\.priority) == [.stop])
    world.desk.advance(to: world.now + world.policy.callPatience + .seconds(1))
    let said = world.desk.takeProposals().map { line($0.event) }
    #expect(said.contains("unknown"), "\(said)")
    #expect(!said.contains { $0.hasPrefix("rejected") }, "\(said)")
    #expect(world.desk.doubts.map(\.order) == [stop.order])
  }

  @Test func `an order that is too old when it could leave does not, and is proven absent`() {
    var world = DeskWorld.connected()
    world.faults.slowLogs = 100
    let entry = world.request(1)
    world.run(.seconds(4))
    world.faults.slowLogs = 0
    world.run(.seconds(100))
    #expect(world.story(of: entry) == ["send", "unknown", "absent"])
    #expect(
      world.handedOut.allSatisfy { if case .place = $0.call { false } else { true } } == false)
    #expect(world.arrivals(of: entry) == 0)
  }

  /// What each kind of refusal comes to, when the venue did not take the order.
  static let outcomes: [(VenueError.Category, String)] = [
    (.auth, "rejected"), (.permission, "rejected"), (.rateLimit, "rejected"),
    (.insufficientFunds, "rejected"), (.invalidOrder, "rejected"), (.badRequest, "rejected"),
    (.badSymbol, "rejected"), (.timestamp, "rejected"), (.notSent, "rejected"),
    (.unsupported, "rejected"), (.orderNotFound, "absent"), (.orderClosed, "absent"),
    (.duplicateClientID, "absent"), (.maintenance, "absent"), (.noChange, "absent"),
    (.unknownOutcome, "absent"), (.malformed, "absent"),
  ]

  @Test func `every kind of refusal is in the table`() {
    #expect(Set(Self.outcomes.map(\.0)) == Set(VenueError.Category.allCases))
  }

  @Test(arguments: outcomes.map(\.0))
  func `a refusal that proves that nothing happened is one, all others are doubts`(
    category: VenueError.Category
  ) throws {
    let outcome = try #require(Self.outcomes.first { $0.0 == category }).1
    var world = DeskWorld.connected()
    world.venue.nextRefusal = VenueError(category)
    let entry = world.request(1)
    world.run(.seconds(3))
    let story = world.story(of: entry)
    if outcome == "rejected" {
      #expect(story == ["send", "rejected \(category.rawValue)"])
    } else {
      #expect(story == ["send", "unknown"])
      world.run(.seconds(110))
      #expect(world.story(of: entry) == ["send", "unknown", "absent"])
    }
    #expect(world.arrivals(of: entry) == 1)
  }

  @Test func `an entry waits for the connection, and expires by its own time or after a minute`() {
    var world = DeskWorld(seed: 1)
    world.isStreamUp = true
    let short = world.request(1, expiresAfter: .seconds(5))
    let long = world.request(2)
    let stop = world.request(3, .stop)
    world.run(.seconds(7))
    #expect(world.story(of: short) == ["expired 0"])
    #expect(world.story(of: long) == [])
    #expect(world.story(of: stop) == ["send", "accepted"])
    world.run(.seconds(60))
    #expect(world.story(of: long) == ["expired 0"])
  }

  @Test func `an order that is cancelled before it left never leaves`() {
    var world = DeskWorld(seed: 1)
    world.isStreamUp = true
    let entry = world.request(1)
    world.append(.orderCancelRequested(entry.cancelled(at: world.now)))
    world.run(.seconds(30))
    #expect(world.story(of: entry) == ["cancelled 0"])
    #expect(world.arrivals(of: entry) == 0)
  }

  @Test func `no entry where leverage or mode are not what they should be`() {
    var world = DeskWorld(seed: 1)
    world.venue.shownLeverage = 20
    world.run(.seconds(15))
    let entry = world.request(1, expiresAfter: .seconds(40))
    world.run(.seconds(20))
    #expect(world.story(of: entry) == [])
    world.venue.shownLeverage = nil
    world.run(.seconds(30))
    #expect(world.story(of: entry) == ["send", "accepted"])
  }

  @Test func `what the paper venue leads is left alone`() {
    var world = DeskWorld.connected()
    let stop = OrderRequested.testing(1, .stop, kind: .stop, side: .sell, at: world.now)
    world.desk = OrderDesk(account: "main", logID: world.logID)
    let place = EventPlace(seq: 5, id: Identifier(of: "5"), producer: .execution, cause: 0)
    world.desk.hear(.orderRequested(stop), at: place)
    let answer = EventPlace(seq: 6, id: Identifier(of: "6"), producer: .paperVenue, cause: 5)
    world.desk.hear(
      .orderSendStarted(
        OrderSendStarted(
          order: stop.order, trade: stop.trade, setup: stop.setup, instrument: market,
          clientOrderID: "t", attempt: 1, signedAt: world.now, receiveWindow: .seconds(2))),
      at: answer)
    world.desk.advance(to: world.now, offset: .zero)
    world.desk.begin(at: world.now)
    #expect(world.desk.takeProposals().map { line($0.event) } == ["disconnected start"])
    #expect(world.desk.liveOrders == 0)
  }
}
