/// The lowest and the highest of the last `length` values, as `ta.lowest` and `ta.highest` see them.
///
/// An undefined value gives undefined extremes and empties the window. After that the window
/// counts before it is full again, except in the first `length` - 1 bars of the series.
public struct Extremes: Sendable, Hashable, Codable {
  private var window: Ring<Double>
  private var bars = 0
  public private(set) var lowest: Double?
  public private(set) var highest: Double?

  public init(length: Int) { window = Ring(capacity: length) }

  /// Whether the extremes are those of `length` values.
  public var isFull: Bool { window.isFull }

  public mutating func update(_ value: Double?) {
    bars = min(bars + 1, window.capacity)
    lowest = nil
    highest = nil
    guard let value else { return window.removeAll() }
    window.append(value)
    guard bars == window.capacity else { return }
    var low = value
    var high = value
    for index in 0..<window.count {
      let other = window[index]
      if other < low { low = other }
      if other > high { high = other }
    }
    lowest = low
    highest = high
  }
}
