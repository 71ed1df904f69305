/// Wilder's directional movement: +DI, -DI and ADX, all from 0 to 100, as TA-Lib computes them.
public struct DirectionalMovement: Sendable, Hashable, Codable {
  private struct Edges: Sendable, Hashable, Codable {
    var high: Double
    var low: Double
    var close: Double
  }

  private let length: Int
  private var previous: Edges?
  private var moves = 0
  // Wilder's sums, not averages: the first holds length - 1 bars.
  private var fall = 0.0
  private var rise = 0.0
  private var range = 0.0
  private var indexSum = 0.0
  /// Absent for the first `length` bars.
  public private(set) var plusDI: Double?
  public private(set) var minusDI: Double?
  /// Absent for the first 2 × `length` - 1 bars.
  public private(set) var adx: Double?

  public init(length: Int) { self.length = length }

  @inline(__always)
  public mutating func update(high: Double, low: Double, close: Double) {
    defer { previous = Edges(high: high, low: low, close: close) }
    guard let previous else { return }
    if moves < 2 * length { moves += 1 }
    add(high: high, low: low, after: previous)
    guard moves >= length else { return }
    // Both at once: divisions are what all this costs.
    let shares = range == 0 ? .zero : 100 * (SIMD2(rise, fall) / range)
    plusDI = shares.x
    minusDI = shares.y
    average(up: shares.x, down: shares.y)
  }

  @inline(__always)
  private mutating func add(high: Double, low: Double, after previous: Edges) {
    let up = high - previous.high
    let down = previous.low - low
    if moves >= length {
      let sums = SIMD2(rise, fall)
      let rest = sums - sums / Double(length)
      rise = rest.x
      fall = rest.y
      range -= range / Double(length)
    }
    fall += down > 0 && up < down ? down : 0
    rise += up > 0 && up > down ? up : 0
    range += trueRange(high: high, low: low, previousClose: previous.close)
  }

  /// Bars without any movement leave the average where it is.
  @inline(__always)
  private mutating func average(up: Double, down: Double) {
    let both = up + down
    if let adx {
      if both == 0 { return }
      let index = 100 * (abs(down - up) / both)
      self.adx = (adx * Double(length - 1) + index) / Double(length)
      return
    }
    if both != 0 { indexSum += 100 * (abs(down - up) / both) }
    if moves == 2 * length - 1 { adx = indexSum / Double(length) }
  }
}
