public import Digest
import EventSourcing
public import Events

/// Where a reader stands: the last event it has, and that event's chain hash if it knows it.
public struct LogPosition: Sendable, Hashable {
  public var seq: SequenceNumber
  public var chain: Digest256?

  public init(seq: SequenceNumber, chain: Digest256?) {
    self.seq = seq
    self.chain = seq == 0 ? .zero : chain
  }

  /// Before the first event.
  public static let start = LogPosition(seq: 0, chain: .zero)
}

/// How a subscription fared.
public struct SubscriptionStatistics: Sendable, Hashable {
  /// Times that live events were missing and the log had to be read.
  public var gaps = 0
  /// Gaps of the last 60 s; three or more mean that this reader is too slow.
  public var gapsInLastMinute = 0
  /// Chunks of the log that were read.
  public var chunks = 0
  /// Times that live events came faster than the log could be read, and were dropped.
  public var overflows = 0
}

/// The state machine of a reader: it reads the log up to its end, joins the live events, and
/// reads again whenever some are missing. No I/O: times and messages come in, events go out.
///
/// What it hands out is contiguous. A read starts with the last event that was handed out, so
/// every join overlaps by an event whose hash must agree.
public struct Subscription: Sendable {
  /// The most live events that wait while the log is read.
  public static let bufferLimit = 65_536
  /// How long the head may be ahead of the live events before the log is read.
  static let patience: Int64 = 500_000_000
  private static let readTimeout: Int64 = 1_000_000_000
  private static let idleRead: Int64 = 10_000_000
  private static let recentLimit = 1_024

  private enum Phase {
    /// Reading; the number of the outstanding read and when it was sent, or when the next may go.
    case reading(Reading)
    case live
  }

  private enum Reading {
    case due(at: Int64)
    case waiting(id: UInt64, sentAt: Int64)
  }

  private var phase: Phase
  private var next: SequenceNumber
  private var lastChain: Digest256?
  private var ready: [StoredEvent] = []
  private var buffer: [StoredEvent] = []
  private var recent: [(seq: SequenceNumber, chain: Digest256)]
  private var heardLive = false
  private var behindSince: Int64?
  private var lastRequest: UInt64 = 0
  private var gapTimes: [Int64] = []
  /// The newest head that was heard of.
  public private(set) var head: Head?
  private var counts = SubscriptionStatistics()

  /// Starts after `position`, at a time in monotonic nanoseconds.
  public init(after position: LogPosition, now: Int64) {
    next = position.seq + 1
    lastChain = position.chain
    phase = .reading(.due(at: now))
    recent = Array(repeating: (0, .zero), count: Subscription.recentLimit)
  }

  /// The next event to be handed out.
  public var nextSeq: SequenceNumber { next }

  /// Whether it follows the live events.
  public var isLive: Bool {
    switch phase {
    case .live: true
    case .reading: false
    }
  }

  /// How many events wait to be taken.
  var readyCount: Int { ready.count }

  /// The events that came in order since the last call.
  public mutating func take() -> [StoredEvent] {
    defer { ready = [] }
    return ready
  }

  public func statistics(now: Int64) -> SubscriptionStatistics {
    var statistics = counts
    statistics.gapsInLastMinute = gapTimes.count { now - $0 < 60_000_000_000 }
    return statistics
  }

  /// The read to send now, if one is due.
  public mutating func read(now: Int64) -> ReadRequest? {
    guard case .reading(let reading) = phase else { return nil }
    switch reading {
    case .due(let at): guard now >= at else { return nil }
    case .waiting(_, let sentAt):
      guard now - sentAt >= Subscription.readTimeout else { return nil }
    }
    lastRequest += 1
    phase = .reading(.waiting(id: lastRequest, sentAt: now))
    return ReadRequest(id: lastRequest, first: max(next - 1, 1), credit: BusLimits.chunkBytes)
  }

  /// Says that the last read could not be sent.
  public mutating func readFailed(now: Int64) {
    guard case .reading = phase else { return }
    phase = .reading(.due(at: now + Subscription.idleRead))
  }

  /// Looks whether the head has been ahead for too long.
  public mutating func tick(now: Int64) {
    guard isLive, let since = behindSince, now - since > Subscription.patience else { return }
    missed(now: now)
  }
}

// MARK: - what comes in

extension Subscription {
  public mutating func received(_ publication: Publication, now: Int64) throws(BusError) {
    guard try accept(publication.head), let first = publication.events.first else { return }
    heardLive = true
    guard isLive else {
      keep(publication.events)
      return
    }
    if first.seq > next {
      missed(now: now)
      keep(publication.events)
      return
    }
    if first.seq == next, let lastChain, publication.previous != lastChain {
      throw .branched(next - 1)
    }
    for event in publication.events { try deliver(event) }
    checkLag(now: now)
  }

  public mutating func received(_ head: Head, now: Int64) throws(BusError) {
    guard try accept(head) else { return }
    heardLive = true
    try compare(seq: head.log.seq, chain: head.log.chain)
    checkLag(now: now)
  }

  public mutating func received(_ chunk: Chunk, now: Int64) throws(BusError) {
    guard case .reading(.waiting(let id, _)) = phase, chunk.id == id else { return }
    guard try accept(chunk.head) else { return }
    guard chunk.head.log.seq >= next - 1 else {
      throw .truncated(head: chunk.head.log.seq, seen: next - 1)
    }
    counts.chunks += 1
    let before = next
    for event in chunk.events {
      guard event.seq <= next else { break }
      try deliver(event)
    }
    try merge()
    let known = max(chunk.head.log.seq, head?.log.seq ?? 0)
    if next > known, heardLive, buffer.isEmpty {
      phase = .live
      behindSince = nil
    } else {
      let idle = next == before
      phase = .reading(.due(at: idle ? now + Subscription.idleRead : now))
    }
  }
}

// MARK: - the machine

extension Subscription {
  /// Takes note of a head; false when an older journal speaks.
  private mutating func accept(_ new: Head) throws(BusError) -> Bool {
    if let known = head {
      guard new.logID == known.logID else {
        throw .anotherLog(expected: known.logID, found: new.logID)
      }
      guard new.journalEpoch >= known.journalEpoch else { return false }
    }
    // The first word of a new journal counts everything that an older one made durable.
    if new.journalEpoch > head?.journalEpoch ?? -1, new.log.seq < next - 1 {
      throw .truncated(head: new.log.seq, seen: next - 1)
    }
    if new.journalEpoch > head?.journalEpoch ?? -1 || new.log.seq >= head?.log.seq ?? 0 {
      head = new
    }
    return true
  }

  /// Hands out the event if it is the next, compares it if it is an older one.
  private mutating func deliver(_ event: StoredEvent) throws(BusError) {
    if event.seq < next {
      if event.seq == next - 1, lastChain == nil {
        lastChain = event.chain
        remember(event)
      }
      try compare(seq: event.seq, chain: event.chain)
      return
    }
    guard event.seq == next else { throw .branched(event.seq) }
    ready.append(event)
    lastChain = event.chain
    remember(event)
    next += 1
  }

  private mutating func remember(_ event: StoredEvent) {
    recent[Int(event.seq) % Subscription.recentLimit] = (event.seq, event.chain)
  }

  private func compare(seq: SequenceNumber, chain: Digest256) throws(BusError) {
    if seq == next - 1, let lastChain, lastChain != chain { throw .branched(seq) }
    let entry = recent[Int(seq) % Subscription.recentLimit]
    if seq > 0, entry.seq == seq, entry.chain != chain { throw .branched(seq) }
  }

  /// Keeps live events while the log is read: one run without a gap, or the newest of two.
  private mutating func keep(_ events: [StoredEvent]) {
    guard let first = events.first else { return }
    if let last = buffer.last {
      if first.seq > last.seq + 1 { buffer = [] }
      if first.seq <= last.seq { return }
    }
    if buffer.count + events.count > Subscription.bufferLimit {
      buffer = []
      counts.overflows += 1
      return
    }
    buffer += events
  }

  /// Joins the live events when the log was read past their first one.
  private mutating func merge() throws(BusError) {
    guard let first = buffer.first, next > first.seq else { return }
    for event in buffer where event.seq >= next - 1 { try deliver(event) }
    buffer = []
  }

  private mutating func checkLag(now: Int64) {
    guard isLive, let head, head.log.seq >= next else {
      behindSince = nil
      return
    }
    if behindSince == nil { behindSince = now }
    tick(now: now)
  }

  /// Live events are missing: read the log.
  private mutating func missed(now: Int64) {
    counts.gaps += 1
    gapTimes.removeAll { now - $0 >= 60_000_000_000 }
    gapTimes.append(now)
    behindSince = nil
    phase = .reading(.due(at: now))
  }
}
