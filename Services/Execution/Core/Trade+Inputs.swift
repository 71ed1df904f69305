import Events
import Quantities

extension Execution.Trade {
  mutating func updateOrder(_ id: Identifier, _ change: (inout Execution.Order) -> Void) {
    guard let index = orders.firstIndex(where: { $0.id == id }) else { return }
    change(&orders[index])
  }

  /// Takes note of what the venue states of one of its orders.
  mutating func apply(_ fact: Execution.OrderFact, at clock: Instant) {
    guard let index = orders.firstIndex(where: { $0.id == fact.order }) else { return }
    let before = orders[index]
    let position = tally.position
    let fits = orders[index].apply(fact.news)
    let order = orders[index]
    defer { measure(at: fact.at, clock) }
    if case .filled(let fill) = fact.news, order.fills.count > before.fills.count {
      book(fill, for: order, at: clock)
    }
    if !fits || (tally.position.isNegative && tally.position != position) {
      divergence = Execution.Divergence(
        cause: fits ? .stuck : cause(of: fact.news, of: before), expected: position,
        actual: tally.position)
    }
    if order.purpose == .stop { noteAmendment(of: order, asked: before.change, fact.news) }
    guard order.phase != before.phase else { return }
    switch order.purpose {
    case .entry: noteEntry()
    case .stop: noteStop(order, at: clock)
    case .exit:
      noteReduced()
      noteRefusal(of: order, at: clock)
      noteExit(order, at: clock)
    case .target1, .target2, .liquidation: break
    }
  }

  /// Why news does not fit: the venue says what it said otherwise, or knows what was never sent.
  private func cause(
    of news: Execution.OrderNews, of order: Execution.Order
  ) -> TradeDivergence {
    guard order.phase == .requested else { return .contradiction }
    switch news {
    case .accepted, .found, .filled, .amended: return .unsent
    case .sendStarted, .rejected, .outcomeUnknown, .confirmedAbsent, .cancelled, .expired:
      return .contradiction
    }
  }

  /// Takes the time without a stop.
  mutating func measure(at: Instant, _ clock: Instant) {
    let isExposed = tally.position.isPositive && !isProtected
    switch tally.exposed {
    case nil:
      if isExposed { tally.exposed = Execution.Exposed(since: clock, from: at) }
    case .some(let exposed):
      guard !isExposed else { return }
      let time = max(at - exposed.from, .seconds(0))
      tally.unprotected = tally.unprotected + time
      tally.longestUnprotected = max(tally.longestUnprotected, time)
      tally.exposed = nil
    }
  }

  private mutating func book(
    _ fill: Execution.Fill, for order: Execution.Order, at clock: Instant
  ) {
    let cost = fill.price * fill.quantity
    tally.fees += fill.fee
    switch order.purpose {
    case .entry:
      tally.entered += fill.quantity
      tally.entryCost += cost
      tally.firstFill = tally.firstFill ?? clock
    case .stop, .target1, .target2, .exit, .liquidation:
      tally.exited += fill.quantity
      tally.exitCost += cost
      tally.lastExit = order.purpose
    }
  }

  /// A part of the entry that arrives late is protected with the rest.
  private mutating func noteEntry() {
    let position = tally.position
    updateHolding { $0.goal.quantity = position }
  }

  /// A change that the venue did not make as asked is not asked for again.
  private mutating func noteAmendment(
    of stop: Execution.Order, asked: Execution.Order.Change?, _ news: Execution.OrderNews
  ) {
    guard case .amended = news, case .amend(let quantity, _, let price) = asked else { return }
    guard stop.quantity != quantity || stop.stopPrice != price else { return }
    updateHolding {
      $0.goal.quantity = stop.quantity
      $0.goal.price = stop.stopPrice ?? $0.goal.price
    }
  }

  /// A stop that is acknowledged protects; one that is gone, or traded in part, does not.
  private mutating func noteStop(_ stop: Execution.Order, at clock: Instant) {
    guard tally.position.isPositive, let holding else { return }
    switch stop.phase {
    case .requested, .sending, .unknown, .resting: break
    case .partiallyFilled: close(holding.stopMeans, notBefore: clock + Execution.Limits.stopRest)
    case .filled: close(holding.stopMeans, notBefore: clock)
    case .cancelled, .expired, .rejected, .absent:
      if stop.phase.isSettled { close(.unprotected, notBefore: clock) }
    }
  }

  /// An exit that is refused is tried again, later each time, until a person must look.
  private mutating func noteExit(_ exit: Execution.Order, at clock: Instant) {
    guard case .closing(let holding, var closing) = phase, tally.position.isPositive else { return }
    switch exit.phase {
    case .rejected, .absent: closing.failures += 1
    case .requested, .sending, .unknown, .resting, .partiallyFilled, .filled, .cancelled,
      .expired:
      return
    }
    closing.notBefore = clock + Execution.Limits.wait(after: closing.failures)
    phase = .closing(holding, closing)
    if closing.isExhausted {
      divergence = Execution.Divergence(cause: .stuck, expected: .zero, actual: tally.position)
    }
  }
}
