import Glibc

/// Services that an earlier supervisor of the same data could not stop.
///
/// They were told to end when it died, but one that hangs or is halted still holds its locks.
enum Leftovers {
  /// Ends them: in order within the time, else by force. Their files go too.
  static func end(in directory: DataDirectory, timeout: Int64 = 10_000_000_000) {
    let left = files(in: directory).compactMap { file -> (String, ProcessIdentity)? in
      ProcessIdentity(file: file).map { (file, $0) }
    }
    for (_, process) in left {
      process.send(SIGTERM)
      process.send(SIGCONT)
    }
    let deadline = SystemClock.monotonic() + timeout
    while left.contains(where: \.1.isRunning) && SystemClock.monotonic() < deadline {
      SystemClock.sleep(nanoseconds: 5_000_000)
    }
    for (file, process) in left {
      process.send(SIGKILL)
      while process.isRunning { SystemClock.sleep(nanoseconds: 1_000_000) }
      WholeFile.remove(file)
    }
  }

  /// The pid files of services.
  private static func files(in directory: DataDirectory) -> [String] {
    guard let stream = unsafe opendir(directory.run) else { return [] }
    defer { unsafe closedir(stream) }
    var files: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      let path = "\(directory.run)/\(name)"
      if name.hasSuffix(".pid") && path != directory.supervisorPid { files.append(path) }
    }
    return files.sorted()
  }
}
