import Assembly
import Events
import Quantities

/// One event as a line: for people, or as JSON.
struct EventLine {
  let stored: StoredEvent
  /// The market's time when it was appended.
  let clock: Instant?

  /// What it says; the bare payload where this program cannot read it.
  var sentence: String {
    guard let event = try? Event(stored) else {
      return String(decoding: stored.proposal.payload, as: UTF8.self)
    }
    return event.sentence
  }

  /// Number, market time, producer, subject, sentence.
  var text: String {
    let seq = String(stored.seq)
    return String(repeating: " ", count: max(0, 8 - seq.count)) + seq + "  "
      + (clock?.description ?? "–").padded(to: 20) + "  "
      + stored.producer.rawValue.padded(to: 11) + "  "
      + stored.proposal.subject.description.padded(to: 16) + "  " + sentence
  }

  /// The envelope with the payload as an object.
  var json: String {
    let proposal = stored.proposal
    let correlation = proposal.correlation.map { "\"\($0)\"" } ?? "null"
    let clock = clock.map { "\"\($0)\"" } ?? "null"
    return #"{"seq":\#(stored.seq),"time":"\#(Instant(nanoseconds: stored.time))","#
      + #""marketTime":\#(clock),"id":"\#(proposal.id)","producer":"\#(stored.producer.rawValue)","#
      + #""epoch":\#(stored.epoch),"cause":\#(proposal.cause),"ordinal":\#(proposal.ordinal),"#
      + #""correlation":\#(correlation),"topic":"\#(proposal.type.topic.rawValue)","#
      + #""type":"\#(proposal.type.rawValue)","version":\#(proposal.version),"#
      + #""subject":\#(proposal.subject.description.quoted),"chain":"\#(stored.chain)","#
      + #""payload":\#(String(decoding: proposal.payload, as: UTF8.self))}"#
  }
}

extension String {
  /// The text as a JSON string.
  var quoted: String {
    var writer = JSONWriter()
    write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
