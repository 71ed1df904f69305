import Foundation
import Testing

/// A process that a test started, with a file for what it prints and one for its complaints.
final class Running {
  private let process = Foundation.Process()
  private let output: String
  private let began = Date()

  /// - Parameter variables: on top of the test's own environment.
  init(
    _ program: String, _ arguments: [String], output: String, variables: [String: String] = [:]
  ) throws {
    self.output = output
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    for file in [output, output + ".errors"] {
      _ = FileManager.default.createFile(atPath: file, contents: nil)
    }
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: output + ".errors")
    try process.run()
  }

  var isRunning: Bool { process.isRunning }

  var processID: Int32 { process.processIdentifier }

  /// What it has printed so far.
  var printed: String { text(of: output) }

  /// What it has written to standard error so far.
  var complaints: String { text(of: output + ".errors") }

  /// Sends a signal.
  func send(_ signal: Int32) {
    if process.isRunning { Foundation.kill(process.processIdentifier, signal) }
  }

  /// Ends it at once and waits for that.
  func kill() {
    send(SIGKILL)
    while process.isRunning { usleep(1_000) }
  }

  /// Waits until it ends by itself; fails the test and kills it when that takes too long.
  func end(within seconds: Double) throws -> Ended {
    let asked = Date()
    try wait(seconds: seconds, for: "the end of \(process.arguments ?? [])") { !process.isRunning }
    return Ended(
      code: process.terminationReason == .exit ? process.terminationStatus : -1,
      printed: printed, complaints: complaints, seconds: Date().timeIntervalSince(asked))
  }

  private func text(of file: String) -> String {
    (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
  }
}

/// How a process ended.
struct Ended {
  /// The exit code; -1 when a signal ended it.
  let code: Int32
  let printed: String
  let complaints: String
  /// How long the test waited for it.
  let seconds: Double

  /// What it complained of, line by line.
  var sentences: [Substring] { complaints.split(separator: "\n") }
}

/// What did not come in time.
struct TookTooLong: Error, CustomStringConvertible {
  let description: String
}

/// Waits until something holds; looks every few milliseconds.
func wait(
  seconds: Double, for what: @autoclosure () -> String, until holds: () throws -> Bool
) throws {
  let deadline = Date(timeIntervalSinceNow: seconds)
  while try !holds() {
    guard Date() < deadline else {
      throw TookTooLong(description: "\(what()) did not come within \(seconds) s")
    }
    usleep(5_000)
  }
}
