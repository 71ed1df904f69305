public import Events
public import Quantities

/// Why a candle file is refused: which file, which line, and what is wrong there.
public struct CandleFileError: Error, Sendable, Hashable {
  public var path: String
  /// From 1, the header; nil when the fault is not in a line.
  public var line: Int?
  public var reason: Reason

  public init(path: String, line: Int? = nil, reason: Reason) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  public enum Reason: Sendable, Hashable {
    case missing
    /// The system's words.
    case unreadable(String)
    case empty
    case noRows
    case notText
    case truncatedGzip
    case damagedGzip
    case missingColumn(String)
    case repeatedColumn(String)
    case cells(found: Int, expected: Int)
    case malformedNumber(column: String, text: String)
    case timeOutOfRange(String)
    case unaligned(Instant, TimeFrame)
    /// A row that is earlier than the one before.
    case unsorted(Instant, after: Instant)
    case duplicate(Instant)
    case priceNotPositive(column: String, Price)
    case highBelowLow(high: Price, low: Price)
    case highBelowBody(high: Price, body: Price)
    case lowAboveBody(low: Price, body: Price)
    case negativeVolume(Quantity)
    /// Beyond what sums and products have room for.
    case tooLarge(column: String, text: String)
    case unknownInstrument
    case unknownTimeFrame(smallest: Interval?)
    /// The argument names a time frame or an instrument that is none.
    case unknownPart(String)
    case repeatedSeries(Name, TimeFrame, other: String)
    /// The file is not the one that the configuration was made from.
    case changed(expected: Identifier, found: Identifier)
    case frameNotAvailable(TimeFrame, Name, finest: TimeFrame)
  }
}

extension CandleFileError: CustomStringConvertible {
  /// One sentence for people: "prices.csv, line 7: high 12 is below low 13".
  public var description: String {
    line.map { "\(path), line \($0): \(reason)" } ?? "\(path): \(reason)"
  }
}

extension CandleFileError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing: "there is no such file"
    case .unreadable(let words): "the file cannot be read: \(words)"
    case .empty: "the file is empty"
    case .noRows: "there is a header, but no candle"
    case .notText: "this is not text"
    case .truncatedGzip: "the gzip data ends too early"
    case .damagedGzip: "the gzip data is damaged"
    case .missingColumn(let column):
      "the column \(column) is missing; open_time_ms,open,high,low,close,volume are needed"
    case .repeatedColumn(let column): "the column \(column) is there twice"
    case .cells(let found, let expected): "\(found) cells instead of \(expected)"
    case .malformedNumber(let column, let text): "\(column) is not a number: \"\(text)\""
    case .timeOutOfRange(let text): "open_time_ms is out of range: \(text)"
    case .unaligned(let time, let frame): "\(time) does not open a candle of \(frame)"
    case .unsorted(let time, let previous): "\(time) comes after \(previous)"
    case .duplicate(let time): "a second candle of \(time)"
    case .priceNotPositive(let column, let price): "\(column) is \(price), not above 0"
    case .highBelowLow(let high, let low): "high \(high) is below low \(low)"
    case .highBelowBody(let high, let body): "high \(high) is below open or close \(body)"
    case .lowAboveBody(let low, let body): "low \(low) is above open or close \(body)"
    case .negativeVolume(let volume): "volume is \(volume), below 0"
    case .tooLarge(let column, let text): "\(column) is too large: \(text)"
    case .unknownInstrument, .unknownTimeFrame, .unknownPart, .repeatedSeries, .changed,
      .frameNotAvailable:
      namingFault
    }
  }

  private var namingFault: String {
    switch self {
    case .unknownInstrument:
      "the name does not tell the instrument; write FILE@venue:BASE/QUOTE, "
        + "such as prices.csv@bitstamp:BTC/USD"
    case .unknownTimeFrame(let smallest):
      "neither the name nor the rows tell the time frame"
        + (smallest.map { " (the smallest spacing is \($0))" } ?? "")
        + "; write FILE@venue:BASE/QUOTE@1h"
    case .unknownPart(let text):
      "\"\(text)\" is neither an instrument such as bitstamp:BTC/USD nor a time frame such as 1h"
    case .repeatedSeries(let instrument, let frame, let other):
      "\(instrument) \(frame) is given by \(other) already"
    case .changed(let expected, let found):
      "the file has changed since it was configured: digest \(found), not \(expected)"
    case .frameNotAvailable(let frame, let instrument, let finest):
      "candles of \(frame) are needed, and \(frame) cannot be built from the \(finest) of "
        + "\(instrument)"
    default: preconditionFailure("a fault of the file's text")
    }
  }
}
