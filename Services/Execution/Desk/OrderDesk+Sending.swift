import EventSourcing
import Events
import Quantities
import Requests
import Venues

// How an order leaves.
extension OrderDesk {
  /// Announces every order that may leave now; those that may not wait, or end.
  mutating func announceOrders() {
    for order in live {
      guard let slip = slips[order], case .requested = slip.stage else { continue }
      if case .cancel = slip.change {
        cancelled(slip, filled: .zero, at: bestTime)
      } else if isOver(slip) {
        expired(slip, filled: .zero, at: bestTime)
      } else if mayLeave(slip), let signedAt = venueTime {
        announce(slip, signedAt: signedAt)
      }
    }
  }

  /// Whether an entry that never left has waited for too long.
  private func isOver(_ slip: Slip) -> Bool {
    if let end = slip.request.expiresAt { return bestTime >= end }
    return slip.isEntry && bestTime - slip.request.at >= policy.entryPatience
  }

  /// What only reduces goes as soon as the venue can be asked; what adds to a position goes only
  /// while everything is known and the contract is set up.
  private mutating func mayLeave(_ slip: Slip) -> Bool {
    guard now >= allPausedUntil else { return false }
    guard slip.isEntry else { return true }
    return isWhole && isConnectedInLog == true && now >= entriesPausedUntil
      && !isInDoubt(slip.instrument, besides: slip.order) && isSetUp(slip.instrument)
  }

  /// Whether another order there may or may not be at the venue.
  private func isInDoubt(_ instrument: Name, besides order: Identifier) -> Bool {
    live.contains { other in
      guard other != order, let slip = slips[other] else { return false }
      return slip.instrument == instrument && slip.isDoubtful
    }
  }

  private mutating func announce(_ slip: Slip, signedAt: Instant) {
    let it = slip.request
    slips[it.order]?.stage = .announced
    state(
      .orderSendStarted(
        OrderSendStarted(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          clientOrderID: slip.clientOrderID, attempt: it.attempt, signedAt: signedAt,
          receiveWindow: policy.receiveWindow)),
      of: slip, .sent, "send")
  }

  /// The announcement is durable: the order leaves, unless it has become too old meanwhile.
  mutating func dispatch(_ started: OrderSendStarted) {
    guard let slip = slips[started.order], case .announced = slip.stage else { return }
    slips[started.order]?.stage = .sending
    guard let venueTime, let offset, venueTime < started.signedAt + started.receiveWindow else {
      return unknown(started.order, "too old when it could leave; it was not sent")
    }
    call(
      .place(ticket(for: slip)), .place(started.order),
      slip.isEntry ? .entry : .stop, signedAt: started.signedAt,
      until: started.signedAt + started.receiveWindow - offset)
  }

  /// Somebody else may have sent it: only the venue knows.
  mutating func doubt(_ started: OrderSendStarted, _ why: String) {
    guard let slip = slips[started.order], slip.isLive else { return }
    if case .announced = slip.stage { slips[started.order]?.stage = .sending }
    unknown(started.order, why)
  }

  private func ticket(for slip: Slip) -> OrderTicket {
    let it = slip.request
    let isHedged = mode == .hedge && kind(of: it.instrument) == .linear
    return OrderTicket(
      instrument: it.instrument, clientOrderID: slip.clientOrderID, side: it.side, kind: it.kind,
      quantity: it.quantity, limitPrice: it.limitPrice, stopPrice: it.stopPrice,
      distance: it.distance, timeInForce: it.timeInForce, isReduceOnly: it.reduceOnly,
      positionSide: isHedged ? (it.reduceOnly ? it.side.opposite : it.side) : nil)
  }

  func kind(of instrument: Name) -> InstrumentKind? {
    listings.first { $0.instrument == instrument }?.kind
  }

  func reference(_ slip: Slip) -> OrderReference {
    OrderReference(
      instrument: slip.instrument, clientOrderID: slip.clientOrderID,
      venueOrderID: slip.venueOrderID, isConditional: slip.request.kind.isConditional)
  }

  /// Hands a call out and remembers what it is for.
  mutating func call(
    _ call: TradingCall, _ errand: Errand, _ priority: RequestPriority,
    signedAt: Instant? = nil, until: Instant? = nil
  ) {
    callCount += 1
    let id = DeskCall.ID(number: callCount)
    outgoing.append(
      DeskCall(
        id: id, call: call, priority: priority, signedAt: signedAt,
        receiveWindow: policy.receiveWindow, mayBeSentUntil: until))
    calls.append(
      Call(id: id, errand: errand, until: now + policy.callPatience, askedAt: bestTime))
  }
}

extension OrderKind {
  /// Whether it waits for a trigger.
  var isConditional: Bool {
    switch self {
    case .market, .limit: false
    case .stop, .stopLimit, .takeProfit, .trailing: true
    }
  }
}

// What the venue answers to an order that was sent.
extension OrderDesk {
  mutating func placed(_ order: Identifier, as venueOrderID: Name) {
    guard let slip = slips[order] else { return }
    switch slip.stage {
    case .sending: accept(slip, venueOrderID, at: bestTime)
    case .doubtful, .rejected, .absent: find(slip, venueOrderID, filled: .zero, at: bestTime)
    case .requested, .announced, .resting, .ended: identify(order, venueOrderID)
    }
  }

  /// Only what the venue's table calls definite is a refusal; all else is unknown.
  mutating func notPlaced(_ order: Identifier, because error: VenueError) {
    guard let slip = slips[order], slip.isLive, !slip.isResting else { return }
    guard error.category.provesThatNothingHappened else {
      let why = [error.category.rawValue, error.code, error.text].filter { !$0.isEmpty }
      return unknown(order, why.joined(separator: " "))
    }
    reject(slip, because: error)
  }
}
