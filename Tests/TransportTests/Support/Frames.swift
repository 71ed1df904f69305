import TestSupport

@testable import Transport

/// The bytes of a frame made by hand, right or wrong.
func frame(
  _ first: UInt8, _ payload: [UInt8] = [], masked: Bool = false, length: [UInt8]? = nil
) -> [UInt8] {
  let flag: UInt8 = masked ? 0x80 : 0
  var bytes = [first]
  if let length {
    bytes += [length[0] | flag] + length.dropFirst()
  } else if payload.count < 126 {
    bytes.append(flag | UInt8(payload.count))
  } else if payload.count < 65_536 {
    bytes += [flag | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
  } else {
    bytes.append(flag | 127)
    bytes += (0..<8).reversed().map { UInt8(truncatingIfNeeded: payload.count >> ($0 * 8)) }
  }
  guard masked else { return bytes + payload }
  let key: [UInt8] = [0x37, 0xfa, 0x21, 0x3d]
  return bytes + key + payload.enumerated().map { $0.element ^ key[$0.offset & 3] }
}

/// What a reader gives: an item and its bytes.
struct Got: Hashable {
  var item: WebSocketReader.Item
  var bytes: [UInt8]

  init(_ item: WebSocketReader.Item, _ bytes: [UInt8]) {
    self.item = item
    self.bytes = bytes
  }

  init(_ item: WebSocketReader.Item, _ text: String) { self.init(item, Array(text.utf8)) }
}

/// All that a reader gives, from bytes in pieces that a seed decides; nil is all at once.
func read(
  _ bytes: [UInt8], by reader: inout WebSocketReader, cutBy seed: Int? = nil
) throws(WebSocketError) -> [Got] {
  var got: [Got] = []
  var chance = Seeded(seed ?? 0)
  var start = 0
  repeat {
    let rest = bytes.count - start
    let most = Int.random(in: 0..<4, using: &chance) == 0 ? 3000 : 20
    let count = seed == nil ? rest : min(rest, Int.random(in: 0...most, using: &chance))
    reader.append(Array(bytes[start..<start + count]))
    start += count
    while let item = try reader.next() { got.append(Got(item, reader.array)) }
  } while start < bytes.count
  return got
}

/// How a reader of a server's bytes fails.
func failure(
  _ bytes: [UInt8], role: WebSocketRole = .client, limits: WebSocketLimits = WebSocketLimits(),
  compression: DeflateParameters? = nil
) -> WebSocketError? {
  var reader = WebSocketReader(role: role, limits: limits, compression: compression)
  do throws(WebSocketError) {
    _ = try read(bytes, by: &reader)
    return nil
  } catch {
    return error
  }
}
