import Events

extension ServerMessage {
  /// The bytes on the bus.
  public var encoded: [UInt8] {
    switch self {
    case .welcome(let welcome): return welcome.encoded
    case .accepted(let acknowledgement): return acknowledgement.encoded
    case .refused(let refusal): return refusal.encoded
    case .busy(let producer, let number, let milliseconds):
      var writer = WireWriter(.busy)
      writer.put(producer)
      writer.put(number)
      writer.put(UInt32(clamping: milliseconds))
      return writer.bytes
    case .resend(let producer, let number):
      return ServerMessage.short(.resend, producer, number)
    case .greet(let producer): return ServerMessage.short(.greet, producer, 0)
    case .fenced(let producer, let epoch): return ServerMessage.short(.fenced, producer, epoch)
    case .status(let report): return report.encoded
    case .chunk(let chunk): return chunk.encoded
    case .publication(let publication): return publication.encoded
    case .head(let head):
      var writer = WireWriter(.head)
      writer.put(head)
      return writer.bytes
    }
  }

  private static func short(_ kind: MessageKind, _ producer: Producer, _ number: Int64) -> [UInt8] {
    var writer = WireWriter(kind)
    writer.put(producer)
    writer.put(number)
    return writer.bytes
  }

  /// Reads the bytes of one message; total over all bytes.
  public init(_ bytes: RawSpan) throws(WireError) {
    var reader = WireReader(bytes)
    switch try reader.kind() {
    case .welcome: self = .welcome(try reader.welcome())
    case .accepted: self = .accepted(try reader.acknowledgement())
    case .refused: self = .refused(try reader.refusal())
    case .busy:
      self = .busy(
        producer: try reader.producer(), number: try reader.natural(),
        retryAfterMilliseconds: Int(try reader.u32()))
    case .resend: self = .resend(producer: try reader.producer(), from: try reader.natural())
    case .greet:
      self = .greet(producer: try reader.producer())
      let none = try reader.natural()
      guard none == 0 else { throw .numberOutOfRange(none) }
    case .fenced:
      self = .fenced(producer: try reader.producer(), currentEpoch: try reader.natural())
    case .statusReport: self = .status(try reader.statusReport())
    case .chunk: self = .chunk(try reader.chunk())
    case .publication: self = .publication(try reader.publication())
    case .head: self = .head(try reader.head())
    case .hello, .submission, .pulse, .statusRequest, .readRequest: throw .unknownKind(0)
    }
    try reader.end()
  }

  /// Reads the bytes of one message.
  public init(decoding bytes: [UInt8]) throws(WireError) {
    try self.init(unsafe bytes.span.bytes)
  }
}

extension Welcome {
  fileprivate var encoded: [UInt8] {
    var writer = WireWriter(.welcome)
    writer.put(head)
    writer.put(mode.rawValue)
    writer.put(producer)
    writer.put(epoch)
    writer.put(nonce)
    writer.put(nextNumber)
    writer.put(answeredThrough)
    return writer.bytes
  }
}

extension Acknowledgement {
  fileprivate var encoded: [UInt8] {
    var writer = WireWriter(.accepted, capacity: 32 + places.count * 9)
    writer.put(producer)
    writer.put(number)
    writer.put(list: places) { writer, place in
      writer.put(place.seq)
      writer.put(place.isDuplicate)
    }
    return writer.bytes
  }
}

extension Refusal {
  fileprivate var encoded: [UInt8] {
    var writer = WireWriter(.refused)
    writer.put(producer)
    writer.put(number)
    writer.put(code.rawValue)
    writer.put(text: detail)
    return writer.bytes
  }
}

extension StatusReport {
  fileprivate var encoded: [UInt8] {
    var writer = WireWriter(.statusReport)
    writer.put(head)
    writer.put(mode.rawValue)
    writer.put(Int64(eventsPerSecond))
    writer.put(settled)
    writer.put(Int64(waitingFacts))
    writer.put(Int64(refusals))
    writer.put(Int64(strangers))
    writer.put(list: participants) { writer, participant in
      writer.put(participant.producer)
      writer.put(participant.isConnected)
      writer.put(participant.epoch)
      writer.put(participant.answeredThrough)
      writer.put(participant.applied)
      writer.put(Int64(participant.pending))
    }
    return writer.bytes
  }
}

extension Chunk {
  fileprivate var encoded: [UInt8] {
    var writer = WireWriter(.chunk, capacity: 256 + events.count * 400)
    writer.put(id)
    writer.put(head)
    writer.put(list: events) { $0.put($1) }
    return writer.bytes
  }
}

extension Publication {
  fileprivate var encoded: [UInt8] {
    var writer = WireWriter(.publication, capacity: 256 + events.count * 400)
    writer.put(head)
    writer.put(previous)
    writer.put(list: events) { $0.put($1) }
    return writer.bytes
  }
}

extension WireReader {
  fileprivate mutating func mode() throws(WireError) -> DeliveryMode {
    let code = try u8()
    guard let mode = DeliveryMode(rawValue: code) else { throw .unknownCode(code) }
    return mode
  }

  fileprivate mutating func welcome() throws(WireError) -> Welcome {
    let head = try head()
    let mode = try mode()
    let producer = try producer()
    let epoch = try natural()
    let nonce = try u64()
    let nextNumber = try natural()
    return Welcome(
      head: head, mode: mode, producer: producer, epoch: epoch, nonce: nonce,
      nextNumber: nextNumber, answeredThrough: try natural())
  }

  fileprivate mutating func acknowledgement() throws(WireError) -> Acknowledgement {
    let producer = try producer()
    let number = try natural()
    let places = try list(size: 9) { reader throws(WireError) in
      Place(seq: try reader.natural(), isDuplicate: try reader.bool())
    }
    return Acknowledgement(producer: producer, number: number, places: places)
  }

  fileprivate mutating func refusal() throws(WireError) -> Refusal {
    let producer = try producer()
    let number = try natural()
    let code = try u8()
    guard let refusal = RefusalReason(rawValue: code) else { throw .unknownCode(code) }
    return Refusal(producer: producer, number: number, code: refusal, detail: try text())
  }

  fileprivate mutating func statusReport() throws(WireError) -> StatusReport {
    let head = try head()
    let mode = try mode()
    let rate = Int(try natural())
    let settled = try natural()
    let waiting = Int(try natural())
    let refusals = Int(try natural())
    let strangers = Int(try natural())
    let participants = try list(size: 34) { reader throws(WireError) in
      try reader.participantStatus()
    }
    return StatusReport(
      head: head, mode: mode, eventsPerSecond: rate, settled: settled, waitingFacts: waiting,
      refusals: refusals, strangers: strangers, participants: participants)
  }

  private mutating func participantStatus() throws(WireError) -> ParticipantStatus {
    ParticipantStatus(
      producer: try producer(), isConnected: try bool(), epoch: try natural(),
      answeredThrough: try natural(), applied: try natural(), pending: Int(try natural()))
  }

  fileprivate mutating func chunk() throws(WireError) -> Chunk {
    Chunk(id: try u64(), head: try head(), events: try events())
  }

  fileprivate mutating func publication() throws(WireError) -> Publication {
    Publication(head: try head(), previous: try digest(), events: try events())
  }
}
