import Bus
import EventLog
import EventSourcing
import Events

/// The kept states of a service's deciders: a cache that may be missing, torn or of another log.
struct Snapshots {
  private let store: SnapshotStore
  private let service: ServiceName
  private let options: ServiceOptions

  init(service: ServiceName, options: ServiceOptions) {
    store = SnapshotStore(directory: options.directory.path)
    self.service = service
    self.options = options
  }

  /// Another program may fold another way: its states are passed over.
  private var version: String { BuildIdentity.current.description }

  /// Gives every performer its newest state that fits the log, and says after which event the log
  /// is to be read.
  func restore(_ performers: inout [any Performer]) -> LogPosition {
    guard options.snapshotEvery > 0,
      let client = try? LogClient(dataDirectory: options.directory.path, service: service)
    else { return .start }
    var positions: [LogPosition] = []
    for index in performers.indices {
      let found = store.latest(for: performers[index].producer, version: version) { seq in
        try? client.read(from: seq, limit: 1).first?.chain
      }
      guard let found else { return .start }
      do {
        try performers[index].restore(found.state, foldedThrough: found.seq)
        positions.append(LogPosition(seq: found.seq, chain: found.chain))
      } catch {
        options.log.warning(
          "snapshot_unreadable", "A kept state cannot be read and is passed over.",
          ["seq": .integer(found.seq)])
        return .start
      }
    }
    return positions.min { $0.seq < $1.seq } ?? .start
  }

  /// Keeps a state; that it cannot be kept is no reason to stop.
  func save(_ state: [UInt8], of producer: Producer, at position: LogPosition) {
    guard let chain = position.chain else { return }
    do throws(LogError) {
      try store.save(
        Snapshot(
          producer: producer, seq: position.seq, chain: chain, version: version, state: state))
    } catch {
      options.log.warning("snapshot_not_kept", "The state could not be kept: \(error)")
    }
  }
}
