import Events
import Foundation
import OrderDesk
import Quantities
import Testing

@Suite struct StormTests {
  /// More with `MARTLET_DESK_SEEDS`; a failing seed says itself and all that was drawn.
  static let seeds =
    0..<(ProcessInfo.processInfo.environment["MARTLET_DESK_SEEDS"].flatMap { Int($0) } ?? 200)

  /// An entry that is filled in parts, a stop that is moved and cancelled, an entry that is lost.
  private static func script(crashingAt moment: Int?) -> Storm {
    var world = DeskWorld(seed: 3)
    world.crashMoment = moment
    var storm = Storm(world)
    storm.world.run(.seconds(8))
    let entry = storm.world.request(1)
    storm.world.run(.seconds(6))
    storm.fillFirst(of: entry, 1)
    let stop = storm.world.request(2, .stop)
    storm.world.run(.seconds(2))
    storm.world.append(
      .orderAmendRequested(stop.amended(stop: 91, quantity: 2, at: storm.world.now)))
    storm.fillFirst(of: entry, 1)
    storm.world.run(.seconds(2))
    storm.world.append(.orderCancelRequested(stop.cancelled(at: storm.world.now)))
    storm.world.faults.lostAnswers = 100
    let lost = storm.world.request(3)
    storm.world.run(.seconds(3))
    storm.requests = [entry, stop, lost]
    return storm
  }

  @Test func `a crash at any step is survived`() {
    var whole = Self.script(crashingAt: nil)
    let moments = whole.world.moments
    #expect(whole.verdict() == [])
    #expect(moments > 100)
    for moment in 1...moments {
      var storm = Self.script(crashingAt: moment)
      let crashes = storm.world.crashes
      let complaints = storm.verdict()
      #expect(complaints == [], "crash at \(moment)")
      #expect(crashes == 1)
    }
  }

  @Test func `in a storm every order is there once, and every fill is told once`() {
    var sends = 0
    var idle = 0
    var words: [String: Int] = [:]
    for seed in Self.seeds {
      var storm = Storm(seed: seed)
      let faults = storm.world.faults
      let complaints = storm.run()
      if let complaint = complaints.first {
        Issue.record("seed \(seed): \(complaint)\n\(faults)")
        return
      }
      sends += storm.world.sends
      for event in storm.world.events {
        words[String(line(event).prefix { $0 != " " }), default: 0] += 1
      }
      words["crash", default: 0] += storm.world.crashes
      if storm.world.sends < 3 { idle += 1 }
    }
    let counts = words.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    print("\(Self.seeds.count) storms: \(counts.joined(separator: ", "))")
    #expect(sends > Self.seeds.count * 5)
    #expect(idle * 10 < Self.seeds.count)
  }
}
