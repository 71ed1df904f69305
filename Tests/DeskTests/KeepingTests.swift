import Events
import OrderDesk
import Quantities
import TestSupport
import Testing
import Venues

/// Changes, reports, and what is remembered.
@Suite struct KeepingTests {
  @Test func `a cancellation is asked again until the venue shows it`() {
    var world = DeskWorld.connected()
    let (entry, _) = world.resting(1)
    world.faults.lostRequests = 100
    world.append(.orderCancelRequested(entry.cancelled(at: world.now)))
    world.run(.seconds(12))
    #expect(world.story(of: entry) == ["send", "accepted"])
    world.faults.lostRequests = 0
    world.run(.seconds(30))
    #expect(world.story(of: entry) == ["send", "accepted", "cancelled 0"])
  }

  @Test func `unknown to a cancellation is no proof: the history says that it was filled`() {
    var world = DeskWorld.connected()
    let (entry, place) = world.resting(1)
    world.muteStream()
    world.venue.faults.isEndedHidden = true
    world.venue.fill(place, 2)
    world.append(.orderCancelRequested(entry.cancelled(at: world.now)))
    world.run(.seconds(10))
    #expect(world.story(of: entry) == ["send", "accepted", "fill 2 of 2"])
  }

  @Test func `unknown to a cancellation is no proof: the order does not show yet`() throws {
    var world = DeskWorld.connected()
    let entry = world.request(1)
    for _ in 0..<100 where world.arrivals(of: entry) == 0 {
      world.run(.milliseconds(50), step: .milliseconds(50))
    }
    let place = try #require(world.venue.orders.indices.last)
    world.venue.orders[place].visibleAt = world.venue.now + .seconds(20)
    world.append(.orderCancelRequested(entry.cancelled(at: world.now)))
    world.run(.seconds(10))
    #expect(world.story(of: entry) == ["send", "accepted"])
    world.run(.seconds(40))
    #expect(world.story(of: entry) == ["send", "accepted", "cancelled 0"])
    #expect(world.venue.orders[place].view.status == .cancelled)
  }

  /// A change that seemed to be refused was made: the venue fills less than we think there is.
  @Test func `an order that is smaller than it was thought to be ends when it is filled`() {
    var world = DeskWorld.connected()
    let (stop, place) = world.resting(1, .stop)
    world.faults.lostRequests = 100
    world.append(.orderAmendRequested(stop.amended(stop: 90, quantity: 1, at: world.now)))
    world.run(.seconds(2))
    world.faults.lostRequests = 0
    world.run(.seconds(60))
    // It arrives after all, when nobody waits for it any more.
    world.venue.orders[place].view.quantity = 1
    world.venue.fill(place, 1)
    world.run(.seconds(10))
    #expect(
      world.story(of: stop) == ["send", "accepted", "amended 2 90", "fill 1 of 1", "amended 1 90"])
    #expect(!world.desk.doubts.contains { $0.order == stop.order })
    #expect(world.desk.liveOrders == 0)
  }

  @Test func `a stop is moved, also when the answer is lost or the machine dies`() {
    var world = DeskWorld.connected()
    let (stop, place) = world.resting(1, .stop)
    world.append(.orderAmendRequested(stop.amended(stop: 91, quantity: 2, at: world.now)))
    world.run(.seconds(3))
    world.faults.lostAnswers = 100
    world.muteStream()
    world.append(.orderAmendRequested(stop.amended(stop: 92, quantity: 1, at: world.now)))
    world.run(.seconds(3))
    world.faults.lostAnswers = 0
    world.run(.seconds(15))
    world.append(.orderAmendRequested(stop.amended(stop: 93, quantity: 1, at: world.now)))
    world.crash()
    world.run(.seconds(40))
    #expect(
      world.story(of: stop) == ["send", "accepted", "amended 2 91", "amended 1 92", "amended 1 93"])
    #expect(world.venue.orders[place].view.stopPrice == 93)
  }

  @Test func `a change that is refused is answered by what rests`() {
    var world = DeskWorld.connected()
    let (stop, place) = world.resting(1, .stop)
    world.venue.fill(place, 1)
    world.run(.seconds(2))
    world.append(.orderAmendRequested(stop.amended(stop: 91, quantity: 1, at: world.now)))
    world.run(.seconds(5))
    #expect(world.story(of: stop) == ["send", "accepted", "fill 1 of 1", "amended 2 90"])
  }

  @Test func `execution's questions are answered with position, orders and balance`() {
    var world = DeskWorld.connected()
    let (_, place) = world.resting(1)
    let before = world.statements.count
    world.append(
      .reconciliationRequested(
        ReconciliationRequested(instrument: market, attempt: 1, at: world.now)))
    world.run(.seconds(5))
    #expect(
      world.statements.suffix(from: before) == ["holds 0 0", "rest 1", "balance snapshot 10000"])
    world.venue.fill(place, 1)
    world.run(.seconds(2))
    let next = world.statements.count
    world.append(
      .reconciliationRequested(
        ReconciliationRequested(instrument: market, attempt: 1, at: world.now)))
    world.run(.seconds(5))
    // While something is open, the balance is not comparable.
    #expect(world.statements.suffix(from: next) == ["holds 1 0", "rest 1"])
  }

  @Test func `the balance is compared only when the last fill is surely booked`() {
    var world = DeskWorld.connected()
    let (_, entry) = world.resting(1)
    world.venue.isReducing = true
    world.venue.fill(entry, 2)
    let (_, stop) = world.resting(2, .stop)
    world.venue.fill(stop, 2)
    func ask() -> Bool {
      let before = world.statements.count
      world.append(
        .reconciliationRequested(
          ReconciliationRequested(instrument: market, attempt: 1, at: world.now)))
      world.run(.seconds(8))
      return world.statements.suffix(from: before).contains("balance snapshot 10000")
    }
    #expect(!ask())
    world.run(.seconds(60))
    #expect(ask())
  }

  @Test func `reports come unasked, and not often`() {
    var world = DeskWorld.connected()
    _ = world.resting(1)
    let before = world.statements.count
    world.run(.minutes(30), step: .seconds(1))
    let reports = world.statements.suffix(from: before).filter { $0.hasPrefix("holds") }
    #expect((2...4).contains(reports.count))
  }

  @Test func `the dead man's switch is refreshed while all is well`() {
    var policy = OrderDesk.Policy()
    policy.deadManSwitch = .seconds(60)
    var world = DeskWorld.connected(policy)
    let before = world.venue.deadManCalls
    world.run(.minutes(2))
    #expect((7...9).contains(world.venue.deadManCalls - before))
  }

  @Test func `what ended long ago is forgotten, a doubt never`() {
    var policy = OrderDesk.Policy()
    policy.retention = .minutes(10)
    var world = DeskWorld.connected(policy)
    for number in 1...20 {
      let (entry, place) = world.resting(number)
      if number.isMultiple(of: 2) {
        world.venue.fill(place, 2)
      } else {
        world.append(.orderCancelRequested(entry.cancelled(at: world.now)))
      }
      world.run(.seconds(3))
    }
    #expect(world.desk.memory >= 30)
    world.faults.lostRequests = 100
    let stop = world.request(50, .stop)
    world.run(until: "send", of: stop)
    world.run(.seconds(1))
    world.faults.lostRequests = 0
    world.venue.closedUntil = world.venue.now + .minutes(40)
    world.run(.minutes(40), step: .seconds(1))
    #expect(world.story(of: stop) == ["send", "unknown"])
    #expect(world.desk.doubts.count == 1)
    world.venue.closedUntil = .epoch
    world.run(.minutes(15), step: .seconds(1))
    #expect(world.desk.doubts.isEmpty)
    world.run(.minutes(15), step: .seconds(1))
    #expect(world.desk.memory <= 1)
    let fills = world.events.count { $0.type == .orderFilled }
    #expect(fills == 10)
  }

  @Test func `the same inputs give the same facts and calls`() {
    var first = Storm(seed: 7)
    var second = Storm(seed: 7)
    #expect(first.run() == second.run())
    #expect(first.world.events == second.world.events)
    #expect(first.world.handedOut == second.world.handedOut)
  }
}
