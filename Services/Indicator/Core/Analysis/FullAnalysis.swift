public import Events
public import Quantities

/// Everything that the closed bars of one instrument in one time frame show: the core indicators
/// and both VuManChu ciphers.
///
/// Bars go in one by one, in the order of time; nothing depends on how many went in at once, and
/// no answer about a bar needs a later one.
public struct FullAnalysis: Sendable, Hashable, Codable {
  public private(set) var lastOpenTime: Instant?
  /// TA-Lib's conventions.
  public private(set) var core = CoreIndicators()
  /// TradingView's RSI of the close, which both ciphers use.
  public private(set) var rsi = TradingViewRSI()
  /// As Cipher A draws it; Cipher B draws it lower by `lowering`.
  public private(set) var area = MoneyFlowArea<60>()
  public private(set) var cipherA = CipherA()
  public private(set) var cipherB: CipherB

  /// The marks that look at coarser frames; nil unless they were asked for.
  public private(set) var sommi: SommiMarks?

  /// The colors of the waves by a coarser frame; nil unless they were asked for.
  public private(set) var waveColors: WaveColors?

  /// - Parameters:
  ///   - extras: the time frame of the bars, to have the marks and colors of coarser ones.
  ///   - averagesStochastic: the source's switch for the stochastic RSI, off on the chart.
  public init(extras: TimeFrame? = nil, averagesStochastic: Bool = false) {
    cipherB = CipherB(averagesStochastic: averagesStochastic)
    sommi = extras.map { SommiMarks(base: $0) }
    waveColors = extras.map { WaveColors(base: $0) }
  }

  /// How much lower Cipher B draws the area.
  public static let lowering = 2.5

  /// The marks of the last bar.
  public var markers: MarkerSet {
    var markers = cipherA.markers
    markers.formUnion(cipherB.markers)
    return markers
  }

  /// The area as Cipher B draws it.
  public var lowerArea: Double? { area.value.map { $0 - FullAnalysis.lowering } }

  /// Takes the next closed bar; traps when it is not later than the one before.
  public mutating func update(_ bar: Candle) {
    if let lastOpenTime {
      precondition(lastOpenTime < bar.openTime, "a bar that is not later than the last")
    }
    lastOpenTime = bar.openTime
    core.update(bar)
    rsi.update(bar.close)
    area.update(open: bar.open, high: bar.high, low: bar.low, close: bar.close)
    cipherA.update(bar, rsi: rsi.value)
    cipherB.update(bar, rsi: rsi.value)
    let lowerArea = lowerArea
    sommi?.update(bar, cipherB: cipherB, area: lowerArea)
    waveColors?.update(bar)
  }
}
