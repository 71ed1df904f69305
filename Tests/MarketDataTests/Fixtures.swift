import Events
import Foundation
import MarketDataCore
import Quantities
import Testing

/// Noon of a Monday: an opening of no candle of a day, but of all shorter ones.
let noon = Instant(seconds: 1_704_110_400)
let midnight = noon - .hours(12)

/// A bar whose prices tell its place: it opens at 100 + index and closes one higher.
func bar(_ index: Int, at openTime: Instant, volume: Quantity = 2) -> Bar {
  Bar(
    openTime: openTime, open: Price(100 + index), high: Price(103 + index),
    low: Price(98 + index), close: Price(101 + index), volume: volume)
}

/// Bars of these places on the time line, in time frames from the first instant on.
func bars(_ places: [Int], of frame: TimeFrame, from first: Instant) -> [Bar] {
  places.map { bar($0, at: first + frame.interval * $0) }
}

func symbol(_ text: String) -> MarketSymbol {
  guard let symbol = MarketSymbol(text) else { preconditionFailure("no symbol: \(text)") }
  return symbol
}

func listing(_ text: String) -> InstrumentListed {
  InstrumentListed(recorded: symbol(text), decimals: 2, near: 100)
}

/// A market of one instrument with one series.
func market(_ bars: [Bar], _ frame: TimeFrame, building frames: [TimeFrame] = []) -> Market {
  let listing = listing("test:A/USD")
  let series = CandleSeries(instrument: listing.instrument, timeFrame: frame, bars: bars)
  return Market(listings: [listing], series: [series], frames: frames)
}

/// All steps that are left.
func steps(_ market: Market) -> [[Event]] {
  var market = market
  var steps: [[Event]] = []
  var facts: [Event] = []
  while market.nextStep(into: &facts) { steps.append(facts) }
  return steps
}

func candles(_ market: Market, of frame: TimeFrame? = nil) -> [CandleClosed] {
  steps(market).joined().compactMap { fact in
    guard case .candleClosed(let candle) = fact else { return nil }
    return frame == nil || candle.timeFrame == frame ? candle : nil
  }
}

/// A fact in a few words: "tick 12:05", "A 5m 12:00 complete", "A 5m gap 12:05".
func words(_ fact: Event) -> String {
  switch fact {
  case .clockTicked(let fact): "tick \(clock(fact.at))"
  case .instrumentListed(let fact): "list \(fact.base)"
  case .candleClosed(let fact):
    "\(short(fact.instrument)) \(fact.timeFrame) \(clock(fact.openTime)) \(fact.quality.rawValue)"
  case .feedGapOpened(let fact):
    "\(short(fact.instrument)) \(fact.timeFrame) gap \(clock(fact.expected))"
  case .feedGapClosed(let fact):
    "\(short(fact.instrument)) \(fact.timeFrame) gap over \(clock(fact.from))-"
      + "\(clock(fact.until)) \(fact.missing)"
  case .marketEnded(let fact): "end \(clock(fact.at)) \(fact.candles)"
  default: "\(fact.type.rawValue)"
  }
}

func words(_ market: Market) -> [[String]] { steps(market).map { $0.map(words) } }

private func clock(_ instant: Instant) -> String {
  String(instant.description.dropFirst(11).dropLast(4))
}

private func short(_ instrument: Name) -> Substring {
  instrument.description.drop { $0 != ":" }.dropFirst().prefix { $0 != "/" }
}

/// A directory that is gone with the value.
final class TemporaryDirectory {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "candles-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Foundation.Data(bytes).write(to: URL(filePath: file))
    return file
  }

  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }
}

/// The recorded markets that stand beside the checkout, or nil with a line that says so.
func recordedMarkets(for test: String = #function) -> String? {
  let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let given = ProcessInfo.processInfo.environment["MARTLET_TEST_DATA"]
  let base = given ?? root.appending(path: "../shared").standardizedFileURL.path
  guard FileManager.default.fileExists(atPath: base + "/data") else {
    print("skipped: \(test) needs recorded candles in \(base)/data")
    return nil
  }
  return base + "/data"
}
