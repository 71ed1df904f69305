public import Events
public import Quantities

/// What can be traded at a venue, and by which rules.
public struct VenueInstrument: Sendable, Hashable {
  /// The unified symbol: `BTC/USDT` spot, `BTC/USDT:USDT` a linear contract.
  public var symbol: Name
  /// The venue's own, such as `BTCUSDT`.
  public var venueSymbol: Name
  public var kind: InstrumentKind
  public var base: Name
  public var quote: Name
  /// What profit and fees of a contract are paid in; the quote on spot.
  public var settle: Name
  public var isTrading = true
  public var tick: Price
  public var lot: Quantity
  public var minimumQuantity = Quantity.zero
  /// Zero when the venue names none.
  public var maximumQuantity = Quantity.zero
  public var maximumMarketQuantity = Quantity.zero
  public var minimumNotional = Money.zero
  /// Zero when the venue names none.
  public var minimumPrice = Price.zero
  public var maximumPrice = Price.zero
  /// 1 on spot.
  public var maximumLeverage = Ratio.one
  public var leverageStep = Ratio.zero
  public var fundingInterval: Interval?
  public var launchedAt: Instant?

  public init(
    symbol: Name, venueSymbol: Name, kind: InstrumentKind, base: Name, quote: Name, settle: Name,
    tick: Price, lot: Quantity
  ) {
    self.symbol = symbol
    self.venueSymbol = venueSymbol
    self.kind = kind
    self.base = base
    self.quote = quote
    self.settle = settle
    self.tick = tick
    self.lot = lot
  }

  /// The unified symbol of what is traded; nil when it has more than 31 bytes.
  public static func symbol(
    base: Name, quote: Name, settle: Name, kind: InstrumentKind, suffix: String = ""
  ) -> Name? {
    switch kind {
    case .spot: Name("\(base)/\(quote)"[...])
    case .linear: Name("\(base)/\(quote):\(settle)\(suffix)"[...])
    }
  }
}

/// The instruments of a venue by their names.
public struct InstrumentDirectory: Sendable {
  private var listed: [VenueInstrument] = []
  private var bySymbol: [Name: Int] = [:]
  private var byVenueSymbol: [VenueSymbol: Int] = [:]

  private struct VenueSymbol: Hashable {
    var kind: InstrumentKind
    var symbol: Name
  }

  public init(_ instruments: [VenueInstrument] = []) { add(instruments) }

  /// In the order in which they were added.
  public var instruments: [VenueInstrument] { listed }

  /// Adds instruments, or replaces those of the same symbol.
  public mutating func add(_ instruments: [VenueInstrument]) {
    for instrument in instruments {
      let place = bySymbol[instrument.symbol] ?? listed.count
      if place == listed.count { listed.append(instrument) } else { listed[place] = instrument }
      bySymbol[instrument.symbol] = place
      byVenueSymbol[VenueSymbol(kind: instrument.kind, symbol: instrument.venueSymbol)] = place
    }
  }

  /// The instrument of a unified symbol.
  public subscript(symbol: Name) -> VenueInstrument? {
    bySymbol[symbol].map { listed[$0] }
  }

  /// The instrument of a venue's symbol.
  public subscript(kind: InstrumentKind, venueSymbol: Name) -> VenueInstrument? {
    byVenueSymbol[VenueSymbol(kind: kind, symbol: venueSymbol)].map { listed[$0] }
  }

  /// The unified symbol alone, without a copy of the rules.
  func symbol(_ kind: InstrumentKind, _ venueSymbol: Name) -> Name? {
    byVenueSymbol[VenueSymbol(kind: kind, symbol: venueSymbol)].map { listed[$0].symbol }
  }

  /// The instrument of a unified symbol, or a refusal.
  public func listing(_ symbol: Name, field: String = "instrument") throws(VenueError)
    -> VenueInstrument
  {
    guard let instrument = self[symbol] else {
      throw VenueError(.badSymbol, text: "\(symbol) is not listed", field: field)
    }
    return instrument
  }
}
