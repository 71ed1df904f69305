/// The last 300 bars of the level frame, with the swing points among them.
///
/// A swing point is strict towards the left and not towards the right, so the first of equal
/// extremes is one and a plateau has one only. It is known three bars after it happened.
public struct LevelWindow: Sendable, Hashable, Codable {
  public static let length = 300
  public static let reach = 3

  public private(set) var bars: Ring<LevelBar>

  public init() { bars = Ring(capacity: LevelWindow.length) }

  public mutating func append(_ bar: LevelBar) {
    bars.append(bar)
    let index = bars.count - 1 - LevelWindow.reach
    // The bars on the left must be in the window: at the start of a series there are none, and
    // in a full window there are always enough.
    guard index >= LevelWindow.reach else { return }
    bars[index].isSwingHigh = isSwing(at: index) { $0.high }
    bars[index].isSwingLow = isSwing(at: index) { -$0.low }
  }

  /// The swing points from the oldest to the newest; of one bar the high comes first.
  public var swings: [SwingPoint] {
    var swings: [SwingPoint] = []
    for index in 0..<bars.count {
      let bar = bars[index]
      if bar.isSwingHigh { swings.append(.init(index: index, price: bar.high, kind: .high)) }
      if bar.isSwingLow { swings.append(.init(index: index, price: bar.low, kind: .low)) }
    }
    return swings
  }

  /// The bars as columns from the oldest to the newest, for the loops over all of them.
  var columns: LevelColumns {
    var columns = LevelColumns(capacity: bars.count)
    for index in 0..<bars.count { columns.append(bars[index]) }
    return columns
  }

  @inline(__always)
  private func isSwing(at index: Int, _ extreme: (LevelBar) -> Double) -> Bool {
    let peak = extreme(bars[index])
    for offset in 1...LevelWindow.reach {
      guard peak > extreme(bars[index - offset]), peak >= extreme(bars[index + offset])
      else { return false }
    }
    return true
  }
}

/// The prices of a window, each kind in a row of its own.
struct LevelColumns {
  private(set) var highs: [Double] = []
  private(set) var lows: [Double] = []
  private(set) var closes: [Double] = []

  init(capacity: Int) {
    highs.reserveCapacity(capacity)
    lows.reserveCapacity(capacity)
    closes.reserveCapacity(capacity)
  }

  mutating func append(_ bar: LevelBar) {
    highs.append(bar.high)
    lows.append(bar.low)
    closes.append(bar.close)
  }
}
