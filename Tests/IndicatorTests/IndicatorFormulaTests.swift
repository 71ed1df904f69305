import Events
import IndicatorCore
import Quantities
import Testing

/// The indicators against sums by hand, and against a computation over the whole series.
@Suite struct IndicatorFormulaTests {
  /// Forty bars of the specification.
  static let closes: [Double] = [
    100, 101, 102, 101, 103, 105, 104, 106, 107, 105, 104, 106, 108, 109, 108, 110, 112, 111, 113,
    112, 110, 109, 111, 114, 116, 115, 113, 112, 114, 117, 119, 118, 120, 121, 119, 118, 117, 119,
    122, 124,
  ]

  static let handChecked: [Dashboard] = {
    var dashboard = Dashboard()
    return closes.enumerated().map { index, close in
      dashboard.update(
        Candle(
          openTime: Instant(seconds: Int64(index) * 3_600), open: close, high: close + 1,
          low: close - 1.5, close: close, volume: Double(10 + (7 * index) % 11)))
      return dashboard
    }
  }()

  struct Check: Sendable, CustomTestStringConvertible {
    var name: String
    var bar: Int
    var expected: Double
    var value: @Sendable (Dashboard) -> Double?
    var testDescription: String { "\(name)[\(bar)]" }
  }

  static let checks: [Check] = [
    Check(name: "rsi", bar: 14, expected: 70.0) { $0.rsi.value },
    Check(name: "rsi", bar: 15, expected: 72.91666667) { $0.rsi.value },
    Check(name: "rsi", bar: 39, expected: 70.64845163) { $0.rsi.value },
    Check(name: "macd", bar: 33, expected: 4.11068773) { $0.macd.line },
    Check(name: "signal", bar: 33, expected: 3.76127141) { $0.macd.signal },
    Check(name: "histogram", bar: 33, expected: 0.34941632) { $0.macd.histogram },
    Check(name: "macd", bar: 39, expected: 3.80468848) { $0.macd.line },
    Check(name: "signal", bar: 39, expected: 3.70668837) { $0.macd.signal },
    Check(name: "histogram", bar: 39, expected: 0.09800011) { $0.macd.histogram },
    Check(name: "ema20", bar: 19, expected: 106.35) { $0.ema20.value },
    Check(name: "ema20", bar: 20, expected: 106.69761905) { $0.ema20.value },
    Check(name: "ema20", bar: 39, expected: 116.66741733) { $0.ema20.value },
    Check(name: "atr", bar: 14, expected: 2.75) { $0.atr.value },
    Check(name: "atr", bar: 15, expected: 2.76785714) { $0.atr.value },
    Check(name: "atr", bar: 39, expected: 2.9803798) { $0.atr.value },
    Check(name: "volume", bar: 19, expected: 14.9) { $0.volume.value },
    Check(name: "volume", bar: 39, expected: 15.2) { $0.volume.value },
  ]

  @Test(arguments: checks) func `the hand-checked series gives its values`(check: Check) throws {
    let value = try #require(check.value(Self.handChecked[check.bar]))
    #expect(abs(value - check.expected) < 1e-8)
  }

  @Test func `nothing is defined too early`() {
    let firsts = [14, 33, 33, 33, 19, 49, 14, 19, 27, 14, 14]
    var dashboard = Dashboard()
    for (index, bar) in Candles.walk(seed: 1, count: 60).enumerated() {
      dashboard.update(bar)
      #expect(dashboard.values.map { $0 != nil } == firsts.map { index >= $0 })
    }
  }

  @Test(arguments: 0..<20)
  func `step by step gives the bits of a computation over the whole series`(seed: Int) {
    let bars = Candles.walk(seed: seed, count: 300)
    var dashboard = Dashboard()
    var stepwise: [[Double?]] = []
    for bar in bars {
      dashboard.update(bar)
      stepwise.append(dashboard.values)
    }
    let batch = Batch(bars).columns
    for row in bars.indices {
      #expect(stepwise[row] == batch.map { $0[row] }, "bar \(row)")
    }
  }

  @Test func `a window of zeros has a mean of zero, whatever was before`() {
    var average = MovingAverage<20>()
    for value in [1e15, 0.1, 1e-3, 7e9] { average.update(value) }
    for _ in 0..<20 { average.update(0) }
    #expect(average.value == 0)
  }

  @Test func `flat prices are degenerate until they move`() {
    var rsi = RelativeStrength(length: 14)
    for _ in 0..<20 { rsi.update(close: 5) }
    #expect(rsi.value == 0)
    #expect(rsi.isDegenerate)
    rsi.update(close: 6)
    #expect(rsi.value == 100)
    #expect(!rsi.isDegenerate)
  }
}

/// The same indicators, each over the whole series at once.
struct Batch {
  let bars: [Candle]
  init(_ bars: [Candle]) { self.bars = bars }

  var columns: [[Double?]] {
    let close = bars.map(\.close)
    let (line, signal) = macd(close)
    let histogram = zip(line, signal).map { a, b in a.flatMap { a in b.map { a - $0 } } }
    let (adx, plus, minus) = movement
    return [
      rsi(close), line, signal, histogram, exponential(close, 20, from: 0),
      exponential(close, 50, from: 0), wilder(ranges, 14), mean(bars.map(\.volume), 20), adx,
      plus, minus,
    ]
  }

  private var ranges: [Double?] {
    bars.indices.map { index in
      guard index > 0 else { return nil }
      let before = bars[index - 1].close
      return max(
        bars[index].high - bars[index].low, abs(bars[index].high - before),
        abs(bars[index].low - before))
    }
  }

  private func mean(_ values: [Double], _ length: Int) -> [Double?] {
    blockSums(values, length).map { $0.map { $0 / Double(length) } }
  }

  /// Averages the values from a place on.
  private func exponential(_ values: [Double], _ length: Int, from start: Int) -> [Double?] {
    var result: [Double?] = Array(repeating: nil, count: values.count)
    guard values.count >= start + length else { return result }
    let first = start + length - 1
    var value = values[start...first].reduce(0, +) / Double(length)
    result[first] = value
    for index in (first + 1)..<values.count {
      value += 2 / Double(length + 1) * (values[index] - value)
      result[index] = value
    }
    return result
  }

  private func wilder(_ values: [Double?], _ length: Int) -> [Double?] {
    var result: [Double?] = Array(repeating: nil, count: values.count)
    guard values.count > length else { return result }
    var value = values[1...length].reduce(0) { $0 + ($1 ?? 0) } / Double(length)
    result[length] = value
    for index in (length + 1)..<values.count {
      value = (value * Double(length - 1) + (values[index] ?? 0)) / Double(length)
      result[index] = value
    }
    return result
  }

  private func rsi(_ close: [Double]) -> [Double?] {
    let changes: [Double?] = [nil] + zip(close.dropFirst(), close).map { $0 - $1 }
    let gains = wilder(changes.map { $0.map { max($0, 0) } }, 14)
    let losses = wilder(changes.map { $0.map { max(-$0, 0) } }, 14)
    return zip(gains, losses).map { gain, loss in
      guard let gain, let loss else { return nil }
      return gain + loss < 1e-14 ? 0 : 100 * (gain / (gain + loss))
    }
  }

  private func macd(_ close: [Double]) -> ([Double?], [Double?]) {
    let fast = exponential(close, 12, from: 14)
    let slow = exponential(close, 26, from: 0)
    let line = zip(fast, slow).map { a, b in a.flatMap { a in b.map { a - $0 } } }
    let signal = exponential(line.map { $0 ?? 0 }, 9, from: 25)
    return (zip(line, signal).map { $1 == nil ? nil : $0 }, signal)
  }

  private var movement: ([Double?], [Double?], [Double?]) {
    let blank: [Double?] = Array(repeating: nil, count: bars.count)
    var (adx, plus, minus) = (blank, blank, blank)
    var (up, down, range, index, count) = (0.0, 0.0, 0.0, 0.0, 0)
    for bar in bars.indices.dropFirst() {
      let rise = bars[bar].high - bars[bar - 1].high
      let fall = bars[bar - 1].low - bars[bar].low
      if bar >= 14 {
        up -= up / 14
        down -= down / 14
        range -= range / 14
      }
      if fall > 0, fall > rise { down += fall }
      if rise > 0, rise > fall { up += rise }
      range += ranges[bar] ?? 0
      guard bar >= 14 else { continue }
      let p = 100 * (up / range)
      let m = 100 * (down / range)
      plus[bar] = p
      minus[bar] = m
      let dx = 100 * (abs(m - p) / (p + m))
      count += 1
      if count < 14 {
        index += dx
      } else if count == 14 {
        index = (index + dx) / 14
        adx[bar] = index
      } else {
        index = (index * 13 + dx) / 14
        adx[bar] = index
      }
    }
    return (adx, plus, minus)
  }
}

/// The sums of the last `length` values: of each block of `length` what is in the window, the
/// older block from its newest value back, the younger from its oldest on.
func blockSums(_ values: [Double], _ length: Int) -> [Double?] {
  values.indices.map { end in
    guard end >= length - 1 else { return nil }
    let window = end - length + 1...end
    let older = window.filter { $0 / length < end / length }.reversed()
    let younger = window.filter { $0 / length == end / length }
    return older.reduce(0) { $0 + values[$1] } + younger.reduce(0) { $0 + values[$1] }
  }
}
