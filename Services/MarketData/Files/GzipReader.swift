import CZlib
import Glibc

/// Reads a file that may be gzip or plain, chunk by chunk.
@safe
struct GzipReader: ~Copyable {
  private let file: gzFile
  private let path: String

  init(path: String) throws(CandleFileError) {
    errno = 0
    guard let file = unsafe gzopen(path, "rb") else {
      let code = errno
      throw CandleFileError(
        path: path, reason: code == ENOENT ? .missing : .unreadable(words(for: code)))
    }
    unsafe gzbuffer(file, 1 << 17)
    unsafe self.file = file
    self.path = path
  }

  deinit { unsafe gzclose_r(file) }

  /// Fills the buffer from `start` on; returns how many bytes came, 0 at the end.
  func read(into buffer: inout [UInt8], from start: Int) throws(CandleFileError) -> Int {
    errno = 0
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe gzread(file, bytes.baseAddress.map { unsafe $0 + start }, UInt32(bytes.count - start))
    }
    let systemCode = errno
    var code: Int32 = Z_OK
    _ = unsafe gzerror(file, &code)
    switch code {
    case Z_OK, Z_STREAM_END: return Int(count)
    case Z_BUF_ERROR: throw CandleFileError(path: path, reason: .truncatedGzip)
    case Z_DATA_ERROR: throw CandleFileError(path: path, reason: .damagedGzip)
    default: throw CandleFileError(path: path, reason: .unreadable(words(for: systemCode)))
    }
  }
}

private func words(for code: Int32) -> String {
  guard code != 0, let text = unsafe strerror(code) else { return "unknown error" }
  return unsafe String(cString: text)
}
