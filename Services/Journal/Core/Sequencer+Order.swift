public import EventSourcing
import Events

extension Sequencer {
  /// What to append now, in one transaction and in this order; nothing when all have to wait.
  public mutating func next() -> [ProposalBatch] {
    precondition(plan == nil, "the outcomes of the last transaction are missing")
    var plan = Plan(settled: settled)
    switch mode {
    case .live: takeFacts(into: &plan)
    case .lockstep:
      takeSystemEvents(into: &plan)
      settle(into: &plan)
      if plan.settled == head { takeFacts(into: &plan) }
    }
    guard !plan.batches.isEmpty else {
      advance(to: plan.settled)
      return []
    }
    self.plan = plan
    return plan.batches
  }

  /// Takes the outcomes of the transaction, one list for each batch; says what to reply.
  public mutating func appended(_ outcomes: [[AppendOutcome]]) -> [Reply] {
    guard let plan else { preconditionFailure("no transaction was handed out") }
    self.plan = nil
    for (batch, results) in zip(zip(plan.batches, plan.slots), outcomes) {
      for (index, outcome) in results.enumerated() {
        if case .appended(let seq) = outcome {
          head += 1
          precondition(seq == head, "the log has no gap")
          if mode == .lockstep { types.append(batch.0.proposals[index].type) }
        }
        let slot = batch.1[index]
        desks[slot.producer.index].note(outcome, number: slot.number, index: slot.index)
      }
    }
    advance(to: plan.settled)
    if mode == .live { settled = head }
    return desks.indices.flatMap { desks[$0].finished() }
  }

  private mutating func advance(to seq: SequenceNumber) {
    guard seq > settled else { return }
    types.removeFirst(Int(seq - settled))
    settled = seq
  }
}

// MARK: - lock-step

extension Sequencer {
  /// Settles the oldest events, as many as all participants have answered.
  private mutating func settle(into plan: inout Plan) {
    while plan.settled < head, plan.count < Sequencer.transactionLimit,
      isAnswered(plan.settled + 1)
    {
      plan.settled += 1
      for producer in roster { takeAnswers(of: producer, to: plan.settled, into: &plan) }
    }
  }

  private func isAnswered(_ seq: SequenceNumber) -> Bool {
    let type = types[Int(seq - settled) - 1]
    if type.topic == .system { return true }
    return roster.allSatisfy { producer in
      let desk = desks[producer.index]
      return desk.through >= seq || (desk.isPresent && !desk.interests.contains(type))
    }
  }

  private mutating func takeAnswers(
    of producer: Producer, to cause: SequenceNumber, into plan: inout Plan
  ) {
    let desk = desks[producer.index]
    let count = desk.answers.prefix { $0.cause == cause }.count
    guard count > 0 else { return }
    let answers = desk.answers.prefix(count)
    add(
      desk, answers.map { desk.message($0.number).proposals[$0.index] },
      answers.map { Slot(producer: producer, number: $0.number, index: $0.index) }, to: &plan)
    desks[producer.index].answers.removeFirst(count)
  }

  /// System events wait for nobody but their own producer's earlier answers: a progress mark must
  /// not stand in the log before what it marks.
  private mutating func takeSystemEvents(into plan: inout Plan) {
    guard !system.isEmpty else { return }
    var waiting: [Ticket] = []
    for ticket in system {
      let first = desks[ticket.producer.index].answers.first
      if let first, first.number < ticket.number {
        waiting.append(ticket)
      } else {
        take(ticket, into: &plan)
      }
    }
    system = waiting
  }
}

// MARK: - facts

extension Sequencer {
  /// In lock-step the next batch of facts, when nothing else happens; live, all that wait.
  private mutating func takeFacts(into plan: inout Plan) {
    switch mode {
    case .lockstep:
      guard plan.batches.allSatisfy({ $0.proposals.allSatisfy { $0.type.topic == .system } })
      else { return }
      if !urgent.isEmpty {
        take(urgent.removeFirst(), into: &plan)
      } else if !facts.isEmpty {
        take(facts.removeFirst(), into: &plan)
      }
    case .live:
      var count = 0
      while count < facts.count, plan.count < Sequencer.transactionLimit {
        take(facts[count], into: &plan)
        count += 1
      }
      facts.removeFirst(count)
    }
  }

  private func take(_ ticket: Ticket, into plan: inout Plan) {
    let desk = desks[ticket.producer.index]
    let proposals = desk.message(ticket.number).proposals
    let slots = proposals.indices.map {
      Slot(producer: ticket.producer, number: ticket.number, index: $0)
    }
    add(desk, proposals, slots, to: &plan)
  }

  private func add(
    _ desk: Desk, _ proposals: [Proposal], _ slots: [Slot], to plan: inout Plan
  ) {
    plan.batches.append(
      ProposalBatch(producer: desk.producer, epoch: desk.epoch, proposals: proposals))
    plan.slots.append(slots)
    plan.count += proposals.count
  }
}
