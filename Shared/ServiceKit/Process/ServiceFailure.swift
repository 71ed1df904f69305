/// An error that ends a process: one sentence for people, one number for supervisors.
public protocol ServiceFailure: Error {
  /// One clear sentence that names the place and, where there is one, the way out.
  var sentence: String { get }
  /// The code the process exits with.
  var exitCode: ExitCode { get }
}

extension ExitCode {
  /// The code to exit with for any error.
  public init(for error: any Error) {
    self = (error as? any ServiceFailure)?.exitCode ?? .internalFailure
  }
}

/// What to tell people about any error.
public func sentence(for error: any Error) -> String {
  (error as? any ServiceFailure)?.sentence ?? "Unexpected: \(error)"
}
