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
  private var plus = 0.0
  private var minus = 0.0
  private var range = 0.0
  private var indexSum = 0.0
  /// Absent for the first `length` bars.
  public private(set) var plusDI: Double?
  public private(set) var minusDI: Double?
  /// Absent for the first 2 × `length` - 1 bars.
  public private(set) var adx: Double?

  public init(length: Int) { self.length = length }

  public mutating func update(high: Double, low: Double, close: Double) {
    defer { previous = Edges(high: high, low: low, close: close) }
    guard let previous else { return }
    moves += 1
    add(high: high, low: low, after: previous)
    guard moves >= length else { return }
    plusDI = range == 0 ? 0 : 100 * (plus / range)
    minusDI = range == 0 ? 0 : 100 * (minus / range)
    average()
  }

  private mutating func add(high: Double, low: Double, after previous: Edges) {
    let rise = high - previous.high
    let fall = previous.low - low
    if moves >= length {
      plus -= plus / Double(length)
      minus -= minus / Double(length)
      range -= range / Double(length)
    }
    if fall > 0, rise < fall {
      minus += fall
    } else if rise > 0, rise > fall {
      plus += rise
    }
    range += trueRange(high: high, low: low, previousClose: previous.close)
  }

  /// Bars without any movement leave the average where it is.
  private mutating func average() {
    let up = plusDI ?? 0
    let down = minusDI ?? 0
    let index = up + down == 0 ? nil : 100 * (abs(down - up) / (up + down))
    if let adx {
      guard let index else { return }
      self.adx = (adx * Double(length - 1) + index) / Double(length)
      return
    }
    indexSum += index ?? 0
    if moves == 2 * length - 1 { adx = indexSum / Double(length) }
  }
}
