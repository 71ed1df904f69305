import Digest
public import Events
public import MarketDataCore
public import Quantities

/// A file of candles that was read and found to be good as a whole.
///
/// CSV text, plain or gzip, with a header that names at least `open_time_ms` (milliseconds since
/// 1970 of the bar's opening, UTC), `open`, `high`, `low`, `close` and `volume` (in units of the
/// base asset); the columns may stand in any order, others are passed over. Rows are strictly
/// sorted by time.
public struct CandleFile: Sendable {
  public let path: String
  public let symbol: MarketSymbol
  public let timeFrame: TimeFrame
  public let bars: [Bar]
  /// The most digits that a price has behind the point.
  public let decimals: Int
  /// First half of the SHA-256 of the uncompressed text.
  public let digest: Identifier
  /// The numbers as they are written, when they were not read exactly.
  private let read: [Candle]?

  /// The bars in binary numbers.
  public var candles: [Candle] { read ?? bars.map(Candle.init) }

  /// Reads a whole file, or says in which line it is not to be trusted; then nothing of it is used.
  ///
  /// - Parameters:
  ///   - instrument: such as "bitstamp:BTC/USD"; taken from the file's name when nil.
  ///   - timeFrame: taken from the file's name when nil, else from its rows.
  ///   - reading: how much it asks of the text.
  public static func load(
    path: String, instrument: Name? = nil, timeFrame: TimeFrame? = nil,
    reading: CandleReading = .strict
  ) throws(CandleFileError) -> CandleFile {
    let name = CandleFileName(path: path)
    let symbol = instrument.map { MarketSymbol($0.description) } ?? name.symbol
    var parser = CandleParser(path: path, timeFrame: timeFrame ?? name.timeFrame, reading: reading)
    let digest = try read(path, into: &parser)
    guard !parser.isEmpty else { throw CandleFileError(path: path, reason: .empty) }
    guard !parser.bars.isEmpty else { throw CandleFileError(path: path, reason: .noRows) }
    guard let symbol else { throw CandleFileError(path: path, reason: .unknownInstrument) }
    let frame: TimeFrame
    if let known = timeFrame ?? name.timeFrame {
      frame = known
    } else {
      frame = try TimeFrame(ofRows: parser, path: path)
    }
    return CandleFile(
      path: path, symbol: symbol, timeFrame: frame, bars: parser.bars, decimals: parser.decimals,
      digest: digest, read: reading == .tolerant ? parser.candles : nil)
  }

  /// Hands the lines of the file to the parser; returns the digest of the text.
  private static func read(
    _ path: String, into parser: inout CandleParser
  ) throws(CandleFileError) -> Identifier {
    let reader = try GzipReader(path: path)
    var hasher = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var kept = 0
    while true {
      let count = try reader.read(into: &buffer, from: kept)
      let filled = kept + count
      let rest = try parser.takeLines(buffer, from: kept, filled, into: &hasher)
      guard count > 0 else { break }
      kept = filled - rest
      guard kept < buffer.count else { throw CandleFileError(path: path, reason: .notText) }
      for index in 0..<kept { buffer[index] = buffer[rest + index] }
    }
    let digest = hasher.finalize()
    return Identifier(high: digest.words.0, low: digest.words.1)
  }
}

extension Candle {
  fileprivate init(_ bar: Bar) {
    self.init(
      openTime: bar.openTime, open: bar.open.double, high: bar.high.double, low: bar.low.double,
      close: bar.close.double, volume: bar.volume.double)
  }
}

extension CandleParser {
  /// Takes the whole lines among the first bytes, of which those from `start` on are new.
  ///
  /// Without new bytes the text is at its end, and what is left is a line. Returns where the
  /// unfinished line begins.
  fileprivate mutating func takeLines(
    _ buffer: [UInt8], from start: Int, _ filled: Int, into hasher: inout SHA256
  ) throws(CandleFileError) -> Int {
    let bytes = unsafe buffer.span.bytes
    hasher.update(bytes.extracting(start..<filled))
    var lineStart = 0
    for index in start..<filled where bytes.byte(at: index) == UInt8(ascii: "\n") {
      try parse(bytes, lineStart, index)
      lineStart = index + 1
    }
    if start == filled, filled > 0 { try parse(bytes, lineStart, filled) }
    return lineStart
  }
}

extension TimeFrame {
  /// The smallest spacing between the rows, if it is a usual time frame that all rows fit.
  fileprivate init(ofRows parser: CandleParser, path: String) throws(CandleFileError) {
    let usual: [TimeFrame] = [.s1, .s15, .m1, .m5, .m15, .m30, .h1, .h2, .h4, .h12, .d1, .w1]
    let spacing = parser.smallestSpacing
    guard let frame = usual.first(where: { $0.interval == spacing }) else {
      throw CandleFileError(path: path, reason: .unknownTimeFrame(smallest: spacing))
    }
    if let row = parser.bars.firstIndex(where: { !frame.isOpening($0.openTime) }) {
      // The header is line 1, and every line after it is a row.
      throw CandleFileError(
        path: path, line: row + 2, reason: .unaligned(parser.bars[row].openTime, frame))
    }
    self = frame
  }
}
