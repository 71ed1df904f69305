public import Events
public import Quantities

extension InstrumentListed {
  /// The rules of a paper contract on a recorded price.
  ///
  /// - Parameters:
  ///   - decimals: the most decimals of a price in the recording; at most 8 make the tick.
  ///   - price: a price of the recording. A lot is worth around a cent of the quote currency
  ///     for prices from 1 to 10 000, and is never below 10⁻⁶.
  public init(recorded symbol: MarketSymbol, decimals: Int, near price: Price) {
    let lot = Quantity(FixedPoint.power(ofTen: -InstrumentListed.lotDecimals(symbol, price)))
    self.init(
      instrument: symbol.instrument, base: symbol.base, quote: symbol.quote, kind: .linear,
      tick: Price(FixedPoint.power(ofTen: -min(max(decimals, 0), 8))), lot: lot,
      minimumQuantity: lot, minimumNotional: symbol.isQuotedInCoins ? "0.0001" : 5,
      maximumLeverage: 10, maintenanceMargin: "0.005")
  }

  private static func lotDecimals(_ symbol: MarketSymbol, _ price: Price) -> Int {
    // A price in bitcoin or ether counts some thousand times as much as one in dollars.
    var rest = symbol.isQuotedInCoins ? Price(price.value * 10_000) : price
    var decimals = 1
    while rest >= 1, decimals < 6 {
      rest = Price(rest.value / 10)
      decimals += 1
    }
    return decimals
  }
}

extension FixedPoint {
  /// 10ⁿ for n from -18 to 18.
  static func power(ofTen exponent: Int) -> FixedPoint {
    var mantissa: Int128 = 1
    for _ in 0..<(exponent + fractionDigits) { mantissa *= 10 }
    return FixedPoint(mantissa: mantissa)
  }
}
