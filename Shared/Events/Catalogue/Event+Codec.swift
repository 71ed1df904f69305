/// Why bytes are not an event of the catalogue.
public enum EventDecodingError: Error, Hashable {
  /// The version is newer than this program.
  case unknownVersion(EventType, version: Int)
  /// The payload is not canonical at this byte; `expected` says what should stand there.
  case malformed(EventType, offset: Int, expected: String)
}

extension EventDecodingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownVersion(let type, let version):
      "\(type.rawValue) of version \(version) is newer than this program"
    case .malformed(let type, let offset, let expected):
      "\(type.rawValue): byte \(offset) of the payload should begin \(expected)"
    }
  }
}

extension EventType {
  /// The version that this program writes; older ones are lifted on read.
  public var version: Int { 1 }

  /// The JSON Schema of the payload.
  public var schema: Schema { Swift.type(of: Event(blank: self).payload).schema }
}

extension Event {
  /// The payload as canonical JSON.
  public var json: [UInt8] {
    unsafe withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 8) { buffer in
      guard let memory = buffer.baseAddress else { return [] }
      var writer = unsafe JSONWriter(borrowing: memory, byteCount: buffer.count)
      write(to: &writer)
      return writer.bytes
    }
  }

  /// Reads the payload of an event; exactly what `json` gives for it, or an error.
  public init(
    type: EventType, version: Int, payload: RawSpan
  ) throws(EventDecodingError) {
    guard version == type.version else { throw .unknownVersion(type, version: version) }
    var reader = JSONReader(payload)
    self.init(type, from: &reader)
    if reader.isValid, reader.position != payload.byteCount { reader.fail("the end") }
    if let failure = reader.failure {
      throw .malformed(type, offset: failure.offset, expected: failure.expected.description)
    }
  }

  /// Reads the payload of an event from an array.
  public init(type: EventType, version: Int, payload: [UInt8]) throws(EventDecodingError) {
    try unsafe self.init(type: type, version: version, payload: payload.span.bytes)
  }

  /// Reads the payload of a stored event.
  public init(_ stored: StoredEvent) throws(EventDecodingError) {
    let proposal = stored.proposal
    try self.init(type: proposal.type, version: proposal.version, payload: proposal.payload)
  }
}
