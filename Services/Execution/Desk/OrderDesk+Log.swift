public import EventSourcing
public import Events
import ExecutionCore
public import Quantities
import Venues

// What is in the log.
extension OrderDesk {
  /// Takes the next event of the log, which is durable.
  public mutating func hear(_ event: Event, at place: EventPlace) {
    if place.producer == .paperVenue { return leave(event) }
    if place.producer == .desk, let fact = expected.removeValue(forKey: place.id) {
      // It is folded since it was proposed; only the leave to send was waited for.
      guard case .orderSendStarted(let started) = event else { return }
      if fact.event == event { dispatch(started) } else { doubt(started, "sent by another") }
      return work()
    }
    fold(event, at: place)
    if isLive {
      if place.producer == .desk, case .orderSendStarted(let started) = event {
        doubt(started, "announced by another")
      }
      work()
    }
  }

  /// The log is read to its end: what it says was sent and not answered is asked about, and
  /// nothing was told by the venue since.
  public mutating func begin(at now: Instant) {
    precondition(!isLive, "the desk has begun already")
    self.now = max(self.now, now)
    isLive = true
    if isConnectedInLog != false { disconnect("start") }
    for order in live {
      guard case .sending = slips[order]?.stage else { continue }
      unknown(order, "no answer before the restart")
    }
    forget()
    work()
  }

  /// Takes note of an event, whether it was read from the log or is being proposed.
  mutating func fold(_ event: Event, at place: EventPlace) {
    switch event {
    case .configurationApplied(let it): apply(it.configuration)
    case .instrumentListed(let it): list(it)
    case .orderRequested(let it): open(it, cause: place.seq)
    case .orderCancelRequested(let it): note(it, cause: place.seq)
    case .orderAmendRequested(let it): note(it, at: place)
    case .reconciliationRequested(let it): requested.append((it.instrument, place.seq))
    case .orderSendStarted(let it): note(it)
    case .orderAccepted(let it): settle(it.order, .accepted, venueOrderID: it.venueOrderID)
    case .orderFound(let it): settle(it.order, .found, venueOrderID: it.venueOrderID)
    case .orderOutcomeUnknown(let it): note(it)
    case .orderRejected(let it): deny(it.order, .rejected, .rejected, at: it.at)
    case .orderConfirmedAbsent(let it): deny(it.order, .absent, .absent, at: it.at)
    case .orderFilled(let it): note(it)
    case .orderAmended(let it): note(it)
    case .orderCancelled(let it): note(ended: it.order, reported: it.filled, at: it.at)
    case .orderExpired(let it): note(ended: it.order, reported: it.filled, at: it.at)
    case .externalOrderSeen(let it): note(it)
    case .venueConnected(let it): note(connected: true, at: it.at)
    case .venueDisconnected(let it): note(connected: false, at: it.at)
    case .ordersReported(let it):
      note(statement: it.at)
      watermark = max(watermark ?? it.at, it.at)
      requested.removeAll { $0.instrument == it.instrument }
      if !isLive, ended.count > 4096 { forget() }
    case .positionReported(let it): note(statement: it.at)
    case .balanceReported(let it):
      if it.account == account, assets[it.asset] == nil { assets[it.asset] = it.at }
    case .fundingCharged(let it): note(it, id: place.id)
    default: break
    }
  }

  /// What the paper venue leads is not ours.
  private mutating func leave(_ event: Event) {
    guard case .orderSendStarted(let it) = event, let slip = slips[it.order],
      case .requested = slip.stage
    else { return }
    slips[it.order] = nil
    names[slip.clientOrderID] = nil
    live.removeAll { $0 == it.order }
  }

  private mutating func apply(_ configuration: Configuration) {
    if leverage != configuration.risk.leverage || mode != configuration.paper.mode { setUps = [] }
    leverage = configuration.risk.leverage
    mode = configuration.paper.mode
    policy.take(configuration.desk)
  }

  private mutating func list(_ listing: InstrumentListed) {
    if let place = listings.firstIndex(where: { $0.instrument == listing.instrument }) {
      listings[place] = listing
    } else {
      listings.append(listing)
    }
  }

  private mutating func open(_ request: OrderRequested, cause: SequenceNumber) {
    guard slips[request.order] == nil else { return }
    let name = Execution.clientOrderID(of: request.order, in: log)
    slips[request.order] = Slip(request, name, cause: cause)
    names[name] = request.order
    live.append(request.order)
  }

  private mutating func note(_ request: OrderCancelRequested, cause: SequenceNumber) {
    guard let slip = slips[request.order], slip.isLive else { return }
    if case .cancel = slip.change { return }
    slips[request.order]?.change = .cancel(Try(cause: cause))
  }

  private mutating func note(_ request: OrderAmendRequested, at place: EventPlace) {
    guard let slip = slips[request.order], slip.isLive else { return }
    if case .cancel = slip.change { return }
    slips[request.order]?.wasToChange = true
    slips[request.order]?.change = .amend(
      Amendment(request: request, id: place.id, tries: Try(cause: place.seq)))
  }

  private mutating func note(_ started: OrderSendStarted) {
    guard let slip = slips[started.order] else { return }
    slips[started.order]?.signedAt = started.signedAt
    slips[started.order]?.receiveWindow = started.receiveWindow
    slips[started.order]?.said.insert(.sent)
    if case .requested = slip.stage { slips[started.order]?.stage = .sending }
  }

  private mutating func note(_ unknown: OrderOutcomeUnknown) {
    slips[unknown.order]?.said.insert(.unknown)
    guard let slip = slips[unknown.order], slip.isLive, !slip.isResting else { return }
    let doubt = newDoubt(of: slip)
    slips[unknown.order]?.stage = .doubtful(doubt)
  }

  func newDoubt(of slip: Slip) -> Doubt {
    let signedAt = slip.signedAt ?? bestTime
    return Doubt(
      evidence: Execution.AbsenceEvidence(
        signedAt: signedAt, receiveWindow: slip.receiveWindow, venueTime: bestTime),
      nextAt: now)
  }

  /// The venue has the order, whatever was thought of it before.
  private mutating func settle(_ order: Identifier, _ what: Said, venueOrderID: Name) {
    guard let slip = slips[order] else { return }
    slips[order]?.said.insert(what)
    identify(order, venueOrderID)
    if slip.isEnded || slip.isResting { return }
    if !slip.isLive { revive(order) }
    slips[order]?.stage = .resting
  }

  mutating func identify(_ order: Identifier, _ venueOrderID: Name) {
    guard !venueOrderID.isEmpty, slips[order]?.venueOrderID != venueOrderID else { return }
    slips[order]?.venueOrderID = venueOrderID
    venueNames[venueOrderID] = order
  }

  /// An order that was denied is there after all.
  private mutating func revive(_ order: Identifier) {
    ended.removeAll { $0.order == order }
    live.append(order)
  }

  private mutating func end(_ order: Identifier, _ stage: Stage, at instant: Instant) {
    guard let slip = slips[order], slip.isLive else { return }
    slips[order]?.stage = stage
    slips[order]?.change = nil
    slips[order]?.askAt = nil
    live.removeAll { $0 == order }
    ended.append((order, instant))
  }

  private mutating func deny(
    _ order: Identifier, _ stage: Stage, _ what: Said, at instant: Instant
  ) {
    slips[order]?.said.insert(what)
    end(order, stage, at: instant)
  }

  private mutating func note(ended order: Identifier, reported: Quantity, at instant: Instant) {
    if let slip = slips[order] { slips[order]?.reported = max(slip.reported, reported) }
    slips[order]?.said.insert(.ended)
    end(order, .ended, at: instant)
  }

  private mutating func note(_ fill: OrderFilled) {
    guard fills.insert(fill.fill).inserted else { return }
    fillLog.append((fill.fill, fill.at))
    lastPayment = max(lastPayment, fill.at)
    hold(fill)
    externals[fill.order]?.filled += fill.quantity
    guard let slip = slips[fill.order] else { return }
    let filled = slip.filled + fill.quantity
    slips[fill.order]?.filled = filled
    slips[fill.order]?.reported = max(slip.reported, filled)
    switch slip.stage {
    case .requested, .announced, .sending, .doubtful: slips[fill.order]?.stage = .resting
    case .rejected, .absent:
      revive(fill.order)
      slips[fill.order]?.stage = .resting
    case .resting, .ended: break
    }
    if filled >= slip.quantity { end(fill.order, .ended, at: fill.at) }
  }

  private mutating func note(_ charge: FundingCharged, id: Identifier) {
    guard charge.account == account, fills.insert(id).inserted else { return }
    fillLog.append((id, charge.at))
    lastPayment = max(lastPayment, charge.at)
  }

  private mutating func note(_ amended: OrderAmended) {
    guard let slip = slips[amended.order] else { return }
    slips[amended.order]?.quantity = amended.quantity
    slips[amended.order]?.limitPrice = amended.limitPrice
    slips[amended.order]?.stopPrice = amended.stopPrice
    if case .amend = slip.change { slips[amended.order]?.change = nil }
    if slip.filled >= amended.quantity { end(amended.order, .ended, at: amended.at) }
  }

  private mutating func note(_ seen: ExternalOrderSeen) {
    guard externals[seen.order] == nil else { return }
    externals[seen.order] = External(quantity: seen.quantity)
    externalLog.append((seen.order, seen.at))
  }

  private mutating func note(connected: Bool, at instant: Instant) {
    note(statement: instant)
    isConnectedInLog = connected
    if birth == nil { birth = instant }
    if connected { watermark = max(watermark ?? instant, instant) }
  }

  private mutating func note(statement instant: Instant) {
    lastStatement = max(lastStatement, instant)
  }

  /// Lets go of what ended so long ago that the venue is not asked about that time any more.
  mutating func forget() {
    guard let horizon = horizon else { return }
    var kept: [(order: Identifier, at: Instant)] = []
    for entry in ended {
      guard let slip = slips[entry.order] else { continue }
      if entry.at >= horizon || slip.filled < slip.reported {
        kept.append(entry)
      } else {
        slips[entry.order] = nil
        names[slip.clientOrderID] = nil
        if let name = slip.venueOrderID { venueNames[name] = nil }
      }
    }
    ended = kept
    for entry in fillLog where entry.at < horizon { fills.remove(entry.fill) }
    fillLog.removeAll { $0.at < horizon }
    forgetHoldings(before: horizon)
    for entry in externalLog where entry.at < horizon && externals[entry.order]?.isLive != true {
      externals[entry.order] = nil
    }
    externalLog.removeAll { externals[$0.order] == nil }
  }

  /// What happened before is stated and forgotten.
  var horizon: Instant? { watermark.map { $0 - policy.retention } }
}

extension OrderDesk {
  /// An order of somebody else that is stated.
  struct External: Sendable {
    var quantity: Quantity
    var filled = Quantity.zero
    /// Whether the last survey listed it; one that still rests is not forgotten.
    var isLive = true
  }
}

extension OrderDesk {
  /// The event types that it looks at; to hear others changes nothing.
  public static var interests: Set<EventType> {
    [
      .configurationApplied, .instrumentListed, .orderRequested, .orderCancelRequested,
      .orderAmendRequested, .reconciliationRequested, .orderSendStarted, .orderAccepted,
      .orderFound, .orderOutcomeUnknown, .orderRejected, .orderConfirmedAbsent, .orderFilled,
      .orderAmended, .orderCancelled, .orderExpired, .externalOrderSeen, .venueConnected,
      .venueDisconnected, .ordersReported, .positionReported, .balanceReported,
      .fundingCharged,
    ]
  }
}
