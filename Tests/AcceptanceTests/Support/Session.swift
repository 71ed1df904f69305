import Bus
import EventSourcing
import Events
import Foundation
import ServiceKit
import Testing

/// A session of all services under `martlet up`.
final class Session {
  let data: String
  let up: Running
  /// What the log holds so far.
  let log: LogTail
  private let scratch: Scratch
  private var client: LogClient?

  /// Starts a session that ends with its market.
  init(_ scratch: Scratch, data: String? = nil, _ arguments: [String]) throws {
    self.scratch = scratch
    self.data = data ?? scratch.data()
    log = LogTail(self.data)
    up = try scratch.start(
      "martlet", ["up", "--data", self.data, "--plain", "--until-end"] + arguments)
  }

  /// The running process of a service.
  func process(of service: String) -> ProcessIdentity? {
    (try? DataDirectory.existing(at: data))?.process(of: service)
  }

  /// The last event of the log, asked of the running journal; nil when it does not answer.
  ///
  /// The files are left alone, so that a killed journal finds them as it left them.
  func head() -> SequenceNumber? { try? journal()?.head().seq }

  /// The last event that a service's decider has answered, as far as the journal knows.
  func answered(by service: String) -> SequenceNumber? {
    try? journal()?.statusReport().participants
      .first { $0.producer.rawValue == service }?.answeredThrough
  }

  private func journal() -> LogClient? {
    if client == nil { client = try? LogClient(dataDirectory: data, timeout: 500) }
    return client
  }

  /// Waits until the log has an event; false when the session ended before.
  func reaches(_ seq: SequenceNumber, seconds: Double = 60) throws -> Bool {
    try wait(seconds: seconds, for: "event \(seq) of \(data)\n\(tail)") {
      !up.isRunning || (head() ?? 0) >= seq
    }
    return up.isRunning
  }

  /// Waits until all services have said that they are ready.
  func waitUntilReady(seconds: Double = 60) throws {
    try wait(seconds: seconds, for: "the readiness of all services of \(data)\n\(tail)") {
      try #require(up.isRunning, "\(tail)")
      guard let directory = try? DataDirectory.existing(at: data) else { return false }
      return Surroundings.services.allSatisfy { service in
        directory.process(of: service).map { directory.isReady(service, process: $0) } ?? false
      }
    }
  }

  /// Waits for the ordered end after the end of the market.
  @discardableResult
  func finish(seconds: Double = 180, sourceLocation: SourceLocation = #_sourceLocation) throws
    -> Ended
  {
    let ended = try up.end(within: seconds)
    #expect(ended.code == 0, "\(ended.complaints)\(tail)", sourceLocation: sourceLocation)
    return ended
  }

  /// The last lines of what was printed, for failures.
  private var tail: String {
    (up.printed + up.complaints).split(separator: "\n").suffix(12).joined(separator: "\n")
  }
}
