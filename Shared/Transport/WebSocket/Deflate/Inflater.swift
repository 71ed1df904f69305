import CZlib

/// Inflates the messages of a connection (RFC 7692 section 7.2.2).
@safe
struct Inflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  /// Bytes of the message under way, as they came and as they are.
  private var taken = 0
  private var made = 0

  init() {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // The largest window reads what was written with a smaller one.
    let code = unsafe inflateInit2_(
      stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "no memory to inflate")
    unsafe self.stream = unsafe stream
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Inflates a piece of a message to the end of a buffer.
  mutating func inflate(
    _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, into buffer: inout ByteBuffer,
    limits: WebSocketLimits
  ) throws(WebSocketError) {
    taken += count
    unsafe stream.pointee.next_in = unsafe bytes
    unsafe stream.pointee.avail_in = UInt32(count)
    repeat {
      buffer.reserve(max(1024, min(count * 4, 1 << 20)))
      let room = min(buffer.freeCount, Int(Int32.max))
      unsafe stream.pointee.next_out = buffer.free
      unsafe stream.pointee.avail_out = UInt32(room)
      let code = unsafe CZlib.inflate(stream, Z_SYNC_FLUSH)
      let written = room - Int(unsafe stream.pointee.avail_out)
      buffer.commit(written)
      made += written
      try check(limits)
      switch code {
      case Z_OK: break
      case Z_STREAM_END:
        // A final block in the midst of a connection: the next one goes on with the same window.
        guard unsafe inflateResetKeep(stream) == Z_OK else { throw .damagedDeflate }
      case Z_BUF_ERROR: return  // nothing left to read, nothing left to write
      default: throw .damagedDeflate
      }
    } while unsafe stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0
  }

  /// Ends a message: inflates the four bytes that its sender left out.
  mutating func finish(
    into buffer: inout ByteBuffer, limits: WebSocketLimits, keepsWindow: Bool
  ) throws(WebSocketError) {
    var tail: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0xff, 0xff)
    try unsafe withUnsafeMutableBytes(of: &tail) { bytes throws(WebSocketError) in
      guard let start = bytes.baseAddress else { return }
      try unsafe inflate(
        start.assumingMemoryBound(to: UInt8.self), 4, into: &buffer, limits: limits)
    }
    (taken, made) = (0, 0)
    if !keepsWindow { unsafe inflateReset(stream) }
  }

  private func check(_ limits: WebSocketLimits) throws(WebSocketError) {
    guard made <= limits.message else { throw .messageTooLong(limit: limits.message) }
    let grown = made > 1 << 16 && made / max(1, limits.inflation) > taken
    guard !grown else { throw .inflatesTooMuch(limit: limits.inflation) }
  }
}
