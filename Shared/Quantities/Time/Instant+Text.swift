extension Instant: LosslessStringConvertible {
  /// ISO 8601 in UTC, a fraction of a second only where there is one: "2021-05-19T13:00:00Z".
  public var description: String {
    let parts = components
    var text =
      "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
      + "T\(padded(parts.hour, 2)):\(padded(parts.minute, 2)):\(padded(parts.second, 2))"
    if parts.nanosecond != 0 {
      var fraction = padded(parts.nanosecond, 9)
      while fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
      text += ".\(fraction)"
    }
    return text + "Z"
  }

  /// Reads "2021-05-19T13:00:00Z", with one to nine digits of a fraction or without, or a bare
  /// date, which stands for its midnight; anything else is nil.
  public init?(_ text: some StringProtocol) {
    var reader = TimeReader(bytes: Array(text.utf8))
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2),
      reader.skip("-"), let day = reader.number(2)
    else { return nil }
    var parts = Components(year: year, month: month, day: day)
    if !reader.isAtEnd {
      guard reader.skip("T"), let hour = reader.number(2), reader.skip(":"),
        let minute = reader.number(2), reader.skip(":"), let second = reader.number(2)
      else { return nil }
      parts.hour = hour
      parts.minute = minute
      parts.second = second
      if reader.skip(".") {
        guard let nanosecond = reader.fraction() else { return nil }
        parts.nanosecond = nanosecond
      }
      guard reader.skip("Z"), reader.isAtEnd else { return nil }
    }
    self.init(parts)
  }
}

/// Reads digits and marks from the front of a text.
private struct TimeReader {
  var bytes: [UInt8]
  var index = 0

  var isAtEnd: Bool { index == bytes.count }

  mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: mark) else { return false }
    index += 1
    return true
  }

  private mutating func digit() -> Int? {
    guard index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
    else { return nil }
    index += 1
    return Int(bytes[index - 1] - UInt8(ascii: "0"))
  }

  /// A number of exactly `count` digits.
  mutating func number(_ count: Int) -> Int? {
    var number = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      number = number * 10 + digit
    }
    return number
  }

  /// One to nine digits as nanoseconds.
  mutating func fraction() -> Int? {
    guard var number = digit() else { return nil }
    var places = 1
    while places < 9, let digit = digit() {
      number = number * 10 + digit
      places += 1
    }
    for _ in places..<9 { number *= 10 }
    return number
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
}
