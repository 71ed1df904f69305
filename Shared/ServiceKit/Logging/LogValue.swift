/// One typed value of a further field of a log line.
///
/// Literals stand for themselves; variables go through `.integer(n)`, `.text(name)`, `.flag(b)`.
public enum LogValue: Sendable, Hashable {
  case words(String)
  case whole(Int64)
  case number(Double)
  case flag(Bool)

  /// Any integer; what does not fit 64 bits is written as text.
  public static func integer(_ value: some BinaryInteger) -> LogValue {
    Int64(exactly: value).map { .whole($0) } ?? .words(value.description)
  }

  /// Anything that describes itself, as text: a price, a name, an id.
  public static func text(_ value: some CustomStringConvertible) -> LogValue {
    .words(value.description)
  }
}

extension LogValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
  public init(stringLiteral value: String) { self = .words(value) }
  public init(integerLiteral value: Int64) { self = .whole(value) }
}

extension LogValue: ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral {
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .flag(value) }
}
