import TestSupport
import Testing

@testable import Transport

@Suite struct FramingTests {
  /// The examples of RFC 6455 section 5.7.
  @Test func `the examples of the standard are read`() throws {
    var reader = WebSocketReader(role: .client)
    let hello = Array("Hello".utf8)
    #expect(try read([0x81, 5] + hello, by: &reader) == [Got(.text, hello)])
    let pieces: [UInt8] = [0x01, 3, 0x48, 0x65, 0x6c, 0x80, 2, 0x6c, 0x6f]
    #expect(try read(pieces, by: &reader) == [Got(.text, hello)])
    #expect(try read([0x89, 5] + hello, by: &reader) == [Got(.ping, hello)])
    let long = [UInt8](repeating: 7, count: 256)
    #expect(try read([0x82, 0x7e, 1, 0] + long, by: &reader) == [Got(.binary, long)])
    let longest = [UInt8](repeating: 9, count: 65_536)
    #expect(
      try read([0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0] + longest, by: &reader)
        == [Got(.binary, longest)])
    var server = WebSocketReader(role: .server)
    let masked: [UInt8] = [
      0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58, 0x8a, 0x85, 0x37, 0xfa,
      0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58,
    ]
    #expect(try read(masked, by: &server) == [Got(.text, hello), Got(.pong, hello)])
  }

  /// What breaks the protocol: bytes to a client, and how they are refused.
  static let malformed: [(String, [UInt8], WebSocketError)] = [
    ("first reserved bit without an extension", frame(0xc1, [65]), .reservedBits(4)),
    ("second reserved bit", frame(0xa1, [65]), .reservedBits(2)),
    ("third reserved bit", frame(0x91, [65]), .reservedBits(1)),
    ("reserved bit of a ping", frame(0xc9), .reservedBits(4)),
    ("a reserved kind of data", frame(0x83), .unknownOpcode(3)),
    ("another reserved kind of data", frame(0x87), .unknownOpcode(7)),
    ("a reserved kind of control", frame(0x8b), .unknownOpcode(11)),
    ("another reserved kind of control", frame(0x8f), .unknownOpcode(15)),
    ("a ping in fragments", frame(0x09), .fragmentedControl),
    ("a close in fragments", frame(0x08), .fragmentedControl),
    ("a ping of 126 bytes", frame(0x89, .init(repeating: 0, count: 126)), .controlTooLong(126)),
    ("a pong of a long length", frame(0x8a, length: [127]), .controlTooLong(127)),
    ("a mask from a server", frame(0x81, [65], masked: true), .masked),
    ("125 in three bytes", frame(0x82, length: [126, 0, 125]), .lengthNotShortest),
    ("65535 in nine", frame(0x82, length: [127, 0, 0, 0, 0, 0, 0, 255, 255]), .lengthNotShortest),
    ("a negative length", frame(0x82, length: [127, 128, 0, 0, 0, 0, 0, 0, 0]), .lengthNegative),
    ("nothing to continue", frame(0x80, [65]), .nothingToContinue),
    ("nothing to continue, and more", frame(0x00, [65]), .nothingToContinue),
    ("continued after its end", frame(1) + frame(0x80) + frame(0x80), .nothingToContinue),
    ("a message within a message", frame(1, [65]) + frame(0x81, [66]), .messageInterrupted),
    ("a message begun within another", frame(1, [65]) + frame(2, [66]), .messageInterrupted),
    ("half a close code", frame(0x88, [3]), .closeTooShort),
    ("close code 0", frame(0x88, [0, 0]), .closeCode(0)),
    ("close code 999", frame(0x88, [3, 231]), .closeCode(999)),
    ("close code 1004", frame(0x88, [3, 236]), .closeCode(1004)),
    ("close code 1005", frame(0x88, [3, 237]), .closeCode(1005)),
    ("close code 1006", frame(0x88, [3, 238]), .closeCode(1006)),
    ("close code 1015", frame(0x88, [3, 247]), .closeCode(1015)),
    ("close code 2999", frame(0x88, [11, 183]), .closeCode(2999)),
    ("close code 5000", frame(0x88, [19, 136]), .closeCode(5000)),
    ("a reason that is no text", frame(0x88, [3, 232, 0xff]), .notUTF8),
    ("a reason cut in a character", frame(0x88, [3, 232, 0xc3]), .notUTF8),
    ("a byte that is no text", frame(0x81, [0xff]), .notUTF8),
    ("an overlong slash", frame(0x81, [0xc0, 0xaf]), .notUTF8),
    ("a surrogate", frame(0x81, [0xed, 0xa0, 0x80]), .notUTF8),
    ("above the last character", frame(0x81, [0xf4, 0x90, 0x80, 0x80]), .notUTF8),
    ("text cut in a character", frame(0x81, [0xe2, 0x82]), .notUTF8),
    ("cut in the last fragment", frame(1, [0xe2]) + frame(0x80, [0x82]), .notUTF8),
    ("wrong in a later fragment", frame(1, [0xe2]) + frame(0, [0x41]), .notUTF8),
  ]

  @Test(arguments: malformed.indices)
  func `what breaks the protocol is refused with its close code`(index: Int) {
    let (name, bytes, expected) = Self.malformed[index]
    #expect(failure(bytes) == expected, "\(name)")
    let code: CloseCode = expected == .notUTF8 ? .invalidPayload : .protocolError
    #expect(expected.closeCode == code, "\(name)")
    // It is refused for good, and not a byte later than it can be known.
    var reader = WebSocketReader(role: .client)
    for byte in bytes {
      reader.append([byte])
      while true {
        do throws(WebSocketError) {
          guard try reader.next() != nil else { break }
        } catch {
          #expect(error == expected, "\(name)")
          #expect(throws: expected) { try reader.next() }
          return
        }
      }
    }
    Issue.record("\(name) is read byte by byte")
  }

  @Test func `a server refuses what is not masked`() {
    #expect(failure(frame(0x81, [65]), role: .server) == .unmasked)
    #expect(failure(frame(0x81, [65], masked: true), role: .server) == nil)
  }

  @Test func `good close codes are read with their reasons, and nothing after them`() throws {
    for code in [1000, 1001, 1003, 1007, 1011, 1012, 1014, 3000, 4999] as [UInt16] {
      var reader = WebSocketReader(role: .client)
      let bytes = frame(0x88, [UInt8(code >> 8), UInt8(code & 255)] + Array("späť".utf8))
      #expect(
        try read(bytes + frame(0x83), by: &reader)
          == [Got(.close(CloseCode(rawValue: code)), "späť")])
    }
    var reader = WebSocketReader(role: .client)
    #expect(try read(frame(0x88), by: &reader) == [Got(.close(nil), "")])
  }

  @Test func `hostile lengths are refused before anything is kept for them`() {
    let limits = WebSocketLimits(frame: 1000, message: 1500, inflation: 50)
    let huge: [UInt8] = [0x82, 127, 0x7f, 255, 255, 255, 255, 255, 255, 255]
    #expect(failure(huge) == .frameTooLong(UInt64(Int64.max), limit: 16 << 20))
    let long = frame(0x82, length: [126, 3, 233])
    #expect(failure(long, limits: limits) == .frameTooLong(1001, limit: 1000))
    // A message of many frames is cut at the header of the one that is too much.
    let piece = [UInt8](repeating: 1, count: 800)
    let message = frame(0x02, piece) + frame(0x00, length: [126, 3, 32])
    #expect(failure(message, limits: limits) == .messageTooLong(limit: 1500))
    #expect(WebSocketError.messageTooLong(limit: 1).closeCode == .tooLarge)
    #expect(WebSocketError.frameTooLong(9, limit: 1).closeCode == .tooLarge)
  }

  @Test func `a reader keeps no more memory than came`() throws {
    var reader = WebSocketReader(role: .client)
    reader.append([0x82, 127, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff])
    #expect(try reader.next() == nil)
    #expect(reader.input.capacity <= 1 << 16)
    #expect(reader.waiting == 10)
  }
}
