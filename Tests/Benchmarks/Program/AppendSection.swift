import Bus
import EventLog
import EventSourcing
import Events
import Glibc
import ServiceKit

/// Durable appends: one by one over the bus, and in batches against the same rows put straight into
/// SQLite.
enum AppendSection {
  private static let batchCount = 400
  private static let batchSize = 256
  private static let rounds = 3

  static func run() throws {
    try withDirectory { directory in
      try singles(directory)
    }
    try withDirectory { directory in
      try batches(directory)
    }
  }

  /// One event, proposed, durable, acknowledged; and the same commit without a bus.
  private static func singles(_ directory: DataDirectory) throws {
    let journal = try Child.ready("journal", in: directory, ["--mode", "live"])
    defer { journal.stop() }
    var link = try welcomedLink(directory)
    var times: [Double] = []
    for batch in makeBatches(3_000, size: 1, named: "single") {
      times.append(
        try seconds {
          try link.propose(batch.proposals, as: .marketData)
          while try link.poll(timeout: 100).acknowledgements.isEmpty {}
        })
    }
    let plain = PlainLog("\(directory.path)/plain.db")
    defer { plain.remove() }
    let alone = makeBatches(3_000, size: 1, named: "plain").map { batch in
      seconds { plain.append([batch]) }
    }
    figure("one event acknowledged over the bus", percentiles(times))
    figure("one row committed straight into SQLite", percentiles(alone))
  }

  private static func batches(_ directory: DataDirectory) throws {
    var times = [[Duration]](repeating: [], count: 4)
    let count = batchCount * batchSize
    for round in 0..<rounds {
      let batches = makeBatches(count, size: batchSize, named: "round \(round)")
      times[0].append(try plainly(directory, batches, uniqueIds: true))
      times[1].append(try directly(directory, batches))
      times[2].append(try overBus(directory, batches))
      times[3].append(try plainly(directory, batches, uniqueIds: false))
    }
    let names = [
      "SQLite, ids unique", "SegmentedLog", "journal over the bus", "SQLite, no index of ids",
    ]
    for (name, times) in zip(names, times) {
      let middle = times.sorted { $0.wall < $1.wall }[rounds / 2]
      figure("batches of 256: \(name)", "\(spaced(Double(count) / middle.wall)) events/s")
    }
    func ratio(_ a: Int, _ b: Int) -> String {
      hundredths(median(zip(times[a], times[b]).map { $1.wall / $0.wall }))
    }
    figure("  SegmentedLog to SQLite with unique ids", ratio(1, 0), target: "0.70")
    figure("  SegmentedLog to SQLite without", ratio(1, 3))
    figure("  journal over the bus to SQLite with", ratio(2, 0), target: "0.70")
    figure("  journal over the bus to SQLite without", ratio(2, 3))
  }

  private static func plainly(
    _ directory: DataDirectory, _ batches: [ProposalBatch], uniqueIds: Bool
  ) throws -> Duration {
    let plain = PlainLog("\(directory.path)/plain.db", uniqueIds: uniqueIds)
    defer { plain.remove() }
    return duration { plain.append(batches) }
  }

  private static func directly(
    _ directory: DataDirectory, _ batches: [ProposalBatch]
  ) throws -> Duration {
    removeLog(directory.path)
    defer { removeLog(directory.path) }
    var log = try SegmentedLog(directory: directory.path)
    return try duration { for batch in batches { _ = try log.append([batch]) } }
  }

  private static func overBus(
    _ directory: DataDirectory, _ batches: [ProposalBatch]
  ) throws -> Duration {
    removeLog(directory.path)
    defer { removeLog(directory.path) }
    let journal = try Child.ready("journal", in: directory, ["--mode", "live"])
    defer { journal.stop() }
    var link = try welcomedLink(directory)
    return try duration {
      for batch in batches {
        try link.propose(batch.proposals, as: .marketData)
        while link.unacknowledged > 32 { _ = try link.poll(timeout: 100) }
      }
      while link.unacknowledged > 0 { _ = try link.poll(timeout: 100) }
    }
  }

  private static func welcomedLink(_ directory: DataDirectory) throws -> JournalLink {
    var link = try JournalLink(
      dataDirectory: directory.path, service: .marketData,
      participations: [Participation(.marketData, interests: [])])
    while try link.poll(timeout: 100).welcomes.isEmpty {}
    return link
  }
}

/// Batches of candles of a usual size.
func makeBatches(_ count: Int, size: Int, named name: String) -> [ProposalBatch] {
  stride(from: 0, to: count, by: size).map { start in
    ProposalBatch(
      producer: .marketData, epoch: 1,
      proposals: (start..<min(count, start + size)).map { number in
        Proposal(
          id: Identifier(of: name, "\(number)"), type: .candleClosed, subject: "paper:BTC/USDT",
          payload: Array(
            #"{"instrument":"paper:BTC/USDT","timeFrame":"1m","openTime":"2021-02-04T01:00:00Z","#
              .utf8)
            + Array(
              #""open":"37123.45","high":"37130.1","low":"37100","close":"37111.05","#.utf8)
            + Array(#""volume":"\#(number)","quality":"complete"}"#.utf8))
      })
  }
}
