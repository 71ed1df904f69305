import Bus
import EventLog
import EventSourcing
import Events

/// The one loop of a deciding service: rebuild from the log, then answer what comes.
///
/// A turn is bounded: take what the link brings, answer it, say so. All waiting is in `link.poll`.
struct DeciderLoop: ~Copyable {
  private let service: ServiceName
  private let options: ServiceOptions
  private let readiness: Readiness
  private var signals: Signals
  private var link: JournalLink
  private var performers: [any Performer]
  private var companion: (any Companion)?
  private var needed: Set<EventType>
  private var position: LogPosition
  private var lastSnapshot: SequenceNumber

  init(
    _ service: ServiceName, _ performers: [any Performer], _ companion: (any Companion)? = nil,
    _ options: ServiceOptions
  ) throws {
    // Signals are blocked before ZeroMQ starts its threads, so that they arrive here only.
    let signals = try Signals()
    var performers = performers
    // A companion keeps no state: it wants the log from its first event on.
    let start =
      companion == nil
      ? Snapshots(service: service, options: options).restore(&performers) : LogPosition.start
    let link = try JournalLink(
      dataDirectory: options.directory.path, service: service,
      participations: performers.map { Participation($0.producer, interests: $0.interests) }
        + (companion.map { [Participation($0.producer)] } ?? []),
      after: start, watching: signals.descriptor, and: companion.map { [$0.descriptor] } ?? [])
    self.service = service
    self.options = options
    self.readiness = Readiness(of: service.rawValue, in: options.directory)
    self.signals = signals
    self.link = link
    self.performers = performers
    self.companion = companion
    self.needed = performers.reduce(into: []) { needed, performer in
      needed.formUnion(performer.interests)
      needed.formUnion(
        EventType.allCases.filter { type in
          type.topic != .system && type.owners.contains(performer.producer)
        })
    }
    needed.insert(.progressMarked)
    if let companion { needed.formUnion(companion.interests) }
    position = start
    lastSnapshot = start.seq
  }

  /// Works until a signal asks to stop; returns the exit code.
  mutating func run() throws -> ExitCode {
    guard try rebuild() else { return .ok }
    try readiness.announce()
    while true {
      let turn = try link.poll(timeout: companion?.patience ?? 250)
      try check(turn)
      if turn.isWoken, let signal = signals.next(milliseconds: 0), signal.asksToStop { break }
      try keepStateIfDue()
      try answer(turn.events)
      try state()
      readiness.alive()
    }
    try leave()
    return .ok
  }

  private func check(_ turn: LinkTurn) throws(ServiceStop) {
    if let producer = turn.fenced { throw .fenced(producer) }
    if let refusal = turn.refusals.first {
      throw .refused(refusal.producer, "\(refusal.code): \(refusal.detail)")
    }
  }
}

// MARK: - rebuilding

extension DeciderLoop {
  /// Folds the log up to the head that the journal had when it let the producers in, then decides
  /// what is left. False when a signal asked to stop meanwhile.
  private mutating func rebuild() throws -> Bool {
    let begun = SystemClock.monotonic()
    var welcomes: [Producer: Welcome] = [:]
    var folded = 0
    var isOpen = false
    repeat {
      let turn = try link.poll(timeout: 50)
      try check(turn)
      if turn.isWoken, let signal = signals.next(), signal.asksToStop { return false }
      for welcome in turn.welcomes { welcomes[welcome.producer] = welcome }
      if !isOpen, let log = link.head?.logID {
        companion?.open(log: log)
        isOpen = true
      }
      for stored in turn.events {
        if needed.contains(stored.proposal.type) {
          let event = try Event(reading: stored)
          for index in performers.indices { performers[index].rebuild(stored, event) }
          companion?.hear(event, at: EventPlace(stored))
        }
        position = LogPosition(seq: stored.seq, chain: stored.chain)
      }
      folded += turn.events.count
    } while welcomes.count < performers.count + (companion == nil ? 0 : 1)
      || position.seq < welcomes.values.map(\.head.log.seq).max() ?? 0
    for index in performers.indices {
      let producer = performers[index].producer
      let answers = performers[index].begin(settled: welcomes[producer]?.answeredThrough ?? 0)
      try link.answered(through: position.seq, with: answers, as: producer)
    }
    companion?.begin()
    try announceStart()
    options.log.info(
      "rebuilt", "State rebuilt from the log.",
      [
        "seq": .integer(position.seq), "events": .integer(folded),
        "ms": .integer((SystemClock.monotonic() - begun) / 1_000_000),
      ])
    return true
  }

  private mutating func announceStart() throws {
    let producer = performers[0].producer
    let started = Proposal.started(
      service, as: producer, epoch: link.epoch(of: producer),
      stateHash: CodedState.digest(try performers[0].codedState()), appliedThrough: position.seq)
    try link.propose([started], as: producer)
  }
}

// MARK: - answering

extension DeciderLoop {
  private mutating func answer(_ events: [StoredEvent]) throws {
    guard let last = events.last else { return }
    var answers = [[Proposal]](repeating: [], count: performers.count)
    for stored in events where needed.contains(stored.proposal.type) {
      let event = try Event(reading: stored)
      for index in performers.indices {
        answers[index] += performers[index].answer(stored, event)
      }
      companion?.hear(event, at: EventPlace(stored))
    }
    position = LogPosition(seq: last.seq, chain: last.chain)
    for index in performers.indices {
      try link.answered(
        through: last.seq, with: answers[index], as: performers[index].producer)
    }
  }

  /// Lets the companion do what is due, and states what it has seen.
  private mutating func state() throws {
    guard let producer = companion?.producer else { return }
    let facts = try companion?.turn() ?? []
    // Few at a time: a message has an end.
    for start in stride(from: 0, to: facts.count, by: 64) {
      try link.propose(Array(facts[start..<min(start + 64, facts.count)]), as: producer)
    }
  }

  /// Keeps the state when it is time and everything answered is in the log.
  private mutating func keepStateIfDue() throws {
    guard options.snapshotEvery > 0, link.unacknowledged == 0,
      position.seq - lastSnapshot >= Int64(options.snapshotEvery)
    else { return }
    try keepState()
  }

  private mutating func keepState() throws {
    guard position.seq > lastSnapshot, position.chain != nil else { return }
    lastSnapshot = position.seq
    let snapshots = Snapshots(service: service, options: options)
    for performer in performers {
      let state = try performer.codedState()
      snapshots.save(state, of: performer.producer, at: position)
      let mark = Event.progressMarked(
        ProgressMarked(
          service: Name(performer.producer.rawValue[...]) ?? Name(),
          stateHash: CodedState.digest(state)))
      var proposal = Proposal(
        fact: mark,
        id: Identifier(of: "progress", performer.producer.rawValue, String(position.seq)))
      proposal.cause = position.seq
      try link.propose([proposal], as: performer.producer)
    }
  }

  /// Lets what was said reach the log, keeps the state, and says goodbye.
  private mutating func leave() throws {
    readiness.withdraw()
    try settle(within: 3_000_000_000)
    if link.unacknowledged == 0, options.snapshotEvery > 0 { try keepState() }
    let producer = performers[0].producer
    let stopped = Proposal.stopped(
      service, as: producer, epoch: link.epoch(of: producer), appliedThrough: position.seq)
    try link.propose([stopped], as: producer)
    try settle(within: 1_000_000_000)
    options.log.info("stopped", "Stopped in order.", ["seq": .integer(position.seq)])
  }

  private mutating func settle(within nanoseconds: Int64) throws {
    let deadline = SystemClock.monotonic() + nanoseconds
    while link.unacknowledged > 0, SystemClock.monotonic() < deadline {
      try check(link.poll(timeout: 20))
    }
  }
}
