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
    /// The place of the book whose bar or depth was last stated, if it is one that orders meet.
    var fresh: Int?
    /// An order between its request and the answer to it.
    var arriving: RestingOrder?
    /// Orders whose answer was lost, in the order of their arrival.
    public internal(set) var doubts: [Doubt] = []
    /// How many orders were ever accepted.
    var accepted = 0
    /// Whether limits that can be traded on arrival are, against the last close; otherwise they
    /// wait for the next bar.
    var matchesOnArrival = false
  }

  /// An order of which the trader does not know whether it is here.
  public struct Doubt: Sendable, Hashable, Codable {
    public internal(set) var order: RestingOrder
    var instrument: Name
    /// When the venue can say what became of it.
    var until: Instant
  }

  /// The venue's rules for an instrument.
  public struct Listing: Sendable, Hashable, Codable {
    public internal(set) var instrument: Name
    var base: Name
    var quote: Name
    var kind: InstrumentKind
    var tick: Price
    var lot: Quantity
    var minimumQuantity: Quantity
    var minimumNotional: Money
    var maximumLeverage: Ratio
    var maintenanceMargin: Ratio
  }

  /// What is owned of an asset: what was deposited, less what was spent, plus what came in.
  public struct Balance: Sendable, Hashable, Codable {
    public internal(set) var asset: Name
    public internal(set) var cash: Money
  }
}

extension PaperVenue.State {
  func index(of instrument: Name) -> Int? {
    // A loop over places, because a closure would be handed a copy of each book.
    for index in books.indices where books[index].listing.instrument == instrument { return index }
    return nil
  }

  func balance(of asset: Name) -> Money {
    balances.first { $0.asset == asset }?.cash ?? .zero
  }

  mutating func advance(to instant: Instant) { clock = max(clock, instant) }

  mutating func apply(_ configuration: Configuration) {
    paper = configuration.paper
    leverage = configuration.risk.leverage
    for index in books.indices { books[index].mode = mode(of: books[index].listing) }
  }

  /// What is owned of an asset is one heap, so a spot market keeps one position.
  private func mode(of listing: PaperVenue.Listing) -> PositionMode {
    switch listing.kind {
    case .spot: .oneWay
    case .linear: paper.mode
    }
  }

  mutating func list(_ payload: InstrumentListed) {
    let listing = PaperVenue.Listing(
      instrument: payload.instrument, base: payload.base, quote: payload.quote,
      kind: payload.kind, tick: payload.tick, lot: payload.lot,
      minimumQuantity: payload.minimumQuantity, minimumNotional: payload.minimumNotional,
      maximumLeverage: payload.maximumLeverage, maintenanceMargin: payload.maintenanceMargin)
    if let index = index(of: payload.instrument) {
      books[index].listing = listing
    } else {
      books.append(PaperVenue.Book(listing: listing, mode: mode(of: listing)))
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
    arriving = PaperVenue.RestingOrder(request, arrivesAt: request.at + paper.latency)
  }

  /// A cancellation that takes its time lets the order rest until it is here.
  mutating func receive(_ request: OrderCancelRequested) {
    advance(to: request.at)
    guard paper.latency.nanoseconds > 0, let index = index(of: request.instrument),
      let place = books[index].orders.firstIndex(where: { $0.id == request.order })
    else { return }
    books[index].orders[place].leavesAt = request.at + paper.latency
  }

  mutating func rest(_ payload: OrderAccepted) {
    guard let order = arriving, let index = index(of: payload.instrument) else { return }
    accepted += 1
    books[index].rest(order)
    arriving = nil
  }

  mutating func doubt(_ payload: OrderOutcomeUnknown) {
    guard let order = arriving else { return }
    doubts.append(
      PaperVenue.Doubt(
        order: order, instrument: payload.instrument,
        until: payload.at + Self.receiveWindow + .seconds(10)))
    arriving = nil
  }

  mutating func find(_ payload: OrderFound) {
    guard let place = doubts.firstIndex(where: { $0.order.id == payload.order }),
      let index = index(of: payload.instrument)
    else { return }
    accepted += 1
    books[index].rest(doubts[place].order)
    doubts.remove(at: place)
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
    doubts.removeAll { $0.order.id == order }
    guard let index = index(of: instrument) else { return }
    books[index].orders.removeAll { $0.id == order }
  }

  mutating func deposit(_ payload: BalanceReported) {
    switch payload.kind {
    case .deposit, .transferIn: credit(payload.amount, in: payload.asset)
    case .withdrawal, .transferOut: credit(-payload.amount, in: payload.asset)
    case .snapshot: break
    }
  }

  /// Books a fill: the order shrinks, the position and what is owned change.
  mutating func settle(_ fill: OrderFilled) {
    guard let index = index(of: fill.instrument) else { return }
    let listing = books[index].listing
    books[index].settle(fill, at: leverage(of: listing))
    let cost = fill.price * fill.quantity
    credit((fill.side == .buy ? -cost : cost) - fill.fee, in: listing.quote)
    guard listing.kind == .spot else { return }
    let amount = Money(fill.quantity.value)
    credit(fill.side == .buy ? amount : -amount, in: listing.base)
  }

  mutating func settle(_ charge: FundingCharged) { credit(-charge.amount, in: charge.asset) }

  private mutating func credit(_ amount: Money, in asset: Name) {
    if let place = balances.firstIndex(where: { $0.asset == asset }) {
      balances[place].cash += amount
    } else {
      balances.append(PaperVenue.Balance(asset: asset, cash: amount))
    }
  }
}
