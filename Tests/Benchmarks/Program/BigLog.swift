import EventLog
import EventSourcing
import Events
import Glibc
import ServiceKit

/// A log of a million events that a generated market gave, in the order of lock-step.
///
/// Made once by a build and kept in a temporary folder, where another build makes its own.
enum BigLog {
  static let events = 1_000_000

  /// The path of its data directory.
  static func path() throws -> String { try directory().path }

  /// The data directory that holds it.
  static func directory() throws -> DataDirectory {
    let path = "/tmp/martlet-benchmarks.\(getuid()).\(BuildIdentity.current.short)"
    let directory = try DataDirectory.create(at: path)
    if unsafe access("\(path)/complete", F_OK) == 0 { return directory }
    removeLog(path)
    var recorder = try LogRecorder(directory: path)
    let time = try duration { try recorder.run(events: events) }
    print("  \(path): made of \(recorder.candles) candles, \(rate(events, time))")
    close(unsafe open("\(path)/complete", O_WRONLY | O_CREAT, 0o644))
    return directory
  }
}

/// Removes the log in a directory, and nothing else.
func removeLog(_ directory: String) {
  removeFiles(of: directory + "/log")
}

/// Removes the files of a folder; the folder stays.
func removeFiles(of folder: String) {
  guard let handle = unsafe opendir(folder) else { return }
  defer { unsafe closedir(handle) }
  while let entry = unsafe readdir(handle) {
    let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != "." && name != ".." { unsafe unlink("\(folder)/\(name)") }
  }
}
