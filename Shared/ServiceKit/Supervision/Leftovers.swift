import Glibc

/// Services that an earlier supervisor of theirs could not stop.
///
/// They were told to end when it died, but one that hangs or is halted still holds its locks.
enum Leftovers {
  /// Ends them: in order within the time, else by force. Their files go too.
  static func end(
    _ services: [String], in directory: DataDirectory, timeout: Int64 = 10_000_000_000
  ) {
    let left = services.compactMap { service -> (String, ProcessIdentity)? in
      let file = directory.pidFile(of: service)
      return ProcessIdentity(file: file).map { (file, $0) }
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
}
