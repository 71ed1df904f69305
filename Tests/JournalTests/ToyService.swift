import Bus
import EventSourcing
import Events
import Synchronization

/// A toy participant on a real link, in a thread of the test.
final class ToyService: Sendable {
  private let thread: BackgroundThread
  let failure = Failure()

  final class Failure: Sendable {
    let error = Mutex<(any Error)?>(nil)
  }

  init(_ directory: String, _ service: ServiceName, _ producers: Producer...) throws {
    thread = try BackgroundThread { [failure] signal in
      do {
        try ToyService.run(directory, service, producers, until: signal)
      } catch { failure.error.withLock { $0 = error } }
    }
  }

  func stop() { thread.stop() }

  private static func run(
    _ directory: String, _ service: ServiceName, _ producers: [Producer],
    until signal: BackgroundThread.Signal
  ) throws {
    var link = try JournalLink(
      dataDirectory: directory, service: service,
      participations: producers.map {
        Participation($0, interests: ToySuite.interests(of: $0))
      })
    var welcomes = 0
    var waiting: [StoredEvent] = []
    while !signal.isStopping {
      let turn = try link.poll(timeout: 20)
      if turn.fenced != nil || !turn.refusals.isEmpty { throw Stopped(turn: turn) }
      welcomes += turn.welcomes.count
      waiting += turn.events
      guard welcomes >= producers.count, let last = waiting.last else { continue }
      for producer in producers {
        let known = link.answeredThrough(of: producer)
        let answers = waiting.filter { $0.seq > known }.flatMap { event in
          ToySuite.answers(
            of: producer,
            to: ToyLog.Entry(
              seq: event.seq, producer: event.producer, epoch: event.epoch,
              proposal: event.proposal))
        }
        try link.answered(through: last.seq, with: answers, as: producer)
      }
      waiting = []
    }
  }

  struct Stopped: Error {
    let turn: LinkTurn
  }
}
