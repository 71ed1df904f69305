import ServiceKit

/// Why a command did not do what it should.
struct CommandFailure: ServiceFailure {
  let sentence: String
  let exitCode: ExitCode

  init(_ sentence: String, _ exitCode: ExitCode) {
    self.sentence = sentence
    self.exitCode = exitCode
  }
}
