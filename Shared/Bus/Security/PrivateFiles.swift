import Glibc

/// Small files and directories that belong to this user alone.
enum PrivateFiles {
  static func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0
  }

  /// Makes a directory with mode 0700, or accepts one of ours that others cannot enter; where
  /// they may look, that they cannot write it is enough.
  static func makeDirectory(
    _ path: String, othersMayLook: Bool = false
  ) throws(BusError) {
    if unsafe mkdir(path, 0o700) == 0 { return }
    guard errno == EEXIST else {
      throw .directory(path: path, problem: "cannot be made: \(systemMessage(errno))")
    }
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .directory(path: path, problem: "is not a directory")
    }
    guard status.st_uid == geteuid() else {
      throw .directory(path: path, problem: "belongs to another user")
    }
    guard status.st_mode & (othersMayLook ? 0o022 : 0o077) == 0 else {
      throw .directory(path: path, problem: "is open to others: run chmod 700 on it")
    }
  }

  /// Writes a new file of mode 0600 that appears complete or not at all; an existing one stays.
  static func create(_ path: String, text: String) throws(BusError) {
    let draft = try writeDraft(of: path, text: text)
    let result = unsafe link(draft, path)
    let code = errno
    _ = unsafe unlink(draft)
    guard result == 0 || code == EEXIST else {
      throw .keyFile(path: path, problem: "cannot be made: \(systemMessage(code))")
    }
  }

  /// Writes a file of mode 0600 in place of the one that may be there, at once.
  static func replace(_ path: String, text: String) throws(BusError) {
    let draft = try writeDraft(of: path, text: text)
    guard unsafe rename(draft, path) == 0 else {
      throw .system(operation: "writing \(path)", code: errno)
    }
  }

  /// Reads a short text without the white space at its end.
  ///
  /// A secret must be its owner's alone; a public one only must not be writable by others.
  static func read(_ path: String, secret: Bool) throws(BusError) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw .keyFile(path: path, problem: "cannot be read: \(systemMessage(errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .system(operation: "fstat", code: errno)
    }
    guard status.st_uid == geteuid() || status.st_uid == 0 else {
      throw .keyFile(path: path, problem: "belongs to another user")
    }
    let mode = status.st_mode & 0o777
    guard mode & (secret ? 0o077 : 0o022) == 0 else {
      throw .keyFile(
        path: path,
        problem: "has mode 0\(String(mode, radix: 8)), so others can "
          + (secret ? "read" : "change") + " it: run chmod 600 on it, or delete it for a new key")
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw .system(operation: "reading \(path)", code: errno) }
    let text = bytes.prefix(count)
    let end = text.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? 0
    return String(decoding: text.prefix(end), as: UTF8.self)
  }

  private static func writeDraft(of path: String, text: String) throws(BusError) -> String {
    let draft = "\(path).\(getpid()).new"
    let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .keyFile(path: draft, problem: "cannot be made: \(systemMessage(errno))")
    }
    defer { close(descriptor) }
    let bytes = Array(text.utf8) + [UInt8(ascii: "\n")]
    let written = unsafe write(descriptor, bytes, bytes.count)
    guard written == bytes.count, fsync(descriptor) == 0 else {
      let code = errno
      _ = unsafe unlink(draft)
      throw .system(operation: "writing \(path)", code: code)
    }
    return draft
  }
}
