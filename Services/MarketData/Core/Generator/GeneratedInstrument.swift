import Events
import Quantities

/// What an instrument of the generated market is like.
struct GeneratedInstrument: Sendable {
  let base: StaticString
  /// In ticks.
  let startingPrice: Int64
  let tickDecimals: Int
  let lotDecimals: Int
  /// Average range of an hour, as a part of the price in 2⁻²⁰.
  let hourlyRange: Int64
  /// In lots.
  let hourlyVolume: Int64

  /// Those that the generator knows, in the order in which it lists them.
  static let all: [GeneratedInstrument] = [
    .init(
      base: "BTC", startingPrice: 420_000, tickDecimals: 1, lotDecimals: 5,
      hourlyRange: 7_300, hourlyVolume: 30_000_000),
    .init(
      base: "ETH", startingPrice: 228_000, tickDecimals: 2, lotDecimals: 4,
      hourlyRange: 9_000, hourlyVolume: 18_000_000),
    .init(
      base: "SOL", startingPrice: 101_000, tickDecimals: 3, lotDecimals: 2,
      hourlyRange: 12_000, hourlyVolume: 640_000),
    .init(
      base: "XRP", startingPrice: 61_500, tickDecimals: 5, lotDecimals: 1,
      hourlyRange: 9_400, hourlyVolume: 25_000_000),
    .init(
      base: "ADA", startingPrice: 59_400, tickDecimals: 5, lotDecimals: 1,
      hourlyRange: 10_200, hourlyVolume: 12_000_000),
    .init(
      base: "LINK", startingPrice: 149_000, tickDecimals: 4, lotDecimals: 2,
      hourlyRange: 10_800, hourlyVolume: 2_400_000),
    .init(
      base: "LTC", startingPrice: 72_800, tickDecimals: 3, lotDecimals: 3,
      hourlyRange: 8_600, hourlyVolume: 9_000_000),
    .init(
      base: "DOGE", startingPrice: 89_700, tickDecimals: 6, lotDecimals: 0,
      hourlyRange: 11_500, hourlyVolume: 16_000_000),
  ]

  var tick: Price { Price(FixedPoint.power(ofTen: -tickDecimals)) }
  var lot: Quantity { Quantity(FixedPoint.power(ofTen: -lotDecimals)) }
  var instrument: Name { symbol.instrument }

  var listing: InstrumentListed {
    InstrumentListed(
      instrument: symbol.instrument, base: symbol.base, quote: symbol.quote, kind: .linear,
      tick: tick, lot: lot, minimumQuantity: lot, minimumNotional: 5, maximumLeverage: 10,
      maintenanceMargin: "0.005")
  }

  private var symbol: MarketSymbol {
    guard let symbol = MarketSymbol(venue: "paper", base: base.description, quote: "USDT") else {
      preconditionFailure("a symbol of the table is too long")
    }
    return symbol
  }
}
