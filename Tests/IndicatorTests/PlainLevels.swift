import Events
import IndicatorCore
import Quantities

/// The levels of a window, computed from its bars alone, in the words of the definition.
struct PlainLevels {
  struct Swing {
    var index: Int
    var price: Double
    var isHigh: Bool
  }

  struct Cluster: Equatable {
    var members: Int
    var tests: [Int]
    var price: Double
    var low: Double
    var high: Double
    var breaks = 0
    var lastBreak: Int?
    var retest: Int?
    var strength = 0.0
  }

  /// All bars of the series so far.
  let series: [LevelBar]
  let atr: Double
  /// The number of the first bar in the window.
  private let start: Int

  init(_ series: [LevelBar], atr: Double) {
    self.series = series
    self.atr = atr
    start = max(0, series.count - 300)
  }

  var swings: [Swing] {
    var swings: [Swing] = []
    for index in max(3, start)..<max(3, start, series.count - 3) {
      let left = series[index - 3..<index]
      let right = series[index + 1...index + 3]
      let bar = series[index]
      if left.allSatisfy({ $0.low > bar.low }), right.allSatisfy({ $0.low >= bar.low }) {
        swings.append(Swing(index: index, price: bar.low, isHigh: false))
      }
      if left.allSatisfy({ $0.high < bar.high }), right.allSatisfy({ $0.high <= bar.high }) {
        swings.append(Swing(index: index, price: bar.high, isHigh: true))
      }
    }
    return swings
  }

  func clusters(of swings: [Swing]) -> [Cluster] {
    var groups: [[Swing]] = []
    for swing in swings.sorted(by: { ($0.price, $0.index) < ($1.price, $1.index) }) {
      if let first = groups.last?.first, swing.price - first.price <= 0.5 * atr {
        groups[groups.count - 1].append(swing)
      } else {
        groups.append([swing])
      }
    }
    return groups.map(cluster)
  }

  private func cluster(_ members: [Swing]) -> Cluster {
    var tests: [Swing] = []
    for member in members.sorted(by: { ($0.index, $0.price) < ($1.index, $1.price) })
    where tests.last.map({ member.index - $0.index >= 5 }) ?? true {
      tests.append(member)
    }
    let prices = members.map(\.price)
    let price = prices.reduce(0, +) / Double(prices.count)
    var cluster = Cluster(
      members: members.count, tests: tests.map(\.index), price: price,
      low: min(prices.min()!, price - 0.25 * atr), high: max(prices.max()!, price + 0.25 * atr))
    countBreaks(&cluster)
    cluster.strength = strength(tests)
    return cluster
  }

  private func countBreaks(_ cluster: inout Cluster) {
    var side = 0
    for index in cluster.tests[0]..<series.count {
      let close = series[index].close
      let isAbove = close > cluster.high + 0.25 * atr
      let isBelow = close < cluster.low - 0.25 * atr
      let now = isAbove ? 1 : isBelow ? -1 : side
      if side != 0, now != side {
        cluster.breaks += 1
        cluster.lastBreak = index
      }
      side = now
    }
    guard let last = cluster.lastBreak else { return }
    cluster.retest = series.indices.first {
      $0 > last && $0 <= last + 30 && series[$0].low <= cluster.high
        && series[$0].high >= cluster.low
    }
  }

  private func strength(_ tests: [Swing]) -> Double {
    let reactions = tests.compactMap(reaction)
    let volumes = tests.compactMap { series[$0.index].volumeRatio }
    let mean = { (values: [Double]) in
      values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
    return 100
      * (0.40 * min(1, Double(tests.count) / 5) + 0.25 * half(series.count - 1 - tests.last!.index)
        + 0.20 * mean(reactions) / 3 + 0.15 * min(1, mean(volumes) / 2))
  }

  private func reaction(_ test: Swing) -> Double? {
    guard let atr = series[test.index].atr, atr > 0 else { return nil }
    let moves = series[(test.index + 1)...].prefix(6).map {
      test.isHigh ? test.price - $0.low : $0.high - test.price
    }
    return min(3, max(0, moves.max()!) / atr)
  }

  /// 0.5 to the power of a sixtieth of `count`, by squaring.
  private func half(_ count: Int) -> Double {
    var power = 0.988514020352896135356867505
    var result = 1.0
    for bit in 0..<9 {
      if count >> bit & 1 == 1 { result *= power }
      power *= power
    }
    return result
  }
}

extension PlainLevels.Cluster {
  init(_ cluster: LevelCluster, tests: [Int]) {
    self.init(
      members: cluster.members, tests: tests, price: cluster.price, low: cluster.low,
      high: cluster.high, breaks: cluster.breaks, lastBreak: cluster.lastBreak,
      retest: cluster.retest, strength: cluster.strength)
  }
}
