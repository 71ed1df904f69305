import Glibc
import ServiceKit

/// Whole files of text.
enum TextFile {
  /// The text of a file of at most `limit` bytes.
  static func read(_ path: String, limit: Int) throws(SystemError) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError("open", path, number: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = unsafe part.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress!, $0.count)
      }
      guard count >= 0 else { throw SystemError("read", path, number: errno) }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += part[..<count]
    }
    throw SystemError("read", path, number: EFBIG)
  }

  /// Puts a file in place at once: a reader sees the old one or the new one, never a part.
  static func replace(_ path: String, with text: String) throws(SystemError) {
    let part = "\(path).\(getpid()).part"
    do throws(SystemError) {
      try write(text, to: part)
      guard unsafe rename(part, path) == 0 else { throw SystemError("write", path, number: errno) }
    } catch {
      _ = unsafe unlink(part)
      throw SystemError("write", path, number: error.number)
    }
  }

  private static func write(_ text: String, to path: String) throws(SystemError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError("write", path, number: errno) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
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
}
