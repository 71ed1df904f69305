/// Writes the frames of a WebSocket (RFC 6455, with RFC 7692's compression) into a buffer of bytes
/// to send; it does no input or output.
@safe
public struct WebSocketWriter: ~Copyable {
  /// The kinds of messages.
  public enum Kind: Sendable, Hashable { case text, binary }

  private let role: WebSocketRole
  private let compression: DeflateParameters?
  /// Shorter messages are not compressed.
  private let compressesFrom: Int
  private var masks: MaskKeys
  private var deflater: Deflater?
  private var output = ByteBuffer(capacity: 1 << 14)
  private var squeezed = ByteBuffer(capacity: 1 << 10)
  /// The message whose fragments are being written is compressed.
  private var isCompressing = false

  /// Masks come from the system's generator, or from a seed for runs that must repeat.
  public init(
    role: WebSocketRole, compression: DeflateParameters? = nil, compressesFrom: Int = 64,
    maskSeed: UInt64? = nil
  ) {
    self.role = role
    self.compression = compression
    self.compressesFrom = max(1, compressesFrom)
    masks = MaskKeys(seed: maskSeed)
    let bits = role == .client ? compression?.clientMaxWindowBits : compression?.serverMaxWindowBits
    // A window of 8 bits is one that zlib cannot write: messages then go as they are.
    if let bits, bits > 8 { deflater = Deflater(windowBits: bits) } else { deflater = nil }
  }

  /// The bytes to send.
  public var pending: RawSpan {
    @_lifetime(borrow self)
    get {
      let bytes = unsafe UnsafeRawBufferPointer(start: output.first, count: output.count)
      return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
    }
  }

  /// How many bytes are to be sent.
  public var count: Int { output.count }

  /// Forgets bytes that were sent.
  public mutating func consume(_ sent: Int) { output.consume(sent) }

  /// A copy of all bytes to send, which count as sent.
  public mutating func take() -> [UInt8] {
    let bytes = unsafe pending.withUnsafeBytes { unsafe [UInt8]($0) }
    output.removeAll()
    return bytes
  }

  /// Writes a whole message; text must be UTF-8.
  public mutating func message(_ kind: Kind, _ bytes: RawSpan) {
    fragment(kind, bytes, isFirst: true, isLast: true, squeezes: bytes.byteCount >= compressesFrom)
  }

  /// Writes a text.
  public mutating func text(_ text: String) {
    unsafe message(.text, Array(text.utf8).span.bytes)
  }

  /// Writes a piece of a message; between the pieces only control frames may stand.
  public mutating func fragment(
    _ kind: Kind, _ bytes: RawSpan, isFirst: Bool, isLast: Bool, squeezes: Bool = true
  ) {
    if isFirst { isCompressing = squeezes && deflater != nil && (bytes.byteCount > 0 || !isLast) }
    let opcode = isFirst ? (kind == .text ? Opcode.text : .binary) : .continuation
    guard isCompressing else { return frame(opcode, bytes, isLast: isLast, isCompressed: false) }
    squeezed.removeAll()
    let keepsWindow = keepsWindow
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe deflater?.deflate(bytes, into: &squeezed, isLast: isLast, keepsWindow: keepsWindow)
    }
    let result = unsafe UnsafeRawBufferPointer(start: squeezed.first, count: squeezed.count)
    unsafe frame(opcode, RawSpan(_unsafeBytes: result), isLast: isLast, isCompressed: isFirst)
  }

  /// Writes a ping of at most 125 bytes.
  public mutating func ping(_ bytes: RawSpan) { control(.ping, bytes) }

  /// Writes the answer to a ping.
  public mutating func pong(_ bytes: RawSpan) { control(.pong, bytes) }

  /// Writes a close frame; the reason is cut to the 123 bytes that fit.
  public mutating func close(_ code: CloseCode?, _ reason: String = "") {
    var bytes: [UInt8] = []
    if let code {
      bytes = [UInt8(code.rawValue >> 8), UInt8(truncatingIfNeeded: code.rawValue)]
      for character in reason {
        guard bytes.count + character.utf8.count <= 125 else { break }
        bytes += Array(character.utf8)
      }
    }
    unsafe control(.close, bytes.span.bytes)
  }

  private mutating func control(_ opcode: Opcode, _ bytes: RawSpan) {
    precondition(bytes.byteCount <= 125, "a control frame holds 125 bytes")
    frame(opcode, bytes, isLast: true, isCompressed: false)
  }

  private mutating func frame(
    _ opcode: Opcode, _ bytes: RawSpan, isLast: Bool, isCompressed: Bool
  ) {
    let mask = role == .client ? masks.next() : nil
    output.reserve(FrameHeader.longest + bytes.byteCount)
    FrameHeader.write(
      to: &output, isLast: isLast, isCompressed: isCompressed, opcode: opcode,
      length: bytes.byteCount, mask: mask)
    output.append(bytes)
    if let mask { unsafe applyMask(mask, to: output.free - bytes.byteCount, bytes.byteCount) }
  }

  private var keepsWindow: Bool {
    guard let compression else { return false }
    return role == .client
      ? !compression.clientNoContextTakeover : !compression.serverNoContextTakeover
  }
}

/// Keys for masks, drawn many at a time.
struct MaskKeys {
  private var seeded: SplitMix?
  private var keys: [UInt32] = []

  init(seed: UInt64?) { seeded = seed.map { SplitMix(seed: $0) } }

  mutating func next() -> UInt32 {
    if let key = keys.popLast() { return key }
    var system = SystemRandomNumberGenerator()
    for _ in 0..<64 {
      let word = seeded?.next() ?? system.next()
      keys += [UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32)]
    }
    return keys.removeLast()
  }
}
