public import Venues

extension JSONTree {
  /// Reads a whole document of at most 32 levels; errors are `malformed` and say where.
  public init(reading bytes: [UInt8]) throws(VenueError) {
    self.init(try JSONDocument(bytes).root)
  }

  private init(_ value: JSONValue) {
    if value.isObject {
      self = .object(value.members.map { Member($0.name, JSONTree($0.value)) })
    } else if value.isArray {
      self = .array(value.elements.map { JSONTree($0) })
    } else if let flag = value.flag {
      self = .flag(flag)
    } else if let text = value.text {
      self = value.isNumber ? .number(text) : .text(text)
    } else {
      self = .null
    }
  }
}
