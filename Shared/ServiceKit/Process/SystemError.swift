import Glibc

/// A call to the operating system that failed, on what, and why.
public struct SystemError: ServiceFailure, Hashable {
  /// What was tried, as a verb phrase: "open", "make the folder".
  public let attempt: String
  /// The path or other object it was tried on.
  public let object: String
  /// The number the system gave.
  public let number: Int32

  public init(_ attempt: String, _ object: String, number: Int32) {
    self.attempt = attempt
    self.object = object
    self.number = number
  }

  /// The system's own words for the number.
  public var reason: String { Self.reason(number) }
  public var sentence: String { "Cannot \(attempt) \(object): \(reason)." }
  public var exitCode: ExitCode { .inputOutput }

  static func reason(_ number: Int32) -> String {
    unsafe String(cString: strerror(number))
  }
}
