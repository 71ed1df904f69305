import Quantities
import TestSupport
import Testing
import Transport

@Suite struct PolicyTests {
  static let start = Instant(seconds: 1_800_000_000)

  @Test(arguments: 0..<100)
  func `each wait lies in the upper half of a ceiling that doubles up to the longest`(seed: Int) {
    var policy = ReconnectPolicy(seed: UInt64(seed))
    var again = ReconnectPolicy(seed: UInt64(seed))
    var now = Self.start
    var ceiling: Int64 = 250
    for attempt in 0..<40 {
      #expect(policy.attempts == attempt)
      let next = policy.lost(at: now)
      #expect(next == again.lost(at: now), "the seed decides")
      let wait = next - now
      #expect(wait >= .milliseconds(ceiling / 2) && wait <= .milliseconds(ceiling))
      ceiling = min(30_000, ceiling * 2)
      now = next
    }
  }

  @Test func `seeds scatter those who come back`() {
    let times = Set(
      (0..<200).map { seed in
        var policy = ReconnectPolicy(seed: UInt64(seed))
        return policy.lost(at: Self.start)
      })
    #expect(times.count > 195)
  }

  @Test func `only a connection that lasted makes it begin anew`() {
    var policy = ReconnectPolicy(seed: 7)
    var now = Self.start
    for _ in 0..<6 { now = policy.lost(at: now) }
    policy.connected(at: now)
    now = policy.lost(at: now + .seconds(59))
    #expect(policy.attempts == 7)
    policy.connected(at: now)
    let lost = now + .seconds(60)
    #expect(policy.lost(at: lost) - lost <= .milliseconds(250))
    #expect(policy.attempts == 1)
    // A failure that was never a connection counts on.
    #expect(policy.lost(at: lost + .hours(1)) - (lost + .hours(1)) >= .milliseconds(250))
  }

  @Test(arguments: 0..<60)
  func `the offset is as right as its uncertainty says, whatever the way back costs`(seed: Int) {
    var chance = Seeded(seed)
    let truth = Int64.random(in: -5_000_000_000...5_000_000_000, using: &chance)
    var clock = ClockOffset()
    var now = Self.start
    for _ in 0..<50 {
      now += .seconds(1)
      let slow: Int64 = chance.chance(30) ? 40_000_000 : 1
      let there =
        Int64.random(in: 1_000_000...9_000_000, using: &chance) * slow / (slow > 1 ? 1_000_000 : 1)
      let back = Int64.random(in: 1_000_000...9_000_000, using: &chance)
      clock.add(
        sent: now, received: now + .nanoseconds(there + back),
        server: now + .nanoseconds(there + truth))
    }
    let offset = clock.offset?.nanoseconds ?? .max
    let uncertainty = clock.uncertainty?.nanoseconds ?? 0
    #expect(abs(offset - truth) <= uncertainty)
    #expect(uncertainty < 10_000_000, "the slow ones do not count")
    #expect(clock.serverTime(at: now) == now + .nanoseconds(offset))
    #expect(clock.exceeds(.nanoseconds(abs(truth) + 20_000_000)) == false)
    if abs(truth) > 100_000_000 { #expect(clock.exceeds(.milliseconds(50))) }
  }

  @Test func `without round trips there is no offset, and nonsense is none`() {
    var clock = ClockOffset(keeping: 4)
    let now = Self.start
    #expect(clock.offset == nil && !clock.exceeds(.seconds(0)))
    #expect(clock.serverTime(at: now) == now)
    clock.add(sent: now, received: now - .nanoseconds(1), server: now)
    clock.add(sent: now, received: now + .hours(1), server: now)
    clock.add(
      sent: Instant(nanoseconds: -2), received: Instant(nanoseconds: 0),
      server: Instant(nanoseconds: .max))
    #expect(clock.offset == nil)
    for _ in 0..<9 { clock.add(sent: now, received: now, server: now + .seconds(3)) }
    #expect(clock.offset == .seconds(3) && clock.exceeds(.seconds(2)))
    for _ in 0..<4 { clock.add(sent: now, received: now, server: now - .seconds(1)) }
    #expect(clock.offset == .seconds(-1), "the latest four alone")
    clock.removeAll()
    #expect(clock.offset == nil)
  }

  @Test func `a silent connection is pinged, and given up in the end`() {
    var liveness = Liveness(
      .init(pingEvery: .seconds(3), stalledAfter: .seconds(10)), at: Self.start)
    func at(_ seconds: Int64) -> Liveness.Duty? {
      liveness.duty(at: Self.start + .seconds(seconds))
    }
    #expect(at(2) == nil && liveness.next == Self.start + .seconds(3))
    #expect(at(3) == .ping(.frame))
    #expect(at(3) == nil && liveness.next == Self.start + .seconds(6))
    liveness.heard(at: Self.start + .seconds(5))
    #expect(at(7) == nil)
    #expect(at(8) == .ping(.frame))
    #expect(at(14) == .ping(.frame))
    #expect(liveness.next == Self.start + .seconds(15))
    #expect(at(15) == .giveUp(silent: .seconds(10)))
  }

  @Test func `a venue's own ping goes out on time though messages come`() {
    let ping = Liveness.Ping.text("{\"op\":\"ping\"}")
    var liveness = Liveness(
      .init(ping: ping, pingEvery: .seconds(20), onlyWhenIdle: false), at: Self.start)
    var pings: [Int64] = []
    for second in 0..<100 as Range<Int64> {
      liveness.heard(at: Self.start + .seconds(second))
      if liveness.duty(at: Self.start + .seconds(second)) == .ping(ping) { pings.append(second) }
    }
    #expect(pings == [20, 40, 60, 80])
  }
}
