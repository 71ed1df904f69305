import Bus
import EventSourcing
import Events

/// A process other than the journal: a real link, and what runs behind it.
final class SimulatedProcess {
  let name: String
  /// Whose double it is: a second process of a service, at work because somebody thought that the
  /// first was gone.
  let original: Int?
  /// Makes what runs in it, in the state of a program that has just started.
  let make: (_ life: Int) -> any Occupant

  /// Counts incarnations; what is on its way to an older one is lost.
  var life = 0
  var isUp = false
  var link: LinkState?
  var occupant: any Occupant
  /// Whether it may speak: it has read the log up to the head that the journal had.
  var isReady = false
  var welcomes: [Welcome] = []
  var position = LogPosition.start
  /// States that it has kept, oldest first.
  var snapshots: [(position: LogPosition, occupant: any Occupant)] = []
  /// Until when it stands still, with what comes meanwhile.
  var pausedUntil: Int64 = 0
  var waiting: [Action] = []
  var turnIsDue = false
  var sendIsDue = false
  var wakeAt: Int64 = .max
  /// Whether it wants to be asked again although nothing comes.
  var isRestless = false

  init(
    _ name: String, of original: Int? = nil, _ make: @escaping (_ life: Int) -> any Occupant
  ) {
    self.name = name
    self.original = original
    self.make = make
    occupant = make(0)
  }

}

// MARK: - life

extension World {
  func start(_ index: Int) {
    let process = processes[index]
    guard !process.isUp else { return }
    process.life += 1
    process.isReady = false
    process.welcomes = []
    process.waiting = []
    process.pausedUntil = 0
    (process.turnIsDue, process.sendIsDue, process.wakeAt) = (false, false, .max)
    process.position = .start
    process.occupant = process.make(process.life)
    let snapshots = process.original.map { processes[$0].snapshots } ?? process.snapshots
    if !snapshots.isEmpty, dice.percent(options.snapshots) {
      let snapshot = dice.element(of: snapshots)
      // A state is taken only where the log still has the event that it follows.
      if checks.chains.chain(at: snapshot.position.seq) == snapshot.position.chain {
        process.position = snapshot.position
        process.occupant = snapshot.occupant
        figures.note(.snapshot)
      }
    }
    let participations = process.occupant.participations
    process.isUp = true
    timeline.note("\(process.name) starts after \(process.position.seq)", at: now)
    process.link = LinkState(
      participations, nonces: participations.map { _ in dice.word() }, after: process.position,
      now: now)
    sendSoon(index)
  }

  func crash(_ index: Int) {
    let process = processes[index]
    guard process.isUp else { return }
    process.isUp = false
    timeline.note("\(process.name) is gone at \(process.position.seq)", at: now)
    process.link = nil
    process.isReady = false
    process.waiting = []
    dropLine(of: index)
    // Nobody starts a double again.
    guard process.original == nil else { return }
    figures.note(.crash)
    agenda.add(.start(process: index), at: now + downtime())
  }

  func pause(_ index: Int) {
    let process = processes[index]
    guard process.isUp, process.pausedUntil <= now else { return }
    figures.note(.pause)
    process.pausedUntil = now + downtime() * 2
    agenda.add(.resume(process: index, life: process.life), at: process.pausedUntil)
  }

  func resume(_ index: Int) {
    let process = processes[index]
    let waiting = process.waiting
    process.waiting = []
    for action in waiting { agenda.add(action, at: now) }
    wakeSoon(index, at: now)
  }
}

// MARK: - a turn

extension World {
  func receive(_ message: ServerMessage, by index: Int) throws {
    let process = processes[index]
    try process.link?.received(message, now: now, jitter: 1.5)
    if case .head = message {
      beat(index)
      // Nearly all heads say what is known.
      if let link = process.link, link.readyCount == 0, !link.wantsAttention { return }
    }
    turnSoon(index)
  }

  func turnSoon(_ index: Int) {
    let process = processes[index]
    guard process.isUp, !process.turnIsDue else { return }
    process.turnIsDue = true
    let slowness = Int64(weather.slowness) * 1_000
    agenda.add(
      .turn(process: index, life: process.life), at: now + 10_000 + dice.wait(mean: slowness))
  }

  private func sendSoon(_ index: Int) {
    let process = processes[index]
    guard process.isUp, !process.sendIsDue else { return }
    process.sendIsDue = true
    agenda.add(
      .send(process: index, life: process.life), at: now + 1_000 + dice.wait(mean: 10_000))
  }

  private func wakeSoon(_ index: Int, at time: Int64) {
    let process = processes[index]
    guard process.isUp, process.wakeAt > time else { return }
    process.wakeAt = time
    agenda.add(.wake(process: index, life: process.life), at: time)
  }

  func wake(_ index: Int) throws {
    // An earlier one has taken its place.
    guard processes[index].wakeAt <= now else { return }
    processes[index].wakeAt = .max
    processes[index].link?.tick(now: now)
    turnSoon(index)
  }

  /// Takes what came, works on it, and puts what follows into the outbox.
  func turn(_ index: Int) throws {
    let process = processes[index]
    process.turnIsDue = false
    guard let turn = process.link?.take() else { return }
    if turn.fenced != nil {
      // Production leaves, and its supervisor starts it again.
      figures.note(.fenced)
      return crash(index)
    }
    if let refusal = turn.refusals.first {
      throw Violation("refusal", "\(process.name) was refused: \(refusal)")
    }
    process.welcomes += turn.welcomes
    try hand(turn.events, to: process)
    guard var link = process.link else { return }
    process.link = nil
    defer { process.link = link }
    if process.isReady {
      try work(turn.events, process, &link)
    } else {
      for stored in turn.events where process.occupant.needs.contains(stored.proposal.type) {
        process.occupant.rebuild(stored, try event(stored))
      }
      try beginIfRead(process, &link)
    }
    if process.isReady { process.isRestless = try process.occupant.idle(&link, at: now) }
    try checks.bounds.link(link, of: process.name)
    tendDesk(index)
    sendSoon(index)
  }

  /// What a process takes is in the log, where it is.
  private func hand(_ events: [StoredEvent], to process: SimulatedProcess) throws(Violation) {
    for stored in events {
      if !checks.isRewound {
        try checks.chains.applied(stored, by: process.name, durable: disk.durable)
      }
      guard stored.seq == process.position.seq + 1 else {
        throw Violation(
          "C4", "\(process.name) took event \(stored.seq) after \(process.position.seq)")
      }
      process.position = LogPosition(seq: stored.seq, chain: stored.chain)
    }
  }

  private func work(
    _ events: [StoredEvent], _ process: SimulatedProcess, _ link: inout LinkState
  ) throws {
    guard let last = events.last else { return }
    var needed: [(stored: StoredEvent, event: Event)] = []
    for stored in events where process.occupant.needs.contains(stored.proposal.type) {
      needed.append((stored, try event(stored)))
    }
    if sabotage == .miscounts, process.name == "risk", let first = needed.first {
      process.occupant.misread(first.stored, first.event)
    }
    try process.occupant.take(needed, through: last.seq, &link)
    if dice.chance(of: 100), link.unacknowledged == 0 {
      let isCoded = dice.percent(15)
      guard let kept = try process.occupant.kept(after: last.seq, isCoded: isCoded) else { return }
      process.snapshots.append((process.position, kept))
      if process.snapshots.count > 3 { process.snapshots.removeFirst() }
    }
  }

  private func beginIfRead(_ process: SimulatedProcess, _ link: inout LinkState) throws {
    let producers = process.occupant.participations.map(\.producer)
    let isWelcome = producers.allSatisfy { producer in
      process.welcomes.contains { $0.producer == producer }
    }
    let head = process.welcomes.map(\.head.log.seq).max() ?? 0
    guard isWelcome, process.position.seq >= head else { return }
    process.isReady = true
    try process.occupant.begin(&link, at: process.position.seq, process.welcomes)
  }

  /// Sends what is due.
  func flush(_ index: Int) throws {
    let process = processes[index]
    process.sendIsDue = false
    guard process.link != nil else { return }
    if let request = process.link?.read(now: now) {
      post(.asksJournal(request, from: index, life: process.life), on: index)
    }
    for place in process.link?.places ?? 0..<0 {
      if let hello = process.link?.hello(place, now: now) {
        post(ClientMessage.hello(hello).encoded, from: index)
        process.link?.helloSent(place, now: now)
      }
      while let bytes = process.link?.due(place, now: now) {
        post(bytes, from: index)
        process.link?.sent(place, now: now)
      }
    }
    guard let link = process.link else { return }
    if link.wantsAttention || process.isRestless {
      wakeSoon(index, at: now + (link.wantsAttention ? 250_000_000 : 500_000_000))
    }
  }

  /// A sign of life; heads come about as often as a real link gives one.
  private func beat(_ index: Int) {
    for pulse in processes[index].link?.pulses ?? [] {
      post(ClientMessage.pulse(pulse).encoded, from: index)
    }
  }

  private func post(_ bytes: [UInt8], from index: Int) {
    post(.reachesJournal(bytes, from: index, life: processes[index].life), on: index)
  }

  /// An event as values; those of the log are read once for all processes.
  func event(_ stored: StoredEvent) throws -> Event {
    let place = Int(stored.seq) - 1
    if place < known.count, known[place].chain == stored.chain { return known[place].event }
    return try Event(stored)
  }
}

extension LinkState {
  /// Whether something may have to be said although nothing comes.
  fileprivate var wantsAttention: Bool {
    !isWelcome || !isLive || unacknowledged > 0 || (head?.log.seq ?? 0) >= nextSeq
  }
}
