public import Events
public import Quantities

/// The marks of Cipher B that look at coarser time frames, which its source leaves switched off.
///
/// The source asks for the Heikin-Ashi candles of bars that are still forming, and so knows the
/// future of the past; here the last closed ones count. A frame that cannot be built from the
/// bars' own gives no mark.
public struct SommiMarks: Sendable, Hashable, Codable {
  private struct Candles: Sendable, Hashable, Codable {
    var frame: HigherFrame?
    var ashi = HeikinAshi()

    mutating func update(_ bar: Candle) {
      guard let (left, finished) = frame?.update(bar) else { return }
      if let left { ashi.update(left) }
      if let finished { ashi.update(finished) }
    }
  }

  private var half: HigherFrame?
  private var wave = WaveTrend(average: 12)
  private var hour: Candles
  private var fourHours: Candles
  /// The waves cross above zero, while the area and the coarser wave are below zero.
  public private(set) var isBearFlag = false
  public private(set) var isBullFlag = false
  /// The waves cross above zero, while neither coarser candle is green.
  public private(set) var isBearDiamond = false
  public private(set) var isBullDiamond = false

  /// Takes the time frame of the bars to come.
  public init(base: TimeFrame) {
    half = HigherFrame(.h12, from: base)
    hour = Candles(frame: HigherFrame(.h1, from: base))
    fourHours = Candles(frame: HigherFrame(.h4, from: base))
  }

  /// Takes a bar, what Cipher B shows of it, and the area as Cipher B draws it.
  public mutating func update(_ bar: Candle, cipherB: CipherB, area: Double?) {
    if let (left, finished) = half?.update(bar) {
      if let left { wave.update(high: left.high, low: left.low, close: left.close) }
      if let finished {
        wave.update(high: finished.high, low: finished.low, close: finished.close)
      }
    }
    hour.update(bar)
    fourHours.update(bar)
    mark(slow: cipherB.waveTrend.wt2, area: area, markers: cipherB.markers)
  }

  private mutating func mark(slow: Double?, area: Double?, markers: MarkerSet) {
    let up = markers.contains(.bCrossUp)
    let down = markers.contains(.bCrossDown)
    isBearFlag = down && isLess(area, 0) && isGreater(slow, 0) && isLess(wave.wave, 0)
    isBullFlag = up && isGreater(area, 0) && isLess(slow, 0) && isGreater(wave.wave, 0)
    isBearDiamond = false
    isBullDiamond = false
    guard let slow, let first = hour.ashi.isGreen, let second = fourHours.ashi.isGreen else {
      return
    }
    isBearDiamond = down && slow >= 0 && !first && !second
    isBullDiamond = up && slow <= 0 && first && second
  }
}
