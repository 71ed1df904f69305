import Digest
import EventSourcing
import Events
import Testing

@testable import Bus

@Suite struct `What a link knows` {
  private func link() -> LinkState {
    LinkState(
      [Participation(.risk, interests: [.clockTicked])], nonces: [7], after: .start, now: 0)
  }

  private func head(_ seq: SequenceNumber, journal epoch: Int64 = 1) -> Head {
    Head(
      logID: Identifier(of: "log"), journalEpoch: epoch,
      log: LogHead(seq: seq, time: 0, chain: .zero), wall: 0)
  }

  private func welcome(epoch: Int64, through: SequenceNumber, journal: Int64 = 1) -> ServerMessage {
    .welcome(
      Welcome(
        head: head(200, journal: journal), mode: .live, producer: .risk, epoch: epoch, nonce: 7,
        nextNumber: 1, answeredThrough: through))
  }

  /// Sends all that is due; how many messages there were.
  private func send(_ link: inout LinkState, at now: Int64) -> Int {
    var count = 0
    while link.due(0, now: now) != nil {
      link.sent(0, now: now)
      count += 1
    }
    return count
  }

  @Test func `a welcome ends the hellos`() throws {
    var link = link()
    let hello = try #require(link.hello(0, now: 0))
    #expect(hello.epoch == 0 && hello.nonce == 7)
    link.helloSent(0, now: 0)
    #expect(link.hello(0, now: 10) == nil)
    try link.received(welcome(epoch: 3, through: 0), now: 20)
    #expect(link.hello(0, now: 2_000_000_000) == nil)
    #expect(link.epoch(of: .risk) == 3)
  }

  /// The answer to an old request comes from a new journal, which knows nothing of what the former
  /// has confirmed; the next answers would be refused.
  @Test func `a second epoch is answered by what is confirmed`() throws {
    var link = link()
    try link.received(welcome(epoch: 3, through: 100), now: 0)
    _ = try link.answered(through: 120, with: [], as: .risk)
    #expect(send(&link, at: 1) == 1)
    try link.received(
      .accepted(Acknowledgement(producer: .risk, number: 1, places: [])), now: 2)
    try link.received(welcome(epoch: 4, through: 0, journal: 2), now: 3)
    _ = try link.answered(through: 130, with: [], as: .risk)
    #expect(send(&link, at: 4) == 0)
    let hello = try #require(link.hello(0, now: 4))
    #expect(hello.epoch == 4 && hello.answeredThrough == 120 && hello.nextNumber == 2)
    try link.received(welcome(epoch: 4, through: 120, journal: 2), now: 5)
    #expect(send(&link, at: 6) == 1)
  }

  /// The hello was said twice, so the new journal's answer comes twice, the second time in the
  /// place of an answer to what was said in between.
  @Test func `an answer that says less than is confirmed is no welcome`() throws {
    var link = link()
    try link.received(welcome(epoch: 3, through: 100), now: 0)
    for now in [1, 2] as [Int64] {
      try link.received(welcome(epoch: 4, through: 0, journal: 2), now: now)
    }
    _ = try link.answered(through: 130, with: [], as: .risk)
    #expect(send(&link, at: 3) == 0)
    let hello = try #require(link.hello(0, now: 3))
    #expect(hello.epoch == 4 && hello.answeredThrough == 100)
    try link.received(welcome(epoch: 4, through: 100, journal: 2), now: 4)
    #expect(link.hello(0, now: 2_000_000_000) == nil)
    #expect(send(&link, at: 5) == 1)
  }

  /// The word of the former journal came after the hello to the new one had left.
  @Test func `a journal that waits for what is answered already is told so`() throws {
    var link = link()
    try link.received(welcome(epoch: 3, through: 0), now: 0)
    for seq in [10, 20] as [SequenceNumber] {
      _ = try link.answered(through: seq, with: [], as: .risk)
      #expect(send(&link, at: seq) == 1)
    }
    try link.received(.accepted(Acknowledgement(producer: .risk, number: 1, places: [])), now: 30)
    try link.received(.resend(producer: .risk, from: 2), now: 40)
    #expect(send(&link, at: 50) == 1)
    #expect(link.hello(0, now: 50) == nil)
    try link.received(.resend(producer: .risk, from: 1), now: 60)
    let hello = try #require(link.hello(0, now: 60))
    #expect(hello.nextNumber == 2 && hello.answeredThrough == 10)
  }
}
