import CSQLite
import Digest
public import EventSourcing
public import Events

/// The one writer of a log: an append-only sequence of events in SQLite files, the segments.
///
/// What `append` answers is durable. Ids make it idempotent: an event that is appended again, even
/// by another process after a crash, is recognised in any segment. The log is opened for writing by
/// one process at a time; any number of `LogFileReader`s may read meanwhile.
public struct SegmentedLog: ~Copyable {
  /// The last event, and the link that the next one continues.
  public var head: LogHead { open.head }
  /// Names the log: random, made with it, the same in all its segments.
  public var logId: Identifier { open.meta.log }
  /// The reason why nothing is appended any more, if so.
  public internal(set) var poison: String?

  let directory: LogDirectory
  let options: LogOptions
  let clock: () -> Int64
  let lock: WriterLock
  var open: OpenSegment
  var sealed: SealedSegments
  var hasher = ChainHasher()
  /// The last word of `open` while the segment after it could not be made yet.
  var seal: (seal: Seal, digest: Digest256)?
  /// The size at which sealing is tried again after the disk was too full for it.
  var rollPostponedTo: Int64 = 0
  /// The write-ahead log is copied when it has this many bytes.
  var nextCheckpoint: Int64

  /// Opens the log in the data directory, or makes it, and recovers what a crash left undone.
  ///
  /// `clock` gives the wall clock in nanoseconds since 1970; events never go back in time even if
  /// it does. Throws `locked` when another writer is alive, `broken` when the end of the log does
  /// not fit together.
  public init(
    directory: String, options: LogOptions = LogOptions(),
    clock: @escaping () -> Int64 = wallClockNanoseconds
  ) throws(LogError) {
    let place = LogDirectory(root: directory)
    try makeDirectory(directory)
    try makeDirectory(place.log)
    let lock = try WriterLock(place)
    for path in place.unbornFiles() { try removeIfPresent(path) }
    var sealed = SealedSegments()
    let open = try openLastSegment(place, options, now: clock(), sealed: &sealed)
    self.directory = place
    self.options = options
    self.clock = clock
    self.lock = lock
    self.open = open
    self.sealed = sealed
    nextCheckpoint = options.checkpointBytes
  }

  /// The incarnation of a producer that may append; 0 before the first.
  public func currentEpoch(of producer: Producer) -> Int64 { open.epochs.current[producer] ?? 0 }

  /// Raises a producer's epoch, durably; the same epoch again is no change, a lower one an error.
  public mutating func raiseEpoch(of producer: Producer, to epoch: Int64) throws(LogError) {
    let current = currentEpoch(of: producer)
    if epoch == current { return }
    guard epoch > current else {
      throw .staleEpoch(producer: producer, current: current, wanted: epoch)
    }
    try prepareToWrite()
    try checkSpace(for: 4096, reserve: true)
    var epochs = open.epochs
    try open.begin()
    do {
      try epochs.append(producer, epoch: epoch, time: clock(), to: open.database)
      try open.commit()
    } catch {
      open.rollback()
      throw refusal(error)
    }
    open.epochs = epochs
  }
}

/// Opens the last segment for writing; makes the first one in an empty directory, and the next one
/// when a crash came between sealing and making it.
private func openLastSegment(
  _ directory: LogDirectory, _ options: LogOptions, now: Int64, sealed: inout SealedSegments
) throws(LogError) -> OpenSegment {
  var firsts = directory.segments() ?? []
  if firsts.isEmpty {
    let words = randomWords()
    try directory.makeSegment(
      SegmentMeta(
        log: Identifier(high: words.0, low: words.1), first: 1, created: now, previousTime: 0,
        previousChain: .zero, previousSeal: .zero),
      epochs: [:])
    firsts = [1]
  }
  // a crash after the rename may have left it only in memory
  try synchronizeDirectory(directory.log)
  var previous: SegmentMeta?
  for first in firsts {
    let path = directory.segment(first: first)
    let isLast = first == firsts.last
    guard let (meta, seal) = try readSealed(path, mayBeOpen: isLast) else { break }
    try check(meta, first: first, follows: previous, sealed: sealed, path: path)
    sealed.append(first: first, path: path, seal: seal.seal, digest: seal.digest)
    try finishSealedSegment(path)
    previous = meta
    if isLast {
      let epochs = try EpochTable(meta: meta, from: openForReading(path))
      let next = meta.next(after: seal.seal, digest: seal.digest, now: now)
      try directory.makeSegment(next, epochs: epochs.current)
      firsts.append(next.first)
    }
  }
  let path = directory.segment(first: firsts[firsts.count - 1])
  let open = try OpenSegment(path, options)
  try check(
    open.meta, first: firsts[firsts.count - 1], follows: previous, sealed: sealed, path: path)
  // what is only in the system's memory of the write-ahead log becomes durable before a repeated
  // event is answered with its number
  if try open.database.checkpoint(SQLITE_CHECKPOINT_TRUNCATE) == nil {
    _ = try open.database.checkpoint(SQLITE_CHECKPOINT_PASSIVE)
  }
  return open
}

/// The meta and the seal of a segment; nil when it has no seal and may be the open one.
private func readSealed(_ path: String, mayBeOpen: Bool) throws(LogError)
  -> (meta: SegmentMeta, seal: (seal: Seal, digest: Digest256))?
{
  let database = try openForReading(path)
  let meta = try SegmentMeta.read(from: database)
  guard let seal = try Seal.read(from: database) else {
    if mayBeOpen { return nil }
    throw .broken(seq: meta.first, reason: "\(path) has a successor but is not sealed")
  }
  let epochs = try EpochTable(meta: meta, from: database)
  guard seal.seal.digest(meta: meta, epochs: epochs.chain) == seal.digest else {
    throw .broken(seq: seal.seal.last, reason: "the seal of \(path) was changed")
  }
  return (meta, seal)
}

/// Whether a segment continues the one before it.
private func check(
  _ meta: SegmentMeta, first: SequenceNumber, follows previous: SegmentMeta?,
  sealed: SealedSegments, path: String
) throws(LogError) {
  guard meta.first == first else {
    throw .broken(seq: first, reason: "\(path) begins with event \(meta.first), not with its name")
  }
  guard let previous, let last = sealed.last else {
    guard first == 1 else {
      throw .broken(seq: 1, reason: "the segments before \(path) are missing")
    }
    return
  }
  guard first == last.seal.last + 1 else {
    throw .broken(seq: last.seal.last + 1, reason: "the segment before \(path) is missing")
  }
  guard meta.log == previous.log, meta.previousChain == last.seal.chain,
    meta.previousTime == last.seal.time, meta.previousSeal == last.digest
  else { throw .broken(seq: first, reason: "\(path) does not continue the segment before it") }
}

extension SegmentMeta {
  /// The meta of the segment that follows a sealed one.
  func next(after seal: Seal, digest: Digest256, now: Int64) -> SegmentMeta {
    SegmentMeta(
      log: log, first: seal.last + 1, created: now, previousTime: seal.time,
      previousChain: seal.chain, previousSeal: digest)
  }
}
