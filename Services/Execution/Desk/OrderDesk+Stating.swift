import EventSourcing
import Events
import Quantities
import Venues

// The facts, each under the name of what it is about.
extension OrderDesk {
  /// Proposes a fact, and goes by it at once.
  mutating func state(_ event: Event, _ id: Identifier, cause: SequenceNumber = 0) {
    // What is stated once stays stated, whatever the venue says again.
    guard expected[id] == nil else { return }
    let fact = DeskFact(id: id, cause: cause, event: event)
    expected[id] = fact
    proposals.append(fact)
    fold(event, at: EventPlace(seq: cause, id: id, producer: .desk, cause: cause))
  }

  /// Proposes what is stated of an order once; whether it was not before.
  @discardableResult
  mutating func state(_ event: Event, of slip: Slip, _ what: Said, _ word: String) -> Bool {
    guard slips[slip.order]?.said.contains(what) == false else { return false }
    state(event, Identifier(of: "desk", word, slip.order.description), cause: slip.lastCause)
    changes += 1
    return true
  }

  /// A moment for a statement about the account; no two statements have the same.
  mutating func statementTime() -> Instant {
    let instant = max(bestTime, lastStatement + Interval(nanoseconds: 1))
    lastStatement = instant
    return instant
  }

  func id(of what: String, _ subject: Name, at instant: Instant) -> Identifier {
    Identifier(
      of: "desk", what, account.description, subject.description, String(instant.nanoseconds))
  }

  /// What an order of somebody else is called.
  func externalID(_ instrument: Name, _ venueOrderID: Name) -> Identifier {
    Identifier(
      of: "external", account.description, instrument.description, venueOrderID.description)
  }

  mutating func accept(_ slip: Slip, _ venueOrderID: Name, at instant: Instant) {
    let it = slip.request
    state(
      .orderAccepted(
        OrderAccepted(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          venueOrderID: venueOrderID, at: instant)),
      of: slip, .accepted, "accepted")
  }

  mutating func find(_ slip: Slip, _ venueOrderID: Name, filled: Quantity, at instant: Instant) {
    let it = slip.request
    state(
      .orderFound(
        OrderFound(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          venueOrderID: venueOrderID, filled: filled, at: instant)),
      of: slip, .found, "found")
  }

  mutating func reject(_ slip: Slip, code: Name, reason: String) {
    let it = slip.request
    state(
      .orderRejected(
        OrderRejected(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          code: code, reason: reason, at: bestTime)),
      of: slip, .rejected, "rejected")
  }

  mutating func reject(_ slip: Slip, because error: VenueError) {
    let code = Name(error.code.isEmpty ? error.category.rawValue : error.code)
    reject(slip, code: code ?? Name(error.category.rawValue) ?? Name(), reason: error.text)
  }

  mutating func unknown(_ order: Identifier, _ why: String) {
    guard let slip = slips[order], slip.isLive, !slip.isResting, !slip.isDoubtful else { return }
    let it = slip.request
    state(
      .orderOutcomeUnknown(
        OrderOutcomeUnknown(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, why: why,
          at: bestTime)),
      of: slip, .unknown, "unknown")
  }

  mutating func cancelled(_ slip: Slip, filled: Quantity, at instant: Instant) {
    let it = slip.request
    state(
      .orderCancelled(
        OrderCancelled(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          filled: filled, at: instant)),
      of: slip, .ended, "ended")
  }

  mutating func expired(_ slip: Slip, filled: Quantity, at instant: Instant) {
    let it = slip.request
    state(
      .orderExpired(
        OrderExpired(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          filled: filled, at: instant)),
      of: slip, .ended, "ended")
  }

  mutating func disconnect(_ why: Name) {
    let instant = statementTime()
    state(
      .venueDisconnected(VenueDisconnected(account: account, why: why, at: instant)),
      id(of: "disconnected", account, at: instant))
  }

  mutating func connect() {
    let instant = statementTime()
    state(
      .venueConnected(VenueConnected(account: account, at: instant)),
      id(of: "connected", account, at: instant))
  }
}
