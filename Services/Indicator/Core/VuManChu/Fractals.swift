public import Events

/// A turn of a series, with what its bar showed.
public struct Pivot: Sendable, Hashable, Codable {
  public var value: Double?
  public var high: Double
  public var low: Double
  public var rsi: Double?
}

/// The turns of a series: higher, or lower, than the two values before it and the two after it.
///
/// So a turn is known two bars late, and nothing is said about it earlier.
public struct Fractals: Sendable, Hashable, Codable {
  private var window = Ring<Pivot>(capacity: 5)
  /// The top that the last bar confirmed, two bars ago.
  public private(set) var top: Pivot?
  /// The bottom that the last bar confirmed, two bars ago.
  public private(set) var bottom: Pivot?

  public init() {}

  public mutating func update(_ value: Double?, bar: Candle, rsi: Double?) {
    window.append(Pivot(value: value, high: bar.high, low: bar.low, rsi: rsi))
    top = nil
    bottom = nil
    guard window.isFull else { return }
    let pivot = window[2]
    // The source uses the value itself as a condition, and zero is none.
    guard let value = pivot.value, value != 0 else { return }
    if isTurn({ isGreater(value, $0) }) { top = pivot }
    if isTurn({ isLess(value, $0) }) { bottom = pivot }
  }

  private func isTurn(_ exceeds: (Double?) -> Bool) -> Bool {
    exceeds(window[0].value) && exceeds(window[1].value) && exceeds(window[3].value)
      && exceeds(window[4].value)
  }
}

/// The divergences between the turns of a series and the prices of their bars.
///
/// Each turn is compared with the one before it that was as extreme as the limits demand, however
/// long ago that was. All answers are those of the bar that confirms the turn.
public struct Divergences: Sendable, Hashable, Codable {
  /// Tops count from here up; nil: all.
  private let topLimit: Double?
  /// Bottoms count from here down; nil: all.
  private let bottomLimit: Double?
  private var lastTop: Pivot?
  private var lastBottom: Pivot?
  /// The top before the one that the last bar confirmed.
  public private(set) var formerTop: Pivot?
  /// The bottom before the one that the last bar confirmed.
  public private(set) var formerBottom: Pivot?
  /// A higher price at a lower value.
  public private(set) var isBearish = false
  /// A lower price at a higher value.
  public private(set) var isBullish = false
  /// A lower price at a higher value of the tops.
  public private(set) var isHiddenBearish = false
  /// A higher price at a lower value of the bottoms.
  public private(set) var isHiddenBullish = false

  public init(top: Double? = nil, bottom: Double? = nil) {
    topLimit = top
    bottomLimit = bottom
  }

  public mutating func update(_ fractals: Fractals) {
    let top = fractals.top.flatMap { pivot in
      topLimit.map { isLess(pivot.value, $0) } ?? false ? nil : pivot
    }
    let bottom = fractals.bottom.flatMap { pivot in
      bottomLimit.map { isGreater(pivot.value, $0) } ?? false ? nil : pivot
    }
    compare(top: top)
    compare(bottom: bottom)
    if let top { lastTop = top }
    if let bottom { lastBottom = bottom }
  }

  private mutating func compare(top: Pivot?) {
    formerTop = top == nil ? nil : lastTop
    isBearish = false
    isHiddenBearish = false
    guard let top, let former = lastTop else { return }
    isBearish = top.high > former.high && isLess(top.value, former.value)
    isHiddenBearish = top.high < former.high && isGreater(top.value, former.value)
  }

  private mutating func compare(bottom: Pivot?) {
    formerBottom = bottom == nil ? nil : lastBottom
    isBullish = false
    isHiddenBullish = false
    guard let bottom, let former = lastBottom else { return }
    isBullish = bottom.low < former.low && isGreater(bottom.value, former.value)
    isHiddenBullish = bottom.low > former.low && isLess(bottom.value, former.value)
  }
}
