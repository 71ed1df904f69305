import Events
import OrderDesk
import Quantities
import TestSupport
import Testing
import Venues

/// The rows of the failure table that are about a venue, each by its number.
@Suite struct FailureTableTests {
  @Test func `32: the venue took the order and the answer was lost: found, one order`() {
    var world = DeskWorld.connected()
    world.muteStream()
    world.faults.lostAnswers = 100
    let entry = world.request(1)
    world.run(until: "send", of: entry)
    world.run(.seconds(2))
    world.faults.lostAnswers = 0
    world.run(.seconds(20))
    #expect(world.story(of: entry) == ["send", "unknown", "found 0"])
    #expect(world.arrivals(of: entry) == 1)
  }

  @Test func `33: the order never arrived: absent by evidence, and nothing new there meanwhile`() {
    var world = DeskWorld.connected()
    world.faults.lostRequests = 100
    let entry = world.request(1)
    world.run(until: "send", of: entry)
    world.run(.seconds(1))
    world.faults.lostRequests = 0
    world.run(.seconds(10))
    let next = world.request(2, expiresAfter: .seconds(20))
    world.run(.seconds(40))
    #expect(world.story(of: entry) == ["send", "unknown"])
    #expect(world.story(of: next) == ["expired 0"])
    #expect(world.desk.doubts.map(\.order) == [entry.order])
    world.run(.seconds(30))
    #expect(world.story(of: entry) == ["send", "unknown", "absent"])
    #expect(world.arrivals(of: entry) == 0)
    for case .orderConfirmedAbsent(let absent) in world.events {
      #expect(absent.evidence.contains("nor among the open orders, nor in the history"))
    }
  }

  @Test func `33: no doubt ends as absent while news may be missing`() {
    var world = DeskWorld.connected()
    world.faults.lostRequests = 100
    let entry = world.request(1)
    world.run(until: "send", of: entry)
    world.run(.seconds(1))
    world.faults.lostRequests = 0
    world.isStreamUp = false
    world.desk.streamLost()
    for _ in 0..<600 {
      world.isStreamUp = false
      world.venue.now = world.now
      world.run(.milliseconds(250))
      if world.isStreamUp {
        world.isStreamUp = false
        world.desk.streamLost()
      }
    }
    #expect(world.story(of: entry) == ["send", "unknown"])
    world.run(.seconds(20))
    #expect(world.story(of: entry) == ["send", "unknown", "absent"])
  }

  @Test(arguments: [1, 5, 20, 40, 59])
  func `34: not found at first, there later: still unknown, then found, and not sent again`(
    seconds: Int64
  ) throws {
    var world = DeskWorld.connected()
    world.faults.lostAnswers = 100
    world.venue.faults.visibility = .seconds(600)
    let entry = world.request(1)
    for _ in 0..<100 where world.arrivals(of: entry) == 0 { world.run(.milliseconds(50)) }
    let place = try #require(world.venue.orders.indices.last)
    world.venue.orders[place].visibleAt = world.venue.now + .seconds(seconds)
    world.venue.news = []
    world.run(.milliseconds(500))
    world.faults.lostAnswers = 0
    world.run(.seconds(100))
    #expect(world.story(of: entry) == ["send", "unknown", "found 0"])
    #expect(world.arrivals(of: entry) == 1)
  }

  @Test func `35: a call is handed out once, and says until when it may leave`() {
    var world = DeskWorld.connected()
    world.faults.lostAnswers = 50
    let entry = world.request(1)
    world.run(.seconds(90))
    let sends = world.handedOut.filter {
      if case .place(let ticket) = $0.call { ticket.clientOrderID == entry.name } else { false }
    }
    #expect(sends.count == 1)
    for send in sends {
      #expect(send.signedAt != nil)
      #expect(send.mayBeSentUntil == send.signedAt.map { $0 + .seconds(2) })
    }
    #expect(Set(world.handedOut.map(\.id)).count == world.handedOut.count)
  }

  @Test func `36: a venue that takes a name again after a fill is not offered it again`() {
    var world = DeskWorld.connected()
    world.faults.lostAnswers = 100
    world.muteStream()
    let entry = world.request(1)
    world.run(until: "send", of: entry)
    world.run(.seconds(1))
    world.venue.fill(world.venue.orders.count - 1, 2)
    world.crash()
    world.faults.lostAnswers = 0
    world.run(.seconds(60))
    #expect(world.story(of: entry) == ["send", "unknown", "found 2", "fill 2 of 2"])
    #expect(world.arrivals(of: entry) == 1)
  }

  @Test func `37: a crash after the announcement and before the socket: asked, proven absent`() {
    var world = DeskWorld.connected()
    let entry = world.request(1)
    world.run(until: "send", of: entry)
    world.flights = []
    world.crash()
    world.run(.seconds(120))
    #expect(world.story(of: entry) == ["send", "unknown", "absent"])
    #expect(world.arrivals(of: entry) == 0)
  }

  @Test func `38: a crash after the venue took it and before the log says so: found`() {
    var world = DeskWorld.connected()
    world.muteStream()
    let entry = world.request(1)
    for _ in 0..<100 where world.arrivals(of: entry) == 0 {
      world.run(.milliseconds(50), step: .milliseconds(50))
    }
    world.crash()
    world.run(.seconds(60))
    #expect(world.story(of: entry) == ["send", "unknown", "found 0"])
    #expect(world.arrivals(of: entry) == 1)
  }

  @Test func `39: fills in parts, out of order and before the answer are told once each`() {
    var world = DeskWorld.connected()
    world.faults.lostAnswers = 100
    let entry = world.request(1)
    for _ in 0..<100 where world.arrivals(of: entry) == 0 {
      world.run(.milliseconds(50), step: .milliseconds(50))
    }
    world.venue.fill(world.venue.orders.count - 1, 1)
    world.venue.fill(world.venue.orders.count - 1, 1)
    world.venue.news.reverse()
    world.run(.seconds(1))
    #expect(world.story(of: entry) == ["send", "accepted", "fill 1 of 1", "fill 1 of 2"])
    let told = world.events.compactMap { event in
      if case .orderFilled(let it) = event { it.venueTradeID } else { nil as Name? }
    }
    #expect(told == world.venue.executions.map(\.venueTradeID).reversed())
  }

  @Test func `40: the same fill by the stream, by a question and after a restart is one`() {
    var world = DeskWorld.connected()
    let (entry, place) = world.resting(1)
    world.venue.faults.doubledNews = 100
    world.venue.fill(place, 1)
    world.run(.seconds(40))
    world.crash()
    world.run(.seconds(60))
    #expect(world.story(of: entry) == ["send", "accepted", "fill 1 of 1"])
  }

  @Test func `41: a cut stream is told at once, and whole again only with what was missed`() {
    var world = DeskWorld.connected()
    let (entry, place) = world.resting(1)
    world.isStreamUp = false
    world.desk.streamLost()
    world.pump()
    world.venue.fill(place, 1)
    world.venue.news = []
    world.run(.milliseconds(200), step: .milliseconds(50))
    #expect(world.statements.contains("disconnected stream"))
    let before = 1 + (world.statements.firstIndex(of: "disconnected stream") ?? 0)
    world.run(.seconds(30))
    #expect(world.story(of: entry) == ["send", "accepted", "fill 1 of 1"])
    #expect(world.statements.suffix(from: before) == ["holds 1 0", "rest 1", "connected"])
    let types = world.events.map(\.type)
    let fill = types.lastIndex(of: .orderFilled) ?? .max
    #expect(fill < types.lastIndex(of: .venueConnected) ?? 0)
  }

  @Test func `42: a stream that is up and silent is lost; one that misses fills is deaf`() {
    var silent = DeskWorld.connected()
    silent.isStreamSilent = true
    silent.run(.seconds(25))
    #expect(silent.statements.contains("disconnected silence"))
    silent.run(.seconds(20))
    #expect(silent.statements.last == "connected")

    var deaf = DeskWorld.connected()
    let (entry, place) = deaf.resting(1)
    deaf.muteStream()
    deaf.venue.fill(place, 1)
    deaf.run(.seconds(15))
    deaf.venue.fill(place, 1)
    deaf.run(.seconds(45))
    #expect(deaf.story(of: entry) == ["send", "accepted", "fill 1 of 1", "fill 1 of 2"])
    #expect(deaf.statements.contains("disconnected deaf"))
  }

  @Test func `43: a fill after the end is told all the same`() throws {
    var world = DeskWorld.connected()
    let (entry, place) = world.resting(1)
    world.append(.orderCancelRequested(entry.cancelled(at: world.now)))
    world.run(.seconds(3))
    world.venue.fill(place, 1)
    world.run(.seconds(3))
    #expect(world.story(of: entry) == ["send", "accepted", "cancelled 0", "fill 1 of 1"])

    var late = DeskWorld.connected()
    late.faults.lostRequests = 100
    let lost = late.request(2)
    late.run(until: "send", of: lost)
    late.run(.seconds(1))
    late.faults.lostRequests = 0
    late.run(.seconds(100))
    #expect(late.story(of: lost) == ["send", "unknown", "absent"])
    late.venue.takeForeign(named: lost.name, instrument: market)
    late.venue.fill(late.venue.orders.count - 1, 1)
    late.run(.seconds(3))
    #expect(late.story(of: lost) == ["send", "unknown", "absent", "found 0", "fill 1 of 1"])
  }

  @Test func `44: more than was ordered is told as it is`() {
    var world = DeskWorld.connected()
    let (entry, place) = world.resting(1)
    world.venue.fill(place, 3)
    world.run(.seconds(3))
    #expect(world.story(of: entry) == ["send", "accepted", "fill 3 of 3"])
  }

  @Test func `45: an order of others is seen once; one with a name like ours is unaccounted for`() {
    var world = DeskWorld.connected()
    world.venue.takeForeign(named: "web-1", instrument: market)
    world.venue.takeForeign(
      named: OrderRequested.testing(99, at: world.now).name, instrument: market)
    world.run(.seconds(40))
    world.crash()
    world.run(.seconds(60))
    let seen = world.statements.filter { $0.hasPrefix("external") }
    #expect(seen == ["external foreign", "external unaccounted"])
    world.venue.fill(world.venue.orders.count - 1, 1)
    world.run(.seconds(3))
    let fills = world.events.count { $0.type == .orderFilled }
    #expect(fills == 1)
  }

  @Test func `46: after too many requests entries wait, cancellations and stops do not`() {
    var world = DeskWorld.connected()
    let (resting, _) = world.resting(1)
    world.venue.nextRefusal = VenueError(.rateLimit, code: "10018", retryAfter: .seconds(60))
    let refused = world.request(2)
    world.run(.seconds(2))
    #expect(world.story(of: refused) == ["send", "rejected 10018"])
    let entry = world.request(3, expiresAfter: .seconds(30))
    let stop = world.request(4, .stop)
    world.append(.orderCancelRequested(resting.cancelled(at: world.now)))
    world.run(.seconds(4))
    #expect(world.story(of: stop) == ["send", "accepted"])
    #expect(world.story(of: resting) == ["send", "accepted", "cancelled 0"])
    world.run(.seconds(30))
    #expect(world.story(of: entry) == ["expired 0"])
    let next = world.request(5, expiresAfter: .seconds(60))
    world.run(.seconds(40))
    #expect(world.story(of: next) == ["send", "accepted"])
  }

  @Test func `47: a closed venue says nothing of the order: unknown; the rest waits`() {
    var world = DeskWorld.connected()
    world.venue.nextRefusal = VenueError(.maintenance, code: "10016", retryAfter: .seconds(20))
    let entry = world.request(1)
    world.run(until: "send", of: entry)
    world.run(.seconds(1))
    let stop = world.request(2, .stop)
    world.run(.seconds(10))
    #expect(world.story(of: entry) == ["send", "unknown"])
    #expect(world.story(of: stop) == [])
    world.run(.seconds(100))
    #expect(world.story(of: entry) == ["send", "unknown", "absent"])
    #expect(world.story(of: stop) == ["send", "accepted"])
    #expect(world.arrivals(of: entry) == 1)
  }

  @Test func `48: an answer that makes no sense is no answer, and what cannot be is not believed`()
  {
    var world = DeskWorld.connected()
    world.faults.malformed = 100
    world.muteStream()
    let entry = world.request(1)
    world.run(until: "send", of: entry)
    world.run(.seconds(3))
    world.faults.malformed = 0
    world.run(.seconds(20))
    #expect(world.story(of: entry) == ["send", "unknown", "found 0"])

    var absurd = VenueExecution(
      instrument: market, venueTradeID: "t", venueOrderID: "v", clientOrderID: entry.name,
      side: .buy, quantity: -1, price: 100, fee: 0, feeAsset: "USDT", liquidity: .taker,
      at: world.now)
    for (quantity, price) in [
      ("-1", "100"), ("0", "100"), ("1", "1000000001"), ("1", "0"),
      ("100000000000000", "1"), ("10000000000", "1000000000"),
    ] as [(String, String)] {
      absurd.quantity = Quantity(quantity)!
      absurd.price = Price(price)!
      world.desk.receive(.execution(absurd))
    }
    absurd.quantity = 1
    absurd.price = 100
    absurd.side = .sell
    world.desk.receive(.execution(absurd))
    #expect(world.desk.absurdities == 7)
    absurd.side = .buy
    absurd.at = Instant(nanoseconds: .max)
    world.desk.receive(.execution(absurd))
    world.pump()
    world.run(.seconds(1))
    #expect(world.story(of: entry).last == "fill 1 of 1")
    for case .orderFilled(let fill) in world.events { #expect(fill.at <= world.now) }
  }
}
