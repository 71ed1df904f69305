import Bus
import Digest
import EventSourcing
import Events
import JournalCore

/// The journal's process: the real sequencer over a simulated disk. Every step of an append is a
/// step of the world, so it may die between any two of them.
final class JournalProcess {
  /// How far the transaction under way has come.
  enum Stage {
    case idle
    case written([[AppendOutcome]])
    case synced([[AppendOutcome]])
    case acknowledged
  }

  /// Where a producer can be answered.
  struct Contact {
    var process: Int
    var life: Int
  }

  var sequencer: Sequencer
  var epoch: Int64
  var stage = Stage.idle
  /// What came while it waited for the disk.
  var inbox: [(message: ClientMessage, from: Contact)] = []
  var contacts: [Contact?]
  /// A transaction that found the disk full, and when it is tried again.
  var blocked: (batches: [ProposalBatch], until: Int64)?
  var isOrdering = false
  /// The events before it are published.
  var published: Int
  /// When it last had something to publish.
  var active: Int64 = 0

  init(on disk: inout Disk, mode: Sequencer.Mode, roster: [Producer]) {
    epoch = disk.epoch(of: .journal) + 1
    disk.raiseEpoch(of: .journal, to: epoch)
    sequencer = disk.sequencer(mode, roster: roster)
    contacts = Array(repeating: nil, count: Producer.allCases.count)
    published = disk.durable
  }

  var isIdle: Bool {
    if case .idle = stage { blocked == nil } else { false }
  }
}

// MARK: - messages

extension World {
  func journalReceives(_ bytes: [UInt8], from contact: JournalProcess.Contact) throws {
    guard journal != nil else { return }
    let message = try ClientMessage(decoding: bytes)
    if journal?.isIdle == true, journal?.inbox.isEmpty == true {
      try journalTakes(message, from: contact)
    } else if let count = journal?.inbox.count, count < weather.capacity {
      journal?.inbox.append((message, contact))
      try checks.bounds.inbox(count + 1, limit: weather.capacity)
    } else {
      figures.note(.overflow)
    }
  }

  private func journalTakes(
    _ message: ClientMessage, from contact: JournalProcess.Contact
  ) throws {
    switch message {
    case .hello(let hello): try greet(hello, contact)
    case .submission(let submission): try submit(submission, contact)
    case .pulse(let pulse): try feel(pulse, contact)
    case .statusRequest, .readRequest: break
    }
    orderSoon()
  }

  private func orderSoon() {
    guard let journal, !journal.isOrdering, journal.isIdle || journal.blocked != nil else {
      return
    }
    self.journal?.isOrdering = true
    let pause = max(journal.blocked.map { $0.until - now } ?? 0, 0)
    agenda.add(.order(life: journalLife), at: now + pause + dice.wait(mean: 20_000))
  }

  private func greet(
    _ hello: Bus.Hello, _ contact: JournalProcess.Contact
  ) throws(Violation) {
    let question = Sequencer.Hello(
      producer: hello.producer, epoch: hello.epoch, nonce: hello.nonce,
      nextNumber: hello.nextNumber, answeredThrough: hello.answeredThrough,
      interests: Set(hello.interests))
    guard let greeting = journal?.sequencer.hello(question) else { return }
    timeline.note(
      "\(hello.producer.rawValue) says hello: epoch \(hello.epoch), next \(hello.nextNumber), "
        + "answered through \(hello.answeredThrough): \(greeting)", at: now)
    switch greeting {
    case .fenced(let epoch):
      send(.fenced(producer: hello.producer, currentEpoch: epoch), to: contact)
    case .welcome(let welcome): welcomeIn(hello, welcome, contact)
    case .raise(let epoch):
      disk.raiseEpoch(of: hello.producer, to: epoch)
      try checks.fences.raised(hello.producer, to: epoch)
      guard let welcome = journal?.sequencer.admit(question, epoch: epoch) else { return }
      welcomeIn(hello, welcome, contact)
    }
  }

  private func welcomeIn(
    _ hello: Bus.Hello, _ welcome: Sequencer.Welcome, _ contact: JournalProcess.Contact
  ) {
    journal?.contacts[hello.producer.index] = contact
    send(
      .welcome(
        Welcome(
          head: head, mode: options.order == .lockstep ? .lockstep : .live,
          producer: hello.producer, epoch: welcome.epoch, nonce: hello.nonce,
          nextNumber: welcome.nextNumber, answeredThrough: welcome.answeredThrough)),
      to: contact)
  }

  private func feel(_ pulse: Pulse, _ contact: JournalProcess.Contact) throws(Violation) {
    guard let reply = journal?.sequencer.pulse(of: pulse.producer, epoch: pulse.epoch) else {
      return
    }
    try journalReplies(reply, to: contact)
  }

  private func submit(
    _ submission: Bus.Submission, _ contact: JournalProcess.Contact
  ) throws(Violation) {
    let span: Sequencer.Submission.Span =
      switch submission.span {
      case .facts: .facts
      case .answers(let after, let through): .answers(after: after, through: through)
      }
    let message = Sequencer.Submission(
      producer: submission.producer, epoch: submission.epoch, number: submission.number,
      span: span, proposals: submission.proposals)
    checks.appends.proposed(message)
    let disk = self.disk
    guard
      let replies = journal?.sequencer.receive(
        message, recorded: { _, proposal in disk.find(proposal) })
    else { return }
    if let journal { try checks.bounds.sequencer(journal.sequencer) }
    for reply in replies { try journalReplies(reply, to: contact) }
  }

  private func journalReplies(
    _ reply: Sequencer.Reply, to contact: JournalProcess.Contact
  ) throws(Violation) {
    let producer = reply.producer
    switch reply.content {
    case .accepted(let outcomes):
      try checks.appends.acknowledged(
        producer, reply.number, epoch: disk.epoch(of: producer), outcomes, by: disk)
      let places = outcomes.map { outcome in
        switch outcome {
        case .appended(let seq): Place(seq: seq, isDuplicate: false)
        case .duplicate(let seq), .conflict(let seq): Place(seq: seq, isDuplicate: true)
        }
      }
      send(
        .accepted(Acknowledgement(producer: producer, number: reply.number, places: places)),
        to: contact)
    case .refused(let refusal):
      throw Violation("refusal", "the journal refused \(producer.rawValue): \(refusal)")
    case .busy(let milliseconds):
      send(
        .busy(producer: producer, number: reply.number, retryAfterMilliseconds: milliseconds),
        to: contact)
    case .resend: send(.resend(producer: producer, from: reply.number), to: contact)
    case .greet: send(.greet(producer: producer), to: contact)
    case .fenced(let epoch): send(.fenced(producer: producer, currentEpoch: epoch), to: contact)
    }
  }

  /// A read is served by another thread, whatever the journal waits for.
  func journalServes(_ request: ReadRequest, to contact: JournalProcess.Contact) {
    guard journal != nil else { return }
    let events = disk.read(from: request.first, limit: dice.percent(30) ? 50 : 2_000)
    send(.chunk(Chunk(id: request.id, head: head, events: events)), to: contact)
  }

  var head: Head {
    Head(logID: Self.logID, journalEpoch: journal?.epoch ?? 0, log: disk.head, wall: wall)
  }
}

// MARK: - appending

extension World {
  /// Hands out the next transaction and writes it.
  func journalOrders() throws {
    guard let current = journal else { return }
    journal?.isOrdering = false
    let batches: [ProposalBatch]
    if let blocked = current.blocked {
      guard now >= blocked.until else { return orderSoon() }
      batches = blocked.batches
    } else {
      guard current.isIdle else { return }
      batches = journal?.sequencer.next() ?? []
    }
    guard !batches.isEmpty else { return try drain() }
    // Market data may not use what is reserved for those who have to lower risk.
    if now < diskFullUntil,
      diskIsFullForAll || batches.contains(where: { $0.producer == .marketData })
    {
      figures.note(.diskFull)
      journal?.blocked = (batches, now + 500_000_000)
      return orderSoon()
    }
    journal?.blocked = nil
    let outcomes = disk.write(batches, wall: wall)
    journal?.stage = .written(outcomes)
    if sabotage == .publishesEarly { broadcast(.publication(early)) }
    if sabotage == .acknowledgesEarly {
      journal?.stage = .synced(outcomes)
      return try journalAcknowledges()
    }
    agenda.add(.sync(life: journalLife), at: now + syncDuration())
  }

  /// What may not be published yet.
  private var early: Publication {
    var head = head
    if let last = disk.unsynced.last {
      head.log = LogHead(seq: last.seq, time: last.time, chain: last.chain)
    }
    return Publication(head: head, previous: disk.head.chain, events: Array(disk.unsynced))
  }

  private func syncDuration() -> Int64 {
    if dice.chance(of: weather.slowSyncs) {
      figures.note(.slowSync)
      return dice.wait(mean: 2_000_000_000)
    }
    return 100_000 + dice.wait(mean: 100_000)
  }

  /// What was written is durable now, or the journal stops for ever.
  func journalSyncs() throws {
    guard case .written(let outcomes)? = journal?.stage else { return }
    if dice.chance(of: weather.syncErrors) {
      figures.note(.syncError)
      return crashJournal()
    }
    disk.sync()
    journal?.stage = .synced(outcomes)
    try noteDurable()
    agenda.add(.acknowledge(life: journalLife), at: now + dice.wait(mean: 10_000))
  }

  func journalAcknowledges() throws {
    guard case .synced(let outcomes)? = journal?.stage else { return }
    for reply in journal?.sequencer.appended(outcomes) ?? [] {
      guard let contact = journal?.contacts[reply.producer.index] else { continue }
      try journalReplies(reply, to: contact)
    }
    journal?.stage = .acknowledged
    agenda.add(.publish(life: journalLife), at: now + dice.wait(mean: 10_000))
  }

  func journalPublishes() throws {
    guard case .acknowledged? = journal?.stage, let first = journal?.published else { return }
    publish(from: first)
    journal?.published = disk.durable
    journal?.stage = .idle
    journal?.active = now
    try drain()
    orderSoon()
  }

  /// New events in messages of bounded size, each with the head after its events.
  private func publish(from first: Int) {
    var start = first
    while start < disk.durable {
      let end = min(disk.durable, start + (dice.percent(20) ? dice.number(1...20) : 500))
      let part = Array(disk.events[start..<end])
      guard let last = part.last else { return }
      var head = head
      head.log = LogHead(seq: last.seq, time: last.time, chain: last.chain)
      let previous = start > 0 ? disk.events[start - 1].chain : .zero
      broadcast(.publication(Publication(head: head, previous: previous, events: part)))
      start = end
    }
  }

  private func drain() throws {
    while journal?.isIdle == true, let first = journal?.inbox.first {
      journal?.inbox.removeFirst()
      try journalTakes(first.message, from: first.from)
    }
  }

  /// Says its head four times a second while something goes on, and less often while nothing does.
  func journalSaysHead() {
    guard let journal else { return }
    broadcast(.head(head))
    let isQuiet = now - journal.active > 1_000_000_000
    agenda.add(.sayHead(life: journalLife), at: now + (isQuiet ? 1_900_000_000 : 250_000_000))
  }
}

// MARK: - life

extension World {
  func startJournal() throws {
    guard journal == nil else { return }
    journalLife += 1
    try checks.survived(disk)
    try noteDurable()
    journal = JournalProcess(on: &disk, mode: options.order, roster: options.roster)
    timeline.note("the journal is back at \(disk.durable)", at: now)
    agenda.add(.sayHead(life: journalLife), at: now)
    orderSoon()
  }

  func crashJournal() {
    guard journal != nil else { return }
    timeline.note("the journal is gone", at: now)
    journal = nil
    journalLife += 1
    if sabotage == .forgets { disk.forget(5) }
    let loss = disk.crash(&dice)
    figures.note(.journalCrash)
    switch loss {
    case .nothing: break
    case .all: figures.note(.lostTransaction)
    case .torn: figures.note(.tornTransaction)
    case .kept: figures.note(.keptTransaction)
    }
    forget()
    agenda.add(.startJournal, at: now + downtime())
  }
}
