/// The last 300 bars of the level frame, with the swing points among them.
///
/// A swing point is strict towards the left and not towards the right, so the first of equal
/// extremes is one and a plateau has one only. It is known three bars after it happened.
public struct LevelWindow: Sendable, Hashable, Codable {
  public static let length = 300
  public static let reach = 3

  private(set) var columns = LevelColumns()
  private(set) var book = SwingBook()
  /// The bars that may still prove to be swing points.
  private var recent = Ring<LevelBar>(capacity: reach + 1)

  public init() {}

  /// How many bars there have been.
  public var end: Int { columns.end }
  /// How many bars are in the window.
  public var count: Int { min(end, LevelWindow.length) }
  public var last: LevelBar? { recent.last }

  public mutating func append(_ bar: LevelBar) {
    let number = end
    columns.append(bar)
    recent.append(bar)
    book.forget(before: end - LevelWindow.length)
    book.react(to: number, high: bar.high, low: bar.low)
    // The bars on the left must be there; at the start of a series there are none.
    guard number >= 2 * LevelWindow.reach else { return }
    let swing = number - LevelWindow.reach
    if isSwing(at: swing, { -$0.low($1) }) { note(swing, .low) }
    if isSwing(at: swing, { $0.high($1) }) { note(swing, .high) }
  }

  /// The swing points from the oldest to the newest; of one bar the low comes first.
  public var swings: [SwingPoint] {
    book.swings.map { SwingPoint(bar: $0.bar, price: $0.price, kind: $0.kind) }
  }

  private mutating func note(_ number: Int, _ kind: SwingPoint.Kind) {
    var swing = SwingBook.Swing(recent[0], number: number, kind: kind)
    for later in number + 1..<end {
      swing.react(high: columns.high(later), low: columns.low(later))
    }
    book.append(swing)
  }

  @inline(__always)
  private func isSwing(at bar: Int, _ extreme: (LevelColumns, Int) -> Double) -> Bool {
    let peak = extreme(columns, bar)
    for offset in 1...LevelWindow.reach {
      guard peak > extreme(columns, bar - offset), peak >= extreme(columns, bar + offset)
      else { return false }
    }
    return true
  }
}
