import Digest
public import EventSourcing
public import Events

extension SegmentedLog {
  /// Appends batches with one wait for the disk; what it answers is durable.
  ///
  /// Each batch is appended whole or not at all: when one of its proposals is a conflict, every
  /// proposal of it that is not in the log already answers `conflict` too, with the same number,
  /// and the other batches are not touched. A conflict with another proposal of the same batch
  /// answers 0. The caller has checked ownership and epochs.
  /// - Parameter reserve: whether half of the disk's reserve may be used, for what lowers risk.
  public mutating func append(
    _ batches: [ProposalBatch], reserve: Bool = false
  ) throws(LogError) -> [[AppendOutcome]] {
    var stored: [StoredEvent] = []
    return try append(batches, reserve: reserve, into: &stored)
  }

  /// Appends batches, and adds the new events as they were stored to `stored`, in order.
  public mutating func append(
    _ batches: [ProposalBatch], reserve: Bool = false, into stored: inout [StoredEvent]
  ) throws(LogError) -> [[AppendOutcome]] {
    try prepareToWrite()
    var group = Group(head: open.head, time: max(clock(), open.head.time), start: stored.count)
    do {
      var outcomes: [[AppendOutcome]] = []
      outcomes.reserveCapacity(batches.count)
      for batch in batches {
        outcomes.append(
          try append(batch, of: batches, reserve: reserve, to: &group, into: &stored))
      }
      if group.isBegun { try commit(group) }
      return outcomes
    } catch {
      stored.removeSubrange(group.start...)
      if group.isBegun { open.rollback() }
      throw group.isBegun ? refusal(error) : error
    }
  }

  /// The events of one commit while it is put together.
  private struct Group {
    var head: LogHead
    let time: Int64
    /// Where its events begin in the caller's array.
    let start: Int
    var isBegun = false
  }

  private mutating func append(
    _ batch: ProposalBatch, of batches: [ProposalBatch], reserve: Bool, to group: inout Group,
    into stored: inout [StoredEvent]
  ) throws(LogError) -> [AppendOutcome] {
    var outcomes = try recognise(batch, nextSeq: group.head.seq + 1)
    if let conflict = outcomes.firstConflict {
      return outcomes.map { outcome in
        // a twin within the batch is not in the log either
        if case .duplicate(let seq)? = outcome, seq > group.head.seq { return .conflict(conflict) }
        return outcome ?? .conflict(conflict)
      }
    }
    for index in batch.proposals.indices where outcomes[index] == nil {
      if !group.isBegun {
        try checkSpace(for: estimatedBytes(batches), reserve: reserve)
        try open.begin()
        group.isBegun = true
      }
      var event = StoredEvent(
        seq: group.head.seq + 1, time: group.time, producer: batch.producer, epoch: batch.epoch,
        proposal: batch.proposals[index], chain: .zero)
      event.chain = hasher.link(event, after: group.head.chain)
      try open.insert(event)
      group.head = LogHead(seq: event.seq, time: event.time, chain: event.chain)
      outcomes[index] = .appended(event.seq)
      stored.append(event)
    }
    return outcomes.map { $0! }
  }

  /// What is in the log already; nil for what is new.
  private mutating func recognise(
    _ batch: ProposalBatch, nextSeq: SequenceNumber
  ) throws(LogError) -> [AppendOutcome?] {
    var outcomes: [AppendOutcome?] = []
    outcomes.reserveCapacity(batch.proposals.count)
    var places: [Identifier: Int] = [:]
    if batch.proposals.count > 1 { places.reserveCapacity(batch.proposals.count) }
    for (index, proposal) in batch.proposals.enumerated() {
      if let event = try event(proposal.id) {
        let same = event.producer == batch.producer && event.proposal == proposal
        outcomes.append(same ? .duplicate(event.seq) : .conflict(event.seq))
      } else if let twin = places[proposal.id] {
        let same = batch.proposals[twin] == proposal
        let seq = nextSeq + freshBefore(twin, in: outcomes)
        outcomes.append(same ? .duplicate(seq) : .conflict(0))
      } else {
        if batch.proposals.count > 1 { places[proposal.id] = index }
        outcomes.append(nil)
      }
    }
    return outcomes
  }

  private func freshBefore(_ index: Int, in outcomes: [AppendOutcome?]) -> SequenceNumber {
    SequenceNumber(outcomes[..<index].count { $0 == nil })
  }

  private mutating func event(_ id: Identifier) throws(LogError) -> StoredEvent? {
    if let event = try open.event(id) { return event }
    return try sealed.event(id)
  }

  private mutating func commit(_ group: Group) throws(LogError) {
    try open.commit()
    open.head = group.head
    // the events are durable: what fails from here on is not the failure of this append
    do {
      try checkpointIfLarge()
      try rollIfDue()
    } catch  where error.isFull || error.isBusy {
      nextCheckpoint = open.pendingBytes + options.checkpointBytes / 4
    } catch {
      poison = error.description
    }
  }

  private func estimatedBytes(_ batches: [ProposalBatch]) -> Int64 {
    var bytes = 64 << 10
    for batch in batches {
      for proposal in batch.proposals { bytes += proposal.payload.count + 4608 }
    }
    return Int64(bytes)
  }
}

extension [AppendOutcome?] {
  /// The number that the first conflict names.
  fileprivate var firstConflict: SequenceNumber? {
    for case .conflict(let seq) in self { return seq }
    return nil
  }
}

extension SegmentedLog {
  /// Refuses when the log is poisoned, and completes a roll that a full disk interrupted.
  mutating func prepareToWrite() throws(LogError) {
    if let poison { throw .poisoned(reason: poison) }
    if seal == nil { return }
    do {
      try finishRoll()
    } catch {
      throw refusal(error)
    }
  }

  /// What a failed write means: without space nothing was written and it may be tried again,
  /// anything else leaves a doubt that only a new start and its checks can settle.
  mutating func refusal(_ error: LogError) -> LogError {
    if case .diskFull = error { return error }
    if error.isFull {
      return .diskFull(available: (try? freeBytes(directory.log)) ?? 0, needed: 64 << 10)
    }
    poison = error.description
    return .poisoned(reason: error.description)
  }

  /// Refuses what would eat into the space that is kept free.
  func checkSpace(for bytes: Int64, reserve: Bool) throws(LogError) {
    let available = try freeBytes(directory.log)
    let needed = bytes + (reserve ? options.minimumFreeBytes / 2 : options.minimumFreeBytes)
    guard available >= needed else { throw .diskFull(available: available, needed: needed) }
  }
}
