/// Why a text is not a number that can be kept exactly.
public enum DecimalSyntaxError: Error, Sendable, Hashable {
  case empty
  /// A byte that the grammar does not allow there; the place counts from the start of the number.
  case unexpected(byte: UInt8, at: Int)
  /// The text ends where a digit is due.
  case unfinished
  /// A digit other than zero behind the eighteenth place.
  case tooPrecise
  case outOfRange
}
