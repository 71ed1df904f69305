import CSQLite
import Digest
import EventSourcing

extension SegmentedLog {
  /// Copies the write-ahead log into the segment when it has grown large, so that it starts again
  /// from its beginning. Readers never wait for it, nor it for them.
  mutating func checkpointIfLarge() throws(LogError) {
    guard open.pendingBytes >= nextCheckpoint else { return }
    let result = try open.database.checkpoint(SQLITE_CHECKPOINT_PASSIVE)
    nextCheckpoint =
      result?.isComplete == true
      ? options.checkpointBytes : open.pendingBytes + options.checkpointBytes / 4
  }

  /// Seals the open segment and goes on in a new one when it is large or old enough.
  mutating func rollIfDue() throws(LogError) {
    let isLarge = try open.size() >= max(options.segmentBytes, rollPostponedTo)
    let isOld = options.segmentAge.map { clock() - open.meta.created >= $0 } ?? false
    if isLarge || isOld { try roll() }
  }

  /// Seals the open segment and goes on in a new one; nothing happens to an empty one.
  ///
  /// A crash between any two steps leaves what opening the log completes; a full disk leaves what
  /// the next append completes.
  public mutating func roll() throws(LogError) {
    if seal == nil {
      guard open.head.seq >= open.meta.first else { return }
      // when it fails, not again at every append
      rollPostponedTo = try open.size() + options.segmentBytes / 16
      seal = try open.seal(at: clock())
      rollPostponedTo = 0
    }
    try finishRoll()
  }

  /// Makes the segment that follows a sealed one, if that is still to be done.
  mutating func finishRoll() throws(LogError) {
    guard let (seal, digest) = seal else { return }
    let path = open.database.path
    let next = open.meta.next(after: seal, digest: digest, now: clock())
    try directory.makeSegment(next, epochs: open.epochs.current)
    let fresh = try OpenSegment(directory.segment(first: next.first), options)
    sealed.append(first: open.meta.first, path: path, seal: seal, digest: digest)
    open = fresh
    self.seal = nil
    nextCheckpoint = options.checkpointBytes
    try finishSealedSegment(path)
  }
}
