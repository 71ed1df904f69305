internal import Digest
public import Events

// Names of orders and trades that venues give are up to 36 bytes long: most are UUIDs, which go
// into a name as their sixteen bytes.
extension Name {
  /// Makes a name of a venue's identifier, the same for the same text, never empty for a text.
  ///
  /// - Up to 31 bytes that do not begin with `~` stand as they are.
  /// - A UUID in lower case becomes `~` and 22 digits in base 64; `venueText` gives it back.
  /// - Any other text becomes `~#` and 22 digits of its SHA-256; it cannot be given back.
  public init(venueText text: String) {
    let bytes = Array(text.utf8)
    if bytes.count <= Name.capacity, bytes.first != UInt8(ascii: "~"),
      let name = Name(utf8: bytes.span)
    {
      self = name
    } else if let value = UUIDText.value(of: bytes) {
      self = Name.spelled(prefix: "~", value)
    } else {
      let words = SHA256.hash(bytes).words
      self = Name.spelled(prefix: "~#", UInt128(words.0) << 64 | UInt128(words.1))
    }
  }

  /// The identifier as the venue wrote it; nil when only its digest is known.
  public var venueText: String? {
    let text = description
    guard text.utf8.first == UInt8(ascii: "~") else { return text }
    guard text.utf8.count == 23, let value = Base64Digits.value(of: Array(text.utf8.dropFirst()))
    else { return nil }
    return UUIDText.text(of: value)
  }

  private static func spelled(prefix: String, _ value: UInt128) -> Name {
    let bytes = Array(prefix.utf8) + Base64Digits.digits(of: value)
    guard let name = Name(utf8: bytes.span) else { preconditionFailure("24 bytes fit") }
    return name
  }
}

/// The text of a UUID: `8-4-4-4-12` hexadecimal digits in lower case.
private enum UUIDText {
  static func value(of text: [UInt8]) -> UInt128? {
    guard text.count == 36 else { return nil }
    var value: UInt128 = 0
    for (index, byte) in text.enumerated() {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Hexadecimal.value(of: byte), !(65...70).contains(byte) else { return nil }
      value = value << 4 | UInt128(digit)
    }
    return value
  }

  static func text(of value: UInt128) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var bytes: [UInt8] = []
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { bytes.append(UInt8(ascii: "-")) }
      bytes.append(digits[Int(truncatingIfNeeded: value >> UInt128(124 - index * 4)) & 15])
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A number of 128 bits as 22 digits in base 64, the most significant first.
private enum Base64Digits {
  static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func digits(of value: UInt128) -> [UInt8] {
    var digits: [UInt8] = []
    digits.reserveCapacity(22)
    for index in 0..<22 {
      digits.append(alphabet[Int(truncatingIfNeeded: value >> UInt128(126 - index * 6)) & 63])
    }
    return digits
  }

  static func value(of digits: [UInt8]) -> UInt128? {
    var value: UInt128 = 0
    for digit in digits {
      guard let place = alphabet.firstIndex(of: digit), value >> 122 == 0 else { return nil }
      value = value << 6 | UInt128(place)
    }
    return value
  }
}
