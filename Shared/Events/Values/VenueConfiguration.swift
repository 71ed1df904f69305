/// A venue whose markets are followed as they happen.
public struct VenueConfiguration: Fields, Codable {
  /// As the registry of venues has it, such as `bybit`.
  public var name = Name()
  public var system = VenueSystem()
  /// Unified symbols: `BTC/USDT` spot, `BTC/USDT:USDT` a linear contract.
  public var instruments: [Name] = []
  public var orders = OrderRoute()

  public init() {}

  public init(name: Name, system: VenueSystem, instruments: [Name], orders: OrderRoute) {
    self.name = name
    self.system = system
    self.instruments = instruments
    self.orders = orders
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("name", &name)
    visitor.field("system", &system)
    visitor.field("instruments", &instruments)
    visitor.field("orders", &orders)
  }
}

/// Which of a venue's systems is meant.
public enum VenueSystem: String, Symbol, Codable {
  case mainnet
  /// A system of its own with money of no worth.
  case testnet
  /// The real market with money of no worth.
  case demo
  /// The venue simulator on this machine.
  case simulated

  public static let vocabulary = Vocabulary<VenueSystem>()
}

/// Who carries orders out.
public enum OrderRoute: String, Symbol, Codable {
  /// The paper venue, against the candles.
  case paper
  /// The venue that the market is of.
  case venue

  public static let vocabulary = Vocabulary<OrderRoute>()
}
