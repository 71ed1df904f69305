public import Events

/// VuManChu Cipher B: WaveTrend, stochastic RSI, Schaff's cycle, and the marks of crossings and
/// divergences.
///
/// The conditions are those of the public source, with its quirks; the formulas are our own words.
public struct CipherB: Sendable, Hashable, Codable {
  public private(set) var waveTrend = WaveTrend(average: 12)
  public private(set) var stochastic: StochasticWave
  public private(set) var cycle = SchaffTrendCycle()
  private var waves = Cross()

  private var waveFractals = Fractals()
  private var strengthFractals = Fractals()
  private var stochasticFractals = Fractals()
  private var wave = Divergences(top: 45, bottom: -65)
  private var second = Divergences(top: 15, bottom: -40)
  private var everyWave = Divergences()
  private var strength = Divergences(top: 60, bottom: 30)
  private var everyStrength = Divergences()
  private var everyStochastic = Divergences()
  private var buys = Meeting()
  private var sells = Meeting()
  /// The marks of the last bar.
  public private(set) var markers = MarkerSet()

  /// - Parameter averagesStochastic: the source's switch for the stochastic RSI, off on the chart.
  public init(averagesStochastic: Bool = false) {
    stochastic = StochasticWave(isAveraged: averagesStochastic)
  }

  /// Takes a bar and the RSI of its close.
  public mutating func update(_ bar: Candle, rsi: Double?) {
    waveTrend.update(high: bar.high, low: bar.low, close: bar.close)
    stochastic.update(close: bar.close)
    cycle.update(close: bar.close)
    waves.update(waveTrend.wt1, waveTrend.wt2)
    diverge(bar, rsi: rsi)
    markers = MarkerSet()
    markWaves()
    markWaveDivergences()
    markOtherDivergences()
    markGold()
    markPurple()
  }

  private mutating func diverge(_ bar: Candle, rsi: Double?) {
    waveFractals.update(waveTrend.wt2, bar: bar, rsi: rsi)
    strengthFractals.update(rsi, bar: bar, rsi: rsi)
    stochasticFractals.update(stochastic.early, bar: bar, rsi: rsi)
    wave.update(waveFractals)
    second.update(waveFractals)
    everyWave.update(waveFractals)
    strength.update(strengthFractals)
    everyStrength.update(strengthFractals)
    everyStochastic.update(stochasticFractals)
  }

  private mutating func markWaves() {
    guard let slow = waveTrend.wt2 else { return }
    let isOversold = slow <= WaveLevel.oversold
    let isOverbought = slow >= WaveLevel.overbought
    let up = waves.hasCrossed && isGreater(waveTrend.wt1, slow)
    let down = waves.hasCrossed && isLess(waveTrend.wt1, slow)
    markers.insert(.bOversold, if: isOversold)
    markers.insert(.bOverbought, if: isOverbought)
    markers.insert(.bCrossUp, if: up)
    markers.insert(.bCrossDown, if: down)
    markers.insert(.bBuy, if: up && isOversold)
    markers.insert(.bSell, if: down && isOverbought)
  }

  private mutating func markWaveDivergences() {
    markers.insert(.bWtBullDiv, if: wave.isBullish)
    markers.insert(.bWtBearDiv, if: wave.isBearish)
    markers.insert(.bWtBullDiv2, if: second.isBullish)
    markers.insert(.bWtBearDiv2, if: second.isBearish)
    markers.insert(.bWtBullHidden, if: everyWave.isHiddenBullish)
    markers.insert(.bWtBearHidden, if: everyWave.isHiddenBearish)
    markers.insert(.bWtBullHiddenLim, if: wave.isHiddenBullish)
    markers.insert(.bWtBearHiddenLim, if: wave.isHiddenBearish)
    markers.insert(.bBuyDiv, if: wave.isBullish || second.isBullish)
    markers.insert(.bSellDiv, if: wave.isBearish || second.isBearish)
  }

  private mutating func markOtherDivergences() {
    markers.insert(.bRsiBullDiv, if: strength.isBullish)
    markers.insert(.bRsiBearDiv, if: strength.isBearish)
    markers.insert(.bRsiBullHidden, if: everyStrength.isHiddenBullish)
    markers.insert(.bRsiBearHidden, if: everyStrength.isHiddenBearish)
    markers.insert(.bStochBullDiv, if: everyStochastic.isBullish)
    markers.insert(.bStochBearDiv, if: everyStochastic.isBearish)
  }

  /// The levels are those of the source's code; its comment names others.
  private mutating func markGold() {
    guard let slow = waveTrend.wt2 else { return }
    if wave.isBullish, let former = wave.formerBottom, let value = former.value {
      markers.insert(
        .bGoldBuy, if: value <= -75 && slow > -75 && value - slow <= -5 && isLess(former.rsi, 30))
    }
    if wave.isBearish, let former = wave.formerTop, let value = former.value {
      markers.insert(
        .bGoldSellOurs,
        if: value >= 75 && slow < 75 && value - slow >= 5 && isGreater(former.rsi, 70))
    }
  }

  private mutating func markPurple() {
    buys.update(circle: markers.contains(.bBuy), divergence: markers.contains(.bBuyDiv))
    sells.update(circle: markers.contains(.bSell), divergence: markers.contains(.bSellDiv))
    markers.insert(.bPurpleUpOurs, if: buys.isMet)
    markers.insert(.bPurpleDownOurs, if: sells.isMet)
  }
}

/// Whether a circle and a divergence are at most two bars apart; said on the later of the two.
struct Meeting: Sendable, Hashable, Codable {
  private var barsSinceCircle = 3
  private var barsSinceDivergence = 3
  private(set) var isMet = false

  mutating func update(circle: Bool, divergence: Bool) {
    barsSinceCircle = circle ? 0 : min(3, barsSinceCircle + 1)
    barsSinceDivergence = divergence ? 0 : min(3, barsSinceDivergence + 1)
    isMet = (circle && barsSinceDivergence <= 2) || (divergence && barsSinceCircle <= 2)
  }
}
