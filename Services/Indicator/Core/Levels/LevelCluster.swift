public import Events

/// Swing points at nearly one price, and what the bars since then did there.
public struct LevelCluster: Sendable, Hashable {
  /// In the order of time.
  public var members: [SwingPoint]
  /// The members that count as tests: at least five bars apart.
  public var tests: [SwingPoint]
  /// Mean of the members.
  public var price: Double
  public var low: Double
  public var high: Double
  public var breaks = 0
  /// The place of the bar that broke it last.
  public var lastBreak: Int?
  /// The place of the first bar, within thirty after the last break, that came back to the zone.
  public var retest: Int?
  /// From 0 to 100.
  public var strength = 0.0

  public static let tolerance = 0.5
  public static let margin = 0.25
  public static let spacing = 5
  public static let retestLife = 30

  /// The clusters of a window from the lowest price to the highest; `atr` is the last bar's.
  public static func all(of swings: [SwingPoint], in window: LevelWindow, atr: Double)
    -> [LevelCluster]
  {
    let byPrice = swings.sorted {
      $0.price != $1.price ? $0.price < $1.price : $0.index < $1.index
    }
    let columns = window.columns
    var clusters: [LevelCluster] = []
    var first = 0
    for index in byPrice.indices {
      let isLast = index + 1 == byPrice.count
      if isLast || byPrice[index + 1].price - byPrice[first].price > tolerance * atr {
        clusters.append(LevelCluster(byPrice[first...index], in: window, columns, atr: atr))
        first = index + 1
      }
    }
    return clusters
  }

  private init(
    _ byPrice: ArraySlice<SwingPoint>, in window: LevelWindow, _ columns: LevelColumns, atr: Double
  ) {
    members = byPrice.sorted { $0.index < $1.index }
    tests = []
    for member in members {
      if let last = tests.last, member.index - last.index < LevelCluster.spacing { continue }
      tests.append(member)
    }
    var sum = 0.0
    for member in byPrice { sum += member.price }
    price = sum / Double(byPrice.count)
    low = min(byPrice.first?.price ?? price, price - LevelCluster.margin * atr)
    high = max(byPrice.last?.price ?? price, price + LevelCluster.margin * atr)
    countBreaks(in: columns, atr: atr)
    strength = computedStrength(in: window.bars, columns)
  }

  /// Support below the close, resistance above it.
  public func kind(at close: Double) -> LevelKind { price > close ? .resistance : .support }

  /// Counts the closes that pass from beyond one side to beyond the other, after the first test.
  private mutating func countBreaks(in columns: LevelColumns, atr: Double) {
    let above = high + LevelCluster.margin * atr
    let below = low - LevelCluster.margin * atr
    let count = columns.closes.count
    var side = 0
    for index in tests[0].index..<count {
      let close = columns.closes[index]
      // Most closes are on the side of the one before.
      if side > 0 ? close >= below : side < 0 && close <= above { continue }
      let now = close > above ? 1 : close < below ? -1 : 0
      guard now != 0 else { continue }
      if side != 0 {
        breaks += 1
        lastBreak = index
      }
      side = now
    }
    guard let lastBreak else { return }
    let end = min(lastBreak + LevelCluster.retestLife, count - 1)
    retest = (lastBreak + 1..<end + 1).first {
      columns.lows[$0] <= high && columns.highs[$0] >= low
    }
  }
}
