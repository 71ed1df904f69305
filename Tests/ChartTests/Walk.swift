import EventSourcing
import Events
import Foundation
import IndicatorCore
import MarketDataCore
import MarketDataFiles
import Quantities
import TestSupport
import Testing

@testable import MartletCommand

/// Candles of a random walk as a file; the same seed gives the same file.
struct Walk {
  let rows: [String]
  let frame: TimeFrame

  /// Rows as they are.
  init(_ rows: [String], of frame: TimeFrame) {
    self.rows = rows
    self.frame = frame
  }

  static let begin = Instant(seconds: 1_609_459_200)

  init(_ count: Int, seed: Int, of frame: TimeFrame = .h1) {
    self.frame = frame
    var random = Seeded(seed)
    var price = 20_000.0
    rows = (0..<count).map { index in
      let open = price
      price *= 1 + (random.unit() - 0.5) / 40
      let high = max(open, price) * (1 + random.unit() / 100)
      let low = min(open, price) * (1 - random.unit() / 100)
      let cells = [open, high, low, price, random.unit() * 100].map {
        String(format: "%.2f", $0)
      }
      let time = Walk.begin + frame.interval * index
      return "\(time.milliseconds)," + cells.joined(separator: ",")
    }
  }

  /// The text of the first rows.
  func text(_ count: Int? = nil) -> String {
    let header = "open_time_ms,open,high,low,close,volume"
    return ([header] + rows.prefix(count ?? rows.count)).joined(separator: "\n") + "\n"
  }

  /// The first rows as a file that was read.
  func file(_ count: Int? = nil, as instrument: String = "walk:BTC/USD") throws -> CandleFile {
    let path = "/tmp/martlet-walk.\(getpid()).\(UInt32.random(in: 0...(.max))).csv"
    try Data(text(count).utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try CandleFile.load(
      path: path, instrument: Name(instrument), timeFrame: frame)
  }

  /// What is drawn of some of the rows.
  func analysis(_ count: Int? = nil, to: Instant? = nil, last: Int = 200) throws -> ChartAnalysis {
    let file = try file(count)
    let range = try ChartRange(of: file.bars, to: to, last: last)
    return try ChartAnalysis(of: [file], frames: ChartFrames(of: [file]), range: range)
  }
}

/// A library that passes for the real one.
func library(_ script: String = "/* TradingView Lightweight Charts™ v5.1.0 */") throws
  -> ChartLibrary
{
  try ChartLibrary(script, from: "library.js")
}

/// The data of a page, read as a browser would.
func data(of html: String) throws -> [String: Any] {
  let begin = try #require(html.range(of: #"id="data">"#)).upperBound
  let end = try #require(html.range(of: "</script>", range: begin..<html.endIndex)).lowerBound
  let value = try JSONSerialization.jsonObject(with: Data(html[begin..<end].utf8))
  return try #require(value as? [String: Any])
}
