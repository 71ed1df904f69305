/// Where a supervised service is in its life.
public enum ChildPhase: Sendable, Hashable {
  /// Its turn to start has not come.
  case waiting
  /// Started, not ready; killed at `deadline`.
  case starting(ProcessIdentity, deadline: Int64)
  /// Does its work.
  case running(ProcessIdentity)
  /// Ended by itself; started again at `until`.
  case backingOff(until: Int64)
  /// Asked to stop; killed at `deadline`.
  case stopping(ProcessIdentity, deadline: Int64)
  /// Ended, and not started again: it was done, or was stopped in order.
  case stopped
  /// Ended, and not started again: it would end the same way.
  case failed(ChildExit)

  /// Its process, while there is one.
  public var process: ProcessIdentity? {
    switch self {
    case .starting(let process, _), .running(let process), .stopping(let process, _): process
    case .waiting, .backingOff, .stopped, .failed: nil
    }
  }

  /// Whether nothing will happen with it any more.
  public var isOver: Bool {
    switch self {
    case .stopped, .failed: true
    case .waiting, .starting, .running, .backingOff, .stopping: false
    }
  }
}

/// What a supervisor did or saw.
public enum SupervisorEvent: Sendable, Hashable {
  case started(String, pid: Int32)
  case ready(String)
  /// It ended by itself and starts again after so many nanoseconds.
  case fell(String, ChildExit, restartAfter: Int64)
  /// It ended by itself with 0: it was done.
  case finished(String)
  /// It ended, and is not started again; with the last line it wrote.
  case gaveUp(String, ChildExit, lastLine: String?)
  /// It did not become ready in time and was killed.
  case startTimedOut(String)
  /// It stopped as it was asked to.
  case stopped(String, ChildExit)
  /// It did not stop in time and was killed.
  case stopTimedOut(String)
  /// Its executable could not be started.
  case spawnFailed(String, SystemError)

  /// One sentence for people.
  public var sentence: String {
    switch self {
    case .started(let name, let pid): "\(name) started (pid \(pid))."
    case .ready(let name): "\(name) is ready."
    case .fell(let name, let exit, let delay):
      "\(name) ended (\(exit)), starts again in \(delay / 1_000_000) ms."
    case .finished(let name): "\(name) has finished."
    case .gaveUp(let name, let exit, let line):
      "\(name) ended (\(exit)) and is not started again" + (line.map { ": \($0)" } ?? ".")
    case .startTimedOut(let name): "\(name) did not become ready in time and was killed."
    case .stopped(let name, let exit):
      exit.isSuccess ? "\(name) stopped." : "\(name) stopped (\(exit))."
    case .stopTimedOut(let name): "\(name) did not stop in time and was killed."
    case .spawnFailed(let name, let error): "\(name) cannot be started: \(error.sentence)"
    }
  }
}

/// Why a supervisor does not start.
public enum SupervisorError: ServiceFailure, Hashable {
  /// Another one runs this service on the same data.
  case alreadyRunning(service: String, directory: String, pid: Int32?)
  /// A file in DIR/run cannot be used.
  case system(SystemError)

  public var sentence: String {
    switch self {
    case .alreadyRunning(let service, let directory, let pid):
      "Martlet runs on \(directory) already: \(service) belongs to another supervisor"
        + "\(pid.map { " (pid \($0))" } ?? ""); stop it with: martlet down --data \(directory)"
    case .system(let error): error.sentence
    }
  }

  public var exitCode: ExitCode {
    switch self {
    case .alreadyRunning: .lockHeld
    case .system: .inputOutput
    }
  }
}
