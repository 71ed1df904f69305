public import Events
public import Quantities

extension PaperVenue {
  /// All that the venue remembers.
  public struct State: Sendable, Hashable, Codable {
    var paper = PaperConfiguration()
    /// That traders may take here, where the instrument allows it.
    var leverage = Ratio.one
    /// The latest moment that the venue has heard of.
    public internal(set) var clock = Instant.epoch
    public internal(set) var books: [Book] = []
    public internal(set) var balances: [Balance] = []
    /// The place of the book whose bar the last candle was, if it was one that orders meet.
    var fresh: Int?
    /// An order between its request and the answer to it.
    var arriving: RestingOrder?
    /// How many orders were ever accepted.
    var accepted = 0
  }

  /// The orders, positions and last bar of one instrument.
  public struct Book: Sendable, Hashable, Codable {
    public internal(set) var listing: Listing
    /// Of the bars that orders meet; coarser ones are not looked at.
    var finest: TimeFrame?
    var bar: Bar?
    /// In the order of their arrival.
    public internal(set) var orders: [RestingOrder] = []
    public internal(set) var positions: [Position] = []
  }

  /// The venue's rules for an instrument.
  public struct Listing: Sendable, Hashable, Codable {
    public internal(set) var instrument: Name
    var quote: Name
    var kind: InstrumentKind
    var tick: Price
    var lot: Quantity
    var minimumQuantity: Quantity
    var minimumNotional: Money
    var maximumLeverage: Ratio
  }

  /// The last bar of the finest frame.
  struct Bar: Sendable, Hashable, Codable {
    var openTime: Instant
    var open: Price
    var high: Price
    var low: Price
    var close: Price
    var volume: Quantity
  }

  /// An order at the venue.
  public struct RestingOrder: Sendable, Hashable, Codable {
    public internal(set) var id: Identifier
    public internal(set) var trade: Identifier
    public internal(set) var setup: Identifier
    var side: Side
    var kind: OrderKind
    var quantity: Quantity
    var limitPrice: Price?
    var stopPrice: Price?
    public internal(set) var reduceOnly: Bool
    var timeInForce: TimeInForce
    var expiresAt: Instant?
    var filled: Quantity = .zero
    var fills = 0
  }

  /// What a trade holds; negative when it is short.
  public struct Position: Sendable, Hashable, Codable {
    public internal(set) var trade: Identifier
    public internal(set) var quantity: Quantity
  }

  /// The cash in one asset: what was deposited, less what was bought, plus what was sold.
  public struct Balance: Sendable, Hashable, Codable {
    public internal(set) var asset: Name
    public internal(set) var cash: Money
  }
}

extension PaperVenue.RestingOrder {
  init(_ request: OrderRequested) {
    self.init(
      id: request.order, trade: request.trade, setup: request.setup, side: request.side,
      kind: request.kind, quantity: request.quantity, limitPrice: request.limitPrice,
      stopPrice: request.stopPrice, reduceOnly: request.reduceOnly,
      timeInForce: request.timeInForce, expiresAt: request.expiresAt)
  }

  public var remaining: Quantity { quantity - filled }
}

extension PaperVenue.Book {
  func position(of trade: Identifier) -> Quantity {
    positions.first { $0.trade == trade }?.quantity ?? .zero
  }

  /// How much of an order may be traded: what only reduces, reduces to nothing.
  func tradable(_ order: PaperVenue.RestingOrder) -> Quantity {
    guard order.reduceOnly else { return order.remaining }
    let held = position(of: order.trade)
    let opposes = order.side == .sell ? held.isPositive : held.isNegative
    return opposes ? min(order.remaining, held.magnitude) : .zero
  }
}

extension PaperVenue.State {
  func index(of instrument: Name) -> Int? {
    // A loop over places, because a closure would be handed a copy of each book.
    for index in books.indices where books[index].listing.instrument == instrument { return index }
    return nil
  }

  mutating func advance(to instant: Instant) { clock = max(clock, instant) }

  mutating func apply(_ configuration: Configuration) {
    paper = configuration.paper
    leverage = configuration.risk.leverage
  }

  mutating func list(_ payload: InstrumentListed) {
    let listing = PaperVenue.Listing(
      instrument: payload.instrument, quote: payload.quote, kind: payload.kind,
      tick: payload.tick, lot: payload.lot, minimumQuantity: payload.minimumQuantity,
      minimumNotional: payload.minimumNotional, maximumLeverage: payload.maximumLeverage)
    if let index = index(of: payload.instrument) {
      books[index].listing = listing
    } else {
      books.append(PaperVenue.Book(listing: listing))
    }
  }

  mutating func note(_ candle: CandleClosed) {
    fresh = nil
    guard let index = index(of: candle.instrument), books[index].note(candle) else { return }
    fresh = index
    advance(to: candle.closeTime)
  }

  mutating func receive(_ request: OrderRequested) {
    advance(to: request.at)
    arriving = PaperVenue.RestingOrder(request)
  }

  mutating func rest(_ payload: OrderAccepted) {
    accepted += 1
    guard let order = arriving, let index = index(of: payload.instrument) else { return }
    books[index].orders.append(order)
    arriving = nil
  }

  mutating func amend(_ payload: OrderAmended) {
    guard let index = index(of: payload.instrument),
      let place = books[index].orders.firstIndex(where: { $0.id == payload.order })
    else { return }
    books[index].orders[place].quantity = payload.quantity
    books[index].orders[place].limitPrice = payload.limitPrice
    books[index].orders[place].stopPrice = payload.stopPrice
  }

  mutating func remove(_ order: Identifier, of instrument: Name) {
    guard let index = index(of: instrument) else { return }
    books[index].orders.removeAll { $0.id == order }
  }

  mutating func deposit(_ payload: BalanceReported) {
    balances.append(PaperVenue.Balance(asset: payload.asset, cash: payload.amount))
  }

  /// Books a fill: the order shrinks, the position and the cash change.
  mutating func settle(_ fill: OrderFilled) {
    guard let index = index(of: fill.instrument) else { return }
    books[index].settle(fill)
    guard let place = balances.firstIndex(where: { $0.asset == fill.feeAsset }) else { return }
    let cost = fill.price * fill.quantity
    balances[place].cash += (fill.side == .buy ? .zero - cost : cost) - fill.fee
  }
}

extension PaperVenue.Book {
  /// Orders meet the bars of the finest frame that was seen, each once and in order; whether this
  /// is one.
  mutating func note(_ candle: CandleClosed) -> Bool {
    if let finest, finest < candle.timeFrame { return false }
    if finest == candle.timeFrame, let bar, candle.openTime <= bar.openTime { return false }
    finest = candle.timeFrame
    bar = PaperVenue.Bar(
      openTime: candle.openTime, open: candle.open, high: candle.high, low: candle.low,
      close: candle.close, volume: candle.volume)
    return true
  }

  mutating func settle(_ fill: OrderFilled) {
    if let place = orders.firstIndex(where: { $0.id == fill.order }) {
      orders[place].filled = fill.filled
      orders[place].fills += 1
      if fill.remaining.isZero { orders.remove(at: place) }
    }
    let change = fill.side == .buy ? fill.quantity : .zero - fill.quantity
    if let place = positions.firstIndex(where: { $0.trade == fill.trade }) {
      positions[place].quantity += change
      if positions[place].quantity.isZero { positions.remove(at: place) }
    } else {
      positions.append(PaperVenue.Position(trade: fill.trade, quantity: change))
    }
  }
}
