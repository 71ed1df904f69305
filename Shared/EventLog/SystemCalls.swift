import Glibc

/// The text that belongs to an `errno`.
func systemMessage(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}

/// The wall clock in nanoseconds since 1970.
public func wallClockNanoseconds() -> Int64 {
  var now = timespec()
  unsafe clock_gettime(CLOCK_REALTIME, &now)
  return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}

/// Makes a directory's entries durable.
func synchronizeDirectory(_ path: String) throws(LogError) {
  let file = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard file >= 0 else { throw .system(call: "open", path: path, code: errno) }
  defer { close(file) }
  guard fsync(file) == 0 else { throw .system(call: "fsync", path: path, code: errno) }
}

/// Makes a directory unless it is there.
func makeDirectory(_ path: String) throws(LogError) {
  if unsafe mkdir(path, 0o755) == 0 { return }
  guard errno == EEXIST else { throw .system(call: "mkdir", path: path, code: errno) }
}

/// The names in a directory, sorted; nil when there is none.
func namesOfDirectory(_ path: String) -> [String]? {
  guard let directory = unsafe opendir(path) else { return nil }
  defer { unsafe closedir(directory) }
  var names: [String] = []
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted()
}

/// The permission bits of a file, or nil when there is none.
func permissions(of path: String) -> UInt32? {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { return nil }
  return status.st_mode & 0o7777
}

/// Removes a file if it is there.
func removeIfPresent(_ path: String) throws(LogError) {
  if unsafe unlink(path) == 0 || errno == ENOENT { return }
  throw .system(call: "unlink", path: path, code: errno)
}

/// Fills an identifier with random bytes of the kernel.
func randomWords() -> (UInt64, UInt64) {
  var generator = SystemRandomNumberGenerator()
  return (generator.next(), generator.next())
}
