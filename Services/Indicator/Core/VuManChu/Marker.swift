/// A mark that one of the two ciphers sets on a bar, under the name of its column.
///
/// A mark on a turn (divergences, gold) stands on the bar that confirms it, two bars after the
/// turn. Marks whose column ends in `_ours` are not in the public script.
public enum Marker: UInt8, Sendable, Hashable, Codable, CaseIterable {
  // Cipher A
  case aRibbonUp
  case aLongEma
  case aShortEma
  case aRedCross
  case aGreenCross
  case aBlueTriUp
  case aBlueTriDown
  case aRedDiamond
  case aGreenDiamond
  case aYellowXUp
  case aYellowXDown
  case aBloodDiamond
  case aMoonDiamond
  case aBullCandle
  case aBearCandle
  // Cipher B
  case bOversold
  case bOverbought
  case bCrossUp
  case bCrossDown
  case bBuy
  case bSell
  case bWtBullDiv
  case bWtBearDiv
  case bWtBullDiv2
  case bWtBearDiv2
  case bWtBullHidden
  case bWtBearHidden
  case bWtBullHiddenLim
  case bWtBearHiddenLim
  case bRsiBullDiv
  case bRsiBearDiv
  case bRsiBullHidden
  case bRsiBearHidden
  case bStochBullDiv
  case bStochBearDiv
  case bBuyDiv
  case bSellDiv
  case bGoldBuy
  case bGoldSellOurs
  // Named in the header of Cipher B's source, but drawn by none of its lines.
  case bPurpleUpOurs
  case bPurpleDownOurs

  /// The name of the column in tables.
  public var column: String {
    switch self {
    case .aRibbonUp: "a_ribbon_up"
    case .aLongEma: "a_long_ema"
    case .aShortEma: "a_short_ema"
    case .aRedCross: "a_red_cross"
    case .aGreenCross: "a_green_cross"
    case .aBlueTriUp: "a_blue_tri_up"
    case .aBlueTriDown: "a_blue_tri_down"
    case .aRedDiamond: "a_red_diamond"
    case .aGreenDiamond: "a_green_diamond"
    case .aYellowXUp: "a_yellow_x_up"
    case .aYellowXDown: "a_yellow_x_down"
    case .aBloodDiamond: "a_blood_diamond"
    case .aMoonDiamond: "a_moon_diamond"
    case .aBullCandle: "a_bull_candle"
    case .aBearCandle: "a_bear_candle"
    case .bOversold: "b_oversold"
    case .bOverbought: "b_overbought"
    case .bCrossUp: "b_cross_up"
    case .bCrossDown: "b_cross_down"
    case .bBuy: "b_buy"
    case .bSell: "b_sell"
    case .bWtBullDiv: "b_wt_bull_div"
    case .bWtBearDiv: "b_wt_bear_div"
    case .bWtBullDiv2: "b_wt_bull_div2"
    case .bWtBearDiv2: "b_wt_bear_div2"
    case .bWtBullHidden: "b_wt_bull_hidden"
    case .bWtBearHidden: "b_wt_bear_hidden"
    case .bWtBullHiddenLim: "b_wt_bull_hidden_lim"
    case .bWtBearHiddenLim: "b_wt_bear_hidden_lim"
    case .bRsiBullDiv: "b_rsi_bull_div"
    case .bRsiBearDiv: "b_rsi_bear_div"
    case .bRsiBullHidden: "b_rsi_bull_hidden"
    case .bRsiBearHidden: "b_rsi_bear_hidden"
    case .bStochBullDiv: "b_stoch_bull_div"
    case .bStochBearDiv: "b_stoch_bear_div"
    case .bBuyDiv: "b_buy_div"
    case .bSellDiv: "b_sell_div"
    case .bGoldBuy: "b_gold_buy"
    case .bGoldSellOurs: "b_gold_sell_ours"
    case .bPurpleUpOurs: "b_purple_up_ours"
    case .bPurpleDownOurs: "b_purple_down_ours"
    }
  }
}

/// The marks of one bar.
public struct MarkerSet: Sendable, Hashable, Codable {
  private var bits: UInt64 = 0

  public init() {}

  public func contains(_ marker: Marker) -> Bool { bits & (1 << UInt64(marker.rawValue)) != 0 }

  public var isEmpty: Bool { bits == 0 }

  /// All of them, in the order of the columns.
  public var markers: [Marker] { Marker.allCases.filter(contains) }

  /// Adds a mark when the condition holds.
  mutating func insert(_ marker: Marker, if condition: Bool) {
    if condition { bits |= 1 << UInt64(marker.rawValue) }
  }

  mutating func formUnion(_ other: MarkerSet) { bits |= other.bits }
}
