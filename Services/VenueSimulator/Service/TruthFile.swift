import Glibc
import ServiceKit
import VenueSimulatorBybit

/// A file to which what really happened is appended, on disk before anybody hears of it.
struct TruthFile: ~Copyable {
  private let descriptor: Int32
  private let path: String

  init(_ path: String) throws(SystemError) {
    let opened = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw SystemError("open", path, number: errno) }
    descriptor = opened
    self.path = path
  }

  deinit { close(descriptor) }

  func append(_ lines: [JSONTree]) throws(SystemError) {
    guard !lines.isEmpty else { return }
    var bytes: [UInt8] = []
    for line in lines { bytes += line.utf8 + [0x0a] }
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress! + done, bytes.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemError("write", path, number: errno) }
      done += count
    }
    guard fdatasync(descriptor) == 0 else { throw SystemError("write", path, number: errno) }
  }
}
