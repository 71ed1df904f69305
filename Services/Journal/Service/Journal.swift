import Bus
import Digest
import EventLog
import EventSourcing
import Events
import JournalCore
import ServiceKit
import Synchronization

/// The one writer of the log: it takes what producers propose, decides the order, makes it
/// durable, acknowledges it, and publishes it. One thread, one loop.
struct Journal: ~Copyable {
  /// How a journal is run.
  struct Options: Sendable {
    var mode = Sequencer.Mode.lockstep
    var transport = Transport.ipc
    var roster = Producer.deciders
    var log = LogOptions()
  }

  /// What is known of the process behind a producer.
  struct Contact {
    var peer: Peer?
    var lastHeard: Int64 = 0
    var applied: SequenceNumber = 0
  }

  static let headInterval: Int64 = 250_000_000
  static let messagesPerTurn = 2_000
  static let transactionsPerTurn = 64
  static let contactTimeout: Int64 = 3_000_000_000
  static let diskPatience: Int64 = 500_000_000

  /// Why the thread that serves reads gave up, if it did.
  final class ReadFailure: Sendable {
    let failure = Mutex<JournalFailure?>(nil)
  }

  let diary: Log
  let epoch: Int64
  let readFailure: ReadFailure
  var log: SegmentedLog
  var reader: LogFileReader
  var sequencer: Sequencer
  var station: JournalStation
  var contacts: [Contact]
  var rate = EventRate()
  var refusals = 0
  var lastHead: Int64 = 0
  /// Strangers turned away that were the self-test's.
  let selfTests: Int
  var strangers: Int
  /// A transaction that found the disk full, and when it is tried again.
  var blocked: (batches: [ProposalBatch], until: Int64)?

  /// Opens the log, then the bus; when it returns, producers can come.
  init(
    dataDirectory: String, options: Options, watching descriptor: Int32?, diary: Log
  ) throws(JournalFailure) {
    let opened = try OpenedLog(dataDirectory: dataDirectory, options: options)
    let readFailure = ReadFailure()
    let station = try JournalStation.put(
      up: options.transport, in: dataDirectory, logID: opened.log.logId, epoch: opened.epoch,
      watching: descriptor, noting: readFailure)
    epoch = opened.epoch
    sequencer = opened.sequencer
    reader = opened.reader
    log = opened.log
    selfTests = station.gatekeeper.refused
    strangers = selfTests
    self.station = station
    self.readFailure = readFailure
    self.diary = diary
    contacts = Array(repeating: Contact(), count: Producer.allCases.count)
  }

  /// The head as others hear it.
  var head: Head {
    Head(logID: log.logId, journalEpoch: epoch, log: log.head, wall: wallNanoseconds())
  }
}

/// The log, open for this incarnation of the journal.
private struct OpenedLog: ~Copyable {
  var log: SegmentedLog
  let epoch: Int64
  let reader: LogFileReader
  let sequencer: Sequencer

  init(dataDirectory: String, options: Journal.Options) throws(JournalFailure) {
    do throws(LogError) {
      self = try OpenedLog(at: dataDirectory, options)
    } catch { throw .log(error) }
  }

  private init(at dataDirectory: String, _ options: Journal.Options) throws(LogError) {
    var log = try SegmentedLog(directory: dataDirectory, options: options.log)
    let epoch = log.currentEpoch(of: .journal) + 1
    try log.raiseEpoch(of: .journal, to: epoch)
    var reader = try LogFileReader(directory: dataDirectory)
    let sequencer = try Sequencer(
      mode: options.mode, roster: options.roster, resuming: log, reader: &reader)
    self.log = log
    self.epoch = epoch
    self.reader = reader
    self.sequencer = sequencer
  }
}

extension JournalStation {
  fileprivate static func put(
    up transport: Transport, in dataDirectory: String, logID: Identifier, epoch: Int64,
    watching descriptor: Int32?, noting failure: Journal.ReadFailure
  ) throws(JournalFailure) -> JournalStation {
    do throws(BusError) {
      return try JournalStation(
        dataDirectory: dataDirectory, transport: transport, logID: logID, journalEpoch: epoch,
        watching: descriptor,
        open: { () throws(LogError) in try LogFileReader(directory: dataDirectory) },
        failed: { error in
          failure.failure.withLock { $0 = JournalFailure(readsFailed: error) }
        })
    } catch { throw .bus(error) }
  }
}

// MARK: - the loop

extension Journal {
  /// One turn: takes what came, appends what can be appended, says so. True when the watched
  /// descriptor is readable.
  mutating func turn(milliseconds: Int) throws(JournalFailure) -> Bool {
    do throws(BusError) {
      let woken = try station.port.wait(milliseconds: blocked == nil ? milliseconds : 10)
      if blocked == nil { try drain() }
      try advance()
      try sayHead()
      try look()
      return woken
    } catch { throw .bus(error) }
  }

  /// Ends in order: what was taken and can be appended is, and is published.
  mutating func finish() throws(JournalFailure) {
    do throws(BusError) {
      try advance()
      try station.port.publish(.head(head))
    } catch { throw .bus(error) }
  }

  private mutating func drain() throws(BusError) {
    for _ in 0..<Journal.messagesPerTurn {
      guard let received = try station.port.receive() else { return }
      switch received {
      case .message(let message, let peer): try take(message, from: peer)
      case .malformed(let error, let producer, let number, let peer):
        try refuse(error, producer, number, peer)
      }
    }
  }

  /// Appends until nothing can be appended: one wait for the disk for each transaction.
  private mutating func advance() throws(BusError) {
    for _ in 0..<Journal.transactionsPerTurn {
      let batches: [ProposalBatch]
      if let blocked {
        guard monotonicNanoseconds() >= blocked.until else { return }
        batches = blocked.batches
      } else {
        batches = sequencer.next()
      }
      guard !batches.isEmpty else { return }
      let previous = log.head.chain
      var stored: [StoredEvent] = []
      guard let outcomes = append(batches, into: &stored) else { return }
      blocked = nil
      for reply in sequencer.appended(outcomes) { try send(reply) }
      try publish(stored, after: previous)
      rate.count += stored.count
    }
  }

  /// Appends one transaction; nil when the disk is full for now. Market data may not use what is
  /// reserved for those who have to lower risk.
  private mutating func append(
    _ batches: [ProposalBatch], into stored: inout [StoredEvent]
  ) -> [[AppendOutcome]]? {
    let reserve = !batches.contains { $0.producer == .marketData }
    do throws(LogError) {
      return try log.append(batches, reserve: reserve, into: &stored)
    } catch {
      guard case .diskFull = error else { stop(for: error) }
      if blocked == nil { diary.error("disk_full", "\(error)") }
      blocked = (batches, monotonicNanoseconds() + Journal.diskPatience)
      return nil
    }
  }

  /// Stops at once and touches the log no more: after a failed write nobody knows what the disk
  /// has kept.
  func stop(for error: LogError) -> Never {
    diary.error("log_failed", error.sentence, ["exit": .integer(error.exitCode.rawValue)])
    exitAtOnce(error.exitCode)
  }

  private mutating func sayHead() throws(BusError) {
    let now = monotonicNanoseconds()
    guard now - lastHead >= Journal.headInterval else { return }
    lastHead = now
    rate.sample(now: now)
    try station.port.publish(.head(head))
  }

  /// Notices what other threads met.
  private mutating func look() throws(BusError) {
    let refused = station.gatekeeper.refused
    if refused > strangers {
      diary.warning(
        "stranger_refused", "A key that is not in the list was turned away.",
        ["count": .integer(refused - strangers)])
      strangers = refused
    }
    if let failure = readFailure.failure.withLock({ $0 }) {
      diary.error("reads_failed", failure.sentence)
      exitAtOnce(failure.exitCode)
    }
  }

  /// Publishes new events in messages of bounded size; each says the head after its events.
  private mutating func publish(
    _ events: [StoredEvent], after chain: Digest256
  ) throws(BusError) {
    var previous = chain
    var part: [StoredEvent] = []
    var size = 0
    for (index, event) in events.enumerated() {
      part.append(event)
      size += event.proposal.payload.count + 200
      guard size >= BusLimits.publicationBytes || index == events.count - 1 else { continue }
      var head = head
      head.log = LogHead(seq: event.seq, time: event.time, chain: event.chain)
      try station.port.publish(
        .publication(Publication(head: head, previous: previous, events: part)))
      previous = event.chain
      part = []
      size = 0
    }
  }
}
