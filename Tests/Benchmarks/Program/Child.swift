import CSys
import Glibc
import ServiceKit

/// Why a child process did not do what it was started for.
enum ChildError: Error {
  case notStarted(String, code: Int32)
  /// It ended, or did not say that it is ready within two minutes; what it wrote is in the file.
  case notReady(String, log: String)
}

/// A process of the suite, started from the folder of this one; it dies with this one at the latest.
struct Child {
  let name: String
  let pid: pid_t

  /// Starts an executable with arguments; what it writes goes to a file.
  init(_ name: String, _ arguments: [String], log: String) throws {
    let path = "\(Child.folder)/\(name)"
    let output = unsafe open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    defer { close(output) }
    let texts = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe texts.forEach { unsafe free($0) } }
    pid = unsafe texts.withUnsafeBufferPointer { texts in
      unsafe csys_spawn(path, texts.baseAddress!, environ, output, SIGTERM)
    }
    guard pid > 0 else { throw ChildError.notStarted(path, code: -pid) }
    self.name = name
  }

  /// Starts a service of a session and waits until it says that it is ready.
  static func ready(
    _ name: String, in directory: DataDirectory, _ arguments: [String] = []
  ) throws -> Child {
    unsafe unlink(directory.readyFile(of: name))
    let log = directory.logFile(of: name)
    let child = try Child(name, ["--data", directory.path] + arguments, log: log)
    let identity = ProcessIdentity(running: child.pid)
    let deadline = monotonic() + 120
    while true {
      if let identity, directory.isReady(name, process: identity) { return child }
      guard monotonic() < deadline, identity?.isRunning == true else {
        child.stop()
        throw ChildError.notReady(name, log: log)
      }
      usleep(500)
    }
  }

  /// Asks it to stop and waits until it has; its exit code.
  @discardableResult
  func stop() -> Int32 {
    kill(pid, SIGTERM)
    return wait()
  }

  /// Waits until it ends; its exit code, or minus the signal that ended it.
  @discardableResult
  func wait() -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
  }

  /// Whether it has ended; then it has been waited for.
  func hasEnded() -> Bool {
    var status: Int32 = 0
    return unsafe waitpid(pid, &status, WNOHANG) == pid
  }

  /// Where this program and the services stand.
  static var folder: String {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &bytes, bytes.count)
    let path = String(
      decoding: bytes.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}

/// Memory of a process that is in use, in KiB; nil when it is not there.
func residentMemory(of pid: pid_t) -> Int? {
  guard let file = unsafe fopen("/proc/\(pid)/status", "r") else { return nil }
  defer { unsafe fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while unsafe fgets(&line, 256, file) != nil {
    let text = String(
      decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard text.hasPrefix("VmRSS:") else { continue }
    return text.split { !$0.isNumber }.first.flatMap { Int($0) }
  }
  return nil
}

/// Lends an empty data directory under /tmp and removes it.
func withDirectory(_ body: (DataDirectory) throws -> Void) throws {
  var template = Array("/tmp/martlet-benchmark.XXXXXX".utf8CString)
  guard unsafe mkdtemp(&template) != nil else {
    throw ChildError.notStarted("mkdtemp", code: errno)
  }
  let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer {
    for folder in ["log", "keys", "run", "logs", "snapshots"] {
      removeFiles(of: "\(path)/\(folder)")
      unsafe rmdir("\(path)/\(folder)")
    }
    removeFiles(of: path)
    unsafe rmdir(path)
  }
  try body(try DataDirectory.create(at: path))
}
