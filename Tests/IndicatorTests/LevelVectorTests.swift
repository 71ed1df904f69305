import Events
import Foundation
import IndicatorCore
import Quantities
import TestSupport
import Testing

/// Swing points, levels and regimes against the reference lists.
@Suite(.enabled(if: TestData.isPresent)) struct LevelVectorTests {
  struct Market: Sendable, CustomTestStringConvertible {
    var name: String
    var levelFile: String
    var regimeFile: String
    var testDescription: String { name }
  }

  static let markets = [
    Market(
      name: "btcusd_bitstamp", levelFile: "btcusd_bitstamp_4h_2020-07_2021-07",
      regimeFile: "btcusd_bitstamp_1d_2020-01_2021-07"),
    Market(
      name: "ethusdt_binance", levelFile: "ethusdt_binance_4h_2019-07_2020-07",
      regimeFile: "ethusdt_binance_1d_2019-01_2020-07"),
  ]

  struct Reference: Decodable {
    var price: Double
    var lo: Double
    var hi: Double
    var tests: Int
    var breaks: Int
    var last_test: Int
    var first_test: Int
    var strength: Double
    var kind: String
    var members: Int
  }

  @Test(arguments: markets) func `swing points are the reference's`(market: Market) throws {
    let bars = try Candles.bars(TestData.table("data/\(market.levelFile).csv.gz"))
    let table = try TestData.table("vectors/\(market.name)_pivots_4h.csv.gz")
    let expected = zip(try table.texts("index"), try table.texts("kind")).map { "\($0) \($1)" }
    var window = LevelWindow()
    var found: [String] = []
    for (index, bar) in bars.enumerated() {
      window.append(LevelBar(bar))
      // A swing point is known three bars later, and never before.
      let known = window.swings.filter { $0.bar == index - 3 }
      // The lists name the high of a bar first.
      for swing in known.reversed() {
        found.append("\(index - 3) \(swing.kind == .high ? "H" : "L")")
      }
    }
    #expect(found == expected)
  }

  @Test(arguments: markets) func `levels are the reference's`(market: Market) throws {
    let bars = try Candles.bars(TestData.table("data/\(market.levelFile).csv.gz"))
    let data = try TestData.bytes("vectors/\(market.name)_levels_4h_snapshots.json.gz")
    let snapshots = try JSONDecoder().decode([String: [Reference]].self, from: data)
    #expect(snapshots.count == 10)
    // A snapshot is named by the opening of the 1h bar after which it was taken.
    let wanted = Dictionary(
      uniqueKeysWithValues: try snapshots.map { key, value in
        (try #require(Int64(key)) + 3_600_000, value)
      })
    var feed = LevelFeed()
    var compared = 0
    for bar in bars {
      feed.update(bar)
      let close = TimeFrame.h4.closing(of: bar.openTime).milliseconds
      for (time, levels) in wanted where close <= time && time < close + 14_400_000 {
        compare(feed.clusters, levels, close: bar.close)
        compared += 1
      }
    }
    #expect(compared == 10)
  }

  private func compare(_ clusters: [LevelCluster], _ levels: [Reference], close: Double) {
    let clusters = clusters.filter { $0.tests >= 2 }
    #expect(clusters.count == levels.count)
    for (cluster, level) in zip(clusters, levels) {
      #expect(agrees(cluster.price, level.price))
      #expect(agrees(cluster.low, level.lo))
      #expect(agrees(cluster.high, level.hi))
      #expect(agrees(cluster.strength, level.strength))
      #expect(cluster.tests == level.tests)
      #expect(cluster.breaks == level.breaks)
      #expect(cluster.members == level.members)
      #expect(cluster.lastTest == level.last_test)
      #expect(cluster.firstTest == level.first_test)
      #expect(cluster.kind(at: close).rawValue.uppercased() == level.kind)
    }
  }

  @Test(arguments: markets) func `regimes are the reference's`(market: Market) throws {
    let bars = try Candles.bars(TestData.table("data/\(market.regimeFile).csv.gz"))
    let table = try TestData.table("vectors/\(market.name)_regime_1d.csv.gz")
    let raw = try table.texts("raw")
    let confirmed = try table.texts("confirmed")
    let strength = try table.numbers("strength")
    let rawStrength = try table.numbers("raw_strength")
    var run = Run(level: .h4, regime: .d1)
    var previous = "NEUTRAL"
    for (index, bar) in bars.enumerated() {
      let conclusions = run.answer(Candles.candle(bar, frame: .d1))
      let assessed = try #require(conclusions.regimes.first)
      #expect(assessed.raw.reference == raw[index], "raw \(index)")
      #expect(assessed.confirmed.reference == confirmed[index], "confirmed \(index)")
      #expect(agrees(assessed.strength, strength[index]), "strength \(index)")
      if raw[index] == confirmed[index] {
        #expect(agrees(assessed.strength, rawStrength[index]), "raw strength \(index)")
      }
      // A change is said once, when it is.
      #expect(
        conclusions.regimeChanges.map(\.to.reference)
          == (previous == confirmed[index] ? [] : [confirmed[index]]))
      previous = confirmed[index]
    }
  }
}

/// What the level frame's part of a series does.
struct LevelFeed {
  var window = LevelWindow()
  /// All that the window was told.
  var bars: [LevelBar] = []
  var atr = AverageTrueRange(length: 14)
  var volume = MovingAverage<20>()

  mutating func update(_ bar: Candle) {
    atr.update(high: bar.high, low: bar.low, close: bar.close)
    volume.update(bar.volume)
    bars.append(
      LevelBar(
        openTime: bar.openTime, high: bar.high, low: bar.low, close: bar.close, atr: atr.value,
        volumeRatio: volume.value.flatMap { $0 > 0 ? bar.volume / $0 : nil }))
    window.append(bars[bars.count - 1])
  }

  var clusters: [LevelCluster] {
    atr.value.map { window.clusters(atr: $0) } ?? []
  }
}

extension LevelBar {
  init(_ bar: Candle) {
    self.init(openTime: bar.openTime, high: bar.high, low: bar.low, close: bar.close)
  }
}
