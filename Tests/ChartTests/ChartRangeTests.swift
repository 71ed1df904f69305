import MarketDataCore
import MarketDataFiles
import Quantities
import ServiceKit
import Testing

@testable import MartletCommand

@Suite struct ChartRangeTests {
  static let bars = (0..<100).map { index in
    Bar(
      openTime: Walk.begin + .hours(Int64(index)), open: 10, high: 12, low: 9, close: 11,
      volume: 1)
  }

  static func hour(_ count: Int?) -> Instant? { count.map { Walk.begin + .hours(Int64($0)) } }

  @Test(
    arguments: [
      (nil, nil, nil, 0, 100), (nil, nil, 10, 90, 100), (nil, nil, 500, 0, 100),
      (40, nil, nil, 40, 100), (nil, 40, nil, 0, 40), (nil, 40, 15, 25, 40), (20, 30, nil, 20, 30),
      (-50, 500, nil, 0, 100), (99, nil, nil, 99, 100),
    ] as [(Int?, Int?, Int?, Int, Int)])
  func `dates and numbers choose the candles`(
    from: Int?, to: Int?, last: Int?, first: Int, end: Int
  ) throws {
    let range = try ChartRange(
      of: Self.bars, from: Self.hour(from), to: Self.hour(to), last: last)
    #expect(range.bars == first..<end)
    #expect(!range.isCut)
  }

  @Test func `a long file is cut to its end, and says so`() throws {
    let bars = (0..<ChartRange.standard + 7).map { index in
      Bar(
        openTime: Walk.begin + .hours(Int64(index)), open: 10, high: 12, low: 9, close: 11,
        volume: 1)
    }
    let range = try ChartRange(of: bars)
    #expect(range.bars == 7..<bars.count)
    #expect(range.isCut)
    #expect(try !ChartRange(of: bars, last: 20).isCut)
    #expect(try ChartRange(of: bars, from: Walk.begin).bars.count == bars.count)
  }

  @Test func `no candle in the time, or two wishes at once, is refused`() {
    #expect(throws: CommandFailure.self) { try ChartRange(of: Self.bars, from: Self.hour(100)) }
    #expect(throws: CommandFailure.self) { try ChartRange(of: Self.bars, to: Self.hour(0)) }
    #expect(throws: CommandFailure.self) {
      try ChartRange(of: Self.bars, from: Self.hour(50), to: Self.hour(50))
    }
    #expect(throws: UsageError.self) {
      try ChartRange(of: Self.bars, from: Self.hour(50), last: 3)
    }
  }

  @Test(arguments: [
    ("1m", "5m", "30m"), ("15m", "1h", "4h"), ("1h", "4h", "1d"), ("4h", "1d", "1d"),
    ("1d", "1w", "1d"), ("1w", "1w", "1w"), ("7s", "7s", "7s"),
  ])
  func `a single file has its levels and its regime from frames that are built`(
    base: String, levels: String, regime: String
  ) throws {
    let frame = try #require(TimeFrame(base))
    let walk = Walk(3, seed: 1, of: frame)
    let opening = frame.opening(of: Walk.begin)
    let rows = walk.rows.enumerated().map { index, row in
      "\((opening + frame.interval * index).milliseconds)" + row.drop { $0 != "," }
    }
    let file = try Walk(rows, of: frame).file()
    let frames = try ChartFrames(of: [file])
    #expect(
      [frames.base, frames.levels, frames.regime].map(\.description) == [base, levels, regime])
    // What is chosen can be built.
    _ = try MarketFiles([file]).market(frames: [frames.levels, frames.regime])
  }

  @Test func `of several files the finest is drawn, the next has the levels, the last the regime`()
    throws
  {
    let files = try [TimeFrame.d1, .h1, .h4].map { try Walk(3, seed: 1, of: $0).file() }
    let frames = try ChartFrames(of: files)
    #expect([frames.base, frames.levels, frames.regime] == [.h1, .h4, .d1])
    let two = try ChartFrames(of: Array(files[..<2]))
    #expect([two.base, two.levels, two.regime] == [.h1, .d1, .d1])
    let asked = try ChartFrames(of: files, levels: .h2, regime: .h12)
    #expect([asked.levels, asked.regime] == [.h2, .h12])
  }

  @Test func `a chart is named after its instrument, or its file where none is known`() throws {
    #expect(try ChartFrames(of: [Walk(3, seed: 1).file()]).title == "walk:BTC/USD 1h")
    let unnamed = try ChartFrames(of: [Walk(3, seed: 1).file(as: "file:ANY/ANY")])
    #expect(unnamed.title.hasPrefix("martlet-walk.") && unnamed.title.hasSuffix(".csv 1h"))
  }

  @Test func `files of two instruments are refused by name`() throws {
    let files = [
      try Walk(3, seed: 1).file(), try Walk(3, seed: 1, of: .h4).file(as: "walk:ETH/USD"),
    ]
    let failure = try #require(throws: CommandFailure.self) { try ChartFrames(of: files) }
    #expect(failure.sentence.contains("walk:BTC/USD") && failure.sentence.contains("walk:ETH/USD"))
  }
}
