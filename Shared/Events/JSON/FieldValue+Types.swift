public import Digest
public import Quantities

extension FieldValue where Self: Measure {
  public init() { self.init(.zero) }
  public func write(to writer: inout JSONWriter) { writer.decimal(value) }
  public mutating func read(from reader: inout JSONReader) { self = Self(reader.decimal()) }
  public static var schema: Schema { .decimal }
}

extension Price: FieldValue {}
extension Quantity: FieldValue {}
extension Money: FieldValue {}
extension Ratio: FieldValue {}

extension FixedPoint: FieldValue {
  public init() { self = .zero }
  public func write(to writer: inout JSONWriter) { writer.decimal(self) }
  public mutating func read(from reader: inout JSONReader) { self = reader.decimal() }
  public static var schema: Schema { .decimal }
}

extension Side: Symbol {
  public static let vocabulary = Vocabulary<Side>()
}

extension Direction: Symbol {
  public static let vocabulary = Vocabulary<Direction>()
}

extension Instant: FieldValue {
  public init() { self.init(nanoseconds: 0) }
  public func write(to writer: inout JSONWriter) { writer.integer(nanoseconds) }
  public mutating func read(from reader: inout JSONReader) {
    self = Instant(nanoseconds: reader.integer())
  }
  public static var schema: Schema { .integer("nanoseconds since 1970-01-01T00:00:00Z") }
}

extension Interval: FieldValue {
  public init() { self.init(nanoseconds: 0) }
  public func write(to writer: inout JSONWriter) { writer.integer(nanoseconds) }
  public mutating func read(from reader: inout JSONReader) {
    self = Interval(nanoseconds: reader.integer())
  }
  public static var schema: Schema { .integer("nanoseconds") }
}

extension Name: FieldValue {
  public func write(to writer: inout JSONWriter) { writer.string(self) }
  public mutating func read(from reader: inout JSONReader) { self = reader.name() }
  public static var schema: Schema { .text("at most 31 bytes") }
}

extension String: FieldValue {
  public func write(to writer: inout JSONWriter) { writer.string(self) }
  public mutating func read(from reader: inout JSONReader) { self = reader.string() }
  public static var schema: Schema { .text("text") }
}

extension Identifier: FieldValue {
  public init() { self = .zero }
  public func write(to writer: inout JSONWriter) {
    writer.quote()
    writer.hexadecimal(high)
    writer.hexadecimal(low)
    writer.quote()
  }
  public mutating func read(from reader: inout JSONReader) {
    reader.expect(UInt8(ascii: "\""), "an identifier")
    high = reader.hexadecimalWord()
    low = reader.hexadecimalWord()
    reader.expect(UInt8(ascii: "\""), "the end of the identifier")
  }
  public static var schema: Schema { .text("32 hexadecimal digits") }
}

extension Digest256: FieldValue {
  public init() { self = .zero }
  public func write(to writer: inout JSONWriter) {
    writer.quote()
    writer.hexadecimal(words.0)
    writer.hexadecimal(words.1)
    writer.hexadecimal(words.2)
    writer.hexadecimal(words.3)
    writer.quote()
  }
  public mutating func read(from reader: inout JSONReader) {
    reader.expect(UInt8(ascii: "\""), "a digest")
    words.0 = reader.hexadecimalWord()
    words.1 = reader.hexadecimalWord()
    words.2 = reader.hexadecimalWord()
    words.3 = reader.hexadecimalWord()
    reader.expect(UInt8(ascii: "\""), "the end of the digest")
  }
  public static var schema: Schema { .text("64 hexadecimal digits") }
}

extension Bool: FieldValue {
  public func write(to writer: inout JSONWriter) {
    if self { writer.raw("true") } else { writer.raw("false") }
  }
  public mutating func read(from reader: inout JSONReader) {
    if reader.skip("true") {
      self = true
    } else if reader.skip("false") {
      self = false
    } else {
      reader.fail("true or false")
    }
  }
  public static var schema: Schema { .flag }
}

extension Int64: FieldValue {
  public func write(to writer: inout JSONWriter) { writer.integer(self) }
  public mutating func read(from reader: inout JSONReader) { self = reader.integer() }
  public static var schema: Schema { .integer("a whole number") }
}

extension Int: FieldValue {
  public func write(to writer: inout JSONWriter) { writer.integer(Int64(self)) }
  public mutating func read(from reader: inout JSONReader) { self = Int(reader.integer()) }
  public static var schema: Schema { .integer("a whole number") }
}

extension Double: FieldValue {
  public func write(to writer: inout JSONWriter) { writer.double(self) }
  public mutating func read(from reader: inout JSONReader) { self = reader.double() }
  public static var schema: Schema { .number }
}

extension Optional: FieldValue where Wrapped: FieldValue {
  public init() { self = .none }
  public func write(to writer: inout JSONWriter) {
    if let value = self { value.write(to: &writer) } else { writer.raw("null") }
  }
  public mutating func read(from reader: inout JSONReader) {
    if reader.skip("null") {
      self = .none
    } else {
      var value = Wrapped()
      value.read(from: &reader)
      self = value
    }
  }
  public static var schema: Schema { .optional(Wrapped.schema) }
}

extension Array: FieldValue where Element: FieldValue {
  public func write(to writer: inout JSONWriter) {
    let opening = writer.count
    for element in self {
      writer.separate()
      element.write(to: &writer)
    }
    writer.close(opening, "[", "]")
  }
  public mutating func read(from reader: inout JSONReader) {
    reader.expect(UInt8(ascii: "["), "an array")
    removeAll()
    if reader.skip("]") { return }
    while reader.isValid {
      var element = Element()
      element.read(from: &reader)
      append(element)
      if reader.skip("]") { return }
      reader.expect(UInt8(ascii: ","), "a comma or the end of the array")
    }
  }
  public static var schema: Schema { .array(Element.schema) }
}
