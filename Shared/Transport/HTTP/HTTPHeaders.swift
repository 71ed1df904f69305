/// The fields of a request or an answer, in their order; names are told apart without case.
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// One line of a head.
  public struct Field: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public private(set) var fields: [Field]

  public init(_ fields: [Field] = []) { self.fields = fields }

  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field($0.0, $0.1) }
  }

  /// The first value of a name.
  public subscript(name: String) -> String? {
    fields.first { isSameName($0.name, name) }?.value
  }

  /// All values of a name, in order.
  public func values(_ name: String) -> [String] {
    fields.filter { isSameName($0.name, name) }.map(\.value)
  }

  /// Adds a line; one of the same name stays.
  public mutating func add(_ name: String, _ value: String) { fields.append(Field(name, value)) }

  /// Whether a list of words, such as `Connection`, holds one of them, without case.
  public func contains(_ word: String, in name: String) -> Bool {
    values(name).contains { value in
      value.split(separator: ",").contains { isSameName(trimmed($0), word) }
    }
  }

  /// The first field that could break out of its line, or has a name that is none.
  var firstInvalid: Field? {
    fields.first { field in
      !isToken(field.name) || field.value.utf8.contains { $0 < 32 && $0 != 9 || $0 == 127 }
    }
  }
}

/// Whether two names differ in case at most, in ASCII.
func isSameName(_ a: String, _ b: String) -> Bool {
  guard a.utf8.count == b.utf8.count else { return false }
  return zip(a.utf8, b.utf8).allSatisfy { lowered($0) == lowered($1) }
}

private func lowered(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 32 : byte }

/// Whether a text is a token (RFC 9110 section 5.6.2).
func isToken(_ text: String) -> Bool {
  !text.isEmpty
    && text.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90, 97...122: true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
}

/// Without spaces and tabs around it.
func trimmed(_ text: some StringProtocol) -> String {
  let bytes = Array(text.utf8)
  let isSpace = { (byte: UInt8) in byte == 32 || byte == 9 }
  guard let first = bytes.firstIndex(where: { !isSpace($0) }),
    let last = bytes.lastIndex(where: { !isSpace($0) })
  else { return "" }
  return String(decoding: bytes[first...last], as: UTF8.self)
}
