import Events
import ExecutionCore
import Quantities
import Requests
import Venues

// Orders of unknown outcome. Only what the venue shows ends a doubt.
extension OrderDesk {
  /// Asks the next question of every doubt that is due.
  mutating func question() {
    for order in live {
      guard let slip = slips[order], case .doubtful(let doubt) = slip.stage, !doubt.isAsking,
        now >= doubt.nextAt
      else { continue }
      ask(slip, doubt)
    }
  }

  private mutating func ask(_ slip: Slip, _ doubt: Doubt) {
    let order = slip.order
    let since = doubt.evidence.signedAt - Limits.historyMargin
    var doubt = doubt
    if doubt.evidence.negativeQueries.count < Limits.negativeAnswers {
      doubt.isAsking = true
      call(.order(reference(slip)), .question(order, at: bestTime), .inquiry)
    } else if !doubt.evidence.isAbsentFromOpenOrders {
      doubt.isAsking = true
      call(.openOrders(slip.instrument), .openOrders(order), .inquiry)
    } else if !doubt.evidence.isAbsentFromHistory {
      doubt.isAsking = true
      call(.orderHistory(slip.instrument, since: since), .history(order), .inquiry)
    } else if !doubt.evidence.isAbsentFromTrades {
      doubt.isAsking = true
      call(.executions(slip.instrument, since: since), .executions(order), .inquiry)
    } else {
      return conclude(slip, doubt)
    }
    slips[order]?.stage = .doubtful(doubt)
  }

  /// From when on a venue that does not show the order may be believed.
  private func threshold(of doubt: Doubt) -> Instant {
    let patience = doubt.evidence.signedAt + doubt.evidence.receiveWindow + policy.visibility
    return max(doubt.evidence.deadline, patience)
  }

  /// All evidence is there but one: that no news can have been missed.
  private mutating func conclude(_ slip: Slip, _ doubt: Doubt) {
    guard let venueTime else { return }
    var doubt = doubt
    doubt.evidence.venueTime = venueTime
    doubt.evidence.isGapFree = isWhole
    guard doubt.evidence.isConclusive else {
      doubt.nextAt = now + policy.questionPause
      slips[slip.order]?.stage = .doubtful(doubt)
      return
    }
    let it = slip.request
    state(
      .orderConfirmedAbsent(
        OrderConfirmedAbsent(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          evidence: text(of: doubt.evidence), at: venueTime)),
      of: slip, .absent, "absent")
  }

  private func text(of evidence: Execution.AbsenceEvidence) -> String {
    let asked = evidence.negativeQueries.map {
      "\(($0 - evidence.signedAt).milliseconds)"
    }.joined(separator: ", ")
    return "not found by its name \(asked) ms after it was signed, nor among the open orders, "
      + "nor in the history and the executions since \(Limits.historyMargin) before; "
      + "the venue's clock was \(evidence.venueTime - evidence.signedAt) further, "
      + "and no news was missed"
  }
}

// The answers.
extension OrderDesk {
  mutating func answered(
    question order: Identifier, at askedAt: Instant, _ result: Result<TradingAnswer, VenueError>
  ) {
    proceed(order) { desk, doubt in
      switch desk.views(in: result) {
      case .found(let views):
        for view in views { desk.note(view, isAnswer: true) }
        doubt.failures += 1
        doubt.nextAt = desk.now + desk.pause(after: doubt.failures)
      case .nothing:
        doubt.failures = 0
        doubt.nextAt = desk.now + desk.policy.questionPause
        guard askedAt >= desk.threshold(of: doubt), desk.offset != nil else { return }
        if let last = doubt.evidence.negativeQueries.last, askedAt - last < .seconds(2) { return }
        doubt.evidence.negativeQueries.append(askedAt)
      case .failed:
        doubt.failures += 1
        doubt.nextAt = desk.now + desk.pause(after: doubt.failures)
      }
    }
  }

  /// A list that was asked for after the third negative answer, and does not show the order.
  mutating func answered(
    list order: Identifier, _ result: Result<TradingAnswer, VenueError>,
    _ flag: WritableKeyPath<Execution.AbsenceEvidence, Bool>
  ) {
    proceed(order) { desk, doubt in
      switch result {
      case .success(.orders(let views)):
        for view in views { desk.note(view, isAnswer: false) }
        doubt.evidence[keyPath: flag] = true
        doubt.nextAt = desk.now
      case .success(.executions(let executions)):
        desk.noteAsked(executions)
        doubt.evidence[keyPath: flag] = true
        doubt.nextAt = desk.now
      case .success, .failure:
        doubt.failures += 1
        doubt.nextAt = desk.now + desk.pause(after: doubt.failures)
      }
    }
  }

  /// Goes on with a doubt, unless what came ended it.
  private mutating func proceed(
    _ order: Identifier, _ step: (inout OrderDesk, inout Doubt) -> Void
  ) {
    guard let slip = slips[order], case .doubtful(var doubt) = slip.stage else { return }
    doubt.isAsking = false
    step(&self, &doubt)
    guard case .doubtful = slips[order]?.stage else { return }
    slips[order]?.stage = .doubtful(doubt)
  }
}
