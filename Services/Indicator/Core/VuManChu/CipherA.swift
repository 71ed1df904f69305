public import Events

/// VuManChu Cipher A: a ribbon of averages, the WaveTrend, and the marks of their crossings.
///
/// The conditions are those of the public source, with its quirks; the formulas are our own words.
public struct CipherA: Sendable, Hashable, Codable {
  /// The lengths of the ribbon's averages.
  public static let ribbonLengths = [5, 11, 15, 18, 21, 24, 28, 34]

  private struct Body: Sendable, Hashable, Codable {
    var open: Double
    var close: Double
  }

  public private(set) var waveTrend = WaveTrend(average: 13)
  /// The averages of the close, the shortest first.
  public private(set) var ribbon = ribbonLengths.map { ExponentialAverage(length: $0) }
  private var waves = Cross()
  private var firstSecond = Crossover()
  private var secondThird = Crossover()
  private var secondEighth = Crossover()
  private var previous: Body?
  /// The marks of the last bar.
  public private(set) var markers = MarkerSet()

  public init() {}

  /// Takes a bar and the RSI of its close.
  public mutating func update(_ bar: Candle, rsi: Double?) {
    waveTrend.update(high: bar.high, low: bar.low, close: bar.close)
    for index in ribbon.indices { ribbon[index].update(bar.close) }
    waves.update(waveTrend.wt1, waveTrend.wt2)
    firstSecond.update(ribbon[0].value, ribbon[1].value)
    secondThird.update(ribbon[1].value, ribbon[2].value)
    secondEighth.update(ribbon[1].value, ribbon[7].value)
    markers = MarkerSet()
    markRibbon()
    markDiamonds(rsi: rsi)
    markCandle(bar)
    previous = Body(open: bar.open, close: bar.close)
  }

  private mutating func markRibbon() {
    markers.insert(.aRibbonUp, if: isLess(ribbon[7].value, ribbon[1].value))
    markers.insert(.aLongEma, if: secondEighth.isOver)
    markers.insert(.aShortEma, if: secondEighth.isUnder)
    markers.insert(.aRedCross, if: firstSecond.isUnder)
    markers.insert(.aGreenCross, if: firstSecond.isOver)
    markers.insert(.aBlueTriUp, if: secondThird.isOver)
    markers.insert(.aBlueTriDown, if: secondThird.isUnder)
  }

  private mutating func markDiamonds(rsi: Double?) {
    let red = waves.hasCrossed && isLess(waveTrend.wt1, waveTrend.wt2)
    let green = waves.hasCrossed && isGreater(waveTrend.wt1, waveTrend.wt2)
    markers.insert(.aRedDiamond, if: red)
    markers.insert(.aGreenDiamond, if: green)
    markers.insert(.aBloodDiamond, if: red && firstSecond.isUnder)
    markers.insert(.aMoonDiamond, if: green && firstSecond.isOver)
    guard let slow = waveTrend.wt2, let rsi else { return }
    markers.insert(.aYellowXUp, if: red && slow < 45 && slow > -80 && rsi > 15 && rsi < 30)
    // The source asks for an RSI below 70 and below 85, not for one between them.
    markers.insert(.aYellowXDown, if: green && slow > 55 && slow < 100 && rsi < 70)
  }

  private mutating func markCandle(_ bar: Candle) {
    guard let previous, let second = ribbon[1].value, let eighth = ribbon[7].value else { return }
    // Both candles ask for the absence of the red cross: so does the source.
    let isFree = !firstSecond.isUnder
    let isBull = bar.open > second && bar.open > eighth && previous.close > previous.open
    let isBear = bar.open < second && bar.open < eighth && previous.close < previous.open
    markers.insert(
      .aBullCandle,
      if: isBull && bar.close > bar.open && isFree && !markers.contains(.aRedDiamond))
    markers.insert(
      .aBearCandle,
      if: isBear && bar.close < bar.open && isFree && !markers.contains(.aGreenDiamond))
  }
}
