import Events
import OrderDesk
import Quantities
import TestSupport
import Testing

@testable import OrderDesk

@Suite struct SendingTests {
  /// A world whose venue is connected.
  static func connected(_ faults: Faults = .none) -> DeskWorld {
    var world = DeskWorld(seed: 1, faults: faults)
    world.run(.seconds(15))
    return world
  }

  @Test func `an order goes its way: announced, accepted, filled`() {
    var world = Self.connected()
    #expect(
      world.statements == [
        "disconnected start", "holds 0 0", "rest 0", "balance deposit 10000", "connected",
      ])
    let entry = OrderRequested.testing(1, at: world.now)
    world.append(.orderRequested(entry))
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
}
