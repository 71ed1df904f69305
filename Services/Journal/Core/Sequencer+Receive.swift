public import EventSourcing
public import Events

extension Sequencer {
  /// Takes a message, or says why not.
  ///
  /// - Parameter recorded: what the log says of a proposal: `duplicate` or `conflict`, nil when
  ///   it has no event with that id. Asked only for answers that come after their time.
  public mutating func receive<Failure: Error>(
    _ submission: Submission,
    recorded: (Producer, Proposal) throws(Failure) -> AppendOutcome?
  ) throws(Failure) -> [Reply] {
    precondition(plan == nil, "the outcomes of the last transaction are missing")
    let place = submission.producer.index
    if let reply = outOfTurn(submission, at: desks[place]) { return reply }
    if let refusal = refusal(of: submission) {
      take(submission, refusal: refusal)
      return desks[place].finished()
    }
    if isTooMuch(submission) { return [reply(submission, .busy(retryAfterMilliseconds: 20))] }
    var late: [(Int, AppendOutcome)] = []
    if case .answers = submission.span, mode == .lockstep {
      for (index, proposal) in submission.proposals.enumerated() where proposal.cause <= settled {
        guard let outcome = try recorded(submission.producer, proposal) else {
          take(submission, refusal: .late(cause: proposal.cause))
          return desks[place].finished()
        }
        late.append((index, outcome))
      }
    }
    take(submission, refusal: nil)
    for (index, outcome) in late {
      desks[place].note(outcome, number: submission.number, index: index)
    }
    enqueue(submission, from: late.count)
    return desks[place].finished()
  }

  private func reply(_ submission: Submission, _ content: Reply.Content) -> Reply {
    Reply(producer: submission.producer, number: submission.number, content: content)
  }

  /// What is not the next message of the current incarnation.
  private mutating func outOfTurn(_ submission: Submission, at desk: Desk) -> [Reply]? {
    if submission.epoch < desk.epoch {
      return [reply(submission, .fenced(currentEpoch: desk.epoch))]
    }
    guard desk.isPresent, submission.epoch == desk.epoch else {
      return [reply(submission, .greet)]
    }
    if submission.number < desk.nextNumber {
      return desk.answer(to: submission.number).map { [$0] } ?? []
    }
    guard submission.number > desk.nextNumber else { return nil }
    guard !desk.isToldOfGap else { return [] }
    desks[submission.producer.index].isToldOfGap = true
    return [Reply(producer: submission.producer, number: desk.nextNumber, content: .resend)]
  }

  /// Whether observers have to wait; participants never have to.
  private func isTooMuch(_ submission: Submission) -> Bool {
    guard submission.span == .facts else { return false }
    switch submission.producer {
    case .marketData: return waitingFacts >= Sequencer.marketDataLimit
    case .journal, .operator: return waitingFacts >= Sequencer.factLimit
    case .indicator, .signal, .risk, .execution, .paperVenue, .ledger, .desk: return false
    }
  }

  private mutating func take(_ submission: Submission, refusal: Refusal?) {
    var message = Desk.Message(
      number: submission.number, proposals: submission.proposals,
      outcomes: Array(repeating: nil, count: submission.proposals.count),
      missing: submission.proposals.count)
    if let refusal {
      message.refusal = refusal
      message.missing = 0
    } else if case .answers(_, let through) = submission.span {
      message.through = through
      let place = submission.producer.index
      desks[place].through = max(desks[place].through, through)
    }
    desks[submission.producer.index].take(message)
  }

  /// Puts what was taken where it waits for its turn.
  private mutating func enqueue(_ submission: Submission, from first: Int) {
    let ticket = Ticket(producer: submission.producer, number: submission.number)
    switch (mode, submission.span) {
    case (.live, .facts): facts.append(ticket)
    case (.live, .answers): if !submission.proposals.isEmpty { facts.append(ticket) }
    case (.lockstep, .answers):
      for index in first..<submission.proposals.count {
        desks[submission.producer.index].answers.append(
          Desk.Answer(
            number: submission.number, index: index, cause: submission.proposals[index].cause))
      }
    case (.lockstep, .facts):
      if submission.proposals.allSatisfy({ $0.type.topic == .system }) {
        system.append(ticket)
      } else if submission.producer == .operator {
        urgent.append(ticket)
      } else {
        facts.append(ticket)
      }
    }
  }
}

// MARK: - what is refused

extension Sequencer {
  private func refusal(of submission: Submission) -> Refusal? {
    for proposal in submission.proposals
    where !proposal.type.owners.contains(submission.producer) {
      return .notOwner(of: proposal.type)
    }
    switch submission.span {
    case .facts: return refusal(ofFacts: submission)
    case .answers(let after, let through):
      return refusal(ofAnswers: submission, after: after, through: through)
    }
  }

  private func refusal(ofFacts submission: Submission) -> Refusal? {
    if submission.proposals.isEmpty { return .empty }
    guard mode == .lockstep, roster.contains(submission.producer) else { return nil }
    for proposal in submission.proposals where proposal.type.topic != .system {
      return .notAnAnswer(proposal.type)
    }
    return nil
  }

  /// All answers of a participant to an event come in one message, numbered from 0, in the order
  /// of the log: so none can be appended without the others.
  private func refusal(
    ofAnswers submission: Submission, after: SequenceNumber, through: SequenceNumber
  ) -> Refusal? {
    guard roster.contains(submission.producer) else { return .notAParticipant }
    // What is settled may be past what the participant has answered: events it does not read.
    let known = max(desks[submission.producer.index].through, mode == .lockstep ? settled : 0)
    guard after < through, after <= known, through <= head else {
      return .span(after: after, through: through)
    }
    var cause = after
    var ordinal = 0
    for proposal in submission.proposals {
      if proposal.type.topic == .system { return .systemEvent(proposal.type) }
      if proposal.cause != cause {
        guard proposal.cause > cause, proposal.cause <= through else {
          return .cause(proposal.cause)
        }
        cause = proposal.cause
        ordinal = 0
      } else if cause == after {
        return .cause(cause)
      }
      guard proposal.ordinal == ordinal else {
        return .ordinal(cause: cause, found: proposal.ordinal)
      }
      ordinal += 1
    }
    return nil
  }
}
