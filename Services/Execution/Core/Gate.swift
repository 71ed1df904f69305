import Events
import Quantities

/// The first check that failed, and the two numbers that decided where there are any.
struct Objection: Error {
  let reason: AbandonReason
  var value: FixedPoint?
  var limit: FixedPoint?

  init(_ reason: AbandonReason, value: FixedPoint? = nil, limit: FixedPoint? = nil) {
    self.reason = reason
    self.value = value
    self.limit = limit
  }
}

// Execution's own checks of an approval, from what it knows itself. They are the hard ones of
// risk's, so that an approval of risk's passes them on the same facts, and one that a fault of
// risk's let through does not.
extension Execution.State {
  /// Why an approved trade is not entered after all; nil when nothing is against it.
  func objection(to trade: Execution.Trade) -> Objection? {
    do throws(Objection) {
      try checkLife(of: trade)
      try checkMode(of: trade)
      try checkVenue(for: trade)
      let listing = try listing(for: trade)
      let (limits, equity) = try basis(of: trade, listing)
      let last = try checkFreshness(of: trade, under: limits)
      let book = try checkQuote(of: trade, under: limits)
      try checkPlaces(for: trade, under: limits)
      try checkPrices(of: trade, on: listing, at: book?.middle ?? last, under: limits)
      try checkSize(of: trade, on: listing, equity: equity, under: limits)
      try checkDepth(for: trade, in: book, under: limits)
      try checkAccount(of: trade, on: listing, equity: equity, under: limits)
      try checkQueue(of: trade, under: limits)
      return nil
    } catch {
      return error
    }
  }

  private func checkLife(of trade: Execution.Trade) throws(Objection) {
    if clock >= trade.approval.expiresAt { throw Objection(.expired) }
    if trade.isLapsed || trade.wish != .none { throw Objection(.cancelled) }
  }

  private func checkMode(of trade: Execution.Trade) throws(Objection) {
    if halt != .none { throw Objection(.halted) }
    if isReducing(trade.instrument) { throw Objection(.reducing) }
  }

  private func checkVenue(for trade: Execution.Trade) throws(Objection) {
    if frozen.contains(trade.instrument) { throw Objection(.diverged) }
    if isInDoubt(trade.instrument) { throw Objection(.unknownOutcome) }
    if !isConnected { throw Objection(.disconnected) }
  }

  private func listing(for trade: Execution.Trade) throws(Objection) -> Execution.Listing {
    guard let listing = listing(of: trade.instrument) else { throw Objection(.unknownInstrument) }
    return listing
  }

  private func basis(
    of trade: Execution.Trade, _ listing: Execution.Listing
  ) throws(Objection) -> (RiskConfiguration, equity: Money) {
    guard let limits else { throw Objection(.halted) }
    guard let equity = equity(in: listing.asset) else { throw Objection(.unknownEquity) }
    return (limits, max(.zero, equity))
  }

  private func checkFreshness(
    of trade: Execution.Trade, under limits: RiskConfiguration
  ) throws(Objection) -> Price {
    guard let quote = quote(of: trade.instrument) else { throw Objection(.staleData) }
    let lateness = quote.lateness(at: clock)
    guard lateness <= limits.staleAfter else {
      throw Objection(.staleData, value: lateness.inSeconds, limit: limits.staleAfter.inSeconds)
    }
    return quote.last
  }

  private func checkPlaces(
    for trade: Execution.Trade, under limits: RiskConfiguration
  ) throws(Objection) {
    let others = trades.filter { $0.id != trade.id && $0.takesPlace }
    let here = others.count { $0.instrument == trade.instrument }
    if others.count >= limits.maximumTrades {
      throw Objection(
        .maximumTrades, value: FixedPoint(others.count), limit: FixedPoint(limits.maximumTrades))
    }
    if here >= limits.maximumPerInstrument {
      throw Objection(
        .maximumPerInstrument, value: FixedPoint(here),
        limit: FixedPoint(limits.maximumPerInstrument))
    }
    let sharing = trades.count { $0.id != trade.id && !$0.isOver && isShared($0, with: trade) }
    guard sharing == 0 else {
      throw Objection(.sharedPosition, value: FixedPoint(sharing), limit: 1)
    }
  }

  /// Whether a venue keeps one position for both, so that the exit of one may take what belongs to
  /// the other; leftover orders of a trade that is flat count.
  private func isShared(_ other: Execution.Trade, with trade: Execution.Trade) -> Bool {
    guard other.instrument == trade.instrument else { return false }
    return switch mode {
    case .oneWay: true
    case .hedge: other.direction == trade.direction
    }
  }

  private func checkPrices(
    of trade: Execution.Trade, on listing: Execution.Listing, at last: Price,
    under limits: RiskConfiguration
  ) throws(Objection) {
    let (entry, stop) = (trade.approval.price, trade.approval.stop)
    guard trade.direction == .long ? stop < entry : stop > entry, stop.isPositive else {
      throw Objection(.stopSide, value: stop.value, limit: entry.value)
    }
    let distance = (entry - last).magnitude
    let allowed = last.multiplied(by: limits.priceCollar, rounding: .floor)
    guard distance <= allowed else {
      throw Objection(.priceCollar, value: distance.value, limit: allowed.value)
    }
    for price in [trade.approval.limitPrice, stop].compactMap({ $0 })
    where price.rounded(toTick: listing.tick, .floor) != price {
      throw Objection(.offGrid, value: price.value, limit: listing.tick.value)
    }
  }
}

// What it may cost.
extension Execution.State {
  private func checkSize(
    of trade: Execution.Trade, on listing: Execution.Listing, equity: Money,
    under limits: RiskConfiguration
  ) throws(Objection) {
    let approval = trade.approval
    let quantity = approval.quantity
    guard quantity.rounded(toLot: listing.lot, .down) == quantity else {
      throw Objection(.offGrid, value: quantity.value, limit: listing.lot.value)
    }
    guard quantity.isPositive, quantity >= listing.minimumQuantity else {
      throw Objection(
        .belowMinimum, value: quantity.value, limit: listing.minimumQuantity.value)
    }
    let notional = approval.notional
    guard notional >= listing.minimumNotional else {
      throw Objection(.belowMinimum, value: notional.value, limit: listing.minimumNotional.value)
    }
    let most = equity.multiplied(by: limits.maximumNotional, rounding: .floor)
    guard notional <= most else {
      throw Objection(.maximumNotional, value: notional.value, limit: most.value)
    }
    let loss = approval.lossAtStop(cost: limits.fee + limits.slippage)
    let share = min(limits.riskPerTrade, Execution.Limits.riskPerTrade)
    let budget = min(approval.budget, equity.multiplied(by: share, rounding: .floor))
    guard loss <= budget else {
      throw Objection(.riskAtStop, value: loss.value, limit: budget.value)
    }
  }

  private func checkAccount(
    of trade: Execution.Trade, on listing: Execution.Listing, equity: Money,
    under limits: RiskConfiguration
  ) throws(Objection) {
    let leverage = max(
      .one, min(limits.leverage, limits.maximumLeverage, listing.maximumLeverage))
    guard trade.approval.leverage <= leverage else {
      throw Objection(.leverage, value: trade.approval.leverage.value, limit: leverage.value)
    }
    let held = held(in: listing.asset, beside: trade.id) + trade.approval.notional
    let most = equity.multiplied(by: limits.accountLeverage, rounding: .floor)
    guard held <= most else {
      throw Objection(.accountLeverage, value: held.value, limit: most.value)
    }
  }

  /// What all other trades hold or may come to hold, at the last prices: an order whose outcome is
  /// not known counts as filled.
  private func held(in asset: Name, beside trade: Identifier) -> Money {
    var sum = Money.zero
    for other in trades where other.id != trade && listing(of: other.instrument)?.asset == asset {
      let price = quote(of: other.instrument)?.last ?? other.approval.price
      sum += price.multiplied(by: other.mostHeld, rounding: .up)
    }
    return sum
  }

  /// An entry above the rate waits, unless too many wait before it.
  private func checkQueue(
    of trade: Execution.Trade, under limits: RiskConfiguration
  ) throws(Objection) {
    guard !hasTurn(under: limits) else { return }
    let waiting = trades.prefix { $0.id != trade.id }.count { $0.isWaiting }
    guard waiting < limits.queuedOrders else {
      throw Objection(
        .orderRate, value: FixedPoint(waiting), limit: FixedPoint(limits.queuedOrders))
    }
  }
}

extension Execution.Approval {
  /// What the size was computed from.
  var price: Price { limitPrice ?? reference }

  var notional: Money { price.multiplied(by: quantity, rounding: .up) }

  /// What is lost at the stop, the costs of both legs included.
  func lossAtStop(cost: Ratio) -> Money {
    let perUnit = (price - stop).magnitude + (price + stop).multiplied(by: cost, rounding: .up)
    return perUnit.multiplied(by: quantity, rounding: .up)
  }
}

extension Execution.Trade {
  /// Whether it is approved and its entry is not ordered yet.
  var isWaiting: Bool {
    switch phase {
    case .pending: last(.entry) == nil
    case .open, .partial, .closing, .closed, .abandoned, .diverged: false
    }
  }

  /// Whether it counts among the trades that are on.
  var takesPlace: Bool {
    switch phase {
    case .pending, .open, .partial, .closing, .diverged: true
    case .closed, .abandoned: false
    }
  }

  /// What it holds once all that may be filled is.
  var mostHeld: Quantity {
    if isWaiting { return approval.quantity }
    return orders.reduce(tally.position.magnitude) {
      $1.reduceOnly ? $0 : $0 + $1.remaining
    }
  }
}

extension Interval {
  /// Seconds with their fraction, exactly.
  var inSeconds: FixedPoint { FixedPoint(mantissa: Int128(nanoseconds) * 1_000_000_000) }
}
