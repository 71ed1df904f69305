import Events
import Quantities

/// Finds the swing points of the trigger frame, and the divergences between neighbours.
///
/// A swing point is strict towards the left and not towards the right, and known three bars later.
public struct SwingTape: Sendable, Hashable, Codable {
  struct Point: Sendable, Hashable, Codable {
    var high: Double
    var low: Double
    var macd: Double?
    var atr: Double?
  }

  struct Swing: Sendable, Hashable, Codable {
    var bar: Int
    var price: Double
    var macd: Double?
  }

  /// The last bars, the oldest first; at most as many as a swing point needs.
  private var points: [Point] = []
  /// How many bars there were.
  private var count = 0
  private var lastHigh: Swing?
  private var lastLow: Swing?

  public init() {}

  /// Takes note of a bar; returns the divergences that it confirms, the bearish one first.
  public mutating func take(_ bar: TapeBar) -> [Divergence] {
    let width = 2 * SignalRule.swingReach + 1
    if points.count == width { points.removeFirst() }
    points.append(
      Point(
        high: bar.candle.high, low: bar.candle.low, macd: bar.macd, atr: bar.atr14))
    count += 1
    guard points.count == width else { return [] }
    var divergences: [Divergence] = []
    let middle = points[SignalRule.swingReach]
    if isSwing({ $0.high }) {
      let swing = Swing(bar: middleBar, price: middle.high, macd: middle.macd)
      if let found = divergence(from: lastHigh, to: swing, .short) { divergences.append(found) }
      lastHigh = swing
    }
    if isSwing({ -$0.low }) {
      let swing = Swing(bar: middleBar, price: middle.low, macd: middle.macd)
      if let found = divergence(from: lastLow, to: swing, .long) { divergences.append(found) }
      lastLow = swing
    }
    return divergences
  }

  private var middleBar: Int { count - 1 - SignalRule.swingReach }

  private func isSwing(_ extreme: (Point) -> Double) -> Bool {
    let middle = SignalRule.swingReach
    let peak = extreme(points[middle])
    return (1...middle).allSatisfy {
      peak > extreme(points[middle - $0]) && peak >= extreme(points[middle + $0])
    }
  }

  /// The step is measured in ATR of the later swing's bar.
  private func divergence(from earlier: Swing?, to later: Swing, _ direction: Direction)
    -> Divergence?
  {
    guard let earlier, let atr = points[SignalRule.swingReach].atr, let first = earlier.macd,
      let second = later.macd, SignalRule.divergenceSpan.contains(later.bar - earlier.bar)
    else { return nil }
    // Towards the extreme of its kind: up for highs, down for lows.
    let sign = Double(-direction.sign)
    guard sign * (later.price - earlier.price) >= SignalRule.divergenceStep * atr,
      sign * (first - second) > 0, sign * first > 0
    else { return nil }
    return Divergence(direction: direction, later: second, earlier: first)
  }
}
