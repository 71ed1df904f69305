import Foundation
import OrderDesk
import Quantities
import Testing

@Suite struct StormTests {
  /// More with `MARTLET_DESK_SEEDS`; a failing seed says itself and all that was drawn.
  static let seeds =
    0..<(ProcessInfo.processInfo.environment["MARTLET_DESK_SEEDS"].flatMap { Int($0) } ?? 300)

  @Test
  func
    `whatever the venue and the machine do, every order is there once and every fill is told once`()
  {
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
