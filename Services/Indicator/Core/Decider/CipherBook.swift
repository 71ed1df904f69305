public import Events

/// The VuManChu ciphers of a series.
public struct CipherBook: Sendable, Hashable, Codable {
  /// TradingView's RSI of the close, which both ciphers use.
  private var rsi = TradingViewRSI()
  /// As Cipher A draws it.
  private var area = MoneyFlowArea<60>()
  public private(set) var cipherA = CipherA()
  public private(set) var cipherB = CipherB()

  public init() {}

  /// The area as Cipher B draws it.
  public var moneyFlow: Double? { area.value.map { $0 - FullAnalysis.lowering } }

  /// The marks of the last bar.
  public var markers: MarkerSet {
    var markers = cipherA.markers
    markers.formUnion(cipherB.markers)
    return markers
  }

  mutating func update(_ bar: Candle) {
    rsi.update(bar.close)
    area.update(open: bar.open, high: bar.high, low: bar.low, close: bar.close)
    cipherA.update(bar, rsi: rsi.value)
    cipherB.update(bar, rsi: rsi.value)
  }
}
