import Quantities
import TestSupport
import Testing
import Transport
import VenueLink

@Suite struct VenueClockTests {
  static let start = LineStage.start

  @Test(arguments: [1, 60])
  func `the venue's time runs at its pace and is as far ahead as was measured`(pace: Int) {
    var clock = VenueClock(from: Self.start, pace: pace)
    #expect(clock.time(at: Self.start + .seconds(2)) == Self.start + .seconds(2) * pace)
    let ahead = Interval.hours(3)
    for second in 0..<5 {
      let sent = Self.start + .seconds(Int64(second))
      let received = sent + .milliseconds(20)
      let server = Self.start + ahead + (sent + .milliseconds(10) - Self.start) * pace
      clock.note(server, sent: sent, received: received)
    }
    let now = Self.start + .seconds(100)
    #expect(clock.time(at: now) == Self.start + ahead + .seconds(100) * pace)
    #expect(clock.wait(until: clock.time(at: now) + .seconds(60), at: now) == .seconds(60) / pace)
    #expect(clock.ours(clock.venues(.seconds(7))) == .seconds(7))
  }

  @Test(arguments: [1, 60])
  func `a clock that was set is known anew, one that the way explains is not`(pace: Int) {
    var clock = VenueClock(from: Self.start, pace: pace)
    func measure(_ ahead: Interval, trip: Interval, at now: Instant) {
      let server = Self.start + (now + trip / 2 - Self.start) * pace + ahead
      clock.note(server, sent: now, received: now + trip)
    }
    for second in 0..<6 {
      measure(.zero, trip: .milliseconds(20), at: Self.start + .seconds(Int64(second)))
    }
    // Half of a long way is what it may be wrong by.
    measure(.milliseconds(400) * pace, trip: .seconds(1), at: Self.start + .seconds(7))
    #expect(clock.offset.offset == .zero)
    measure(.milliseconds(130) * pace, trip: .milliseconds(20), at: Self.start + .seconds(8))
    #expect(clock.offset.offset == .milliseconds(130) * pace)
    clock.forget()
    #expect(clock.offset.offset == nil)
  }

  @Test(arguments: 0..<20)
  func `by honest round trips the time is never wrong by more than is said`(seed: Int) throws {
    var chance = Seeded(seed)
    let pace = [1, 30, 60][seed % 3]
    let ahead = Interval.milliseconds(Int64.random(in: -90_000...90_000, using: &chance))
    var clock = VenueClock(from: Self.start, pace: pace)
    var now = Self.start
    for _ in 0..<100 {
      now += .milliseconds(Int64.random(in: 1...40_000, using: &chance))
      let there = Interval.milliseconds(Int64.random(in: 1...800, using: &chance))
      let back = Interval.milliseconds(Int64.random(in: 1...800, using: &chance))
      let server = Self.start + (now + there - Self.start) * pace + ahead
      clock.note(server, sent: now, received: now + there + back)
      now += there + back
      let error = clock.time(at: now) - (Self.start + (now - Self.start) * pace + ahead)
      #expect(error.magnitude <= (try #require(clock.offset.uncertainty)), "seed \(seed)")
    }
  }
}
