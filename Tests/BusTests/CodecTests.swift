import Digest
import EventSourcing
import Events
import TestSupport
import Testing

@testable import Bus

extension Seeded {
  mutating func identifier() -> Identifier { Identifier(high: next(), low: next()) }
  mutating func digest() -> Digest256 { Digest256(words: (next(), next(), next(), next())) }
  mutating func natural() -> Int64 { Int64(next() >> UInt64.random(in: 1...63, using: &self)) }
  mutating func producer() -> Producer { Producer.allCases.randomElement(using: &self)! }

  mutating func proposal() -> Proposal {
    let length = Int.random(in: 0...300, using: &self)
    let name = String(repeating: "é", count: Int.random(in: 0...15, using: &self))
    return Proposal(
      id: identifier(), cause: natural(), ordinal: Int.random(in: 0...9, using: &self),
      correlation: Bool.random(using: &self) ? identifier() : nil,
      type: EventType.allCases.randomElement(using: &self)!,
      version: Int.random(in: 1...3, using: &self), subject: Name(name)!,
      payload: (0..<length).map { _ in UInt8.random(in: 0...255, using: &self) })
  }

  mutating func proposals() -> [Proposal] {
    (0..<Int.random(in: 0...5, using: &self)).map { _ in proposal() }
  }

  mutating func event() -> StoredEvent {
    StoredEvent(
      seq: natural(), time: natural(), producer: producer(), epoch: natural(),
      proposal: proposal(), chain: digest())
  }

  mutating func events() -> [StoredEvent] {
    (0..<Int.random(in: 0...5, using: &self)).map { _ in event() }
  }

  mutating func head() -> Head {
    Head(
      logID: identifier(), journalEpoch: natural(),
      log: LogHead(seq: natural(), time: natural(), chain: digest()), wall: natural())
  }

  mutating func clientMessage() -> ClientMessage {
    switch Int.random(in: 0...5, using: &self) {
    case 0:
      .hello(
        Hello(
          producer: producer(), epoch: natural(), nonce: next(), nextNumber: natural(),
          answeredThrough: natural(), interests: EventType.allCases.shuffled(using: &self)))
    case 1:
      .submission(
        Submission(
          producer: producer(), epoch: natural(), number: natural(), span: .facts,
          proposals: proposals()))
    case 2:
      .submission(
        Submission(
          producer: producer(), epoch: natural(), number: natural(),
          span: .answers(after: natural(), through: natural()), proposals: proposals()))
    case 3: .pulse(Pulse(producer: producer(), epoch: natural(), applied: natural()))
    case 4: .statusRequest
    default: .readRequest(ReadRequest(id: next(), first: natural(), credit: 77))
    }
  }

  mutating func serverMessage() -> ServerMessage {
    switch Int.random(in: 0...10, using: &self) {
    case 0:
      .welcome(
        Welcome(
          head: head(), mode: .live, producer: producer(), epoch: natural(), nonce: next(),
          nextNumber: natural(), answeredThrough: natural()))
    case 1:
      .accepted(
        Acknowledgement(
          producer: producer(), number: natural(),
          places: [Place(seq: natural(), isDuplicate: Bool.random(using: &self))]))
    case 2:
      .refused(
        Refusal(
          producer: producer(), number: natural(),
          code: RefusalReason.allCases.randomElement(using: &self)!, detail: "señal"))
    case 3: .busy(producer: producer(), number: natural(), retryAfterMilliseconds: 250)
    case 4: .resend(producer: producer(), from: natural())
    case 5: .greet(producer: producer())
    case 6: .fenced(producer: producer(), currentEpoch: natural())
    case 7:
      .status(
        StatusReport(
          head: head(), mode: .lockstep, eventsPerSecond: 9, settled: natural(), waitingFacts: 2,
          refusals: 1, strangers: 3,
          participants: [
            ParticipantStatus(
              producer: producer(), isConnected: true, epoch: natural(),
              answeredThrough: natural(), applied: natural(), pending: 4)
          ]))
    case 8: .chunk(Chunk(id: next(), head: head(), events: events()))
    case 9: .publication(Publication(head: head(), previous: digest(), events: events()))
    default: .head(head())
    }
  }

  /// Changes, cuts or lengthens bytes.
  mutating func mutate(_ bytes: inout [UInt8]) {
    for _ in 0..<Int.random(in: 1...4, using: &self) {
      switch Int.random(in: 0...3, using: &self) {
      case 0 where !bytes.isEmpty:
        bytes[Int.random(in: 0..<bytes.count, using: &self)] = UInt8.random(
          in: 0...255, using: &self)
      case 1 where !bytes.isEmpty: bytes.removeLast(Int.random(in: 1...bytes.count, using: &self))
      case 2: bytes.append(UInt8.random(in: 0...255, using: &self))
      default:
        guard bytes.count > 8 else { continue }
        let place = Int.random(in: 0..<bytes.count - 8, using: &self)
        for index in place..<place + 8 { bytes[index] = 0xff }
      }
    }
  }
}

@Suite struct CodecTests {
  @Test(arguments: 0..<200)
  func `every message comes back from its bytes`(seed: Int) throws {
    var generator = Seeded(seed)
    let question = generator.clientMessage()
    #expect(try ClientMessage(decoding: question.encoded) == question)
    let answer = generator.serverMessage()
    #expect(try ServerMessage(decoding: answer.encoded) == answer)
  }

  @Test(arguments: 0..<300)
  func `changed bytes never trap and never pass as something longer`(seed: Int) {
    var generator = Seeded(seed)
    for _ in 0..<40 {
      var bytes = generator.clientMessage().encoded
      generator.mutate(&bytes)
      if let message = try? ClientMessage(decoding: bytes) { #expect(message.encoded == bytes) }
      bytes = generator.serverMessage().encoded
      generator.mutate(&bytes)
      if let message = try? ServerMessage(decoding: bytes) { #expect(message.encoded == bytes) }
    }
  }

  @Test func `every cut of a message is refused`() {
    var generator = Seeded(7)
    let bytes = ServerMessage.publication(
      Publication(head: generator.head(), previous: generator.digest(), events: [generator.event()])
    ).encoded
    for count in 0..<bytes.count {
      #expect(throws: WireError.self) { try ServerMessage(decoding: Array(bytes.prefix(count))) }
    }
  }

  @Test func `an unknown event type is named`() throws {
    var generator = Seeded(1)
    var proposal = generator.proposal()
    proposal.type = .signalFired
    let message = ClientMessage.submission(
      Submission(producer: .signal, epoch: 1, number: 5, span: .facts, proposals: [proposal]))
    var bytes = message.encoded
    let place = try #require(bytes.firstRange(of: Array("SignalFired".utf8)))
    bytes.replaceSubrange(place, with: Array("SignalFirex".utf8))
    #expect(throws: WireError.unknownEventType("SignalFirex")) {
      try ClientMessage(decoding: bytes)
    }
    let sender = Submission.sender(of: unsafe bytes.span.bytes)
    #expect(sender?.producer == .signal)
    #expect(sender?.number == 5)
  }

  @Test func `another version of the protocol is refused`() {
    #expect(throws: WireError.unknownVersion(2)) { try ServerMessage(decoding: [2, 64]) }
  }
}
