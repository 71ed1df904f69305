public import Quantities

// What a mark means to whoever trades: whether it is a signal, which way, and for how long.
extension Marker {
  /// Whether the mark is a sign of its moment that the scripts draw, or can alert on, by default.
  ///
  /// Not so are states, which last (ribbon, oversold and overbought, bull and bear candles), and
  /// what the scripts compute only when it is switched on (hidden divergences, those of the RSI
  /// and of the stochastic RSI). Our own marks are signals like the script's.
  public var isSignal: Bool {
    switch self {
    case .aLongEma, .aShortEma, .aRedCross, .aGreenCross, .aBlueTriUp, .aBlueTriDown,
      .aRedDiamond, .aGreenDiamond, .aYellowXUp, .aYellowXDown, .aBloodDiamond, .aMoonDiamond,
      .bCrossUp, .bCrossDown, .bBuy, .bSell, .bWtBullDiv, .bWtBearDiv, .bWtBullDiv2,
      .bWtBearDiv2, .bBuyDiv, .bSellDiv, .bGoldBuy, .bGoldSellOurs, .bPurpleUpOurs,
      .bPurpleDownOurs:
      true
    case .aRibbonUp, .aBullCandle, .aBearCandle, .bOversold, .bOverbought, .bWtBullHidden,
      .bWtBearHidden, .bWtBullHiddenLim, .bWtBearHiddenLim, .bRsiBullDiv, .bRsiBearDiv,
      .bRsiBullHidden, .bRsiBearHidden, .bStochBullDiv, .bStochBearDiv:
      false
    }
  }

  /// The trade that the mark speaks for; nil when it speaks for neither.
  ///
  /// The yellow X is a warning: its conditions point one way and the extreme that it names the
  /// other. The gold mark is long because it is a bullish divergence; the script's author warns
  /// of buying at once when it appears.
  public var direction: Direction? {
    switch self {
    case .aRibbonUp, .aLongEma, .aGreenCross, .aBlueTriUp, .aGreenDiamond, .aMoonDiamond,
      .aBullCandle, .bOversold, .bCrossUp, .bBuy, .bWtBullDiv, .bWtBullDiv2, .bWtBullHidden,
      .bWtBullHiddenLim, .bRsiBullDiv, .bRsiBullHidden, .bStochBullDiv, .bBuyDiv, .bGoldBuy,
      .bPurpleUpOurs:
      .long
    case .aShortEma, .aRedCross, .aBlueTriDown, .aRedDiamond, .aBloodDiamond, .aBearCandle,
      .bOverbought, .bCrossDown, .bSell, .bWtBearDiv, .bWtBearDiv2, .bWtBearHidden,
      .bWtBearHiddenLim, .bRsiBearDiv, .bRsiBearHidden, .bStochBearDiv, .bSellDiv,
      .bGoldSellOurs, .bPurpleDownOurs:
      .short
    case .aYellowXUp, .aYellowXDown: nil
    }
  }

  /// Whether it tells of a divergence, on the bar that confirms its second turn.
  public var isDivergence: Bool {
    switch self {
    case .bWtBullDiv, .bWtBearDiv, .bWtBullDiv2, .bWtBearDiv2, .bWtBullHidden, .bWtBearHidden,
      .bWtBullHiddenLim, .bWtBearHiddenLim, .bRsiBullDiv, .bRsiBearDiv, .bRsiBullHidden,
      .bRsiBearHidden, .bStochBullDiv, .bStochBearDiv, .bBuyDiv, .bSellDiv, .bGoldBuy,
      .bGoldSellOurs, .bPurpleUpOurs, .bPurpleDownOurs:
      true
    case .aRibbonUp, .aLongEma, .aShortEma, .aRedCross, .aGreenCross, .aBlueTriUp,
      .aBlueTriDown, .aRedDiamond, .aGreenDiamond, .aYellowXUp, .aYellowXDown, .aBloodDiamond,
      .aMoonDiamond, .aBullCandle, .aBearCandle, .bOversold, .bOverbought, .bCrossUp,
      .bCrossDown, .bBuy, .bSell:
      false
    }
  }

  /// Whether Cipher A sets it; Cipher B sets the others.
  public var isOfCipherA: Bool { index < Marker.bOversold.index }

  /// The level that the mark asks of its cipher's slow wave, on the bar or at the turn before it;
  /// zero, the middle, when it asks for none.
  public var waveLevel: Double {
    switch self {
    case .aYellowXUp, .bWtBearDiv, .bWtBearHiddenLim: 45
    case .aYellowXDown: 55
    case .bOversold, .bBuy: -53
    case .bOverbought, .bSell: 53
    case .bWtBullDiv, .bWtBullHiddenLim: -65
    case .bWtBullDiv2, .bBuyDiv, .bPurpleUpOurs: -40
    case .bWtBearDiv2, .bSellDiv, .bPurpleDownOurs: 15
    case .bGoldBuy: -75
    case .bGoldSellOurs: 75
    case .aRibbonUp, .aLongEma, .aShortEma, .aRedCross, .aGreenCross, .aBlueTriUp,
      .aBlueTriDown, .aRedDiamond, .aGreenDiamond, .aBloodDiamond, .aMoonDiamond, .aBullCandle,
      .aBearCandle, .bCrossUp, .bCrossDown, .bWtBullHidden, .bWtBearHidden, .bRsiBullDiv,
      .bRsiBearDiv, .bRsiBullHidden, .bRsiBearHidden, .bStochBullDiv, .bStochBearDiv:
      0
    }
  }
}

extension MarkerSet {
  /// Every mark that is a signal.
  public static let signals: MarkerSet = {
    var set = MarkerSet()
    for marker in Marker.allCases { set.insert(marker, if: marker.isSignal) }
    return set
  }()

  @inlinable
  public func intersection(_ other: MarkerSet) -> MarkerSet {
    var set = self
    set.bits &= other.bits
    return set
  }
}
