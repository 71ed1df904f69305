import CZlib

/// Compresses the messages of a connection (RFC 7692 section 7.2.1).
@safe
struct Deflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  /// Window bits are 9 to 15: zlib has no raw window of 8.
  init(windowBits: Int, level: Int32 = 1) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let code = unsafe deflateInit2_(
      stream, level, Z_DEFLATED, -Int32(windowBits), 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "no memory to deflate")
    unsafe self.stream = unsafe stream
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Compresses a piece of a message to the end of a buffer; the last one without the four bytes
  /// that its receiver knows.
  mutating func deflate(
    _ bytes: UnsafeRawBufferPointer, into buffer: inout ByteBuffer, isLast: Bool, keepsWindow: Bool
  ) {
    let (start, count) = unsafe (bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count)
    unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(mutating: start)
    unsafe stream.pointee.avail_in = UInt32(count)
    var written = 0
    repeat {
      buffer.reserve(count / 2 + 64)
      let room = min(buffer.freeCount, Int(Int32.max))
      unsafe stream.pointee.next_out = buffer.free
      unsafe stream.pointee.avail_out = UInt32(room)
      _ = unsafe CZlib.deflate(stream, Z_SYNC_FLUSH)
      let made = room - Int(unsafe stream.pointee.avail_out)
      buffer.commit(made)
      written += made
    } while unsafe stream.pointee.avail_out == 0
    guard isLast else { return }
    // Without new bytes zlib writes nothing; then the first byte of an empty block has to stand.
    if written == 0 { buffer.append(0) } else { buffer.withdraw(4) }
    if !keepsWindow { unsafe deflateReset(stream) }
  }
}
