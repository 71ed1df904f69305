public import Events
public import Quantities

extension PaperVenue {
  /// The orders, positions and last bar of one instrument.
  public struct Book: Sendable, Hashable, Codable {
    public internal(set) var listing: Listing
    var mode: PositionMode
    /// Of the bars that orders meet; coarser ones are not looked at.
    var finest: TimeFrame?
    var bar: Bar?
    /// The last order book that was stated.
    var depth: Depth?
    /// When one was stated that orders at rest met.
    var watchedAt: Instant?
    /// In the order of their arrival.
    public internal(set) var orders: [RestingOrder] = []
    public internal(set) var positions: [Position] = []
  }

  /// The last bar of the finest frame.
  struct Bar: Sendable, Hashable, Codable {
    var openTime: Instant
    var closeTime: Instant
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
    public internal(set) var kind: OrderKind
    var quantity: Quantity
    var limitPrice: Price?
    public internal(set) var stopPrice: Price?
    /// Of a trailing stop.
    var distance: Price?
    public internal(set) var reduceOnly: Bool
    var timeInForce: TimeInForce
    var expiresAt: Instant?
    var group: Identifier?
    var grouping: OrderGrouping?
    var arrivesAt: Instant
    /// When its cancellation arrives.
    var leavesAt: Instant?
    /// Of a stop-limit: the bar that touched its stop, or the book.
    var triggeredBy: Instant?
    /// Of a trailing stop: the best price so far.
    var best: Price?
    var filled: Quantity = .zero
    var fills = 0
  }

  /// What is held; negative when it is short.
  public struct Position: Sendable, Hashable, Codable {
    /// The trade whose order opened it.
    public internal(set) var trade: Identifier
    var setup: Identifier
    public internal(set) var quantity: Quantity
    /// Price times quantity of what is open, with the sign of the quantity.
    public internal(set) var cost: Money
    /// That its margin was paid for.
    var leverage: Ratio
  }
}

extension PaperVenue.RestingOrder {
  init(_ request: OrderRequested, arrivesAt: Instant) {
    self.init(
      id: request.order, trade: request.trade, setup: request.setup, side: request.side,
      kind: request.kind, quantity: request.quantity, limitPrice: request.limitPrice,
      stopPrice: request.stopPrice, distance: request.distance, reduceOnly: request.reduceOnly,
      timeInForce: request.timeInForce, expiresAt: request.expiresAt, group: request.group,
      grouping: request.grouping, arrivesAt: arrivesAt)
  }

  public var remaining: Quantity { quantity - filled }

  /// Whether it may not wait for another bar.
  var isImmediate: Bool {
    switch timeInForce {
    case .immediateOrCancel, .fillOrKill: true
    case .goodTillCancelled, .postOnly: false
    }
  }

  /// When it comes in a bar: what is at the market first, then stops, then limits.
  var turn: Int {
    switch kind {
    case .market: 0
    case .takeProfit: fills > 0 ? 0 : 2
    case .stop, .trailing: 1
    case .limit, .stopLimit: 2
    }
  }

  /// Where a stop is now.
  var currentStop: Price? {
    guard kind == .trailing else { return stopPrice }
    guard let best, let distance else { return nil }
    return side == .sell ? best - distance : best + distance
  }
}

extension PaperVenue.Book {
  /// The place of the position that an order of a trade changes.
  func place(of trade: Identifier) -> Int? {
    switch mode {
    case .hedge: positions.firstIndex { $0.trade == trade }
    case .oneWay: positions.isEmpty ? nil : 0
    }
  }

  public func position(of trade: Identifier) -> Quantity {
    place(of: trade).map { positions[$0].quantity } ?? .zero
  }

  /// How much of an order may be traded: what only reduces, reduces to nothing.
  func tradable(_ order: PaperVenue.RestingOrder) -> Quantity {
    guard order.reduceOnly else { return order.remaining }
    let held = position(of: order.trade)
    let opposes = order.side == .sell ? held.isPositive : held.isNegative
    return opposes ? min(order.remaining, held.magnitude) : .zero
  }

  /// Whether two trades share a position, so that what reduces the one reduces the other.
  func isShared(_ trade: Identifier, with other: Identifier) -> Bool {
    switch mode {
    case .hedge: trade == other
    case .oneWay: true
    }
  }

  mutating func rest(_ order: PaperVenue.RestingOrder) {
    var order = order
    if order.kind == .trailing { order.best = bar?.close }
    orders.append(order)
  }

  /// Orders meet the bars of the finest frame that was seen, each once and in order; whether this
  /// is one.
  mutating func note(_ candle: CandleClosed) -> Bool {
    if let finest, finest < candle.timeFrame { return false }
    if finest == candle.timeFrame, let bar, candle.openTime <= bar.openTime { return false }
    finest = candle.timeFrame
    // The bar before this one has been met, and only now counts for what follows the price.
    for index in orders.indices where orders[index].kind == .trailing { follow(index) }
    let next = PaperVenue.Bar(
      openTime: candle.openTime, closeTime: candle.closeTime, open: candle.open,
      high: candle.high, low: candle.low, close: candle.close, volume: candle.volume)
    bar = next
    for index in orders.indices where orders[index].kind == .stopLimit { trigger(index, by: next) }
    return true
  }

  private mutating func follow(_ index: Int) {
    guard let bar, let best = orders[index].best, bar.openTime >= orders[index].arrivesAt,
      bar.volume.isPositive
    else { return }
    orders[index].best =
      orders[index].side == .sell ? max(best, bar.high) : min(best, bar.low)
  }

  private mutating func trigger(_ index: Int, by bar: PaperVenue.Bar) {
    let order = orders[index]
    guard order.triggeredBy == nil, bar.volume.isPositive, order.arrivesAt < bar.closeTime,
      let stop = order.stopPrice, bar.stopFill(at: stop, order.side) != nil
    else { return }
    orders[index].triggeredBy = bar.openTime
  }

  mutating func settle(_ fill: OrderFilled, at leverage: Ratio) {
    depth?.take(fill.quantity, fill.side)
    if let place = orders.firstIndex(where: { $0.id == fill.order }) {
      orders[place].filled = fill.filled
      orders[place].fills += 1
      if fill.remaining.isZero { orders.remove(at: place) }
    }
    let change = fill.side == .buy ? fill.quantity : -fill.quantity
    guard let place = place(of: fill.trade) else {
      positions.append(
        PaperVenue.Position(
          trade: fill.trade, setup: fill.setup, quantity: change, cost: fill.price * change,
          leverage: leverage))
      return
    }
    positions[place].apply(change, at: fill.price)
    if positions[place].quantity.isZero { positions.remove(at: place) }
  }
}

extension PaperVenue.Position {
  /// Adds at cost, closes at average cost, or closes all and opens the rest on the other side.
  mutating func apply(_ change: Quantity, at price: Price) {
    let after = quantity + change
    if quantity.isNegative == change.isNegative {
      cost += price * change
    } else if after.isNegative == quantity.isNegative {
      cost = cost.multiplied(by: after.divided(by: quantity))
    } else {
      cost = price * after
    }
    quantity = after
  }

  /// What was paid for it, on average.
  var entry: Price { quantity.isZero ? .zero : cost.divided(by: quantity) }

  /// What of the trader's money is bound by it.
  var margin: Money { cost.magnitude.divided(by: leverage, rounding: .up) }
}
