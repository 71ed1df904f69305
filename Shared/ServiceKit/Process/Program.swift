import Glibc

/// The frame around `main` of every executable.
public enum Program {
  /// Runs `body` with the arguments after the program's name and exits with its code; an error
  /// becomes one sentence on standard error (one line of the log, where there is one) and its code.
  ///
  /// An error that leaves `main` would crash the process, so nothing may throw past this.
  public static func run(
    _ name: String, log: Log? = nil, _ body: (_ arguments: [String]) throws -> ExitCode
  ) -> Never {
    do {
      exit(try body(Array(CommandLine.arguments.dropFirst())).rawValue)
    } catch {
      let code = ExitCode(for: error)
      if let log {
        log.error("stopped_by_error", sentence(for: error), ["exit": .integer(code.rawValue)])
      } else {
        say("\(name): \(sentence(for: error))")
      }
      exit(code.rawValue)
    }
  }

  /// Writes one line to standard error.
  public static func say(_ line: String) { write(line, to: STDERR_FILENO) }

  /// Writes one line to standard output.
  public static func print(_ line: String) { write(line, to: STDOUT_FILENO) }

  /// Whether a person looks at standard output.
  public static var hasTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  private static func write(_ line: String, to descriptor: Int32) {
    LogSink.write(Array((line + "\n").utf8), to: descriptor)
  }
}
