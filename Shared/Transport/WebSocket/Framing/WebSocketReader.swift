/// Reads messages out of the bytes of a WebSocket (RFC 6455, with RFC 7692's compression), in
/// whatever pieces they come; it does no input or output.
///
/// A message in one frame is not copied: `payload` looks at the bytes where they came in.
@safe
public struct WebSocketReader: ~Copyable {
  /// What came; its bytes are `payload` until the reader is used again.
  public enum Item: Sendable, Hashable {
    case text, binary, ping, pong
    /// The peer closes; nil when it gives no reason. `payload` is its text.
    case close(CloseCode?)
  }

  enum Place { case input, assembly }

  let role: WebSocketRole
  let limits: WebSocketLimits
  let compression: DeflateParameters?
  var input: ByteBuffer
  var assembly = ByteBuffer(capacity: 1024)
  var inflater: Inflater?
  /// The message under way: what it is, and whether it is compressed.
  var message: (opcode: Opcode, isCompressed: Bool)?
  var text = UTF8Check()
  /// Where the payload of the last item is, and what of the input goes with it.
  var place = Place.input
  var payloadCount = 0
  var payloadStart = 0
  var spent = 0
  private var failure: WebSocketError?
  /// The peer has closed, or something was wrong.
  private var isOver = false

  /// Compression is what the handshake agreed to.
  public init(
    role: WebSocketRole, limits: WebSocketLimits = WebSocketLimits(),
    compression: DeflateParameters? = nil
  ) {
    precondition(limits.frame <= Int(Int32.max) && limits.message <= Int(Int32.max))
    self.role = role
    self.limits = limits
    self.compression = compression
    input = ByteBuffer(capacity: 1 << 16)
    inflater = compression == nil ? nil : Inflater()
  }

  /// The bytes of the last item, until the reader is used again.
  public var payload: RawSpan {
    @_lifetime(borrow self)
    get {
      let start = unsafe place == .input ? input.base + payloadStart : assembly.first
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: payloadCount)
      return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
    }
  }

  /// A copy of the bytes of the last item.
  public var array: [UInt8] { unsafe payload.withUnsafeBytes { unsafe [UInt8]($0) } }

  /// How many bytes wait that are no whole frame yet.
  public var waiting: Int { input.count - spent }

  /// Takes bytes that came.
  public mutating func append(_ bytes: RawSpan) {
    release()
    input.append(bytes)
  }

  /// Takes bytes that came.
  public mutating func append(_ bytes: [UInt8]) { unsafe append(bytes.span.bytes) }

  /// The next item, or nil when more bytes are needed or the peer has closed.
  ///
  /// An error is for good: the connection is to be closed with its code.
  public mutating func next() throws(WebSocketError) -> Item? {
    guard !isOver else {
      if let failure { throw failure }
      return nil
    }
    release()
    if let item = wholeMessage() { return item }
    do throws(WebSocketError) {
      while true {
        release()
        guard
          let header = try unsafe FrameHeader.read(
            input.first, input.count, frameLimit: limits.frame)
        else { return nil }
        try check(header)
        guard input.count >= header.size + header.length else { return nil }
        if let item = try take(header) {
          if case .close = item { isOver = true }
          return item
        }
      }
    } catch {
      failure = error
      isOver = true
      throw error
    }
  }

  /// The usual case, a short message that a server sent in one frame and without compression; nil
  /// for anything else, or anything wrong.
  @inline(__always)
  private mutating func wholeMessage() -> Item? {
    let count = input.count
    guard count >= 4, role == .client, message == nil else { return nil }
    let bytes = unsafe input.first
    let (first, second) = unsafe (bytes[0], Int(bytes[1]))
    guard first == 0x81 || first == 0x82, second <= 126 else { return nil }
    var (size, length) = (2, second)
    if second == 126 {
      size = 4
      length = unsafe Int(bytes[2]) << 8 | Int(bytes[3])
      guard length >= 126 else { return nil }
    }
    guard count >= size + length, length <= min(limits.frame, limits.message),
      unsafe first == 0x82 || UTF8Check.isASCII(bytes + size, length)
    else { return nil }
    spent = size + length
    place = .input
    payloadStart = input.start + size
    payloadCount = length
    return first == 0x81 ? .text : .binary
  }

  /// Lets go of what the last item looked at.
  mutating func release() {
    guard spent > 0 else { return }
    input.consume(spent)
    spent = 0
    payloadCount = 0
    if input.capacity > 1 << 20 { input.shrink(to: 1 << 20) }
    if place == .assembly {
      assembly.removeAll()
      assembly.shrink(to: 1 << 20)
    }
  }

  /// What is wrong with a frame can be said before its payload has come.
  @inline(__always)
  private func check(_ header: FrameHeader) throws(WebSocketError) {
    guard (header.mask != nil) == (role == .server) else {
      throw role == .server ? .unmasked : .masked
    }
    let compressed: UInt8 = compression == nil || !header.opcode.begins ? 0 : 0x40
    guard header.reserved & ~compressed == 0 else { throw .reservedBits(header.reserved >> 4) }
    switch header.opcode {
    case .close, .ping, .pong:
      guard header.isLast else { throw .fragmentedControl }
    case .continuation:
      guard message != nil else { throw .nothingToContinue }
    case .text, .binary:
      guard message == nil else { throw .messageInterrupted }
    }
    let sofar = header.opcode.isControl ? 0 : assembly.count
    guard sofar + header.length <= limits.message else {
      throw .messageTooLong(limit: limits.message)
    }
  }
}

extension Opcode {
  /// Whether it begins a message.
  var begins: Bool { self == .text || self == .binary }
}
