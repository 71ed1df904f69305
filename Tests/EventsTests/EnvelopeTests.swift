import Digest
import Events
import TestSupport
import Testing

/// What names and chains events, against the same bytes put together by hand.
@Suite struct EnvelopeTests {
  @Test(arguments: Producer.allCases)
  func `an answer is named by its producer, its cause and its place`(producer: Producer) {
    let cause = Identifier(high: 0x0123_4567_89ab_cdef, low: 0xfedc_ba98_7654_3210)
    var bytes = Array(producer.rawValue.utf8) + [0]
    cause.append(to: &bytes)
    bytes += [0, 1, 2, 3]
    #expect(
      Identifier(answerOf: producer, to: cause, ordinal: 0x01_0203) == Identifier(hashOf: bytes))
  }

  @Test(arguments: 0..<50)
  func `a link is the hash of the one before and the canonical bytes`(seed: Int) {
    var random = Seeded(seed)
    func word() -> UInt64 { random.next() }
    let previous = Digest256(words: (word(), word(), word(), word()))
    let event = Event.random(EventType.allCases[seed % EventType.allCases.count], seed: seed)
    let stored = StoredEvent(
      seq: Int64(bitPattern: word()), time: Int64(seed), producer: .paperVenue, epoch: -1,
      proposal: Proposal(
        id: Identifier(high: word(), low: word()), cause: Int64.min, ordinal: seed,
        correlation: seed.isMultiple(of: 2) ? Identifier(high: 0, low: word()) : nil,
        type: event.type, subject: event.subject, payload: event.json),
      chain: .zero)
    let expected = SHA256.hash(previous.bytes + stored.canonicalBytes)
    #expect(stored.chained(after: previous) == expected)
  }

  @Test func `an identifier is 32 digits`() {
    let identifier = Identifier(high: 0x0123_4567_89ab_cdef, low: 0xfedc_ba98_7654_3210)
    #expect(identifier.description == "0123456789abcdeffedcba9876543210")
    #expect(Identifier(identifier.description) == identifier)
  }

  @Test(arguments: [0, 7, 8, 9, 15, 16, 17, 23, 24, 25, 30, 31])
  func `a name of any length is written and read`(count: Int) throws {
    let letters = String("abcdefghijklmnopqrstuvwxyz-:/._".prefix(count))
    for text in [letters, String(letters.dropLast()) + (count > 0 ? "\"" : "")] {
      let name = try #require(Name(text))
      for place in [1, Int64.min] {
        let event = Event.serviceStopped(ServiceStopped(service: name, appliedThrough: place))
        #expect(try Event(type: event.type, event.json) == event)
      }
      let last = Event.haltRequested(HaltRequested(reason: name))
      #expect(try Event(type: last.type, last.json) == last)
    }
  }
}
