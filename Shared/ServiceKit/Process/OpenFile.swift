import CSys
import Glibc

/// A file that this process holds open; closed when the value ends.
struct OpenFile: ~Copyable {
  let descriptor: Int32

  /// Takes over an open descriptor.
  init(owning descriptor: Int32) { self.descriptor = descriptor }

  /// Opens `path`, never passing it on to child processes.
  static func open(
    _ path: String, _ flags: Int32, mode: mode_t = 0o600
  ) throws(SystemError) -> OpenFile {
    let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw SystemError("open", path, number: errno) }
    return OpenFile(owning: descriptor)
  }

  deinit { close(descriptor) }

  /// Writes all bytes, or says why not.
  func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw SystemError("write", path, number: count < 0 ? errno : EIO) }
      done += count
    }
  }

  /// Reads at most `limit` bytes from where the file stands; fewer only at its end.
  ///
  /// Memory grows with what is there, not with the limit.
  func read(limit: Int, from path: String) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: min(limit, 64 << 10))
    while bytes.count < limit {
      let room = min(part.count, limit - bytes.count)
      let count = unsafe part.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress!, room)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw SystemError("read", path, number: errno) }
      if count == 0 { break }
      bytes += part[..<count]
    }
    return bytes
  }
}

/// Small whole files: configuration, pid files, marks.
enum WholeFile {
  /// The bytes of a file of at most `limit` bytes.
  static func read(_ path: String, limit: Int = 1 << 20) throws(SystemError) -> [UInt8] {
    let file = try OpenFile.open(path, O_RDONLY)
    let bytes = try file.read(limit: limit + 1, from: path)
    guard bytes.count <= limit else { throw SystemError("read", path, number: EFBIG) }
    return bytes
  }

  /// Puts a file in place at once: a reader sees the old one or the new one, never a part.
  static func replace(_ path: String, with text: String) throws(SystemError) {
    let part = "\(path).\(getpid()).part"
    do {
      let file = try OpenFile.open(part, O_WRONLY | O_CREAT | O_TRUNC)
      try file.write(Array(text.utf8), to: part)
    }
    guard unsafe rename(part, path) == 0 else { throw SystemError("write", path, number: errno) }
  }

  /// Removes a file; that it was not there is fine.
  static func remove(_ path: String) { _ = unsafe unlink(path) }
}
