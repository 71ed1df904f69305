import EventSourcing
import Events

extension WireWriter {
  mutating func put(_ proposal: Proposal) {
    put(proposal.id)
    put(proposal.cause)
    put(UInt32(clamping: proposal.ordinal))
    put(UInt32(clamping: proposal.version))
    put(proposal.correlation != nil)
    if let correlation = proposal.correlation { put(correlation) }
    put(text: proposal.type.rawValue)
    put(proposal.subject)
    put(blob: proposal.payload)
  }

  mutating func put(_ event: StoredEvent) {
    put(event.seq)
    put(event.time)
    put(event.producer)
    put(event.epoch)
    put(event.chain)
    put(event.proposal)
  }

  mutating func put(_ head: Head) {
    put(head.logID)
    put(head.journalEpoch)
    put(head.log.seq)
    put(head.log.time)
    put(head.log.chain)
    put(head.wall)
  }
}

extension WireReader {
  /// The fewest bytes of a proposal: id, cause, ordinal, version, flag, type, subject, payload.
  static var proposalSize: Int { 16 + 8 + 4 + 4 + 1 + 1 + 1 + 4 }
  /// The fewest bytes of an event: seq, time, producer, epoch, chain, proposal.
  static var eventSize: Int { 8 + 8 + 1 + 8 + 32 + proposalSize }

  mutating func proposal() throws(WireError) -> Proposal {
    let id = try identifier()
    let cause = try natural()
    let ordinal = Int(try u32())
    let version = Int(try u32())
    let correlation = try bool() ? try identifier() : nil
    let type = try eventType()
    let subject = try name()
    return Proposal(
      id: id, cause: cause, ordinal: ordinal, correlation: correlation, type: type,
      version: version, subject: subject, payload: try blob())
  }

  mutating func proposals() throws(WireError) -> [Proposal] {
    try list(size: WireReader.proposalSize) { reader throws(WireError) in try reader.proposal() }
  }

  mutating func event() throws(WireError) -> StoredEvent {
    let seq = try natural()
    let time = try i64()
    let producer = try producer()
    let epoch = try natural()
    let chain = try digest()
    return StoredEvent(
      seq: seq, time: time, producer: producer, epoch: epoch, proposal: try proposal(),
      chain: chain)
  }

  mutating func events() throws(WireError) -> [StoredEvent] {
    try list(size: WireReader.eventSize) { reader throws(WireError) in try reader.event() }
  }

  mutating func head() throws(WireError) -> Head {
    let logID = try identifier()
    let journalEpoch = try natural()
    let seq = try natural()
    let time = try i64()
    let chain = try digest()
    return Head(
      logID: logID, journalEpoch: journalEpoch,
      log: LogHead(seq: seq, time: time, chain: chain), wall: try i64())
  }
}
