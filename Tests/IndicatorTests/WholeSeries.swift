import Events
import Foundation
import IndicatorCore

/// What the analysis shows, computed over the whole series at once, column by column.
struct WholeSeries {
  typealias Column = [Double?]
  let bars: [Candle]

  init(_ bars: [Candle]) { self.bars = bars }

  private var close: Column { bars.map(\.close) }

  var columns: [(String, Column)] {
    core + ribbon + cipher("a", average: 13) + cipher("b", average: 12) + rest
  }

  private var core: [(String, Column)] {
    let middle = means(close, 20)
    let width = close.indices.map { end in middle[end].map { 2 * deviation($0, through: end) } }
    let rsi = strength { gain, loss in 100 * (gain / (gain + loss)) }
    let k = windows(rsi, 14) { window in
      (window[13] - window.min()!) / (window.max()! - window.min()!) * 100
    }
    let d = means(k, 3)
    return [
      ("rsi14", rsi), ("bb_mid", middle), ("bb_upper", combine(middle, width, +)),
      ("bb_lower", combine(middle, width, -)), ("stochrsi_d", d),
      ("stochrsi_k", zip(k, d).map { $1 == nil ? nil : $0 }), ("mfi14", flow),
    ]
  }

  private var flow: Column {
    let typical = bars.map { ($0.high + $0.low + $0.close) / 3 }
    let signed = bars.indices.dropFirst().map { index -> Double in
      let change = typical[index] - typical[index - 1]
      let isStill = abs(change) <= 1e-14 * (typical[index] + typical[index - 1])
      return isStill ? 0 : (change > 0 ? 1 : -1) * (typical[index] * bars[index].volume)
    }
    let ups = blockSums(signed.map { max($0, 0) }, 14)
    let downs = blockSums(signed.map { max(-$0, 0) }, 14)
    return [nil] + combine(ups, downs) { $0 + $1 == 0 ? 0 : 100 * ($0 / ($0 + $1)) }
  }

  private func means(_ x: Column, _ length: Int) -> Column {
    let start = x.firstIndex { $0 != nil } ?? 0
    let sums = blockSums(x[start...].compactMap { $0 }, length)
    return x[..<start] + sums.map { $0.map { $0 / Double(length) } }
  }

  /// Of twenty closes from their mean, by way of the distances from the last close; the squares
  /// are added up in four lanes.
  private func deviation(_ mean: Double, through end: Int) -> Double {
    let last = bars[end].close
    var lanes = [0.0, 0.0, 0.0, 0.0]
    for place in 0..<20 {
      let bar = end - (end - place) % 20
      lanes[place % 4] += (bars[bar].close - last) * (bars[bar].close - last)
    }
    let squares = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
    return max(squares * (1 / 20) - (mean - last) * (mean - last), 0).squareRoot()
  }

  private var ribbon: [(String, Column)] {
    [5, 11, 15, 18, 21, 24, 28, 34].map { ("a_ema\($0)", exponential(close, $0)) }
  }

  private func cipher(_ name: String, average: Int) -> [(String, Column)] {
    let typical: Column = bars.map { ($0.high + $0.low + $0.close) / 3 }
    let esa = exponential(typical, 9)
    let away = combine(typical, esa, -)
    let usual = exponential(away.map { $0.map(abs) }, 9)
    let wt1 = exponential(combine(away, usual) { $0 / (0.015 * $1) }, average)
    let wt2 = windows(wt1, 3) { mean($0) }
    let crossed: [Int] = bars.indices.map { row in
      // The walk's lines are never equal, so the last strict relation is that of the bar before.
      guard row > 0, let a = wt1[row], let b = wt2[row], let c = wt1[row - 1],
        let d = wt2[row - 1]
      else { return 0 }
      return a > b && c < d ? 1 : a < b && c > d ? -1 : 0
    }
    let lines = [("\(name)_wt1", wt1), ("\(name)_wt2", wt2)]
    if name == "a" {
      return lines + [
        ("a_green_diamond", crossed.map { $0 == 1 ? 1 : 0 }),
        ("a_red_diamond", crossed.map { $0 == -1 ? 1 : 0 }),
      ]
    }
    return lines + [
      ("b_cross_up", crossed.map { $0 == 1 ? 1 : 0 }),
      ("b_buy", zip(crossed, wt2).map { $0 == 1 && ($1 ?? 0) <= -53 ? 1 : 0 }),
      ("b_sell", zip(crossed, wt2).map { $0 == -1 && ($1 ?? 0) >= 53 ? 1 : 0 }),
      ("b_wt_bear_div", tops(wt2, from: 45)), ("b_wt_bull_div", bottoms(wt2, to: -65)),
      ("b_wt_bear_div2", tops(wt2, from: 15)), ("b_wt_bull_div2", bottoms(wt2, to: -40)),
    ]
  }

  private var rest: [(String, Column)] {
    let area = windows(bars.map { ($0.close - $0.open) / ($0.high - $0.low) * 150 }, 60) {
      mean($0)
    }
    let rsi = strength { gain, loss in 100 - 100 / (1 + gain / loss) }
    return [
      ("a_rsimfi", area), ("b_rsimfi", area.map { $0.map { $0 - 2.5 } }), ("a_rsi", rsi),
      ("b_rsi", rsi), ("b_rsi_bear_div", tops(rsi, from: 60)),
      ("b_rsi_bull_div", bottoms(rsi, to: 30)),
    ]
  }

  // MARK: Divergences, turn by turn.

  private func tops(_ x: Column, from limit: Double) -> Column {
    divergences(x.map { $0.map { -$0 } }, bars.map { -$0.high }, limit: -limit)
  }

  private func bottoms(_ x: Column, to limit: Double) -> Column {
    divergences(x, bars.map(\.low), limit: limit)
  }

  /// Bottoms of a series below the price's former ones, but above the series' former ones.
  private func divergences(_ x: Column, _ low: [Double], limit: Double) -> Column {
    var marks: Column = x.map { _ in 0 }
    var former: Int?
    for pivot in x.indices.dropFirst(2).dropLast(2) {
      guard let value = x[pivot], value <= limit else { continue }
      let others = [pivot - 2, pivot - 1, pivot + 1, pivot + 2].map { x[$0] }
      guard others.allSatisfy({ $0.map { $0 > value } ?? false }) else { continue }
      if let former, low[pivot] < low[former], value > x[former]! { marks[pivot + 2] = 1 }
      former = pivot
    }
    return marks
  }

  // MARK: Averages.

  private func combine(
    _ a: Column, _ b: Column, _ body: (Double, Double) -> Double
  ) -> Column {
    zip(a, b).map { a, b in a.flatMap { a in b.map { body(a, $0) } } }
  }

  private func windows(_ x: Column, _ length: Int, _ body: ([Double]) -> Double) -> Column {
    x.indices.map { end in
      guard end >= length - 1 else { return nil }
      let window = x[(end - length + 1)...end].compactMap { $0 }
      return window.count == length ? body(window) : nil
    }
  }

  /// Added up with what the roundings lose.
  private func mean(_ values: [Double]) -> Double {
    var sum = 0.0
    var lost = 0.0
    for value in values {
      let next = sum + value
      lost += abs(sum) >= abs(value) ? sum - next + value : value - next + sum
      sum = next
    }
    return (sum + lost) / Double(values.count)
  }

  private func exponential(_ x: Column, _ length: Int) -> Column {
    guard let start = x.firstIndex(where: { $0 != nil }) else { return x }
    let first = start + length - 1
    var value = x[start...first].compactMap { $0 }.reduce(0, +) / Double(length)
    return x.indices.map { row in
      guard row >= first else { return nil }
      if row > first { value += 2 / Double(length + 1) * (x[row]! - value) }
      return value
    }
  }

  private func strength(_ share: (Double, Double) -> Double) -> Column {
    let changes = zip(bars.dropFirst(), bars).map { $0.close - $1.close }
    var gain = changes[..<14].map { max($0, 0) }.reduce(0, +) / 14
    var loss = changes[..<14].map { max(-$0, 0) }.reduce(0, +) / 14
    return bars.indices.map { row in
      guard row >= 14 else { return nil }
      if row > 14 {
        gain = (gain * 13 + max(changes[row - 1], 0)) / 14
        loss = (loss * 13 + max(-changes[row - 1], 0)) / 14
      }
      return share(gain, loss)
    }
  }
}
