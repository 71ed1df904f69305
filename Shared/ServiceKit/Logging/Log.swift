import Glibc

/// Where lines go.
public enum LogSink: Sendable {
  /// JSON lines on standard error, or lines for people when that is a terminal.
  case standardError
  /// JSON lines to a function, for tests and for those who keep them elsewhere.
  case json(@Sendable ([UInt8]) -> Void)
  /// Lines for people to a function.
  case human(@Sendable ([UInt8]) -> Void)

  /// One write for one line, so that lines of several threads or processes do not mix.
  static func write(_ line: [UInt8], to descriptor: Int32) {
    var done = 0
    while done < line.count {
      let count = unsafe line.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress! + done, line.count - done)
      }
      if count < 0 && errno == EINTR { continue }
      // A diary that cannot be written is no reason to stop trading.
      guard count > 0 else { return }
      done += count
    }
  }
}

/// A service's structured diary: one JSON object a line.
///
/// `ts` (UTC, RFC 3339, nanoseconds), `level`, `service`, `component`, `event` (a stable name in
/// snake_case, which alerts and scripts may rely on), `msg` (for people), then further fields.
/// A line below the level of its component costs one comparison; nothing of it is built.
public struct Log: Sendable {
  /// The service that writes.
  public let service: String
  /// The part of the service that writes.
  public let component: String
  private let levels: LogLevels
  private let least: LogLevel
  private let redaction: Redaction
  private let sink: LogSink
  private let clock: @Sendable () -> Int64

  public init(
    service: String, component: String = "main", levels: LogLevels = LogLevels(),
    redacting redaction: Redaction = Redaction(), to sink: LogSink = .standardError,
    clock: @escaping @Sendable () -> Int64 = SystemClock.wall
  ) {
    self.service = service
    self.component = component
    self.levels = levels
    self.least = levels.level(of: component)
    self.redaction = redaction
    if case .standardError = sink, isatty(STDERR_FILENO) == 1 {
      self.sink = .human { LogSink.write($0, to: STDERR_FILENO) }
    } else if case .standardError = sink {
      self.sink = .json { LogSink.write($0, to: STDERR_FILENO) }
    } else {
      self.sink = sink
    }
    self.clock = clock
  }

  /// The same diary for another part of the service, with that part's level.
  public func component(_ name: String) -> Log {
    Log(
      service: service, component: name, levels: levels, redacting: redaction, to: sink,
      clock: clock)
  }

  /// Whether lines of this level are written.
  public func writes(_ level: LogLevel) -> Bool { level >= least }

  /// Writes a line, if its level is written.
  public func write(
    _ level: LogLevel, _ event: StaticString, _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) {
    guard level >= least else { return }
    let line = LogLine(
      time: clock(), level: level, service: service, component: component,
      event: event.description, message: message(), fields: fields(), redaction: redaction)
    switch sink {
    case .json(let put): put(line.json)
    case .human(let put): put(line.human)
    case .standardError: LogSink.write(line.json, to: STDERR_FILENO)
    }
  }
}

extension Log {
  /// Writes a line for those who look into one part.
  public func debug(
    _ event: StaticString, _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) { write(.debug, event, message(), fields()) }

  /// Writes a line about a large step.
  public func info(
    _ event: StaticString, _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) { write(.info, event, message(), fields()) }

  /// Writes a line about something odd that was coped with.
  public func warning(
    _ event: StaticString, _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) { write(.warning, event, message(), fields()) }

  /// Writes a line that a person has to look at.
  public func error(
    _ event: StaticString, _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) { write(.error, event, message(), fields()) }
}
