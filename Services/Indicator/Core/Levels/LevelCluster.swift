public import Events
public import Quantities

/// Swing points at nearly one price, and what the bars since then did there.
///
/// Bars go by their numbers, counted from the first of the series.
public struct LevelCluster: Sendable, Hashable {
  /// How many swing points it is made of.
  public internal(set) var members: Int
  /// How many of them count as tests: those at least five bars apart.
  public internal(set) var tests = 0
  public internal(set) var firstTest = 0
  public internal(set) var lastTest = 0
  /// The open time of that bar.
  public internal(set) var lastTestTime = Instant.epoch
  /// Mean of the members.
  public internal(set) var price: Double
  public internal(set) var low: Double
  public internal(set) var high: Double
  public internal(set) var breaks = 0
  /// The bar that broke it last.
  public internal(set) var lastBreak: Int?
  /// The first bar, within thirty after the last break, that came back to the zone.
  public internal(set) var retest: Int?
  /// From 0 to 100.
  public internal(set) var strength = 0.0

  /// The place of its lowest member in the order of the prices.
  let lowest: Int
  /// The place of the known level that it continues.
  var claim: Int?
  private var reactions = Mean()
  private var volumes = Mean()

  public static let tolerance = 0.5
  public static let margin = 0.25
  public static let spacing = 5
  public static let retestLife = 30

  /// A cluster of ranked swing points whose prices add up to a sum.
  init(_ ranks: ArraySlice<SwingBook.Rank>, sum: Double, atr: Double) {
    lowest = ranks.startIndex
    members = ranks.count
    price = sum / Double(ranks.count)
    low = min(ranks[ranks.startIndex].price, price - LevelCluster.margin * atr)
    high = max(ranks[ranks.endIndex - 1].price, price + LevelCluster.margin * atr)
  }

  /// Support below the close, resistance above it.
  public func kind(at close: Double) -> LevelKind { price > close ? .resistance : .support }

  /// Takes the members in the order of time; those too close to the last test count for nothing.
  mutating func add(_ swing: SwingBook.Swing) {
    guard tests == 0 || swing.bar - lastTest >= LevelCluster.spacing else { return }
    if tests == 0 { firstTest = swing.bar }
    tests += 1
    lastTest = swing.bar
    lastTestTime = swing.openTime
    if let reaction = swing.reaction { reactions.add(reaction) }
    if let ratio = swing.volumeRatio { volumes.add(ratio) }
  }

  /// Counts the closes that pass from beyond one side to beyond the other, after the first test.
  mutating func countBreaks(in columns: LevelColumns, atr: Double) {
    let above = high + LevelCluster.margin * atr
    let below = low - LevelCluster.margin * atr
    var bar = firstTest
    while bar < columns.end, columns.close(bar) <= above, columns.close(bar) >= below { bar += 1 }
    guard bar < columns.end else { return }
    var isAbove = columns.close(bar) > above
    while let next = isAbove
      ? columns.firstClose(below: below, from: bar) : columns.firstClose(above: above, from: bar)
    {
      breaks += 1
      bar = next
      isAbove.toggle()
    }
    guard breaks > 0 else { return }
    lastBreak = bar
    let end = min(bar + LevelCluster.retestLife + 1, columns.end)
    retest = (bar + 1..<end).first { columns.low($0) <= high && columns.high($0) >= low }
  }

  /// 40 for five tests, 25 for a recent one, 20 for strong reactions, 15 for volume.
  mutating func weigh(fading: Double) {
    strength =
      100
      * (0.40 * min(1, Double(tests) / 5) + 0.25 * fading + 0.20 * reactions.value / 3
        + 0.15 * min(1, volumes.value / 2))
  }
}

/// A mean of what there is; zero of nothing.
private struct Mean: Sendable, Hashable {
  private var sum = 0.0
  private var count = 0

  var value: Double { count == 0 ? 0 : sum / Double(count) }

  mutating func add(_ value: Double) {
    sum += value
    count += 1
  }
}
