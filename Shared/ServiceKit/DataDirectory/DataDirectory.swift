import CSys
import Glibc

/// The folder that holds everything one Martlet remembers.
///
///     DIR/log         the event log
///     DIR/keys        the services' secret keys, for the owner alone (mode 0700)
///     DIR/run         local sockets, pid files, marks of readiness, supervisors' locks
///     DIR/logs        what the services write on standard error
///     DIR/snapshots   a cache of states; may be deleted at any time
public struct DataDirectory: Sendable, Hashable {
  /// The absolute path.
  public let path: String

  /// The event log.
  public var log: String { "\(path)/log" }
  /// The services' secret keys.
  public var keys: String { "\(path)/keys" }
  /// Local sockets, pid files, marks of readiness.
  public var run: String { "\(path)/run" }
  /// What the services write on standard error.
  public var logs: String { "\(path)/logs" }
  /// The cache of states.
  public var snapshots: String { "\(path)/snapshots" }

  /// Makes the folder and its parts where they are missing, and checks that they can be used.
  ///
  /// The folder that holds it must exist: a mistyped path is refused, not made.
  public static func create(at path: String) throws(DataDirectoryError) -> DataDirectory {
    let directory = DataDirectory(path: absolute(path))
    let parent = directory.parent
    guard FolderState(parent) != .missing else {
      throw .parentMissing(path: directory.path, parent: parent)
    }
    try make(directory.path, mode: 0o755)
    for part in [directory.log, directory.run, directory.logs, directory.snapshots] {
      try make(part, mode: 0o755)
    }
    try make(directory.keys, mode: 0o700)
    try directory.check()
    return directory
  }

  /// A data directory that exists already; changes nothing in it.
  public static func existing(at path: String) throws(DataDirectoryError) -> DataDirectory {
    let directory = DataDirectory(path: absolute(path))
    switch FolderState(directory.path) {
    case .missing: throw .missing(path: directory.path)
    case .other: throw .notADirectory(path: directory.path)
    case .refused: throw .notPermitted(path: directory.path)
    case .folder: break
    }
    guard FolderState(directory.log) == .folder, FolderState(directory.run) == .folder else {
      throw .missing(path: directory.path)
    }
    return directory
  }

  /// The address of a local socket for the bus, "ipc://DIR/run/NAME".
  public func endpoint(_ name: String) throws(DataDirectoryError) -> String {
    let file = "\(run)/\(name)"
    let limit = 107  // sun_path, less the closing zero
    guard file.utf8.count <= limit else {
      throw .pathTooLong(path: file, bytes: file.utf8.count, limit: limit)
    }
    return "ipc://\(file)"
  }

  /// Bytes that this user may still write on the file system.
  public func freeBytes() throws(DataDirectoryError) -> UInt64 {
    var state = statvfs()
    guard unsafe statvfs(path, &state) == 0 else {
      throw .system(SystemError("ask for the space of", path, number: errno))
    }
    return UInt64(state.f_bavail) * UInt64(state.f_frsize)
  }
}

extension DataDirectory {
  /// The lock of a service, which its supervisor holds and writes its own identity into.
  public func lockFile(of service: String) -> String { "\(run)/\(service).lock" }
  /// The pid file of a service that a supervisor started.
  public func pidFile(of service: String) -> String { "\(run)/\(service).pid" }
  /// The mark that a service is ready.
  public func readyFile(of service: String) -> String { "\(run)/\(service).ready" }
  /// What a service writes on standard error.
  public func logFile(of service: String) -> String { "\(logs)/\(service).log" }

  /// The running process of a service, if a supervisor started one.
  public func process(of service: String) -> ProcessIdentity? {
    ProcessIdentity(file: pidFile(of: service)).flatMap { $0.isRunning ? $0 : nil }
  }

  /// The supervisor that runs a service, if there is one.
  public func supervisor(of service: String) -> ProcessIdentity? {
    ProcessIdentity(file: lockFile(of: service)).flatMap { $0.isRunning ? $0 : nil }
  }

  /// Whether a service's running process has said that it is ready.
  public func isReady(_ service: String, process: ProcessIdentity) -> Bool {
    guard let bytes = try? WholeFile.read(readyFile(of: service), limit: 256) else { return false }
    return String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }.first
      == Substring(String(process.pid))
  }
}

extension DataDirectory {
  private var parent: String {
    let cut = path.lastIndex(of: "/")!
    return cut == path.startIndex ? "/" : String(path[..<cut])
  }

  private static func absolute(_ path: String) -> String {
    var whole = path.hasPrefix("/") ? path : "\(WorkingFolder.path)/\(path)"
    while whole.count > 1 && whole.hasSuffix("/") { whole.removeLast() }
    return whole
  }

  private static func make(_ path: String, mode: mode_t) throws(DataDirectoryError) {
    if unsafe mkdir(path, mode) == 0 { return }
    let reason = errno
    guard reason == EEXIST else { throw failure(reason, "make the folder", path) }
    guard FolderState(path) == .folder else { throw .notADirectory(path: path) }
  }

  /// What a system error number means for a data directory.
  private static func failure(
    _ number: Int32, _ attempt: String, _ path: String
  ) -> DataDirectoryError {
    switch number {
    case EACCES, EPERM: .notPermitted(path: path)
    case EROFS: .readOnly(path: path)
    case ENOSPC, EDQUOT: .full(path: path)
    case ENOTDIR: .notADirectory(path: path)
    default: .system(SystemError(attempt, path, number: number))
    }
  }

  /// Checks by doing: only writing shows that one may write and that there is room.
  private func check() throws(DataDirectoryError) {
    for folder in [log, keys, run, logs, snapshots] {
      let probe = "\(folder)/.probe.\(getpid())"
      defer { WholeFile.remove(probe) }
      do {
        let file = try OpenFile.open(probe, O_WRONLY | O_CREAT | O_TRUNC)
        try file.write([UInt8](repeating: 0, count: 4096), to: probe)
      } catch {
        throw Self.failure(error.number, error.attempt, folder)
      }
    }
    var state = stat()
    guard unsafe stat(keys, &state) == 0 else {
      throw Self.failure(errno, "look at", keys)
    }
    let mode = state.st_mode & 0o777
    guard mode & 0o077 == 0 else { throw .keysExposed(path: keys, mode: mode) }
  }
}

/// What stands at a path.
private enum FolderState {
  case folder, missing, other, refused

  init(_ path: String) {
    var state = stat()
    if unsafe stat(path, &state) == 0 {
      self = state.st_mode & S_IFMT == S_IFDIR ? .folder : .other
    } else {
      switch errno {
      case EACCES: self = .refused
      case ENOTDIR: self = .other
      default: self = .missing
      }
    }
  }
}

/// The folder that relative paths start from.
private enum WorkingFolder {
  static var path: String {
    guard let text = unsafe getcwd(nil, 0) else { return "" }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }
}
