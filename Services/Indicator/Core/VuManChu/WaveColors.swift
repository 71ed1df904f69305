public import Events
public import Quantities

/// The "MACD colors" of Cipher B's waves, which its source leaves switched off: the side of a MACD
/// on bars of four hours, bright where the area of those bars agrees.
///
/// The source asks for bars that are still forming; here the last closed one counts. Averages of
/// 28 and 42 bars as on TradingView, and for the signal the plain mean of nine.
public struct WaveColors: Sendable, Hashable, Codable {
  /// What the waves are painted in.
  public enum Color: String, Sendable, Hashable, Codable {
    case upBright, upDim, downBright, downDim

    /// As it stands in tables: 2 and 1 for up, -2 and -1 for down, the bright ones further out.
    public var number: Double {
      switch self {
      case .upBright: 2
      case .upDim: 1
      case .downDim: -1
      case .downBright: -2
      }
    }
  }

  private var frame: HigherFrame?
  private var fast = ExponentialAverage(length: 28)
  private var slow = ExponentialAverage(length: 42)
  private var signal = TradingViewAverage<9>()
  private var area = MoneyFlowArea<60>()
  /// Absent until the coarser bars have a signal and an area.
  public private(set) var color: Color?

  /// Takes the time frame of the bars to come.
  public init(base: TimeFrame) { frame = HigherFrame(.h4, from: base) }

  public mutating func update(_ bar: Candle) {
    guard let (left, finished) = frame?.update(bar) else { return }
    if let left { paint(left) }
    if let finished { paint(finished) }
  }

  private mutating func paint(_ bar: Candle) {
    area.update(open: bar.open, high: bar.high, low: bar.low, close: bar.close)
    let line = difference(fast.next(bar.close), slow.next(bar.close))
    guard let mean = signal.next(line), let line, let area = area.value else { return }
    // Where both are equal, the source asks for the rise first.
    let height = area - FullAnalysis.lowering
    if line >= mean {
      color = height > 0 ? .upBright : .upDim
    } else {
      color = height < 0 ? .downBright : .downDim
    }
  }
}
