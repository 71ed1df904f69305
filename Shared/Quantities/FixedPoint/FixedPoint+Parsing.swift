extension FixedPoint {
  /// Reads a number in JSON's grammar: `-?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?`.
  ///
  /// Never rounds: a digit other than zero behind the eighteenth place is an error.
  public init(parsing utf8: Span<UInt8>) throws(DecimalSyntaxError) {
    self = try unsafe DecimalScanner(utf8.bytes, 0, utf8.count).scan().number
  }

  /// Reads the bytes `from..<to` in JSON's grammar of numbers, never rounding.
  public init(parsing bytes: RawSpan, from: Int, to: Int) throws(DecimalSyntaxError) {
    self = try DecimalScanner(bytes, from, to).scan().number
  }

  /// Reads the bytes `from..<to` if they are what `description` prints; anything else is nil.
  ///
  /// So a number has one text only: no exponent, no trailing zero behind the point, no "-0".
  public init?(canonical utf8: RawSpan, from: Int, to: Int) {
    guard let (number, isCanonical) = try? DecimalScanner(utf8, from, to).scan(), isCanonical
    else { return nil }
    self = number
  }

  /// Makes the number that has these digits, the last `fraction` of them behind the point.
  ///
  /// `fraction` is from 0 to 18; so whatever the digits are, the number fits.
  @inlinable @inline(__always)
  public init(isNegative: Bool, digits: UInt64, fraction: Int) {
    // Below 2⁶⁴ × 10¹⁸ < 2¹²⁴.
    let product = digits.multipliedFullWidth(by: DecimalDigits.powerOfTen(18 &- fraction))
    let magnitude =
      Int128(truncatingIfNeeded: product.high) &<< 64 | Int128(truncatingIfNeeded: product.low)
    self.init(mantissa: isNegative ? 0 &- magnitude : magnitude)
  }

  /// Reads a number in JSON's grammar; anything else is nil.
  public init?(_ text: some StringProtocol) {
    let text = String(text)
    guard let number = try? FixedPoint(parsing: text.utf8Span.span) else { return nil }
    self = number
  }
}

extension FixedPoint: LosslessStringConvertible {}

extension FixedPoint: ExpressibleByStringLiteral {
  /// Makes a number from a literal; a malformed literal is a mistake in the program.
  public init(stringLiteral text: String) {
    guard let number = FixedPoint(text[...]) else {
      preconditionFailure("not a decimal number: \(text)")
    }
    self = number
  }
}

extension FixedPoint: Codable {
  /// Reads a decimal string.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let number = FixedPoint(text[...]) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a decimal number: \(text)"))
    }
    self = number
  }

  /// Writes the canonical decimal string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
