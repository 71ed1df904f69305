import Glibc
import ServiceKit

/// Small files of text: certificates, keys.
enum TextFile {
  private static let limit = 1 << 20

  /// What a file holds, up to a megabyte.
  static func text(of path: String) throws -> String {
    guard let file = unsafe fopen(path, "r") else {
      throw SystemError("open", path, number: errno)
    }
    defer { _ = unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = unsafe fread(&bytes, 1, limit, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
