import Events
import Foundation
import IndicatorCore
import Quantities
import TestSupport
import Testing

/// The map of levels against a computation from the bars alone, on every bar.
@Suite struct LevelLawTests {
  @Test(arguments: 0..<12) func `step by step gives the bits of a computation from the bars alone`(
    seed: Int
  ) {
    var feed = LevelFeed()
    var random = Seeded(seed)
    var compared = 0
    for bar in Candles.rough(seed: seed, count: 500) {
      feed.update(bar)
      guard let atr = feed.atr.value else { continue }
      let plain = PlainLevels(feed.bars, atr: atr)
      let swings = plain.swings
      #expect(feed.window.swings.map(\.bar) == swings.map(\.index))
      // In whatever order they come.
      let expected = plain.clusters(of: swings.shuffled(using: &random))
      let clusters = feed.window.clusters(atr: atr)
      compared += clusters.count
      guard same(clusters, expected) else {
        for (a, b) in zip(clusters, expected) where PlainLevels.Cluster(a, tests: b.tests) != b {
          Issue.record("bar \(feed.bars.count - 1): \(a), not \(b)")
        }
        return
      }
    }
    #expect(compared > 2_000)
  }

  private func same(_ clusters: [LevelCluster], _ expected: [PlainLevels.Cluster]) -> Bool {
    clusters.map { PlainLevels.Cluster($0, tests: []) }
      == expected.map { cluster in
        var cluster = cluster
        cluster.tests = []
        return cluster
      } && clusters.map(\.tests) == expected.map(\.tests.count)
      && clusters.map(\.firstTest) == expected.map { $0.tests[0] }
      && clusters.map(\.lastTest) == expected.map { $0.tests[$0.tests.count - 1] }
  }

  @Test(arguments: 0..<12) func `the map that follows the levels is the map of all its parts`(
    seed: Int
  ) {
    var feed = LevelFeed()
    var known: [Level] = []
    for bar in Candles.rough(seed: seed, count: 700) {
      feed.update(bar)
      guard let atr = feed.atr.value else { continue }
      let map = LevelMap(
        of: feed.window, atr: atr, known: known, instrument: "test:BTC/USD", timeFrame: .h4)
      #expect(map.levels.count == map.clusters.count)
      for (level, cluster) in zip(map.levels, map.clusters) {
        #expect(level.price == cluster.price && level.breaks == cluster.breaks)
        // Whose name it has, is nearest to none but this one.
        guard let former = known.first(where: { $0.id == level.id }) else { continue }
        let distance = abs(former.price - level.price)
        #expect(distance <= 0.5 * atr)
        #expect(map.clusters.allSatisfy { abs($0.price - former.price) >= distance })
      }
      // The oldest first.
      known =
        known.compactMap { old in map.levels.first { $0.id == old.id } }
        + map.levels.filter { level in !known.contains { $0.id == level.id } }
    }
    #expect(!known.isEmpty)
  }

  @Test(arguments: 0..<6) func `a window goes on the same after it was kept and read again`(
    seed: Int
  ) throws {
    var random = Seeded(seed &+ 9)
    let cut = Int(random.next() % 690) + 1
    var feed = LevelFeed()
    var restarted = LevelFeed()
    for (row, bar) in Candles.rough(seed: seed, count: 700).enumerated() {
      feed.update(bar)
      restarted.update(bar)
      if row == cut {
        let data = try JSONEncoder().encode(feed.window)
        restarted.window = try JSONDecoder().decode(LevelWindow.self, from: data)
      }
      #expect(restarted.window == feed.window)
      #expect(restarted.clusters == feed.clusters)
    }
  }
}
