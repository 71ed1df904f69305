/// Reads one number from a range of bytes.
///
/// The first pass serves what markets send: at most 19 digits, 18 of them behind the point, no
/// exponent; they fit a machine word. Whatever else is well-formed is read again at full width.
struct DecimalScanner: ~Escapable {
  private let bytes: RawSpan
  private let start: Int
  private let end: Int

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, _ start: Int, _ end: Int) {
    precondition(0 <= start && start <= end && end <= bytes.byteCount, "a range out of bounds")
    self.bytes = bytes
    self.start = start
    self.end = end
  }

  private subscript(index: Int) -> UInt8 {
    // A checked load; what is unsafe about it is the type, and any byte is a `UInt8`.
    @inline(__always)
    get { unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) }
  }

  /// The number, and whether the text is the one that prints for it.
  func scan() throws(DecimalSyntaxError) -> (number: FixedPoint, isCanonical: Bool) {
    guard start < end else { throw .empty }
    let isNegative = self[start] == minus
    var index = isNegative ? start + 1 : start
    var value: UInt64 = 0

    let whole = index
    takeDigits(&index, into: &value)
    var digits = index - whole
    guard digits > 0 else { throw unexpected(at: index) }
    if digits > 1, self[whole] == zero { throw unexpected(at: whole + 1) }

    var fraction = 0
    if index < end, self[index] == point {
      index += 1
      let first = index
      takeDigits(&index, into: &value)
      fraction = index - first
      guard fraction > 0 else { throw unexpected(at: index) }
      digits += fraction
    }
    if index < end { return (try wideNumber(at: index, isNegative, whole), false) }
    let isTrimmed = fraction == 0 || self[end - 1] != zero
    guard digits <= 19, fraction <= 18 else {
      return (try wideNumber(at: index, isNegative, whole), isTrimmed)
    }
    // Below 10¹⁹ × 10¹⁸ < 2¹²⁷.
    return (
      FixedPoint(isNegative: isNegative, digits: value, fraction: fraction),
      isTrimmed && !(isNegative && value == 0)
    )
  }

  /// Adds digits to the value, which wraps after the nineteenth.
  @inline(__always)
  private func takeDigits(_ index: inout Int, into value: inout UInt64) {
    while index < end {
      let digit = self[index] &- zero
      guard digit < 10 else { return }
      value = value &* 10 &+ UInt64(digit)
      index += 1
    }
  }

  private func unexpected(at index: Int) -> DecimalSyntaxError {
    index < end ? .unexpected(byte: self[index], at: index - start) : .unfinished
  }

  /// Reads the digits again at full width, then the exponent that may follow them.
  private func wideNumber(
    at exponentStart: Int, _ isNegative: Bool, _ digitsStart: Int
  ) throws(DecimalSyntaxError) -> FixedPoint {
    let exponent = try scanExponent(from: exponentStart)
    var significand = Significand()
    for index in digitsStart..<exponentStart {
      if self[index] == point {
        significand.passPoint()
      } else {
        significand.append(self[index] &- zero)
      }
    }
    let magnitude = try significand.magnitude(exponent: exponent)
    guard let number = FixedPoint(isNegative: isNegative, magnitude: magnitude) else {
      throw .outOfRange
    }
    return number
  }

  /// The exponent from its letter to the end; 0 when there is none.
  private func scanExponent(from letter: Int) throws(DecimalSyntaxError) -> Int {
    guard letter < end else { return 0 }
    guard self[letter] | 0x20 == UInt8(ascii: "e") else { throw unexpected(at: letter) }
    var index = letter + 1
    let isNegative = index < end && self[index] == minus
    if isNegative || (index < end && self[index] == UInt8(ascii: "+")) { index += 1 }
    guard index < end else { throw .unfinished }
    var exponent = 0
    while index < end {
      let digit = self[index] &- zero
      guard digit < 10 else { throw unexpected(at: index) }
      // No text is long enough for an exponent beyond this to bring it back into range.
      exponent = Swift.min(exponent * 10 + Int(digit), 1 << 48)
      index += 1
    }
    return isNegative ? -exponent : exponent
  }
}

/// Digits without the zeros that end them, and the power of ten that these zeros stand for.
private struct Significand {
  private var value: UInt128 = 0
  private var zeros = 0
  private var fraction = 0
  private var isBehindPoint = false
  private var isTooLong = false

  mutating func passPoint() { isBehindPoint = true }

  mutating func append(_ digit: UInt8) {
    if isBehindPoint { fraction += 1 }
    guard digit != 0 else {
      zeros += 1
      return
    }
    isTooLong = isTooLong || !scale(byPowerOfTen: value == 0 ? 0 : zeros + 1)
    let (sum, overflow) = value.addingReportingOverflow(UInt128(digit))
    value = sum
    isTooLong = isTooLong || overflow
    zeros = 0
  }

  /// The count of 10⁻¹⁸ that the digits and the exponent make.
  func magnitude(exponent: Int) throws(DecimalSyntaxError) -> UInt128 {
    guard value != 0 || isTooLong else { return 0 }
    let power = exponent + zeros - fraction + FixedPoint.fractionDigits
    guard power >= 0 else { throw .tooPrecise }
    var scaled = self
    guard !isTooLong, scaled.scale(byPowerOfTen: power) else { throw .outOfRange }
    return scaled.value
  }

  private mutating func scale(byPowerOfTen power: Int) -> Bool {
    guard power <= 38 else { return false }
    for _ in 0..<power {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return false }
      value = product
    }
    return true
  }
}

private let minus = UInt8(ascii: "-")
private let point = UInt8(ascii: ".")
private let zero = UInt8(ascii: "0")
