import CSys
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
    // A reader that goes away (`| head`) is an error code of a write, not a death.
    signal(SIGPIPE, SIG_IGN)
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

  /// Sees to it that no core dump and no other process of the user can show this one's memory.
  public static func keepMemoryPrivate() throws(SystemError) {
    let code = csys_keep_private()
    guard code == 0 else { throw SystemError("keep private", "this process", number: code) }
  }

  /// Writes one line to standard error.
  public static func say(_ line: String) { _ = write(line + "\n", to: STDERR_FILENO) }

  /// Writes a text as a line, or as lines, to standard output.
  public static func print(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n") }

  /// Writes a text as it is to standard output; false when nobody reads it any more.
  @discardableResult
  public static func write(_ text: String) -> Bool { write(text, to: STDOUT_FILENO) }

  /// Whether a person looks at standard output.
  public static var hasTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether somebody can still read standard output.
  public static var isHeard: Bool {
    var item = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
    return unsafe poll(&item, 1, 0) <= 0 || item.revents & Int16(POLLERR | POLLNVAL) == 0
  }

  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done)
      }
      if count > 0 {
        done += count
      } else if errno == EAGAIN {
        // The other end made the pipe non-blocking: wait until there is room again.
        var item = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&item, 1, 1000)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
