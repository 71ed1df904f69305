import Events

extension ClientMessage {
  /// The bytes on the bus.
  public var encoded: [UInt8] {
    switch self {
    case .hello(let hello): hello.encoded
    case .submission(let submission): submission.encoded
    case .pulse(let pulse): pulse.encoded
    case .statusRequest: WireWriter(.statusRequest).bytes
    case .readRequest(let request): request.encoded
    }
  }

  /// Reads the bytes of one message; total over all bytes.
  public init(_ bytes: RawSpan) throws(WireError) {
    var reader = WireReader(bytes)
    switch try reader.kind() {
    case .hello: self = .hello(try reader.hello())
    case .submission: self = .submission(try reader.submission())
    case .pulse: self = .pulse(try reader.pulse())
    case .statusRequest: self = .statusRequest
    case .readRequest: self = .readRequest(try reader.readRequest())
    case .welcome, .accepted, .refused, .busy, .resend, .greet, .fenced, .statusReport, .chunk,
      .publication, .head:
      throw .unknownKind(0)
    }
    try reader.end()
  }

  /// Reads the bytes of one message.
  public init(decoding bytes: [UInt8]) throws(WireError) {
    try self.init(unsafe bytes.span.bytes)
  }
}

extension Submission {
  var encoded: [UInt8] {
    let payload = proposals.reduce(0) { $0 + $1.payload.count }
    var writer = WireWriter(.submission, capacity: 64 + payload + proposals.count * 120)
    writer.put(producer)
    writer.put(epoch)
    writer.put(number)
    switch span {
    case .facts: writer.put(UInt8(0))
    case .answers(let after, let through):
      writer.put(UInt8(1))
      writer.put(after)
      writer.put(through)
    }
    writer.put(list: proposals) { $0.put($1) }
    return writer.bytes
  }

  /// Who sent what, when the events of a submission cannot be read.
  static func sender(of bytes: RawSpan) -> (producer: Producer, number: MessageNumber)? {
    var reader = WireReader(bytes)
    do throws(WireError) {
      guard try reader.kind() == .submission else { return nil }
      let producer = try reader.producer()
      _ = try reader.natural()
      return (producer, try reader.natural())
    } catch { return nil }
  }
}

extension Hello {
  fileprivate var encoded: [UInt8] {
    var writer = WireWriter(.hello)
    writer.put(producer)
    writer.put(epoch)
    writer.put(nonce)
    writer.put(nextNumber)
    writer.put(answeredThrough)
    writer.put(list: interests) { $0.put(text: $1.rawValue) }
    return writer.bytes
  }
}

extension Pulse {
  fileprivate var encoded: [UInt8] {
    var writer = WireWriter(.pulse)
    writer.put(producer)
    writer.put(epoch)
    writer.put(applied)
    return writer.bytes
  }
}

extension ReadRequest {
  fileprivate var encoded: [UInt8] {
    var writer = WireWriter(.readRequest)
    writer.put(id)
    writer.put(first)
    writer.put(UInt32(clamping: credit))
    return writer.bytes
  }
}

extension WireReader {
  fileprivate mutating func hello() throws(WireError) -> Hello {
    let producer = try producer()
    let epoch = try natural()
    let nonce = try u64()
    let nextNumber = try natural()
    let answeredThrough = try natural()
    let interests = try list(size: 1) { reader throws(WireError) in try reader.eventType() }
    return Hello(
      producer: producer, epoch: epoch, nonce: nonce, nextNumber: nextNumber,
      answeredThrough: answeredThrough, interests: interests)
  }

  fileprivate mutating func submission() throws(WireError) -> Submission {
    let producer = try producer()
    let epoch = try natural()
    let number = try natural()
    let span = try span()
    return Submission(
      producer: producer, epoch: epoch, number: number, span: span, proposals: try proposals())
  }

  private mutating func span() throws(WireError) -> Submission.Span {
    let code = try u8()
    switch code {
    case 0: return .facts
    case 1: return .answers(after: try natural(), through: try natural())
    default: throw .unknownCode(code)
    }
  }

  fileprivate mutating func pulse() throws(WireError) -> Pulse {
    Pulse(producer: try producer(), epoch: try natural(), applied: try natural())
  }

  fileprivate mutating func readRequest() throws(WireError) -> ReadRequest {
    ReadRequest(id: try u64(), first: try natural(), credit: Int(try u32()))
  }
}
