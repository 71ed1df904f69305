import Bus
import EventSourcing
import Events
import Foundation
import Quantities
import Synchronization
import VenueLink
import Venues

/// The market of one contract of the simulated venue, told to a journal by a test: the clock every
/// second, the venue's candles of a minute; no strategy reads it, orders are asked for by hand.
final class MarketTeller: Sendable {
  private let mustStop = Mutex(false)
  private let hasStopped = Mutex(false)
  private let failure = Mutex<String?>(nil)

  init(data: String, venue: String, instrument: Name) {
    let thread = Thread { [self] in
      do {
        try run(data, venue, instrument)
      } catch {
        failure.withLock { $0 = "\(error)" }
      }
      hasStopped.withLock { $0 = true }
    }
    thread.start()
  }

  /// Why it ended before it was told to.
  var fault: String? { failure.withLock { $0 } }

  func stop() {
    mustStop.withLock { $0 = true }
    while !hasStopped.withLock({ $0 }) { usleep(5_000) }
  }

  private static var now: Instant {
    Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000) * 1_000_000)
  }

  private func run(_ data: String, _ venue: String, _ instrument: Name) throws {
    var client = VenueClient(BybitAdapter(), .mainnet, url: venue, now: { Self.now })
    try client.loadInstruments(.linear)
    let listing = try client.instruments.listing(instrument)
    var link = try JournalLink(
      dataDirectory: data, service: .marketData, participations: [Participation(.marketData)])
    try link.propose([Self.fact(.instrumentListed(listing.listed), "listing")], as: .marketData)
    var ticked = Instant.epoch
    var told = Instant.epoch
    while !mustStop.withLock({ $0 }) {
      _ = try link.poll(timeout: 100)
      let now = Self.now
      guard now >= ticked + .seconds(1) else { continue }
      ticked = now
      var facts: [Proposal] = []
      // The venue may be away; the clock goes on.
      if now >= told + .seconds(61), let candles = try? candles(instrument, &client) {
        for candle in candles where candle.openTime > told - .seconds(1) {
          told = max(told, candle.openTime + .minutes(1))
          facts.append(Self.fact(.candleClosed(candle.closed), "candle \(candle.openTime)"))
        }
      }
      facts.append(Self.fact(.clockTicked(ClockTicked(at: now)), "tick \(now)"))
      try link.propose(facts, as: .marketData)
    }
  }

  private func candles(
    _ instrument: Name, _ client: inout VenueClient
  ) throws(VenueError) -> [VenueCandle] {
    var found: [VenueCandle] = []
    let query = CandleQuery(instrument: instrument, timeFrame: .m1, limit: 10)
    for case .market(.candles(let page)) in try client.answers(to: .market(.candles(query))) {
      found += page
    }
    let now = Self.now
    return found.filter { $0.openTime + .minutes(1) <= now }.sorted { $0.openTime < $1.openTime }
  }

  private static func fact(_ event: Event, _ words: String) -> Proposal {
    Proposal(fact: event, id: Identifier(of: "teller", words))
  }
}

extension VenueInstrument {
  /// As the log lists it.
  fileprivate var listed: InstrumentListed {
    InstrumentListed(
      instrument: symbol, base: base, quote: settle, kind: kind, tick: tick, lot: lot,
      minimumQuantity: minimumQuantity, minimumNotional: minimumNotional,
      maximumLeverage: maximumLeverage, maintenanceMargin: "0.005")
  }
}

extension VenueCandle {
  /// As the log tells it.
  fileprivate var closed: CandleClosed {
    CandleClosed(
      instrument: instrument, timeFrame: timeFrame, openTime: openTime, open: open, high: high,
      low: low, close: close, volume: volume ?? .zero, quality: .complete)
  }
}
