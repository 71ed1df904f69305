import Events
import OrderDesk
import Quantities
import TestSupport
import Venues

/// A venue in memory with its own truth, which answers badly on demand.
struct FaultyVenue {
  struct Truth {
    var view: VenueOrder
    var visibleAt: Instant
  }

  var faults: Faults
  var seed: Seeded
  /// By its own clock.
  var now = Instant(seconds: 1_700_000_000)
  var orders: [Truth] = []
  var executions: [VenueExecution] = []
  var payments: [FundingPayment] = []
  var cash: Money = 10_000
  /// Requests that arrived, and orders that were taken, by name.
  var arrivals: [Name: Int] = [:]
  var taken: [Name: Int] = [:]
  var refused: [Name: Int] = [:]
  var news: [(at: Instant, news: AccountNews)] = []
  var long = Quantity.zero
  var short = Quantity.zero
  var leverage: Ratio = 1
  var isHedged = false
  var deadManCalls = 0
  /// Whether what only reduces is cut to the position.
  var isReducing = false
  var closedUntil = Instant.epoch
  /// The answer to the next order, which is not taken.
  var nextRefusal: VenueError?
  /// What positions show, if it is not what was set.
  var shownLeverage: Ratio?
  private var numbers = 0

  init(_ faults: Faults, seed: Int) {
    self.faults = faults
    self.seed = Seeded(seed ^ 0x5eed)
  }

  mutating func number(_ prefix: String) -> Name {
    numbers += 1
    return Name("\(prefix)\(numbers)") ?? Name()
  }

  /// What a request comes to; nil when nothing ever comes back.
  mutating func receive(_ call: DeskCall) -> Result<TradingAnswer, VenueError> {
    if now < closedUntil { return .failure(VenueError(.maintenance, code: "10016")) }
    if seed.chance(faults.maintenance) {
      closedUntil = now + .seconds(20)
      return .failure(VenueError(.maintenance, code: "10016"))
    }
    if seed.chance(faults.rateLimits) {
      if case .place(let ticket) = call.call { refused[ticket.clientOrderID, default: 0] += 1 }
      return .failure(VenueError(.rateLimit, code: "10006", retryAfter: .seconds(2)))
    }
    switch call.call {
    case .place(let ticket): return place(ticket, signedAt: call.signedAt, call.receiveWindow)
    case .cancel(let reference): return cancel(reference)
    case .amend(let change): return amend(change)
    default: return look(call.call)
    }
  }

  private mutating func place(
    _ ticket: OrderTicket, signedAt: Instant?, _ window: Interval
  ) -> Result<TradingAnswer, VenueError> {
    arrivals[ticket.clientOrderID, default: 0] += 1
    if let refusal = nextRefusal {
      nextRefusal = nil
      return .failure(refusal)
    }
    guard let signedAt, now <= signedAt + window else {
      refused[ticket.clientOrderID, default: 0] += 1
      return .failure(VenueError(.timestamp, code: "10002"))
    }
    if seed.chance(faults.refusals) {
      refused[ticket.clientOrderID, default: 0] += 1
      return .failure(VenueError(.insufficientFunds, code: "110007", text: "not enough"))
    }
    taken[ticket.clientOrderID, default: 0] += 1
    let view = VenueOrder(
      instrument: ticket.instrument, venueOrderID: number("v-"),
      clientOrderID: ticket.clientOrderID, side: ticket.side, kind: ticket.kind,
      status: ticket.stopPrice == nil ? .open : .untriggered, quantity: ticket.quantity,
      filled: .zero, limitPrice: ticket.limitPrice, stopPrice: ticket.stopPrice,
      isReduceOnly: ticket.isReduceOnly, createdAt: now, updatedAt: now)
    let delay = Int64.random(in: 0...faults.visibility.nanoseconds, using: &seed)
    orders.append(Truth(view: view, visibleAt: now + .nanoseconds(delay)))
    tell(orders.count - 1)
    return .success(.placed(venueOrderID: view.venueOrderID))
  }

  /// An order of somebody else.
  mutating func takeForeign(named name: Name?, instrument: Name) {
    let view = VenueOrder(
      instrument: instrument, venueOrderID: number("x-"), clientOrderID: name, side: .buy,
      kind: .limit, status: .open, quantity: 1, filled: .zero, limitPrice: 90, createdAt: now,
      updatedAt: now)
    orders.append(Truth(view: view, visibleAt: now))
    tell(orders.count - 1)
  }

  /// Where an order is that can be seen.
  private func place(of reference: OrderReference) -> Int? {
    orders.firstIndex { order in
      order.visibleAt <= now
        && (order.view.clientOrderID == reference.clientOrderID
          || order.view.venueOrderID == reference.venueOrderID)
    }
  }

  private mutating func cancel(_ reference: OrderReference) -> Result<TradingAnswer, VenueError> {
    guard let place = place(of: reference) else {
      return .failure(VenueError(.orderNotFound, code: "110001"))
    }
    guard orders[place].view.status.isLive else {
      return .failure(VenueError(.orderClosed, code: "110010"))
    }
    orders[place].view.status = .cancelled
    orders[place].view.updatedAt = now
    tell(place)
    return .success(.cancelled)
  }

  private mutating func amend(_ change: OrderChange) -> Result<TradingAnswer, VenueError> {
    guard let place = place(of: change.order) else {
      return .failure(VenueError(.orderNotFound, code: "110001"))
    }
    guard orders[place].view.status.isLive else {
      return .failure(VenueError(.orderClosed, code: "110010"))
    }
    if let quantity = change.quantity, quantity <= orders[place].view.filled {
      return .failure(VenueError(.invalidOrder, code: "110017"))
    }
    orders[place].view.quantity = change.quantity ?? orders[place].view.quantity
    orders[place].view.limitPrice = change.limitPrice ?? orders[place].view.limitPrice
    orders[place].view.stopPrice = change.stopPrice ?? orders[place].view.stopPrice
    orders[place].view.updatedAt = now
    tell(place)
    return .success(.amended)
  }

  private mutating func look(_ call: TradingCall) -> Result<TradingAnswer, VenueError> {
    let lag = Int64.random(in: 0...faults.lag.nanoseconds, using: &seed)
    let seen = now - .nanoseconds(lag)
    let visible = orders.filter { $0.visibleAt <= seen }.map(\.view)
    switch call {
    case .order(let reference):
      guard let place = place(of: reference), orders[place].visibleAt <= seen,
        orders[place].view.status.isLive || !faults.isEndedHidden
      else { return .failure(VenueError(.orderNotFound, code: "110001")) }
      return .success(.orders([orders[place].view]))
    case .openOrders(let name):
      return .success(
        .orders(visible.filter { $0.status.isLive && (name ?? $0.instrument) == $0.instrument }))
    case .orderHistory(let name, let since):
      return .success(
        .orders(
          visible.filter {
            $0.instrument == name && !$0.status.isLive && $0.updatedAt >= since
          }.reversed()))
    case .executions(let name, let since):
      return .success(
        .executions(
          executions.filter { $0.instrument == name && $0.at >= since && $0.at <= seen }
            .reversed()))
    case .fundingPayments(let since):
      return .success(
        .fundingPayments(
          payments.filter { $0.at >= since && $0.at <= seen }
            .reversed()))
    case .positions: return .success(.positions(positions))
    case .balances:
      return .success(.balances([VenueBalance(asset: "USDT", total: cash, available: 9_000)]))
    case .setLeverage(_, let wanted):
      leverage = wanted
      return .success(.done)
    case .setPositionMode(_, let wanted):
      isHedged = wanted == .hedge
      return .success(.done)
    case .cancelAllAfter:
      deadManCalls += 1
      return .success(.done)
    case .setMarginMode: return .failure(VenueError(.noChange, code: "3400045"))
    case .place, .amend, .cancel, .cancelAll: return .failure(VenueError(.unsupported))
    }
  }

  private var positions: [VenuePosition] {
    [(Side.buy, long), (Side.sell, short)].map {
      VenuePosition(
        instrument: market, side: $0.0, quantity: $0.1, leverage: shownLeverage ?? leverage,
        isHedged: isHedged)
    }
  }

  /// Fills a part of an order, or all of it.
  mutating func fill(_ place: Int, _ quantity: Quantity) {
    guard orders.indices.contains(place) else { return }
    let view = orders[place].view
    var quantity = quantity
    if isReducing, view.isReduceOnly {
      quantity = min(quantity, view.side == .sell ? long : short)
      guard quantity.isPositive else { return end(place) }
    }
    executions.append(
      VenueExecution(
        instrument: view.instrument, venueTradeID: number("t-"), venueOrderID: view.venueOrderID,
        clientOrderID: view.clientOrderID, side: view.side, quantity: quantity,
        price: view.limitPrice ?? view.stopPrice ?? 100, fee: "0.01", feeAsset: "USDT",
        liquidity: .taker, at: now))
    orders[place].view.filled += quantity
    if orders[place].view.filled >= view.quantity { orders[place].view.status = .filled }
    orders[place].view.updatedAt = now
    switch (view.isReduceOnly, view.side) {
    case (false, .buy): long += quantity
    case (false, .sell): short += quantity
    case (true, .sell): long -= quantity
    case (true, .buy): short -= quantity
    }
    if let execution = executions.last {
      send(.execution(execution), visible: orders[place].visibleAt)
    }
    tell(place)
  }

  /// What is held pays a rate, or receives it.
  mutating func charge(_ rate: Ratio) {
    for (held, sign) in [(long, Money(1)), (short, Money(-1))] where held.isPositive {
      let fee = (Price(100) * held).multiplied(by: rate) * (sign.isNegative ? -1 : 1)
      cash -= fee
      payments.append(
        FundingPayment(
          instrument: market, venueTradeID: number("f-"), fee: fee,
          feeAsset: "USDT", rate: rate, quantity: held, price: 100, at: now))
      if let payment = payments.last { send(.funding(payment), visible: now) }
    }
  }

  private mutating func end(_ place: Int) {
    orders[place].view.status = .cancelled
    orders[place].view.updatedAt = now
    tell(place)
  }

  private mutating func tell(_ place: Int) {
    send(.order(orders[place].view), visible: orders[place].visibleAt)
  }

  private mutating func send(_ message: AccountNews, visible: Instant) {
    if seed.chance(faults.lostNews) { return }
    var at = max(now, visible) + .milliseconds(20)
    if seed.chance(faults.delayedNews) {
      at += .milliseconds(Int64.random(in: 0...4_000, using: &seed))
    }
    news.append((at, message))
    if seed.chance(faults.doubledNews) { news.append((at + .milliseconds(300), message)) }
  }
}

/// The contract of all tests.
let market: Name = "BTC/USDT:USDT"
