/// The lowest and the highest of the last `length` values, as `ta.lowest` and `ta.highest` see them.
///
/// An undefined value gives undefined extremes and empties the window. After that the window
/// counts before it is full again, except in the first `length` - 1 bars of the series.
public struct Extremes<let length: Int>: Sendable, Hashable, Codable {
  private var window = WindowExtremes<length>()
  private var bars = 0
  public private(set) var lowest: Double?
  public private(set) var highest: Double?

  public init() {}

  public mutating func update(_ value: Double?) {
    if bars < length { bars += 1 }
    lowest = nil
    highest = nil
    guard let value else {
      if window.count > 0 { window.removeAll() }
      return
    }
    let extremes = window.next(value)
    guard bars == length else { return }
    lowest = extremes.lowest
    highest = extremes.highest
  }
}
