import Glibc

/// One process, named so that a later process with the same pid is not taken for it.
public struct ProcessIdentity: Sendable, Hashable {
  /// The process id.
  public let pid: Int32
  /// When it started, in the kernel's ticks since boot.
  public let startTicks: UInt64

  public init(pid: Int32, startTicks: UInt64) {
    self.pid = pid
    self.startTicks = startTicks
  }

  /// The process that has this pid now, if there is one and it has not ended.
  public init?(running pid: Int32) {
    guard pid > 0, let stat = Self.stat(of: pid), stat.state != "Z", stat.state != "X" else {
      return nil
    }
    self.init(pid: pid, startTicks: stat.start)
  }

  /// This process.
  public static var current: ProcessIdentity {
    ProcessIdentity(running: getpid()) ?? ProcessIdentity(pid: getpid(), startTicks: 0)
  }

  /// Whether it still runs (an ended process that nobody has reaped does not).
  public var isRunning: Bool { ProcessIdentity(running: pid) == self }

  /// Sends a signal to it, unless it has ended.
  @discardableResult
  public func send(_ signal: Int32) -> Bool { isRunning && kill(pid, signal) == 0 }

  /// The form in a pid file: pid, space, start, end of line.
  var text: String { "\(pid) \(startTicks)\n" }

  /// Reads what `text` wrote.
  init?(text: some StringProtocol) {
    let words = text.split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let pid = Int32(words[0]), let start = UInt64(words[1]), pid > 0
    else { return nil }
    self.init(pid: pid, startTicks: start)
  }

  /// The process that a pid file names, running or not.
  init?(file path: String) {
    guard let bytes = try? WholeFile.read(path, limit: 256) else { return nil }
    self.init(text: String(decoding: bytes, as: UTF8.self))
  }

  private static func stat(of pid: Int32) -> (state: Substring, start: UInt64)? {
    guard let bytes = try? WholeFile.read("/proc/\(pid)/stat", limit: 4096) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    // The second field is the name in parentheses and may hold anything, even parentheses.
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, let start = UInt64(fields[19]) else { return nil }
    return (fields[0], start)
  }
}
