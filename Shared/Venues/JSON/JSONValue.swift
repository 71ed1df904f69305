public import Events
public import Quantities

/// A value of a document.
public struct JSONValue: Sendable {
  let document: JSONDocument
  let index: Int

  private var token: JSONToken { document.tokens[index] }

  public var isObject: Bool { token.kind == .object }
  public var isArray: Bool { token.kind == .array }
  public var isString: Bool { token.kind == .string }
  public var isNumber: Bool { token.kind == .number }
  public var isNull: Bool { token.kind == .null }

  /// The value as it stands in the text, quotes included.
  public var source: [UInt8] {
    let token = token
    let quote = token.kind == .string ? 1 : 0
    return Array(document.bytes[(Int(token.start) - quote)..<(Int(token.end) + quote)])
  }
}

extension JSONValue {
  /// A member of an object; nil when there is none of the name, or this is no object.
  public subscript(key: JSONKey) -> JSONValue? {
    guard token.kind == .object else { return nil }
    let tokens = document.tokens
    let end = Int(tokens[index].next)
    var name = index &+ 1
    while name < end {
      if matches(tokens[name], key) { return JSONValue(document: document, index: name &+ 1) }
      name = Int(tokens[name &+ 1].next)
    }
    return nil
  }

  @inline(__always)
  private func matches(_ name: JSONToken, _ key: JSONKey) -> Bool {
    if name.word == key.word, Int(name.end &- name.start) == key.text.count {
      return key.text.count <= 8 || isRest(name, key)
    }
    guard name.isEscaped else { return false }
    let bytes = document.bytes
    return JSONText.unescaped(bytes.span, name.range).map { Array($0.utf8) } == key.text
  }

  private func isRest(_ name: JSONToken, _ key: JSONKey) -> Bool {
    var offset = 8
    let start = Int(name.start)
    while offset < key.text.count {
      if document.bytes[start &+ offset] != key.text[offset] { return false }
      offset &+= 1
    }
    return true
  }

  /// The members of an object in their order; none of anything else.
  public var members: [(name: String, value: JSONValue)] {
    guard token.kind == .object else { return [] }
    var members: [(name: String, value: JSONValue)] = []
    var name = index + 1
    while name < Int(token.next) {
      let text = JSONValue(document: document, index: name).string ?? ""
      members.append((text, JSONValue(document: document, index: name + 1)))
      name = Int(document.tokens[name + 1].next)
    }
    return members
  }

  /// The elements of an array in their order; none of anything else.
  public var elements: JSONElements {
    let token = token
    return JSONElements(
      document: document, place: index + 1, end: token.kind == .array ? Int(token.next) : 0)
  }

  /// An element of an array; nil when there are not so many.
  public subscript(place: Int) -> JSONValue? {
    var elements = elements
    for _ in 0..<place { if elements.next() == nil { return nil } }
    return elements.next()
  }
}

/// The elements of an array.
public struct JSONElements: Sequence, IteratorProtocol, Sendable {
  let document: JSONDocument
  var place: Int
  let end: Int

  public mutating func next() -> JSONValue? {
    guard place < end else { return nil }
    defer { place = Int(document.tokens[place].next) }
    return JSONValue(document: document, index: place)
  }
}

extension JSONValue {
  /// The text of a string; nil for anything else.
  public var string: String? {
    let token = token
    guard token.kind == .string else { return nil }
    let bytes = document.bytes
    if token.isEscaped { return JSONText.unescaped(bytes.span, token.range) }
    return String(decoding: bytes[token.range], as: UTF8.self)
  }

  /// The text of a string, or of a number as it is spelled; nil for anything else.
  public var text: String? {
    isNumber ? String(decoding: document.bytes[token.range], as: UTF8.self) : string
  }

  /// Whether it is an empty string.
  public var isEmptyString: Bool { token.kind == .string && token.start == token.end }

  /// The number, exactly, whether it stands as a number or as a string; nil for anything else.
  public var decimal: FixedPoint? {
    let token = token
    guard token.kind == .number || token.kind == .string && !token.isEscaped else { return nil }
    let bytes = document.bytes
    return try? FixedPoint(parsing: bytes.span.extracting(token.range))
  }

  /// The whole number, from a number or a string without point and exponent; else nil.
  public var integer: Int64? {
    let token = token
    guard token.kind == .number || token.kind == .string else { return nil }
    var index = Int(token.start)
    let end = Int(token.end)
    let isNegative = index < end && document.bytes[index] == UInt8(ascii: "-")
    if isNegative { index &+= 1 }
    guard index < end, end &- index <= 19 else { return nil }
    // Nineteen digits fit the word.
    var value: UInt64 = 0
    while index < end {
      let digit = document.bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ UInt64(digit)
      index &+= 1
    }
    guard let magnitude = Int64(exactly: value) else { return nil }
    return isNegative ? 0 - magnitude : magnitude
  }

  /// True or false; nil for anything else.
  public var flag: Bool? {
    switch token.kind {
    case .yes: true
    case .no: false
    case .object, .array, .string, .number, .null: nil
    }
  }

  /// A text of at most 31 bytes; nil for anything else.
  public var name: Name? {
    let token = token
    guard token.kind == .string || token.kind == .number else { return nil }
    if token.isEscaped { return string.flatMap { Name($0[...]) } }
    let bytes = document.bytes
    return Name(utf8: bytes.span.extracting(token.range))
  }

  /// Whether the value is a string of exactly this text.
  public func isString(_ text: JSONKey) -> Bool { token.kind == .string && matches(token, text) }
}

extension JSONValue {
  /// Whether the value is a string that begins with this text.
  func hasPrefix(_ text: JSONKey) -> Bool {
    let token = token
    guard token.kind == .string, token.range.count >= text.text.count else { return false }
    for (offset, byte) in text.text.enumerated()
    where document.bytes[Int(token.start) &+ offset] != byte { return false }
    return true
  }

  /// The parts of a plain string between points; nil when one has more than 31 bytes.
  var parts: [Name]? {
    let token = token
    guard token.kind == .string, !token.isEscaped else { return nil }
    let bytes = document.bytes
    var parts: [Name] = []
    var start = Int(token.start)
    for index in token.range where bytes[index] == UInt8(ascii: ".") {
      guard let part = Name(utf8: bytes.span.extracting(start..<index)) else { return nil }
      parts.append(part)
      start = index + 1
    }
    guard let last = Name(utf8: bytes.span.extracting(start..<Int(token.end))) else { return nil }
    return parts + [last]
  }
}
