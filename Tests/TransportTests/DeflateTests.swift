import TestSupport
import Testing

@testable import Transport

@Suite struct DeflateTests {
  /// The examples of RFC 7692 section 7.2.3.
  @Test func `the examples of the standard are read`() throws {
    var reader = WebSocketReader(role: .client, compression: DeflateParameters())
    let hello: [UInt8] = [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]
    #expect(try read(frame(0xc1, hello), by: &reader) == [Got(.text, "Hello")])
    // The same again, out of the window; then in fragments; stored; and with a final block.
    let shared: [UInt8] = [0xf2, 0x00, 0x11, 0x00, 0x00]
    #expect(try read(frame(0xc1, shared), by: &reader) == [Got(.text, "Hello")])
    let pieces = frame(0x41, Array(hello[..<3])) + frame(0x80, Array(hello[3...]))
    #expect(try read(pieces, by: &reader) == [Got(.text, "Hello")])
    let stored: [UInt8] = [0, 5, 0, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0]
    #expect(try read(frame(0xc1, stored), by: &reader) == [Got(.text, "Hello")])
    let final: [UInt8] = [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00]
    #expect(try read(frame(0xc1, final), by: &reader) == [Got(.text, "Hello")])
    let two: [UInt8] = [0xf2, 0x48, 0x05, 0, 0, 0, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00]
    #expect(try read(frame(0xc1, two), by: &reader) == [Got(.text, "Hello")])
    #expect(try read(frame(0xc1, [0]), by: &reader) == [Got(.text, "")])
  }

  @Test func `compressed bytes must be whole, in place, and text`() {
    let on = DeflateParameters()
    #expect(failure(frame(0xc1, [0xff, 0xff]), compression: on) == .damagedDeflate)
    // A window that was never filled.
    let shared: [UInt8] = [0xf2, 0x00, 0x11, 0x00, 0x00]
    #expect(failure(frame(0xc1, shared), compression: on) == .damagedDeflate)
    #expect(failure(frame(0x41) + frame(0xc0), compression: on) == .reservedBits(4))
    #expect(failure(frame(0xc9), compression: on) == .reservedBits(4))
    #expect(failure(frame(0xe1), compression: on) == .reservedBits(6))
    let bad: [UInt8] = [0, 1, 0, 0xfe, 0xff, 0xff, 0]  // the byte ff, stored
    #expect(failure(frame(0xc1, bad), compression: on) == .notUTF8)
    #expect(WebSocketError.damagedDeflate.closeCode == .invalidPayload)
  }

  @Test func `a bomb is cut off`() {
    var writer = WebSocketWriter(role: .server, compression: DeflateParameters())
    unsafe writer.message(.binary, [UInt8](repeating: 0, count: 8 << 20).span.bytes)
    let bytes = writer.take()
    #expect(bytes.count < 80_000)
    let on = DeflateParameters()
    #expect(
      failure(bytes, limits: WebSocketLimits(inflation: 200), compression: on)
        == .inflatesTooMuch(limit: 200))
    #expect(
      failure(bytes, limits: WebSocketLimits(message: 1 << 20, inflation: 2000), compression: on)
        == .messageTooLong(limit: 1 << 20))
    #expect(failure(bytes, limits: WebSocketLimits(inflation: 2000), compression: on) == nil)
    #expect(WebSocketError.inflatesTooMuch(limit: 1).closeCode == .tooLarge)
  }

  @Test func `a window makes a message smaller that came before, and only when it is kept`() {
    var chance = Seeded(1)
    let payload = (0..<500).map { _ in UInt8.random(in: 0...255, using: &chance) }
    for (parameters, isSmaller) in [
      (DeflateParameters(), true), (DeflateParameters(serverNoContextTakeover: true), false),
    ] {
      var writer = WebSocketWriter(role: .server, compression: parameters)
      unsafe writer.message(.binary, payload.span.bytes)
      let first = writer.take().count
      unsafe writer.message(.binary, payload.span.bytes)
      #expect((writer.take().count < first / 4) == isSmaller)
    }
  }
}
