/// Bytes as text in base64 (RFC 4648), as policies of pages name digests.
func base64(_ bytes: [UInt8]) -> String {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    var bits: UInt32 = 0
    for offset in 0..<3 {
      bits = bits << 8 | (offset < group.count ? UInt32(group[start + offset]) : 0)
    }
    for place in 0..<4 {
      let digit = digits[Int(bits >> UInt32(18 - 6 * place)) & 63]
      text.append(place <= group.count ? digit : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}
