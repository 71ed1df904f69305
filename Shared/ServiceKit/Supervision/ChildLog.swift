import CSys
import Glibc

/// The file that a service's standard error goes to; bounded in size.
struct ChildLog: Sendable {
  let path: String
  /// Bytes after which the file is moved aside.
  let limit: Int64
  /// How many files that were moved aside are kept.
  static let kept = 3

  init(_ path: String, limit: Int64 = 16 << 20) {
    self.path = path
    self.limit = limit
  }

  /// Opens the file so that every write goes to its end.
  func open() throws(SystemError) -> OpenFile {
    try OpenFile.open(path, O_WRONLY | O_CREAT | O_APPEND, mode: 0o644)
  }

  /// Moves the text aside when there is too much of it.
  ///
  /// The child goes on writing to the same file, so the text is copied and the file then cut to
  /// nothing; a line written between the two is lost, which a diary can bear.
  func rotateIfLarge() throws(SystemError) {
    var state = stat()
    guard unsafe stat(path, &state) == 0, Int64(state.st_size) > limit else { return }
    for number in stride(from: Self.kept - 1, through: 1, by: -1) {
      _ = unsafe rename("\(path).\(number)", "\(path).\(number + 1)")
    }
    let source = try OpenFile.open(path, O_RDWR)
    let target = try OpenFile.open("\(path).1", O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644)
    while true {
      let bytes = try source.read(limit: 1 << 20, from: path)
      if bytes.isEmpty { break }
      try target.write(bytes, to: "\(path).1")
    }
    _ = ftruncate(source.descriptor, 0)
  }

  /// The last line, for a message about how the service ended.
  func lastLine() -> String? {
    guard let file = try? OpenFile.open(path, O_RDONLY) else { return nil }
    let end = lseek(file.descriptor, 0, SEEK_END)
    _ = lseek(file.descriptor, max(0, end - 4096), SEEK_SET)
    guard let bytes = try? file.read(limit: 4096, from: path) else { return nil }
    let line = bytes.split(separator: 0x0A).last.map { String(decoding: $0, as: UTF8.self) }
    return line.map(Self.message(of:))
  }

  /// Of a line of the structured log, what is meant for people.
  static func message(of line: String) -> String {
    guard line.hasPrefix("{"), let start = line.firstRange(of: "\"msg\":\"") else { return line }
    var text = ""
    var isEscaped = false
    for letter in line[start.upperBound...] {
      if isEscaped {
        text.append(letter == "n" ? " " : letter)
        isEscaped = false
      } else if letter == "\\" {
        isEscaped = true
      } else if letter == "\"" {
        return text
      } else {
        text.append(letter)
      }
    }
    return text
  }
}
