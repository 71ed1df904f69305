/// What must not be was.
public struct Violation: Error, Sendable, Equatable {
  /// Of the checker: `C1` and so on.
  public let check: String
  public let sentence: String

  init(_ check: String, _ sentence: String) {
    self.check = check
    self.sentence = sentence
  }
}
