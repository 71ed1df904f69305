public import Events

/// The measures of one bar of the regime frame, and the verdict on them.
public struct RegimeReading: Sendable, Hashable {
  var close: Double
  var ema20: Double
  var ema50: Double
  /// Between the averages, in ATR.
  var gap: Double
  /// Of the 20-bar average per bar, in ATR.
  public var slope: Double
  var adx: Double
  var plusDI: Double
  var minusDI: Double
  /// Of the range among the last hundred, in percent.
  public var rank: Double

  /// The first rule that matches.
  public var regime: Regime {
    if rank >= 97 || rank >= 90 && !isRising && !isFalling { return .volatile }
    if isRising { return .trendingUp }
    if isFalling { return .trendingDown }
    return adx < 20 && gap < 1 ? .ranging : .neutral
  }

  private var isRising: Bool {
    ema20 > ema50 && close > ema50 && slope > 0.05 && adx >= 20 && plusDI > minusDI
  }

  private var isFalling: Bool {
    ema20 < ema50 && close < ema50 && slope < -0.05 && adx >= 20 && minusDI > plusDI
  }

  /// How strongly the bar speaks for a regime, from 0 to 100.
  public func strength(of regime: Regime) -> Double {
    switch regime {
    case .neutral: 100 * (1 - max(trend, range, volatility))
    case .trendingUp, .trendingDown: 100 * trend
    case .ranging: 100 * range
    case .volatile: 100 * volatility
    }
  }

  private var trend: Double {
    0.5 * clamped((adx - 15) / 30) + 0.3 * clamped(gap / 3) + 0.2 * clamped(abs(slope) / 0.25)
  }

  private var range: Double {
    0.6 * clamped((25 - adx) / 15) + 0.4 * (1 - clamped(gap / 1.5))
  }

  private var volatility: Double { clamped((rank - 80) / 20) }
}

private func clamped(_ value: Double) -> Double { min(1, max(0, value)) }
