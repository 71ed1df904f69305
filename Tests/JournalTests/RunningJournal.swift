import Bus
import EventLog
import EventSourcing
import Events
import Foundation
import JournalCore
import ServiceKit
import Synchronization

@testable import JournalService

/// A real journal on real sockets, in a thread of the test.
final class RunningJournal: Sendable {
  let directory: String
  let lines = Mutex<[String]>([])
  private let options: Journal.Options
  private let thread = Mutex<BackgroundThread?>(nil)

  init(_ directory: String, options: Journal.Options) throws {
    self.directory = directory
    self.options = options
    try start()
  }

  /// Starts it, or starts it again on the same data.
  func start() throws {
    let outcome = Outcome()
    let running = try BackgroundThread { [self] signal in
      do {
        var journal = try Journal(
          dataDirectory: directory, options: options, watching: nil, diary: diary)
        outcome.state.withLock { $0 = .success(true) }
        while !signal.isStopping { _ = try journal.turn(milliseconds: 20) }
      } catch {
        outcome.state.withLock { $0 = .failure(error) }
      }
    }
    while try outcome.state.withLock({ $0 }).get() == false { usleep(500) }
    thread.withLock { $0 = running }
  }

  /// Stops it between two turns, without a farewell: others see what they see of a crash.
  func kill() {
    let running = thread.withLock { thread in
      let running = thread
      thread = nil
      return running
    }
    running?.stop()
  }

  private final class Outcome: Sendable {
    let state = Mutex<Result<Bool, any Error>>(.success(false))
  }

  private var diary: Log {
    Log(
      service: "journal",
      to: .json { line in
        self.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
      })
  }

  /// The lines of the diary about one thing.
  func diary(about event: String) -> [String] {
    lines.withLock { $0.filter { $0.contains("\"\(event)\"") } }
  }
}

/// Makes an empty directory for a test and removes it afterwards.
func withDirectory<R>(_ body: (String) throws -> R) throws -> R {
  let path = "/tmp/martlet-journal.\(getpid()).\(UInt32.random(in: 0...(.max)))"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

extension Proposal {
  static func candle(_ name: String) -> Proposal {
    Proposal(
      id: Identifier(of: "candle", name), type: .candleClosed, subject: "paper:BTC/USDT",
      payload: Array(#"{"close":"1"}"#.utf8))
  }
}
