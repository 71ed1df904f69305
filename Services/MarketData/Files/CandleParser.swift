import Events
import MarketDataCore
import Quantities

/// Reads the lines of a candle file one by one and checks each against the one before.
struct CandleParser {
  private(set) var bars: [Bar] = []
  /// The same in binary numbers as they are written; only of a tolerant reading.
  private(set) var candles: [Candle] = []
  /// The most digits behind the point of a price.
  private(set) var decimals = 0
  private(set) var smallestSpacing: Interval?
  private let path: String
  private let timeFrame: TimeFrame?
  private let reading: CandleReading
  private var columns: CandleColumns?
  private var line = 0
  /// The start and the end of the cell of each needed column.
  private var cells = InlineArray<6, (Int, Int)>(repeating: (0, 0))
  /// The cells of the last line in binary numbers.
  private var values = InlineArray<6, Double>(repeating: 0)

  init(path: String, timeFrame: TimeFrame?, reading: CandleReading) {
    self.path = path
    self.timeFrame = timeFrame
    self.reading = reading
  }

  /// Takes the line between two places of the bytes, without its line feed.
  mutating func parse(_ bytes: RawSpan, _ start: Int, _ lineEnd: Int) throws(CandleFileError) {
    line += 1
    var end = lineEnd
    if end > start, bytes.byte(at: end - 1) == UInt8(ascii: "\r") { end -= 1 }
    guard let columns else {
      let skipped = start + CandleParser.markLength(bytes, start, end)
      self.columns = try CandleColumns(
        header: bytes.text(skipped, end), path: path, reading: reading)
      return
    }
    try split(bytes, start, end, columns.roles)
    let bar = try bar(bytes, at: columns.hasTimes ? openTime(bytes) : countedTime)
    try check(bar)
    bars.append(bar)
    if reading == .tolerant {
      candles.append(
        Candle(
          openTime: bar.openTime, open: values[1], high: values[2], low: values[3],
          close: values[4], volume: values[5]))
    }
  }

  /// Whether anything came, not even a candle.
  var isEmpty: Bool { line == 0 }

  private func fault(_ reason: CandleFileError.Reason) -> CandleFileError {
    CandleFileError(path: path, line: line, reason: reason)
  }
}

extension CandleParser {
  private mutating func split(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ roles: [Int]
  ) throws(CandleFileError) {
    var cellStart = start
    var found = 0
    var index = start
    while true {
      if index == end || bytes.byte(at: index) == UInt8(ascii: ",") {
        if found < roles.count, roles[found] >= 0 { cells[roles[found]] = (cellStart, index) }
        found += 1
        cellStart = index + 1
        if index == end { break }
      }
      index += 1
    }
    guard found == roles.count else {
      throw fault(.cells(found: found, expected: roles.count))
    }
  }

  private mutating func bar(_ bytes: RawSpan, at time: Instant) throws(CandleFileError) -> Bar {
    Bar(
      openTime: time, open: try price(bytes, 1), high: try price(bytes, 2),
      low: try price(bytes, 3), close: try price(bytes, 4),
      volume: Quantity(try number(bytes, 5)))
  }

  private mutating func number(
    _ bytes: RawSpan, _ column: Int
  ) throws(CandleFileError) -> FixedPoint {
    let (start, end) = cells[column]
    guard let number = exact(bytes, column) ?? rounded(bytes.text(start, end), column) else {
      throw fault(
        .malformedNumber(column: CandleColumns.names[column], text: bytes.text(start, end)))
    }
    guard number <= CandleParser.largest else {
      throw fault(.tooLarge(column: CandleColumns.names[column], text: bytes.text(start, end)))
    }
    return number
  }

  @inline(__always)
  private mutating func exact(_ bytes: RawSpan, _ column: Int) -> FixedPoint? {
    let (start, end) = cells[column]
    guard let number = try? FixedPoint(parsing: bytes, from: start, to: end) else { return nil }
    if reading == .tolerant { values[column] = number.double }
    return number
  }

  /// A number with more digits than a fixed point has; nil when it must not be rounded.
  private mutating func rounded(_ text: String, _ column: Int) -> FixedPoint? {
    guard reading == .tolerant, let value = Double(text) else { return nil }
    values[column] = value
    return FixedPoint(value)
  }

  /// A week of seconds with such a volume still has a sum.
  private static let largest = FixedPoint(100_000_000_000_000)

  private mutating func price(_ bytes: RawSpan, _ column: Int) throws(CandleFileError) -> Price {
    let price = Price(try number(bytes, column))
    guard price.isPositive else {
      throw fault(.priceNotPositive(column: CandleColumns.names[column], price))
    }
    let (start, end) = cells[column]
    let places = bytes.decimals(start, end) ?? price.value.decimals
    decimals = max(decimals, min(places, FixedPoint.fractionDigits))
    return price
  }

  /// When the next row opens that does not say it.
  private var countedTime: Instant { .epoch + (timeFrame ?? .h1).interval * bars.count }

  private func openTime(_ bytes: RawSpan) throws(CandleFileError) -> Instant {
    let (start, end) = cells[0]
    guard (1...18).contains(end - start) else { throw malformedTime(bytes.text(start, end)) }
    var milliseconds: Int64 = 0
    for index in start..<end {
      let digit = bytes.byte(at: index) &- UInt8(ascii: "0")
      guard digit < 10 else { throw malformedTime(bytes.text(start, end)) }
      milliseconds = milliseconds * 10 + Int64(digit)
    }
    guard milliseconds <= CandleParser.latest else {
      throw fault(.timeOutOfRange(bytes.text(start, end)))
    }
    return Instant(milliseconds: milliseconds)
  }

  /// 2200-01-01, so that no candle closes beyond what an instant can say.
  private static var latest: Int64 { 7_258_118_400_000 }

  private func malformedTime(_ text: String) -> CandleFileError {
    fault(.malformedNumber(column: CandleColumns.names[0], text: text))
  }
}

extension CandleParser {
  private mutating func check(_ bar: Bar) throws(CandleFileError) {
    if bar.high < bar.low { throw fault(.highBelowLow(high: bar.high, low: bar.low)) }
    let top = max(bar.open, bar.close)
    if bar.high < top { throw fault(.highBelowBody(high: bar.high, body: top)) }
    let bottom = min(bar.open, bar.close)
    if bar.low > bottom { throw fault(.lowAboveBody(low: bar.low, body: bottom)) }
    if bar.volume.isNegative { throw fault(.negativeVolume(bar.volume)) }
    if let previous = bars.last?.openTime {
      if bar.openTime == previous { throw fault(.duplicate(bar.openTime)) }
      if bar.openTime < previous { throw fault(.unsorted(bar.openTime, after: previous)) }
      let spacing = bar.openTime - previous
      smallestSpacing = min(smallestSpacing ?? spacing, spacing)
    }
    if let timeFrame, !timeFrame.isOpening(bar.openTime) {
      throw fault(.unaligned(bar.openTime, timeFrame))
    }
  }

  /// The length of a byte order mark, or 0.
  private static func markLength(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Int {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    guard end - start >= 3 else { return 0 }
    return mark.indices.allSatisfy { bytes.byte(at: start + $0) == mark[$0] } ? 3 : 0
  }
}

extension FixedPoint {
  /// How many digits stand behind the point, without the zeros that end them.
  var decimals: Int {
    var rest = mantissa.magnitude
    var digits = FixedPoint.fractionDigits
    while digits > 0 {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { break }
      rest = quotient
      digits -= 1
    }
    return digits
  }
}

extension RawSpan {
  /// The same of a number's text; nil when it has an exponent.
  @inline(__always)
  fileprivate func decimals(_ start: Int, _ end: Int) -> Int? {
    var last = end
    while last > start, byte(at: last - 1) == UInt8(ascii: "0") { last -= 1 }
    var index = last
    while index > start {
      let byte = byte(at: index - 1)
      if byte == UInt8(ascii: ".") { return last - index }
      if byte > UInt8(ascii: "9") { return nil }
      index -= 1
    }
    return 0
  }
}

extension RawSpan {
  /// The byte at a place that the caller keeps inside.
  @inline(__always)
  func byte(at index: Int) -> UInt8 {
    assert(index >= 0 && index < byteCount)
    return unsafe unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
  }

  /// The text between two places, for people; what is not UTF-8 is shown as such.
  func text(_ start: Int, _ end: Int) -> String {
    var bytes: [UInt8] = []
    for index in start..<min(end, start + 200) { bytes.append(byte(at: index)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
