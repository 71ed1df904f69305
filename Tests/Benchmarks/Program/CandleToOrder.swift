import Bus
import EventLog
import EventSourcing
import Events
import Glibc
import ServiceKit

/// The time from a candle to the order that it leads to, by the times in the log, against as many
/// bare ZeroMQ round trips and SQLite commits.
enum CandleToOrder {
  /// The way from a candle to an entry order, event by event.
  private struct Way {
    let types: [EventType]
    let seconds: Double
  }

  static func report(_ log: inout LogFileReader, in directory: DataDirectory) throws {
    let ways = try ways(in: &log)
    guard !ways.isEmpty else { return figure("candle to order", "no order was requested") }
    let stages = Int(median(ways.map { Double($0.types.count - 1) }))
    let usual = ways.filter { $0.types.count - 1 == stages }
    let path = usual[0].types.map(\.rawValue).joined(separator: " → ")
    print("  \(ways.count) entry orders; usual way: \(path)")
    let times = ways.map(\.seconds)
    figure("candle in to order requested, \(stages) stages", percentiles(times))
    let bare = try EchoProcess.stages(stages, times: 500, in: directory)
    figure("as many ZeroMQ round trips and commits", percentiles(bare))
    let half = quantile(times, 0.5) / quantile(bare, 0.5)
    let most = quantile(times, 0.99) / quantile(bare, 0.99)
    figure("  ratio", "p50 \(hundredths(half)), p99 \(hundredths(most))")
  }

  private static func ways(in log: inout LogFileReader) throws -> [Way] {
    var orders: [StoredEvent] = []
    try log.forEach { row throws(LogError) in
      if try row.type() == .orderRequested { orders.append(try row.event()) }
      return true
    }
    var ways: [Way] = []
    for order in orders {
      guard case .orderRequested(let request) = try Event(order), request.purpose == .entry else {
        continue
      }
      var types = [order.proposal.type]
      var event = order
      while event.proposal.type != .candleClosed,
        let cause = try log.event(event.proposal.cause)
      {
        event = cause
        types.insert(event.proposal.type, at: 0)
      }
      guard event.proposal.type == .candleClosed else { continue }
      ways.append(Way(types: types, seconds: Double(order.time - event.time) / 1e9))
    }
    return ways
  }
}
