import Quantities

extension JSONWriter {
  mutating func decimal(_ value: FixedPoint) {
    reserve(FixedPoint.textCapacity + 2)
    put(UInt8(ascii: "\""))
    unsafe next = value.writeText(to: next)
    put(UInt8(ascii: "\""))
  }

  mutating func integer(_ value: Int64) {
    reserve(25)
    if value < 0 { put(UInt8(ascii: "-")) }
    let magnitude = value.magnitude
    unsafe next = DecimalDigits.write(
      magnitude, count: DecimalDigits.count(magnitude), to: next)
  }

  /// Writes a finite double as the shortest number that reads back to the same bits.
  mutating func double(_ value: Double) {
    precondition(value.isFinite, "an event cannot hold NaN or infinity; use nil")
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53,
      value.sign == .plus || whole != 0
    {
      integer(whole)
    } else if let shortest = ShortestDecimal(value.magnitude) {
      if value < 0 {
        reserve(1)
        put(UInt8(ascii: "-"))
      }
      decimal(shortest)
    } else {
      var text = value.description
      text.withUTF8 { unsafe raw($0) }
    }
  }

  private mutating func decimal(_ value: ShortestDecimal) {
    reserve(49)
    let (whole, fraction) = value.digits.quotientAndRemainder(
      dividingBy: DecimalDigits.powerOfTen(value.fraction))
    unsafe next = DecimalDigits.write(whole, count: DecimalDigits.count(whole), to: next)
    put(UInt8(ascii: "."))
    unsafe next = DecimalDigits.write(fraction, count: value.fraction, to: next)
  }

  /// Writes a string: only quotes, backslashes and control characters are escaped.
  mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      reserve(bytes.count * 6 + 2)
      put(UInt8(ascii: "\""))
      for index in 0..<bytes.count { character(unsafe bytes[index]) }
      put(UInt8(ascii: "\""))
    }
  }

  mutating func string(_ name: Name) {
    reserve(Name.capacity * 6 + 2)
    put(UInt8(ascii: "\""))
    let count = name.count
    if name.isPlain {
      let start = unsafe next
      put(word: name.words.0.byteSwapped)
      put(word: name.words.1.byteSwapped)
      if count > 16 {
        put(word: name.words.2.byteSwapped)
        put(word: name.words.3.byteSwapped)
      }
      unsafe next = start + count
    } else {
      for index in 0..<count { character(name[index]) }
    }
    put(UInt8(ascii: "\""))
  }

  /// Writes a text that needs no escapes.
  @inline(__always)
  mutating func plain(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      reserve(bytes.count + 2)
      put(UInt8(ascii: "\""))
      unsafe raw(bytes)
      put(UInt8(ascii: "\""))
    }
  }

  /// Writes a byte of a string; there is room for six.
  private mutating func character(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      put(UInt8(ascii: "\\"))
      put(byte)
    case 0..<0x20:
      raw("\\u00")
      put(UInt8(truncatingIfNeeded: hexadecimalDigits(UInt32(byte)) >> 8))
      put(UInt8(truncatingIfNeeded: hexadecimalDigits(UInt32(byte))))
    default: put(byte)
    }
  }

  /// Writes the sixteen digits of a word.
  @inline(__always)
  mutating func hexadecimal(_ word: UInt64) {
    reserve(16)
    put(word: hexadecimalDigits(UInt32(truncatingIfNeeded: word >> 32)).byteSwapped)
    put(word: hexadecimalDigits(UInt32(truncatingIfNeeded: word)).byteSwapped)
  }

  /// Writes a quotation mark.
  @inline(__always)
  mutating func quote() {
    reserve(1)
    put(UInt8(ascii: "\""))
  }
}
