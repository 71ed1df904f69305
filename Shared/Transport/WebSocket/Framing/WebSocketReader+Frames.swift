extension WebSocketReader {
  /// Takes a whole frame; nil when the message goes on.
  @inline(__always)
  mutating func take(_ header: FrameHeader) throws(WebSocketError) -> Item? {
    let start = unsafe input.first + header.size
    if let mask = header.mask { unsafe applyMask(mask, to: start, header.length) }
    spent = header.size + header.length
    place = .input
    payloadStart = input.start + header.size
    payloadCount = header.length
    switch header.opcode {
    case .ping: return .ping
    case .pong: return .pong
    case .close: return try close()
    case .text, .binary:
      guard header.isLast, header.reserved == 0 else {
        message = (header.opcode, header.reserved != 0)
        return try join(header)
      }
      if header.opcode == .binary { return .binary }
      var check = UTF8Check()
      guard unsafe check.accepts(start, header.length), check.isComplete else { throw .notUTF8 }
      return .text
    case .continuation:
      return try join(header)
    }
  }

  /// Adds a frame to the message under way, and gives it when it is whole.
  private mutating func join(_ header: FrameHeader) throws(WebSocketError) -> Item? {
    guard let message else { throw .nothingToContinue }
    let bytes = unsafe input.first + header.size
    let (before, keepsWindow) = (assembly.count, keepsWindow)
    if message.isCompressed {
      try unsafe inflater?.inflate(bytes, header.length, into: &assembly, limits: limits)
      if header.isLast {
        try inflater?.finish(into: &assembly, limits: limits, keepsWindow: keepsWindow)
      }
    } else {
      unsafe assembly.append(bytes, header.length)
    }
    if message.opcode == .text {
      guard unsafe text.accepts(assembly.first + before, assembly.count - before) else {
        throw .notUTF8
      }
    }
    guard header.isLast else {
      payloadCount = 0
      return nil
    }
    guard text.isComplete else { throw .notUTF8 }
    text = UTF8Check()
    self.message = nil
    place = .assembly
    payloadCount = assembly.count
    return message.opcode == .text ? .text : .binary
  }

  /// Whether the peer compresses over the borders of messages.
  private var keepsWindow: Bool {
    guard let compression else { return false }
    return role == .client
      ? !compression.serverNoContextTakeover : !compression.clientNoContextTakeover
  }

  private mutating func close() throws(WebSocketError) -> Item {
    guard payloadCount > 0 else { return .close(nil) }
    guard payloadCount > 1 else { throw .closeTooShort }
    let bytes = unsafe input.base + payloadStart
    let code = CloseCode(rawValue: unsafe UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
    guard code.mayBeSent else { throw .closeCode(code.rawValue) }
    payloadStart += 2
    payloadCount -= 2
    var check = UTF8Check()
    guard unsafe check.accepts(bytes + 2, payloadCount), check.isComplete else { throw .notUTF8 }
    return .close(code)
  }
}
