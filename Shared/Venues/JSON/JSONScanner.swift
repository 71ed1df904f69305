/// Checks a text and lists its values.
struct JSONScanner: ~Escapable {
  private let text: Span<UInt8>
  private let count: Int
  private let depth: Int
  private var place = 0
  private(set) var tokens: [JSONToken] = []

  @_lifetime(copy text)
  init(_ text: Span<UInt8>, depth: Int) {
    self.text = text
    count = text.count
    self.depth = depth
    tokens.reserveCapacity(text.count / 8 + 8)
  }

  mutating func document() throws(VenueError) {
    try value(depth)
    skipSpace()
    guard place == count else { throw wrong("the end of the text") }
  }

  private func wrong(_ expected: String) -> VenueError {
    .malformed("byte \(place): expected \(expected)")
  }

  /// The byte at the place; 0, which JSON never has, behind the end.
  @inline(__always)
  private var next: UInt8 { place < count ? text[place] : 0 }

  @inline(__always)
  private mutating func skipSpace() {
    while case let byte = next, byte <= 0x20,
      byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
    { place &+= 1 }
  }

  private mutating func value(_ depth: Int) throws(VenueError) {
    skipSpace()
    switch next {
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "{"): try object(depth)
    case UInt8(ascii: "["): try array(depth)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    case UInt8(ascii: "t"): try word("true", .yes)
    case UInt8(ascii: "f"): try word("false", .no)
    case UInt8(ascii: "n"): try word("null", .null)
    default: throw wrong("a value")
    }
  }

  /// Begins a value that holds others, and returns its token.
  private mutating func open(_ kind: JSONToken.Kind, _ depth: Int) throws(VenueError) -> Int {
    guard depth > 0 else { throw wrong("less depth") }
    tokens.append(JSONToken(start: UInt32(place), end: 0, next: 0, kind: kind))
    place &+= 1
    skipSpace()
    return tokens.count &- 1
  }

  private mutating func close(_ token: Int) {
    place &+= 1
    tokens[token].end = UInt32(place)
    tokens[token].next = UInt32(tokens.count)
  }

  private mutating func object(_ depth: Int) throws(VenueError) {
    let token = try open(.object, depth)
    if next == UInt8(ascii: "}") { return close(token) }
    // One bit for each name seen; where a bit was set before, the names are compared.
    var seen: (UInt64, UInt64) = (0, 0)
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw wrong("a name") }
      let name = tokens.count
      try string()
      try checkUnique(name, from: token &+ 1, &seen)
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw wrong("a colon") }
      place &+= 1
      try value(depth &- 1)
      skipSpace()
      if next == UInt8(ascii: "}") { return close(token) }
      guard next == UInt8(ascii: ",") else { throw wrong("a comma or the end of the object") }
      place &+= 1
    }
  }

  private mutating func checkUnique(
    _ name: Int, from first: Int, _ seen: inout (UInt64, UInt64)
  ) throws(VenueError) {
    let token = tokens[name]
    let mixed = (token.word ^ UInt64(token.end &- token.start) &<< 56) &* 0x9e37_79b9_7f4a_7c15
    let bit: UInt64 = 1 &<< (mixed &>> 58)
    let isUpper = mixed & 1 == 1
    let isNew = (isUpper ? seen.1 : seen.0) & bit == 0
    if isUpper { seen.1 |= bit } else { seen.0 |= bit }
    // Escaped names may be spelled in many ways: compare them by what they say.
    if isNew && !token.isEscaped { return }
    var other = first
    while other < name {
      if isSame(tokens[other], token) { throw wrong("no name twice") }
      other = Int(tokens[other &+ 1].next)
    }
  }

  private func isSame(_ a: JSONToken, _ b: JSONToken) -> Bool {
    if a.isEscaped || b.isEscaped {
      return JSONText.unescaped(text, a.range) == JSONText.unescaped(text, b.range)
    }
    guard a.word == b.word, a.range.count == b.range.count else { return false }
    for offset in 0..<a.range.count
    where text[a.range.lowerBound + offset] != text[b.range.lowerBound + offset] { return false }
    return true
  }

  private mutating func array(_ depth: Int) throws(VenueError) {
    let token = try open(.array, depth)
    if next == UInt8(ascii: "]") { return close(token) }
    while true {
      try value(depth &- 1)
      skipSpace()
      if next == UInt8(ascii: "]") { return close(token) }
      guard next == UInt8(ascii: ",") else { throw wrong("a comma or the end of the array") }
      place &+= 1
    }
  }

  private mutating func string() throws(VenueError) {
    place &+= 1
    let start = place
    var isEscaped = false
    var isASCII: UInt8 = 0
    while true {
      guard place < count else { throw wrong("the end of the string") }
      let byte = text[place]
      if byte == UInt8(ascii: "\"") { break }
      if byte < 0x20 { throw wrong("an escaped control character") }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        place &+= 1
        guard place < count else { throw wrong("an escape") }
      }
      isASCII |= byte
      place &+= 1
    }
    let range = start..<place
    if isEscaped || isASCII >= 0x80, JSONText.unescaped(text, range) == nil {
      throw wrong("UTF-8 and escapes that stand for it")
    }
    tokens.append(
      JSONToken(
        word: JSONKey.word(text, range), start: UInt32(start), end: UInt32(place),
        next: UInt32(tokens.count &+ 1), kind: .string, isEscaped: isEscaped))
    place &+= 1
  }

  private mutating func number() throws(VenueError) {
    let start = place
    if next == UInt8(ascii: "-") { place &+= 1 }
    if next == UInt8(ascii: "0") { place &+= 1 } else { try digits() }
    if next == UInt8(ascii: ".") {
      place &+= 1
      try digits()
    }
    if next | 0x20 == UInt8(ascii: "e") {
      place &+= 1
      if next == UInt8(ascii: "-") || next == UInt8(ascii: "+") { place &+= 1 }
      try digits()
    }
    append(.number, from: start)
  }

  private mutating func digits() throws(VenueError) {
    let start = place
    while next &- UInt8(ascii: "0") < 10 { place &+= 1 }
    guard place > start else { throw wrong("a digit") }
  }

  private mutating func word(_ word: String, _ kind: JSONToken.Kind) throws(VenueError) {
    let start = place
    for byte in word.utf8 {
      guard next == byte else { throw wrong(word) }
      place &+= 1
    }
    append(kind, from: start)
  }

  private mutating func append(_ kind: JSONToken.Kind, from start: Int) {
    tokens.append(
      JSONToken(
        start: UInt32(start), end: UInt32(place), next: UInt32(tokens.count &+ 1), kind: kind))
  }
}
