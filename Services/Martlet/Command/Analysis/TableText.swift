/// Text in the making, as bytes: lines of a table are long and many.
struct TableText {
  private(set) var bytes: [UInt8] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ number: Int) { append("\(number)") }

  mutating func append(_ number: Int64) { append("\(number)") }

  /// The shortest number that reads back to the same bits; `blank` for one that is undefined.
  mutating func append(_ number: Double?, blank: String) {
    guard let number, number.isFinite else { return append(blank) }
    append(number.description)
  }

  /// Takes back a comma at the end.
  mutating func dropComma() {
    if bytes.last == UInt8(ascii: ",") { bytes.removeLast() }
  }
}

// JSON, member by member; each is followed by a comma that `closed` takes back.
extension TableText {
  mutating func member(_ name: String) {
    append("\"")
    append(name)
    append("\":")
  }

  mutating func member(_ name: String, _ number: Double?) {
    member(name)
    append(number, blank: "null")
    append(",")
  }

  mutating func member(_ name: String, _ number: Int) {
    member(name)
    append(number)
    append(",")
  }

  mutating func member(_ name: String, _ number: Int64) {
    member(name)
    append(number)
    append(",")
  }

  mutating func member(_ name: String, _ flag: Bool) {
    member(name)
    append(flag ? "true," : "false,")
  }

  /// A word that needs no escapes; null without one.
  mutating func member(_ name: String, word: String?) {
    member(name)
    guard let word else { return append("null,") }
    append("\"")
    append(word)
    append("\",")
  }

  /// Any text.
  mutating func member(_ name: String, text: String) {
    member(name)
    append(text.quoted)
    append(",")
  }

  /// A list of objects.
  mutating func member<Element>(
    _ name: String, _ elements: some Sequence<Element>,
    _ body: (inout TableText, Element) -> Void
  ) {
    member(name)
    append("[")
    for element in elements { object { body(&$0, element) } }
    closed("],")
  }

  mutating func object(_ body: (inout TableText) -> Void) {
    append("{")
    body(&self)
    closed("},")
  }

  /// Ends a list or an object.
  mutating func closed(_ end: String) {
    dropComma()
    append(end)
  }
}
