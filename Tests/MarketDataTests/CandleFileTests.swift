import Digest
import Events
import MarketDataCore
import MarketDataFiles
import Quantities
import Testing

private let header = "open_time_ms,open,high,low,close,volume\n"
private let row1 = "1704110400000,10,12,9,11,5\n"
private let row2 = "1704114000000,11,13,10.25,12,0\n"

/// A text that must be refused, and where and why.
struct Refusal: CustomTestStringConvertible, Sendable {
  var text: String
  var line: Int?
  var reason: CandleFileError.Reason
  var testDescription: String { "\(reason)" }

  init(_ text: String, line: Int? = nil, _ reason: CandleFileError.Reason) {
    self.text = text
    self.line = line
    self.reason = reason
  }

  static let all: [Refusal] = [
    .init("", .empty),
    .init(header, .noRows),
    .init("open_time_ms,open,high,low,close", line: 1, .missingColumn("volume")),
    .init(row1, line: 1, .missingColumn("open_time_ms")),
    .init("\n" + header + row1, line: 1, .missingColumn("open_time_ms")),
    .init("low," + header + row1, line: 1, .repeatedColumn("low")),
    .init("PNG\u{0}\u{1}\n" + row1, line: 1, .notText),
    .init(String(repeating: "x", count: 300_000), .notText),
    .init(header + row1 + "1704114000000,11,13,10,12\n", line: 3, .cells(found: 5, expected: 6)),
    .init(header + row1 + "1704114000000,1,1,1,1,1,1\n", line: 3, .cells(found: 7, expected: 6)),
    .init(header + "\n" + row1, line: 2, .cells(found: 1, expected: 6)),
    .init(header + row1 + "\n" + row2, line: 3, .cells(found: 1, expected: 6)),
    .init(header + row1 + row2 + "\n", line: 4, .cells(found: 1, expected: 6)),
    .init(
      header + row1 + "1704114000000,11,abc,10,12,0", line: 3,
      .malformedNumber(column: "high", text: "abc")),
    .init(
      header + "1704110400000,10,12,,11,5", line: 2, .malformedNumber(column: "low", text: "")),
    .init(
      header + "1704110400000,10,NaN,9,11,5", line: 2,
      .malformedNumber(column: "high", text: "NaN")),
    .init(
      header + "1704110400000, 10,12,9,11,5", line: 2,
      .malformedNumber(column: "open", text: " 10")),
    .init(
      header + "2024-01-01,10,12,9,11,5", line: 2,
      .malformedNumber(column: "open_time_ms", text: "2024-01-01")),
    .init(
      header + "-1,10,12,9,11,5", line: 2, .malformedNumber(column: "open_time_ms", text: "-1")),
    .init(
      header + "9999999999999999,10,12,9,11,5", line: 2, .timeOutOfRange("9999999999999999")),
    .init(header + row2 + row1, line: 3, .unsorted(noon, after: noon + .hours(1))),
    .init(header + row1 + row2 + row2, line: 4, .duplicate(noon + .hours(1))),
    .init(
      header + row1 + "1704114000000,0,13,10,12,0", line: 3,
      .priceNotPositive(column: "open", 0)),
    .init(
      header + "1704110400000,10,12,-9,11,5", line: 2, .priceNotPositive(column: "low", -9)),
    .init(header + "1704110400000,10,8,9,11,5", line: 2, .highBelowLow(high: 8, low: 9)),
    .init(header + "1704110400000,10,10.5,9,11,5", line: 2, .highBelowBody(high: "10.5", body: 11)),
    .init(header + "1704110400000,10,12,10.1,11,5", line: 2, .lowAboveBody(low: "10.1", body: 10)),
    .init(header + "1704110400000,10,12,9,11,-0.1", line: 2, .negativeVolume("-0.1")),
    .init(
      header + "1704110400000,10,12,9,11,100000000000001", line: 2,
      .tooLarge(column: "volume", text: "100000000000001")),
    .init(
      header + "1704110400000,10,1e15,9,11,5", line: 2, .tooLarge(column: "high", text: "1e15")),
    .init(
      header + row1 + "1704114000001,11,13,10,12,0", line: 3,
      .unaligned(Instant(milliseconds: 1_704_114_000_001), .h1)),
  ]
}

struct CandleFileTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `a good file is read as it is`() throws {
    let text = header + row1 + row2
    let path = try directory.write("btcusd_venue_1h.csv", text)
    let file = try CandleFile.load(path: path)
    #expect(file.symbol.instrument == "venue:BTC/USD" && file.timeFrame == .h1)
    #expect(
      file.bars == [
        Bar(openTime: noon, open: 10, high: 12, low: 9, close: 11, volume: 5),
        Bar(openTime: noon + .hours(1), open: 11, high: 13, low: "10.25", close: 12, volume: 0),
      ])
    #expect(file.decimals == 2)
    let digest = SHA256.hash(Array(text.utf8))
    #expect(file.digest == Identifier(high: digest.words.0, low: digest.words.1))
  }

  @Test func `columns may stand in any order among others, lines may end in CRLF or not at all`()
    throws
  {
    let path = try directory.write(
      "btcusd_1h.csv",
      "\u{feff}volume,note,close,low,high,open,open_time_ms\r\n5,a,11,9,12,10,1704110400000\r\n"
        + "0,,12,10.25,13,11,1704114000000")
    let plain = try directory.write("btcusd_1h_b.csv", header + row1 + row2)
    #expect(try CandleFile.load(path: path).bars == CandleFile.load(path: plain).bars)
  }

  @Test func `numbers too long for a fixed point are read only where nothing trades`() throws {
    let text = header + "1704110400000,1e-6,1.00000012345678901234e-6,9.1e-7,.00000100,1e3\n"
    let path = try directory.write("longs_1h.csv", text)
    #expect(throws: CandleFileError.self) { try CandleFile.load(path: path, instrument: "x:A/B") }
    let file = try CandleFile.load(path: path, instrument: "x:A/B", reading: .tolerant)
    let candle = try #require(file.candles.first)
    #expect(candle.high == 1.00000012345678901234e-6 && candle.close == 1e-6)
    #expect(candle.volume == 1000 && candle.openTime == noon)
    #expect(file.bars[0].high == "0.000001000000123457" && file.decimals == 18)
    for word in ["nan", "inf", "-inf", "0x", "1e400", "1 ", "-1e-30", "1e-30"] {
      let odd = try directory.write(
        "odd.csv", header + "1704110400000,1,1,1,1,1\n1704114000000,1,\(word),1,1,1\n")
      let error = #expect(throws: CandleFileError.self) {
        try CandleFile.load(path: odd, instrument: "x:A/B", reading: .tolerant)
      }
      #expect(error?.line == 3, "\(word)")
    }
  }

  @Test func `rows without times are counted only where nothing trades`() throws {
    let text = "close,open,high,low,volume,rsi14\n11,10,12,9,5,\n12,11,13,10,0,50\n"
    let path = try directory.write("edge_short.csv", text)
    let error = #expect(throws: CandleFileError.self) {
      try CandleFile.load(path: path, instrument: "x:A/B")
    }
    #expect(error?.reason == .missingColumn("open_time_ms"))
    let file = try CandleFile.load(path: path, instrument: "x:A/B", reading: .tolerant)
    #expect(file.timeFrame == .h1)
    #expect(file.bars.map(\.openTime) == [.epoch, .epoch + .hours(1)])
    #expect(file.candles.map(\.close) == [11, 12])
    let daily = try CandleFile.load(
      path: path, instrument: "x:A/B", timeFrame: .d1, reading: .tolerant)
    #expect(daily.bars.map(\.openTime) == [.epoch, .epoch + .days(1)])
    // A column that looks like one of times is not passed over.
    for name in ["Time", "timestamp", "date", "ts"] {
      let odd = try directory.write("odd.csv", "\(name),open,high,low,close,volume\n1,1,1,1,1,1\n")
      #expect(throws: CandleFileError.self) {
        try CandleFile.load(path: odd, instrument: "x:A/B", reading: .tolerant)
      }
    }
  }

  @Test(arguments: Refusal.all)
  func `what is not to be trusted is refused with its line`(refusal: Refusal) throws {
    let path = try directory.write("btcusd_venue_1h.csv", refusal.text)
    let zipped = try directory.write("btcusd_venue_1h.csv.gz", gzip(Array(refusal.text.utf8)))
    for path in [path, zipped] {
      let expected = CandleFileError(path: path, line: refusal.line, reason: refusal.reason)
      #expect(throws: expected) { try CandleFile.load(path: path) }
      #expect("\(expected)".hasPrefix(path))
    }
  }

  @Test(arguments: ["open_time_ms", "open", "high", "low", "close", "volume"])
  func `what is no finite number is refused with its line and column`(column: String) throws {
    let names = header.split(whereSeparator: { $0 == "," || $0 == "\n" })
    let place = try #require(names.firstIndex { $0 == column })
    let huge = String(repeating: "9", count: 100_000)
    let texts = ["NaN", "nan", "-nan", "inf", "+inf", "-inf", "Infinity", "1e999", "0x1p3", huge]
    for text in texts {
      var cells = row2.dropLast().split(separator: ",").map(String.init)
      cells[place] = text
      let path = try directory.write(
        "btcusd_venue_1h.csv", header + row1 + cells.joined(separator: ",") + "\n")
      let error = #expect(throws: CandleFileError.self) { try CandleFile.load(path: path) }
      #expect(error?.line == 3)
      #expect("\(try #require(error))".contains(", line 3: \(column) is "), "\(text.prefix(9))")
      #expect("\(try #require(error))".count < 1_000)
    }
  }

  @Test func `a fault far behind the first chunk has its line`() throws {
    var text = header
    for index in 0..<20_000 { text += "\(1_704_110_400_000 + index * 60_000),10,12,9,11,5\n" }
    text += "1,10,12,9,11,5\n"
    let path = try directory.write("btcusd_1m.csv", text)
    let last = noon + .minutes(19_999)
    #expect(
      throws: CandleFileError(
        path: path, line: 20_002, reason: .unsorted(Instant(milliseconds: 1), after: last))
    ) { try CandleFile.load(path: path) }
  }

  @Test func `gzip is read, and refused when cut or changed anywhere`() throws {
    let whole = gzip(Array((header + row1 + row2).utf8))
    let path = try directory.write("btcusd_1h.csv.gz", whole)
    #expect(try CandleFile.load(path: path).bars.count == 2)
    for length in 0..<whole.count {
      let path = try directory.write("btcusd_1h_cut.csv.gz", Array(whole[..<length]))
      let error = #expect(throws: CandleFileError.self) { try CandleFile.load(path: path) }
      if length > 10 { #expect(error?.reason == .truncatedGzip, "cut at \(length)") }
    }
    var changed = whole
    changed[40] ^= 1
    let damaged = try directory.write("btcusd_1h_bad.csv.gz", changed)
    #expect(throws: CandleFileError.self) { try CandleFile.load(path: damaged) }
  }

  @Test func `a file that is not there or not a file is named`() {
    let missing = directory.path + "/btcusd_1h.csv"
    #expect(throws: CandleFileError(path: missing, reason: .missing)) {
      try CandleFile.load(path: missing)
    }
    #expect(throws: CandleFileError(path: directory.path, reason: .unreadable("Is a directory"))) {
      try CandleFile.load(path: directory.path, instrument: "x:A/USD", timeFrame: .h1)
    }
  }

  @Test func `the time frame is taken from the rows when the name has none`() throws {
    let path = try directory.write("btcusd.csv", header + row1 + row2)
    #expect(try CandleFile.load(path: path).timeFrame == .h1)
    let odd = try directory.write(
      "ethusd.csv", header + row1 + "1704110407000,11,13,10.25,12,0\n")
    #expect(
      throws: CandleFileError(path: odd, reason: .unknownTimeFrame(smallest: .seconds(7)))
    ) { try CandleFile.load(path: odd) }
    let shifted = try directory.write(
      "solusd.csv", header + "1704110401000,10,12,9,11,5\n1704110461000,11,13,10.25,12,0\n")
    #expect(
      throws: CandleFileError(
        path: shifted, line: 2, reason: .unaligned(noon + .seconds(1), .m1))
    ) { try CandleFile.load(path: shifted) }
    let unnamed = try directory.write("prices_1h.csv", header + row1)
    #expect(throws: CandleFileError(path: unnamed, reason: .unknownInstrument)) {
      try CandleFile.load(path: unnamed)
    }
  }
}

/// The bytes as gzip, not compressed: RFC 1952 around one stored block of RFC 1951.
private func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var zipped: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
  var start = 0
  repeat {
    let end = min(start + 65_535, bytes.count)
    let count = UInt16(end - start)
    zipped += [end == bytes.count ? 1 : 0]
    for word in [count, ~count] { zipped += [UInt8(word & 0xff), UInt8(word >> 8)] }
    zipped += bytes[start..<end]
    start = end
  } while start < bytes.count
  var check: UInt32 = .max
  for byte in bytes {
    check ^= UInt32(byte)
    for _ in 0..<8 { check = check & 1 == 1 ? (check >> 1) ^ 0xedb8_8320 : check >> 1 }
  }
  for word in [~check, UInt32(bytes.count)] {
    for shift in [0, 8, 16, 24] as [UInt32] {
      zipped.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
  return zipped
}
