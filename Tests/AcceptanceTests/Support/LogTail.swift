import EventLog
import EventSourcing
import Events
import ServiceKit

/// A log that grows, read once from its beginning to where it is.
final class LogTail {
  private let directory: String
  private var reader: LogFileReader?
  private var known: [Event] = []

  /// - Parameter directory: the data directory; the log may begin later.
  init(_ directory: String) { self.directory = directory }

  /// What the log holds by now.
  func events() throws -> [Event] {
    if reader == nil { reader = try LogFileReader(directory: directory) }
    let more = try reader?.read(from: Int64(known.count) + 1, limit: .max - 1) ?? []
    try known += more.map { try Event(reading: $0) }
    return known
  }
}
