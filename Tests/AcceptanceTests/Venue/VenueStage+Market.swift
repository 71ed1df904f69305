import Events
import Foundation
import Quantities
import Requests
import ServiceKit
import Testing
import Transport
import VenueLink
import Venues

// A stage on which market-data follows the venue itself.
extension VenueStage {
  static let followed: [Name] = [instrument, "SOL/USDT"]

  /// A session without execution, in which market-data follows the venue.
  ///
  /// - Parameters:
  ///   - speed: how many times as fast as ours the venue's time runs.
  ///   - head: how long before a payment of funding it begins, by the venue's time; nil for now.
  static func following(
    _ scratch: Scratch, speed: Int = 1, beforeFunding head: Interval? = nil
  ) throws -> VenueStage {
    let stage = try VenueStage(
      scratch, venue: ["--unlimited", "--speed", "\(speed)"], tellsMarket: false
    ) {
      $0.market.pace = speed
      $0.market.venue?.instruments = followed
      $0.market.venue?.orders = .paper
    }
    if let head {
      let now = try stage.venueTime()
      let ahead = payment(after: now + head) - head - now
      try stage.order("{\"fastForward\":\(ahead.milliseconds)}")
    }
    try stage.start("market-data")
    return stage
  }

  /// When funding is paid next.
  static func payment(after instant: Instant) -> Instant {
    let length = Interval.hours(8).seconds
    return Instant(seconds: (instant.seconds / length + 1) * length)
  }

  /// The venue, asked by somebody without a key.
  func visitor() throws -> VenueClient {
    var client = VenueClient(
      BybitAdapter(), .mainnet, url: venue.addresses[0],
      now: { Instant(nanoseconds: SystemClock.wall()) })
    try client.loadInstruments(.linear)
    return client
  }

  /// The venue's clock.
  func venueTime() throws -> Instant {
    var client = try visitor()
    let answers = try client.answers(to: .market(.serverTime))
    guard case .market(.serverTime(let time))? = answers.first else { return .epoch }
    return time
  }

  /// The rate that the venue says was paid.
  func rate(at payment: Instant) throws -> Ratio? {
    var client = try visitor()
    let call = MarketCall.fundingRates(
      Self.instrument, since: payment, until: payment, limit: nil)
    for case .market(.fundingRates(let rates)) in try client.answers(to: .market(call)) {
      if let rate = rates.first(where: { $0.at == payment }) { return rate.rate }
    }
    return nil
  }

  /// How many calls and handshakes the venue counted, and how many of them limits kept out.
  func traffic() throws -> (requests: Int, shutOut: Int) {
    struct Counts: Decodable {
      var requests: Int
      var shutOut: Int
    }
    var http = HTTPClient(TransportOptions(allowsPlainText: true))
    let answer = try http.answer(to: HTTPRequest(.get, venue.addresses[2] + "/truth"))
    let counts = try JSONDecoder().decode(Counts.self, from: Data(answer.body))
    return (counts.requests, counts.shutOut)
  }

  /// Expects not much more than a call a second for each stream and each line of candles.
  func expectCalm(since before: (requests: Int, shutOut: Int), _ began: Date) throws {
    let asked = try traffic().requests - before.requests
    let seconds = Int(Date().timeIntervalSince(began))
    #expect(asked <= 20 + 4 * seconds, "\(asked) requests in \(seconds) s")
  }

  /// How often market-data said that a stream stands.
  var openedStreams: Int {
    diary(of: "market-data").split(separator: "\n").count { $0.contains("\"stream_opened\"") }
  }

  /// Waits until every line of candles has its history and no gap is open.
  func waitUntilWhole() throws {
    try wait(seconds: 60, for: "a whole feed\n\(tail)\(diary(of: "market-data").suffix(500))") {
      usleep(100_000)
      let events = try events()
      return events.count { $0.type == .feedGapClosed } >= Self.followed.count
        && CandleComparison(events).openGaps.isEmpty
    }
  }

  /// Waits for so many further seconds of the venue.
  func waitForTicks(_ more: Int) throws {
    let before = try count(.clockTicked)
    try events(before + more, "ticks") { $0.type == .clockTicked }
  }

  /// Expects every candle once, in order, none missing, and each as the venue has it.
  func expectSameCandles() throws {
    let venue = try SimulatedVenue(of: data)
    try CandleComparison(events()).expectSame(as: venue, Self.followed, [.m1])
  }
}
