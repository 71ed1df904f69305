import Digest
import EventSourcing
import Events
import TestSupport
import Testing

@testable import Bus

/// A log with a true chain, and messages made of it.
struct SampleLog {
  let id = Identifier(of: "log")
  var epoch: Int64 = 1
  private(set) var events: [StoredEvent] = []

  init(count: Int, salt: String = "") { grow(by: count, salt: salt) }

  mutating func grow(by count: Int, salt: String = "") {
    for _ in 0..<count {
      let seq = Int64(events.count + 1)
      var event = StoredEvent(
        seq: seq, time: seq, producer: .marketData, epoch: 1,
        proposal: Proposal(
          id: Identifier(of: "e", "\(seq)"), type: .candleClosed, subject: "x",
          payload: Array("{\(salt)}".utf8)), chain: .zero)
      event.chain = event.chained(after: events.last?.chain ?? .zero)
      events.append(event)
    }
  }

  func head(at seq: Int64? = nil) -> Head {
    let seq = seq ?? Int64(events.count)
    let log = LogHead(seq: seq, time: seq, chain: seq == 0 ? .zero : events[Int(seq) - 1].chain)
    return Head(logID: id, journalEpoch: epoch, log: log, wall: 0)
  }

  func publication(_ range: ClosedRange<Int>) -> Publication {
    Publication(
      head: head(at: Int64(range.upperBound)),
      previous: range.lowerBound == 1 ? .zero : events[range.lowerBound - 2].chain,
      events: Array(events[range.lowerBound - 1..<range.upperBound]))
  }

  func chunk(_ request: ReadRequest, limit: Int = 50) -> Chunk {
    let first = Int(request.first)
    let end = min(events.count, first - 1 + limit)
    let part = first <= events.count ? Array(events[first - 1..<end]) : []
    return Chunk(id: request.id, head: head(), events: part)
  }
}

@Suite struct SubscriptionTests {
  private static let millisecond: Int64 = 1_000_000

  /// A subscription that has read the log and follows it.
  private func live(_ log: SampleLog) throws -> Subscription {
    var subscription = Subscription(after: .start, now: 0)
    try subscription.received(log.head(), now: 0)
    var now: Int64 = 0
    while !subscription.isLive {
      now += 20 * Self.millisecond
      if let request = subscription.read(now: now) {
        try subscription.received(log.chunk(request), now: now)
      }
    }
    #expect(subscription.take().count == log.events.count)
    return subscription
  }

  @Test(arguments: 0..<120)
  func `with messages lost, doubled and late, every event comes once and in order`(
    seed: Int
  ) throws {
    var random = Seeded(seed)
    let loss = seed % 31
    var log = SampleLog(count: Int.random(in: 0...200, using: &random))
    var subscription = Subscription(after: .start, now: 0)
    var seen: [StoredEvent] = []
    var pending: [Publication] = []
    var now: Int64 = 0
    for step in 0..<5_000 {
      now += Int64.random(in: 0...20, using: &random) * Self.millisecond
      if step < 2_500, Int.random(in: 0..<4, using: &random) == 0 {
        let first = log.events.count + 1
        log.grow(by: Int.random(in: 1...5, using: &random))
        pending.append(log.publication(first...log.events.count))
      }
      // Messages of one socket stay in order, but come late, or not at all.
      if !pending.isEmpty, Int.random(in: 0..<3, using: &random) > 0 {
        let publication = pending.removeFirst()
        if Int.random(in: 0..<100, using: &random) >= loss {
          try subscription.received(publication, now: now)
          if Int.random(in: 0..<100, using: &random) < loss {
            try subscription.received(publication, now: now)
          }
        }
      }
      if step % 10 == 0, pending.isEmpty { try subscription.received(log.head(), now: now) }
      subscription.tick(now: now)
      if let request = subscription.read(now: now) {
        if Int.random(in: 0..<100, using: &random) >= loss {
          try subscription.received(log.chunk(request), now: now)
        }
      }
      seen += subscription.take()
    }
    #expect(seen == log.events)
    #expect(subscription.isLive)
  }

  @Test func `a lost tail is found by the head alone, after half a second`() throws {
    var log = SampleLog(count: 10)
    var subscription = try live(log)
    log.grow(by: 3)
    let begin: Int64 = 1_000 * Self.millisecond
    try subscription.received(log.head(), now: begin)
    subscription.tick(now: begin + 400 * Self.millisecond)
    #expect(subscription.isLive)
    subscription.tick(now: begin + 501 * Self.millisecond)
    #expect(!subscription.isLive)
    let due = subscription.read(now: begin + 502 * Self.millisecond)
    let request = try #require(due)
    #expect(request.first == 10)
    try subscription.received(log.chunk(request), now: begin + 503 * Self.millisecond)
    #expect(subscription.take().map(\.seq) == [11, 12, 13])
    #expect(subscription.isLive)
    #expect(subscription.statistics(now: begin).gaps == 1)
  }

  @Test func `three gaps in a minute are counted, and forgotten after it`() throws {
    var log = SampleLog(count: 10)
    var subscription = try live(log)
    var now: Int64 = 1_000_000_000
    for _ in 0..<3 {
      log.grow(by: 2)
      try subscription.received(log.publication(log.events.count...log.events.count), now: now)
      #expect(!subscription.isLive)
      now += 20 * Self.millisecond
      let due = subscription.read(now: now)
      let request = try #require(due)
      try subscription.received(log.chunk(request), now: now)
      #expect(subscription.isLive)
    }
    #expect(subscription.statistics(now: now).gapsInLastMinute == 3)
    #expect(subscription.statistics(now: now + 61_000_000_000).gapsInLastMinute == 0)
  }

  @Test func `another chain under the same number is a branch`() throws {
    let log = SampleLog(count: 10)
    var other = SampleLog(count: 12, salt: "other")
    other.epoch = 1
    var subscription = try live(log)
    #expect(throws: BusError.branched(10)) { try subscription.received(other.head(at: 10), now: 0) }
    #expect(throws: BusError.branched(10)) {
      try subscription.received(other.publication(11...12), now: 0)
    }
    #expect(throws: BusError.branched(7)) {
      try subscription.received(other.publication(7...9), now: 0)
    }
    var reader = Subscription(
      after: LogPosition(seq: 5, chain: log.events[4].chain), now: 0)
    let due = reader.read(now: 0)
    let request = try #require(due)
    #expect(request.first == 5)
    #expect(throws: BusError.branched(5)) { try reader.received(other.chunk(request), now: 0) }
  }

  @Test func `live events are joined only where an event of both agrees`() throws {
    let log = SampleLog(count: 10)
    let other = SampleLog(count: 12, salt: "other")
    var subscription = Subscription(after: .start, now: 0)
    try subscription.received(other.publication(11...12), now: 0)
    let first = subscription.read(now: 0)
    try subscription.received(log.chunk(#require(first)), now: 0)
    #expect(subscription.take().map(\.seq) == Array(1...10))
    let second = subscription.read(now: 20 * Self.millisecond)
    #expect(throws: BusError.branched(10)) {
      try subscription.received(other.chunk(#require(second)), now: 0)
    }
    #expect(subscription.take().isEmpty)
  }

  @Test func `another log, a shorter log and a zombie's word are told apart`() throws {
    var log = SampleLog(count: 10)
    log.epoch = 5
    var subscription = try live(log)
    var foreign = log.head()
    foreign.logID = Identifier(of: "foreign")
    #expect(throws: BusError.anotherLog(expected: log.id, found: foreign.logID)) {
      try subscription.received(foreign, now: 0)
    }
    var restored = SampleLog(count: 8)
    restored.epoch = 6
    #expect(throws: BusError.truncated(head: 8, seen: 10)) {
      try subscription.received(restored.head(), now: 0)
    }
    var zombie = SampleLog(count: 12, salt: "zombie")
    zombie.epoch = 4
    try subscription.received(zombie.publication(11...12), now: 0)
    #expect(subscription.take().isEmpty)
    #expect(subscription.nextSeq == 11)
  }

  @Test func `too many live events while the log is read are dropped and read again`() throws {
    let log = SampleLog(count: 70_000)
    var subscription = Subscription(after: .start, now: 0)
    for first in stride(from: 1_001, to: 70_000, by: 1_000) {
      try subscription.received(log.publication(first...first + 999), now: 0)
    }
    #expect(subscription.statistics(now: 0).overflows == 1)
    var now: Int64 = 0
    while !subscription.isLive {
      now += 20 * Self.millisecond
      let due = subscription.read(now: now)
      let request = try #require(due)
      try subscription.received(log.chunk(request, limit: 5_000), now: now)
    }
    #expect(subscription.take().map(\.seq) == Array(1...70_000))
  }
}
