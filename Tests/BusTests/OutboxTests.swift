import EventSourcing
import Events
import Testing

@testable import Bus

@Suite struct OutboxTests {
  private func fact(_ name: String) -> Proposal {
    Proposal(id: Identifier(of: name), type: .candleClosed, subject: "x", payload: [])
  }

  private func answer(to cause: Int64, bytes: Int = 10) -> Proposal {
    Proposal(
      id: Identifier(of: "\(cause)"), cause: cause, type: .signalFired, subject: "x",
      payload: Array(repeating: 32, count: bytes))
  }

  /// Sends all that is due.
  private func send(_ outbox: inout Outbox, now: Int64) -> [[UInt8]] {
    var sent: [[UInt8]] = []
    while let bytes = outbox.due(now: now) {
      sent.append(bytes)
      outbox.sent(now: now)
    }
    return sent
  }

  private func submissions(_ messages: [[UInt8]]) throws -> [Submission] {
    try messages.map { bytes in
      guard case .submission(let submission) = try ClientMessage(decoding: bytes) else {
        throw BusError.timedOut("a submission")
      }
      return submission
    }
  }

  @Test func `at most 32 messages are on their way`() throws {
    var outbox = Outbox(for: .marketData)
    for index in 0..<50 { _ = try outbox.add(facts: [fact("\(index)")]) }
    #expect(send(&outbox, now: 0).isEmpty, "nothing goes out before the welcome")
    outbox.begin(epoch: 3, settled: 0)
    #expect(try submissions(send(&outbox, now: 0)).map(\.number) == Array(1...32))
    let isNews = [outbox.answered(1), outbox.answered(2), outbox.answered(2)]
    #expect(isNews == [true, true, false])
    #expect(try submissions(send(&outbox, now: 0)).map(\.number) == [33, 34])
  }

  @Test func `what is not answered in two seconds is sent again, the same bytes`() throws {
    var outbox = Outbox(for: .marketData)
    outbox.begin(epoch: 1, settled: 0)
    for index in 0..<3 { _ = try outbox.add(facts: [fact("\(index)")]) }
    let first = send(&outbox, now: 0)
    #expect(send(&outbox, now: 1_900_000_000).isEmpty)
    #expect(send(&outbox, now: 2_000_000_000) == first)
    _ = outbox.answered(1)
    outbox.resendAll()
    #expect(send(&outbox, now: 2_000_000_001) == Array(first.dropFirst()))
  }

  @Test func `a busy journal is left alone for a while`() throws {
    var outbox = Outbox(for: .marketData)
    outbox.begin(epoch: 1, settled: 0)
    for index in 0..<3 { _ = try outbox.add(facts: [fact("\(index)")]) }
    _ = send(&outbox, now: 0)
    outbox.pause(from: 2, until: 500)
    #expect(send(&outbox, now: 499).isEmpty)
    #expect(try submissions(send(&outbox, now: 500)).map(\.number) == [2, 3])
  }

  @Test func `answers that wait are put together`() throws {
    var outbox = Outbox(for: .signal)
    for seq in 1...100 as ClosedRange<Int64> {
      _ = try outbox.add(answers: seq % 10 == 0 ? [answer(to: seq)] : [], through: seq)
    }
    outbox.begin(epoch: 1, settled: 0)
    let sent = try submissions(send(&outbox, now: 0))
    #expect(sent.map(\.span) == [.answers(after: 0, through: 100)])
    #expect(sent[0].proposals.map(\.cause) == Array(stride(from: 10, through: 100, by: 10)))
    _ = try outbox.add(answers: [], through: 101)
    _ = try outbox.add(answers: [], through: 102)
    #expect(
      try submissions(send(&outbox, now: 0)).map(\.span) == [.answers(after: 100, through: 102)])
    _ = outbox.answered(1)
    #expect(outbox.confirmedThrough == 100)
  }

  @Test func `many answers go in several messages, each whole`() throws {
    var outbox = Outbox(for: .signal)
    outbox.begin(epoch: 1, settled: 0)
    let answers = (1...40).flatMap { cause in
      (0..<3).map { _ in answer(to: Int64(cause), bytes: 30_000) }
    }
    _ = try outbox.add(answers: answers, through: 55)
    let sent = try submissions(send(&outbox, now: 0))
    #expect(sent.count > 5)
    #expect(sent.flatMap(\.proposals) == answers)
    var after: Int64 = 0
    for submission in sent {
      guard case .answers(let first, let through) = submission.span else { continue }
      #expect(first == after)
      #expect(submission.proposals.allSatisfy { $0.cause > first && $0.cause <= through })
      #expect(submission.encoded.count < BusLimits.requestBytes)
      after = through
    }
    #expect(after == 55)
  }

  @Test func `what is answered already needs no message`() throws {
    var outbox = Outbox(for: .signal)
    outbox.begin(epoch: 2, settled: 500)
    #expect(try outbox.add(answers: [], through: 400) == nil)
    #expect(outbox.count == 0)
    _ = try outbox.add(answers: [], through: 501)
    #expect(
      try submissions(send(&outbox, now: 0)).map(\.span) == [.answers(after: 500, through: 501)])
  }

  @Test func `too much is refused, not kept`() throws {
    var outbox = Outbox(for: .marketData)
    let long = Array(repeating: answer(to: 0, bytes: 100_000), count: 11)
    #expect(throws: BusError.self) { try outbox.add(facts: long) }
    for index in 0..<Outbox.limit { _ = try outbox.add(facts: [fact("\(index)")]) }
    #expect(throws: BusError.outboxFull(limit: Outbox.limit)) {
      try outbox.add(facts: [fact("one more")])
    }
  }
}
