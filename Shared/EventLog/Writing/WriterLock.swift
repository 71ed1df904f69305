import CSys
import Glibc

/// Keeps a second writer away for as long as it lives, and no longer than its process lives.
struct WriterLock: ~Copyable {
  private let file: Int32

  init(_ directory: LogDirectory) throws(LogError) {
    let file = unsafe open(directory.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .system(call: "open", path: directory.lock, code: errno) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let holder = WriterLock.holder(file)
      close(file)
      guard code == EWOULDBLOCK else {
        throw .system(call: "flock", path: directory.lock, code: code)
      }
      throw .locked(directory: directory.log, holder: holder)
    }
    // for people and for the message above only: a full disk must not keep the log from opening
    _ = ftruncate(file, 0)
    let text = Array("\(getpid())\n".utf8)
    _ = unsafe text.withUnsafeBytes { unsafe pwrite(file, $0.baseAddress!, $0.count, 0) }
    self.file = file
  }

  deinit {
    // unlocked by hand: a child process that was just forked may hold the descriptor a while longer
    flock(file, LOCK_UN)
    close(file)
  }

  private static func holder(_ file: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress!, 16, 0) }
    let digits = bytes.prefix(max(0, count)).prefix { $0 >= 0x30 && $0 <= 0x39 }
    return Int32(String(decoding: digits, as: UTF8.self))
  }
}

/// The bytes that this process may still write to the disk of a path.
func freeBytes(_ path: String) throws(LogError) -> Int64 {
  var status = statvfs()
  guard unsafe statvfs(path, &status) == 0 else {
    throw .system(call: "statvfs", path: path, code: errno)
  }
  return Int64(status.f_bavail) * Int64(status.f_frsize)
}
