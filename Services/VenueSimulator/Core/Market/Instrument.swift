public import Events
public import Quantities

/// The two kinds of market that the venue has.
public enum Category: String, Sendable, Hashable, CaseIterable {
  case spot, linear
}

/// What is traded, and the rules of its orders.
public struct Instrument: Sendable, Hashable {
  /// As the venue writes it: "BTCUSDT".
  public let symbol: String
  public let category: Category
  public let base: String
  public let quote: String
  public let tick: Price
  public let lot: Quantity
  public let minimumQuantity: Quantity
  public let maximumLimitQuantity: Quantity
  public let maximumMarketQuantity: Quantity
  public let minimumNotional: Money
  public let maximumLeverage: Ratio
  public let maintenanceMargin: Ratio
  /// The place of its coin's market.
  public let coin: Int
  /// What the matching engine calls it.
  public let name: Name
  /// Ticks in one step of the coin's price.
  let ticksInStep: Int

  public static let makerFee: [Category: Ratio] = [.spot: "0.001", .linear: "0.0002"]
  public static let takerFee: [Category: Ratio] = [.spot: "0.001", .linear: "0.00055"]

  /// How long a rate of funding lasts.
  public static let fundingInterval: Interval = .hours(8)
}

/// What an underlying is like: the steps of its price, its size and its start.
struct Coin: Sendable, Hashable {
  let symbol: String
  /// The step of its price.
  let step: Price
  /// The unit of its volume.
  let lot: Quantity
  let openingPrice: Price
  /// Lots traded in a minute, about.
  let turnover: Int
  /// Ticks of the spot market in one step.
  let spotTicks: Int
  let spotTick: Price
  let spotLot: Quantity

  static let all: [Coin] = [
    Coin(
      symbol: "BTC", step: "0.1", lot: "0.001", openingPrice: "60000", turnover: 10_000,
      spotTicks: 10, spotTick: "0.01", spotLot: "0.000001"),
    Coin(
      symbol: "ETH", step: "0.01", lot: "0.01", openingPrice: "3000", turnover: 20_000,
      spotTicks: 1, spotTick: "0.01", spotLot: "0.00001"),
    Coin(
      symbol: "SOL", step: "0.01", lot: "0.1", openingPrice: "150", turnover: 20_000,
      spotTicks: 1, spotTick: "0.01", spotLot: "0.001"),
  ]

  /// The coin on both markets, against USDT.
  func instruments(at place: Int) -> [Instrument] {
    [
      Instrument(
        symbol: symbol + "USDT", category: .linear, base: symbol, quote: "USDT", tick: step,
        lot: lot, minimumQuantity: lot, maximumLimitQuantity: Quantity(lot.value * 1_190_000),
        maximumMarketQuantity: Quantity(lot.value * 119_000), minimumNotional: "5",
        maximumLeverage: 100, maintenanceMargin: "0.005", coin: place,
        name: Name("linear/\(symbol)USDT") ?? Name(), ticksInStep: 1),
      Instrument(
        symbol: symbol + "USDT", category: .spot, base: symbol, quote: "USDT", tick: spotTick,
        lot: spotLot, minimumQuantity: spotLot,
        maximumLimitQuantity: Quantity(lot.value * 1_190_000),
        maximumMarketQuantity: Quantity(lot.value * 119_000), minimumNotional: "5",
        maximumLeverage: 1, maintenanceMargin: 0, coin: place,
        name: Name("spot/\(symbol)USDT") ?? Name(), ticksInStep: spotTicks),
    ]
  }
}
