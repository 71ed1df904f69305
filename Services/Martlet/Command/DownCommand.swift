import ServiceKit

/// `martlet down`: ask the supervisor of a data directory to stop everything in order.
enum DownCommand: Command {
  static let verb = Verb(
    "down", "Stop all services of a session in order.",
    details: "Waits until they have stopped, at most --timeout.",
    options: [
      .data,
      CommandOption("timeout", .duration, "How long to wait.", default: "60s"),
    ])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    guard let supervisor = directory.supervisor, supervisor.isRunning else {
      Program.print("Nothing runs on \(directory.path).")
      return .ok
    }
    guard supervisor.send(Signal.terminate.number) else {
      throw CommandFailure(
        "The supervisor (pid \(supervisor.pid)) cannot be signalled.", .inputOutput)
    }
    let deadline = SystemClock.monotonic() + (invocation.nanoseconds("timeout") ?? 0)
    while supervisor.isRunning {
      guard SystemClock.monotonic() < deadline else {
        throw CommandFailure(
          "The supervisor (pid \(supervisor.pid)) is still stopping; wait, or look at "
            + "\(directory.logs).", .temporary)
      }
      SystemClock.sleep(nanoseconds: 20_000_000)
    }
    Program.print("Stopped.")
    return .ok
  }
}

/// Why a command did not do what it should.
struct CommandFailure: ServiceFailure {
  let sentence: String
  let exitCode: ExitCode

  init(_ sentence: String, _ exitCode: ExitCode) {
    self.sentence = sentence
    self.exitCode = exitCode
  }
}
