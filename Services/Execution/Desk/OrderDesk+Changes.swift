import EventSourcing
import Events
import Quantities
import Requests
import Venues

// Cancelling and changing what is at the venue. Both may be asked again: they say how things
// should be, and asking twice leads to the same as asking once.
extension OrderDesk {
  mutating func askForChanges() {
    for order in live {
      guard let slip = slips[order] else { continue }
      switch slip.change {
      case nil: break
      case .cancel(let tries): cancel(slip, tries)
      case .amend(let amendment): amend(slip, amendment)
      }
    }
  }

  private mutating func cancel(_ slip: Slip, _ tries: Try) {
    guard slip.isResting || slip.isDoubtful, !tries.isUnderWay, now >= tries.nextAt else { return }
    var tries = tries
    tries.isUnderWay = true
    tries.count += 1
    slips[slip.order]?.change = .cancel(tries)
    call(.cancel(reference(slip)), .cancel(slip.order), .cancel)
  }

  private mutating func amend(_ slip: Slip, _ amendment: Amendment) {
    guard slip.isResting, amendment.looks == nil, !amendment.tries.isUnderWay,
      now >= amendment.tries.nextAt, now >= allPausedUntil
    else { return }
    var amendment = amendment
    amendment.tries.isUnderWay = true
    amendment.tries.count += 1
    amendment.tries.askedAt = bestTime
    slips[slip.order]?.change = .amend(amendment)
    let it = amendment.request
    call(
      .amend(
        OrderChange(
          order: reference(slip), quantity: it.quantity, limitPrice: it.limitPrice,
          stopPrice: it.stopPrice)),
      .amend(slip.order), slip.isEntry ? .entry : .stop)
  }

  /// However the venue answered, only the order itself shows what became of it: "cancelled" may
  /// mean that it will be, and "unknown" that it is over or not there yet.
  mutating func answered(cancelOf order: Identifier, _ error: VenueError?) {
    guard let slip = slips[order], case .cancel(var tries) = slip.change else { return }
    tries.isUnderWay = false
    tries.nextAt = now + pause(after: tries.count)
    if let wait = error?.retryAfter { tries.nextAt = max(tries.nextAt, now + wait) }
    slips[order]?.change = .cancel(tries)
    if slip.isResting { lookSoon(order) }
  }

  mutating func answered(amendOf order: Identifier, _ error: VenueError?) {
    guard let slip = slips[order], case .amend(var amendment) = slip.change,
      amendment.tries.isUnderWay
    else { return }
    amendment.tries.isUnderWay = false
    switch error?.category {
    case .rateLimit, .notSent, .maintenance, .timestamp:
      amendment.tries.nextAt = now + (error?.retryAfter ?? pause(after: amendment.tries.count))
    case nil:
      // It was made, and may be long in showing.
      let longest = Int(policy.visibility.nanoseconds / policy.questionPause.nanoseconds)
      amendment.looks = max(Limits.looks, longest)
    case .unknownOutcome, .malformed, .orderNotFound: amendment.looks = Limits.looks
    case .auth, .permission, .insufficientFunds, .invalidOrder, .badRequest, .badSymbol,
      .orderClosed, .duplicateClientID, .noChange, .unsupported:
      amendment.looks = 1
    }
    slips[order]?.change = .amend(amendment)
    if amendment.looks != nil { lookSoon(order) }
  }

  /// The venue shows the order: a change is settled when it shows in it, or when it was looked for
  /// often enough; then what rests is the answer.
  mutating func settleAmendment(of order: Identifier, by view: VenueOrder, isAnswer: Bool) {
    guard let slip = slips[order], slip.isResting, case .amend(var amendment) = slip.change else {
      return
    }
    // What it was before it was asked for says nothing.
    let isNews = isAnswer ? amendment.looks != nil : view.updatedAt >= amendment.tries.askedAt
    guard isNews, amendment.tries.count > 0 else { return }
    let it = amendment.request
    let isDone =
      view.quantity == it.quantity && (it.limitPrice ?? view.limitPrice) == view.limitPrice
      && (it.stopPrice ?? view.stopPrice) == view.stopPrice
    if !isDone {
      guard isAnswer, let looks = amendment.looks else { return }
      guard looks <= 1 else {
        amendment.looks = looks - 1
        slips[order]?.change = .amend(amendment)
        slips[order]?.askAt = now + policy.questionPause
        return
      }
    }
    state(
      .orderAmended(
        OrderAmended(
          order: order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          quantity: view.quantity, limitPrice: view.limitPrice, stopPrice: view.stopPrice,
          at: bestTime)),
      Identifier(of: "desk", "amended", order.description, amendment.id.description),
      cause: amendment.tries.cause)
    changes += 1
  }

  /// A wait that doubles from a question's pause to the longest.
  func pause(after count: Int) -> Interval {
    min(policy.questionPause * (1 << min(max(count - 1, 0), 10)), policy.longestPause)
  }
}

// Looking after an order that is known to be there.
extension OrderDesk {
  mutating func lookSoon(_ order: Identifier) {
    let at = now + Limits.shortPause
    if let known = slips[order]?.askAt, known <= at { return }
    slips[order]?.askAt = at
  }

  mutating func look() {
    for order in live {
      guard let slip = slips[order], slip.isResting, let at = slip.askAt, now >= at,
        !slip.isAsking
      else { continue }
      slips[order]?.askAt = nil
      slips[order]?.isAsking = true
      call(.order(reference(slip)), .look(order), .inquiry)
    }
  }

  mutating func looked(_ order: Identifier, _ result: Result<TradingAnswer, VenueError>) {
    slips[order]?.isAsking = false
    guard let slip = slips[order], slip.isResting else { return }
    switch views(in: result) {
    case .found(let views):
      slips[order]?.failures = 0
      for view in views { note(view, isAnswer: true) }
      keepLooking(order)
    case .nothing:
      // What the venue does not find is over, perhaps; its history tells how.
      slips[order]?.isAsking = true
      call(
        .orderHistory(slip.instrument, since: historyStart(of: slip)), .lookBack(order), .inquiry)
    case .failed: tryLater(order)
    }
  }

  mutating func lookedBack(_ order: Identifier, _ result: Result<TradingAnswer, VenueError>) {
    slips[order]?.isAsking = false
    guard let slip = slips[order], slip.isResting else { return }
    switch views(in: result) {
    case .found(let views):
      for view in views where isView(view, of: slip) { note(view, isAnswer: true) }
      if slips[order]?.isResting == true { tryLater(order) }
    case .nothing, .failed: tryLater(order)
    }
  }

  private mutating func tryLater(_ order: Identifier) {
    let failures = (slips[order]?.failures ?? 0) + 1
    slips[order]?.failures = failures
    let at = now + pause(after: failures)
    slips[order]?.askAt = at
  }

  /// A cancellation is looked after until it shows.
  private mutating func keepLooking(_ order: Identifier) {
    guard let slip = slips[order], slip.isResting, slip.askAt == nil,
      case .cancel = slip.change
    else { return }
    slips[order]?.askAt = now + policy.questionPause
  }

  func isView(_ view: VenueOrder, of slip: Slip) -> Bool {
    view.clientOrderID == slip.clientOrderID
      || (view.clientOrderID == nil && slip.venueOrderID == view.venueOrderID)
  }

  func historyStart(of slip: Slip) -> Instant {
    (slip.signedAt ?? slip.request.at) - Limits.historyMargin
  }

  enum Views {
    case found([VenueOrder])
    case nothing
    case failed
  }

  /// What an answer shows of orders; an answer of another kind is no answer.
  func views(in result: Result<TradingAnswer, VenueError>) -> Views {
    switch result {
    case .success(.orders(let views)): views.isEmpty ? .nothing : .found(views)
    case .success: .failed
    case .failure(let error): error.category == .orderNotFound ? .nothing : .failed
    }
  }
}
