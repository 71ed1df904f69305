public import Events
public import Quantities

// What a message must say, and what it may leave out: absent, null and "" are the same there.
extension JSONValue {
  private static func wrong(_ key: JSONKey, _ expected: String) -> VenueError {
    .malformed("\(String(decoding: key.text, as: UTF8.self)): expected \(expected)")
  }

  /// The value of a member unless it is absent, null or "".
  private func stated(_ key: JSONKey) -> JSONValue? {
    guard let value = self[key], !value.isNull, !value.isEmptyString else { return nil }
    return value
  }

  /// An object that must be there.
  public func object(_ key: JSONKey) throws(VenueError) -> JSONValue {
    guard let value = self[key], value.isObject else { throw Self.wrong(key, "an object") }
    return value
  }

  /// An array that must be there.
  public func array(_ key: JSONKey) throws(VenueError) -> JSONValue {
    guard let value = self[key], value.isArray else { throw Self.wrong(key, "an array") }
    return value
  }

  /// A text that may be empty, or a number's spelling.
  public func text(_ key: JSONKey) throws(VenueError) -> String {
    guard let text = self[key]?.text else { throw Self.wrong(key, "a text") }
    return text
  }

  public func textIfStated(_ key: JSONKey) throws(VenueError) -> String? {
    guard let value = stated(key) else { return nil }
    guard let text = value.text else { throw Self.wrong(key, "a text") }
    return text
  }

  /// A text of 1 to 31 bytes.
  public func name(_ key: JSONKey) throws(VenueError) -> Name {
    guard let name = self[key]?.name, !name.isEmpty else {
      throw Self.wrong(key, "1 to 31 bytes")
    }
    return name
  }

  public func nameIfStated(_ key: JSONKey) throws(VenueError) -> Name? {
    guard let value = stated(key) else { return nil }
    guard let name = value.name else { throw Self.wrong(key, "at most 31 bytes") }
    return name
  }

  /// An exact number.
  public func number<Number: Measure>(_ key: JSONKey) throws(VenueError) -> Number {
    guard let value = self[key]?.decimal else { throw Self.wrong(key, "a decimal number") }
    return Number(value)
  }

  public func numberIfStated<Number: Measure>(_ key: JSONKey) throws(VenueError) -> Number? {
    guard let value = stated(key) else { return nil }
    guard let number = value.decimal else { throw Self.wrong(key, "a decimal number") }
    return Number(number)
  }

  /// A number above zero; nil for zero too, which venues write for "none".
  public func positiveIfStated<Number: Measure>(_ key: JSONKey) throws(VenueError) -> Number? {
    guard let number: Number = try numberIfStated(key), number.isPositive else { return nil }
    return number
  }

  /// A whole number of 64 bits.
  public func integer(_ key: JSONKey) throws(VenueError) -> Int64 {
    guard let value = self[key]?.integer else { throw Self.wrong(key, "a whole number") }
    return value
  }

  public func integerIfStated(_ key: JSONKey) throws(VenueError) -> Int64? {
    guard let value = stated(key) else { return nil }
    guard let integer = value.integer else { throw Self.wrong(key, "a whole number") }
    return integer
  }

  /// True or false.
  public func flag(_ key: JSONKey) throws(VenueError) -> Bool {
    guard let value = self[key]?.flag else { throw Self.wrong(key, "true or false") }
    return value
  }

  public func flagIfStated(_ key: JSONKey) throws(VenueError) -> Bool? {
    guard let value = stated(key) else { return nil }
    guard let flag = value.flag else { throw Self.wrong(key, "true or false") }
    return flag
  }

  /// Milliseconds from 1970, as a number or a string.
  public func instant(_ key: JSONKey) throws(VenueError) -> Instant {
    guard let instant = try instantIfStated(key) else { throw Self.wrong(key, "milliseconds") }
    return instant
  }

  /// Milliseconds from 1970; nil for 0 too, which venues write for "never".
  public func instantIfStated(_ key: JSONKey) throws(VenueError) -> Instant? {
    guard let value = stated(key) else { return nil }
    guard let milliseconds = value.integer, milliseconds.magnitude < 9_000_000_000_000 else {
      throw Self.wrong(key, "milliseconds")
    }
    return milliseconds == 0 ? nil : Instant(milliseconds: milliseconds)
  }
}
