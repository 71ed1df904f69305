import CSys
import Glibc

/// Starting and reaping child processes.
enum ChildProcess {
  /// Starts an executable in a process group of its own; what it writes goes to `output`.
  ///
  /// It gets SIGTERM when the calling thread dies, so no service outlives its supervisor.
  static func spawn(
    _ executable: String, _ arguments: [String], _ environment: [String: String],
    output: borrowing OpenFile
  ) throws(SystemError) -> ProcessIdentity {
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let pid = unsafe withCStrings([executable] + arguments) { arguments in
      unsafe withCStrings(variables) { variables in
        unsafe csys_spawn(executable, arguments, variables, output.descriptor, SIGTERM)
      }
    }
    guard pid > 0 else { throw SystemError("start", executable, number: -pid) }
    // Even if it has ended already, it is there until it is reaped.
    return ProcessIdentity(running: pid) ?? ProcessIdentity(pid: pid, startTicks: 0)
  }

  /// How the child ended, if it has; it is gone from the process table then.
  static func reap(_ pid: Int32) -> ChildExit? {
    var status: Int32 = 0
    return unsafe waitpid(pid, &status, WNOHANG) == pid ? ChildExit(status: status) : nil
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = unsafe texts.map { unsafe strdup($0) } + [nil]
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe copies.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
  }
}
