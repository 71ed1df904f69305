public import Events
import ExecutionCore
public import Quantities
import Requests
public import Venues

// What the outside tells.
extension OrderDesk {
  /// Time has passed.
  ///
  /// - Parameters:
  ///   - now: a clock that never goes back and does not jump, such as the time since the machine
  ///     started, put on the scale of the calendar.
  ///   - offset: how far the venue's clock is ahead of it, as it was last measured; nil leaves it.
  public mutating func advance(to now: Instant, offset: Interval? = nil) {
    self.now = max(self.now, now)
    if let offset { self.offset = offset }
    guard isLive else { return }
    giveUp()
    if isStreamUp, self.now - streamHeardAt >= policy.silence {
      loseStream("silence", isToReconnect: true)
    }
    work()
  }

  /// The private stream is up; what happened before is not known yet.
  public mutating func streamConnected() {
    // A new one without a word about the old: what that had to say is missing.
    if isStreamUp { loseStream("replaced", isToReconnect: false) }
    connections += 1
    isStreamUp = true
    wholeSince = nil
    streamHeardAt = now
    survey = nil
    surveyAt = now
    work()
  }

  /// The private stream is gone.
  public mutating func streamLost(_ why: Name = "stream") {
    loseStream(why, isToReconnect: false)
    work()
  }

  /// The private stream is alive: a message that is no news, or a pong.
  public mutating func streamAlive() { streamHeardAt = now }

  /// The venue has shut us out: until then no order leaves, those that only reduce neither, since
  /// each would be refused.
  public mutating func shutOut(until end: Instant) {
    allPausedUntil = max(allPausedUntil, end)
  }

  /// The private stream told something.
  public mutating func receive(_ news: AccountNews) {
    guard isLive else { return }
    streamHeardAt = now
    switch news {
    case .order(let view): note(view, isAnswer: false)
    case .execution(let execution): note(execution)
    case .funding(let payment): note(payment)
    // Surveys compare these; alone they decide nothing.
    case .position, .balance: break
    }
    work()
  }

  /// The venue's answer to a call, or why there is none; after the desk gave up waiting, what it
  /// says is found out by asking.
  public mutating func receive(_ result: Result<TradingAnswer, VenueError>, to id: DeskCall.ID) {
    guard let place = calls.firstIndex(where: { $0.id == id }) else { return }
    let call = calls.remove(at: place)
    settle(call, result)
    work()
  }
}

extension OrderDesk {
  mutating func loseStream(_ why: Name, isToReconnect: Bool) {
    isStreamUp = false
    wholeSince = nil
    survey = nil
    surveyAt = now
    if isToReconnect { mustReconnect = true }
    if isLive, isConnectedInLog != false { disconnect(why) }
  }

  /// Calls that were not answered in time have an unknown outcome.
  private mutating func giveUp() {
    while let place = calls.firstIndex(where: { now >= $0.until }) {
      let call = calls.remove(at: place)
      settle(call, .failure(VenueError(.unknownOutcome, text: "no answer in time")))
    }
  }

  private mutating func settle(_ call: Call, _ result: Result<TradingAnswer, VenueError>) {
    if case .failure(let error) = result { heed(error) }
    switch call.errand {
    case .place(let order): answered(place: order, result)
    case .cancel(let order): answered(cancelOf: order, failure(of: result))
    case .amend(let order): answered(amendOf: order, failure(of: result))
    case .look(let order): looked(order, result)
    case .lookBack(let order): lookedBack(order, result)
    case .question(let order, let at): answered(question: order, at: at, result)
    case .openOrders(let order): answered(list: order, result, \.isAbsentFromOpenOrders)
    case .history(let order): answered(list: order, result, \.isAbsentFromHistory)
    case .executions(let order): answered(list: order, result, \.isAbsentFromTrades)
    case .pull(let instrument): answered(pull: instrument, result)
    case .survey(let number, let question): answered(survey: number, question, result)
    case .setUp(let instrument, let step): answered(setUp: instrument, step, result)
    case .deadManSwitch: break
    }
  }

  private mutating func answered(
    place order: Identifier, _ result: Result<TradingAnswer, VenueError>
  ) {
    switch result {
    case .success(.placed(let venueOrderID)): placed(order, as: venueOrderID)
    case .success: unknown(order, "the answer was of another kind")
    case .failure(let error): notPlaced(order, because: error)
    }
  }

  private func failure(of result: Result<TradingAnswer, VenueError>) -> VenueError? {
    switch result {
    case .success: nil
    case .failure(let error): error
    }
  }

  /// A venue that wants to be left alone is: entries wait, and while it is closed all orders do;
  /// cancellations never.
  private mutating func heed(_ error: VenueError) {
    switch error.category {
    case .rateLimit:
      let until = now + (error.retryAfter ?? Limits.rateLimitPause)
      entriesPausedUntil = max(entriesPausedUntil, until)
    case .maintenance:
      let until = now + (error.retryAfter ?? Limits.maintenancePause)
      allPausedUntil = max(allPausedUntil, until)
    case .auth, .permission, .insufficientFunds, .invalidOrder, .badRequest, .badSymbol,
      .orderNotFound, .orderClosed, .duplicateClientID, .timestamp, .noChange, .notSent,
      .unknownOutcome, .malformed, .unsupported:
      break
    }
  }

  /// Does all that is due.
  mutating func work() {
    guard isLive else { return }
    announceOrders()
    askForChanges()
    question()
    look()
    pullIfDue()
    setUpContracts()
    surveyIfDue()
    refreshDeadManSwitch()
  }

  private mutating func refreshDeadManSwitch() {
    guard let wait = policy.deadManSwitch, isWhole, now >= deadManAt else { return }
    deadManAt = now + wait / 4
    call(.cancelAllAfter(wait), .deadManSwitch, .cancel)
  }
}
