import EventLog
import ServiceKit

/// Tells when the disk of a session has too little room for more events, and when it has again.
///
/// The journal refuses what would take its reserve, and the session waits; without a word it
/// would look hung.
struct DiskWatch {
  private let directory: DataDirectory
  private var isFull = false

  init(_ directory: DataDirectory) { self.directory = directory }

  /// What there is to tell since the last question.
  mutating func news() -> String? {
    guard let free = try? directory.freeBytes() else { return nil }
    // The journal adds what the append itself needs, so it is a little stricter.
    let needed = UInt64(LogOptions().minimumFreeBytes) + (256 << 10)
    guard isFull != (free < needed) else { return nil }
    isFull.toggle()
    return isFull
      ? "The disk that holds \(directory.path) has \(free >> 20) MiB free, \(needed >> 20) are kept "
        + "in reserve: the session waits until there is room."
      : "The disk that holds \(directory.path) has room again."
  }
}
