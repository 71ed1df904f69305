/// A mark that one of the two ciphers sets on a bar, under the name of its column in tables.
///
/// A mark on a turn (divergences, gold) stands on the bar that confirms it, two bars after the
/// turn. Marks whose column ends in `_ours` are not in the public script.
public enum Marker: String, Symbol, Codable {
  // Cipher A
  case aRibbonUp = "a_ribbon_up"
  case aLongEma = "a_long_ema"
  case aShortEma = "a_short_ema"
  case aRedCross = "a_red_cross"
  case aGreenCross = "a_green_cross"
  case aBlueTriUp = "a_blue_tri_up"
  case aBlueTriDown = "a_blue_tri_down"
  case aRedDiamond = "a_red_diamond"
  case aGreenDiamond = "a_green_diamond"
  case aYellowXUp = "a_yellow_x_up"
  case aYellowXDown = "a_yellow_x_down"
  case aBloodDiamond = "a_blood_diamond"
  case aMoonDiamond = "a_moon_diamond"
  case aBullCandle = "a_bull_candle"
  case aBearCandle = "a_bear_candle"
  // Cipher B
  case bOversold = "b_oversold"
  case bOverbought = "b_overbought"
  case bCrossUp = "b_cross_up"
  case bCrossDown = "b_cross_down"
  case bBuy = "b_buy"
  case bSell = "b_sell"
  case bWtBullDiv = "b_wt_bull_div"
  case bWtBearDiv = "b_wt_bear_div"
  case bWtBullDiv2 = "b_wt_bull_div2"
  case bWtBearDiv2 = "b_wt_bear_div2"
  case bWtBullHidden = "b_wt_bull_hidden"
  case bWtBearHidden = "b_wt_bear_hidden"
  case bWtBullHiddenLim = "b_wt_bull_hidden_lim"
  case bWtBearHiddenLim = "b_wt_bear_hidden_lim"
  case bRsiBullDiv = "b_rsi_bull_div"
  case bRsiBearDiv = "b_rsi_bear_div"
  case bRsiBullHidden = "b_rsi_bull_hidden"
  case bRsiBearHidden = "b_rsi_bear_hidden"
  case bStochBullDiv = "b_stoch_bull_div"
  case bStochBearDiv = "b_stoch_bear_div"
  case bBuyDiv = "b_buy_div"
  case bSellDiv = "b_sell_div"
  case bGoldBuy = "b_gold_buy"
  case bGoldSellOurs = "b_gold_sell_ours"
  // Named in the header of Cipher B's source, but drawn by none of its lines.
  case bPurpleUpOurs = "b_purple_up_ours"
  case bPurpleDownOurs = "b_purple_down_ours"

  public static let vocabulary = Vocabulary<Marker>()

  /// The place among the cases, below 64.
  ///
  /// The compiler numbers the cases of an enumeration in their order, in one byte.
  @inlinable
  public var index: Int { Int(unsafe unsafeBitCast(self, to: UInt8.self)) }
}
