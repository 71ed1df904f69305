import EventSourcing
import Events
import IndicatorCore
import Quantities
import TestSupport
import Testing

/// Clusters and the life of a level.
@Suite struct LevelTests {
  @Test(arguments: 0..<10) func `the story of the levels fits together`(seed: Int) throws {
    var run = Run(level: .h4)
    var live: [Identifier] = []
    for bar in Candles.walk(seed: seed, count: 900, frame: .h4) {
      let conclusions = run.answer(Candles.candle(bar, frame: .h4))
      guard let map = conclusions.maps.first else { continue }
      let ids = map.levels.map(\.id)
      #expect(Set(ids).count == ids.count, "no name twice")
      #expect(map.levels.map(\.price) == map.levels.map(\.price).sorted())
      for level in conclusions.found {
        #expect(!live.contains(level.id))
        live.append(level.id)
      }
      for level in conclusions.tested + conclusions.broken { #expect(live.contains(level.id)) }
      for level in conclusions.retired {
        #expect(live.contains(level.id))
        #expect(level.phase == .retired)
        live.removeAll { $0 == level.id }
      }
      // Every level on the map is either alive or said to be retired, and the other way round.
      #expect(Set(map.levels.filter { $0.phase != .retired }.map(\.id)) == Set(live))
      let window = try #require(run.replica.state.series.first?.levels?.window)
      let clusters = window.clusters(atr: try #require(map.atr))
      #expect(map.levels.map(\.price) == clusters.map(\.price), "every cluster is a level")
      for level in map.levels {
        #expect(level.kind == (level.price > bar.close ? .resistance : .support))
        #expect(level.low <= level.price && level.price <= level.high)
        if level.usable { #expect(level.tests >= 3 && level.breaks <= 2 && level.strength >= 40) }
        if level.phase == .candidate { #expect(level.tests < 3) }
      }
    }
    #expect(!live.isEmpty)
  }

  /// Bars that go up to `top` and down to `bottom` in turns of eight bars.
  private func zigzag(_ turns: Int, top: Double = 200, bottom: Double = 100) -> [Candle] {
    let path = (0..<turns * 16).map { step -> Double in
      let phase = Double(step % 16) / 8
      return bottom + (top - bottom) * (phase <= 1 ? phase : 2 - phase)
    }
    return bars(path, from: 0)
  }

  private func bars(_ path: [Double], from start: Int) -> [Candle] {
    path.enumerated().map { index, price in
      Candle(
        openTime: Instant(seconds: Int64(start + index) * 14_400), open: price, high: price + 2,
        low: price - 2, close: price, volume: 10)
    }
  }

  @Test func `a level is found, tested, broken, retested and confirmed in its new role`() throws {
    var run = Run(level: .h4)
    var events: [String] = []
    var last: Level?
    let range = zigzag(5)
    // Out through the top, back to it from above, and away again.
    let out = [120, 150, 180, 200, 220, 240, 260, 240, 220, 206, 203, 206, 220, 240, 260, 270]
    for bar in range + bars(out.map(Double.init), from: range.count) {
      let conclusions = run.answer(Candles.candle(bar, frame: .h4))
      func note(_ word: String, _ levels: [Level]) {
        for level in levels where abs(level.price - 202) < 8 { events.append(word) }
      }
      note("found", conclusions.found)
      note("tested", conclusions.tested)
      note("broken", conclusions.broken)
      note("retired", conclusions.retired)
      let top = conclusions.maps.first?.levels.first { abs($0.price - 202) < 8 }
      if let top, top.phase != last?.phase { events.append("is \(top.phase.rawValue)") }
      if let top, let last { #expect(top.id == last.id) }
      last = top ?? last
    }
    #expect(
      events == [
        "found", "is candidate", "tested", "tested", "is confirmed", "tested", "tested", "broken",
        "is broken", "is retested", "tested", "is confirmed",
      ])
    #expect(last?.kind == .support)
  }

  @Test func `a level that was broken too often is retired while the breaks are remembered`() {
    var run = Run(level: .h4)
    var story: [String] = []
    // Back and forth through 500, with a turn there each time, and then only above it.
    var path = (0..<30).flatMap { turn -> [Double] in
      let side = turn % 2 == 0 ? 1.0 : -1.0
      return [20, 40, 60, 40, 20, 10, 14, 18, 10, 0, -10].map { 500 + side * $0 }
    }
    path += (0..<30).flatMap { _ in [20, 40, 60, 70, 60, 40, 20, 10, 4, 10].map { 500 + $0 } }
    for bar in bars(path, from: 0) {
      let conclusions = run.answer(Candles.candle(bar, frame: .h4))
      for level in conclusions.retired where level.breaks > 2 {
        story.append("\(level.id) retired")
        #expect(!level.usable)
      }
      for level in conclusions.found where story.contains("\(level.id) retired") {
        story.append("\(level.id) found")
        #expect(level.breaks <= 2)
      }
      for level in conclusions.maps.flatMap(\.levels) {
        #expect((level.phase == .retired) == (level.breaks > 2))
      }
    }
    #expect(story.contains { $0.hasSuffix("retired") })
    #expect(story.contains { $0.hasSuffix("found") })
  }

  @Test func `levels that nobody tests any more are retired`() {
    var run = Run(level: .h4)
    var retired = 0
    let range = zigzag(4)
    let away = (0..<320).map { 400 + Double($0) }
    for bar in range + bars(away, from: range.count) {
      retired += run.answer(Candles.candle(bar, frame: .h4)).retired.count
    }
    #expect(retired >= 2)
    #expect(run.replica.state.series.first?.levels?.known == [])
  }
}
