import Events
public import MarketDataCore
public import Quantities

/// A market file as it is named on a command line: `FILE[@venue:BASE/QUOTE][@1h]`.
public struct MarketArgument: Sendable, Hashable {
  public var path: String
  public var symbol: MarketSymbol?
  public var timeFrame: TimeFrame?

  public init(path: String, symbol: MarketSymbol? = nil, timeFrame: TimeFrame? = nil) {
    self.path = path
    self.symbol = symbol
    self.timeFrame = timeFrame
  }

  /// Reads an argument; a path may hold "@" before a slash or a dot.
  public init(_ argument: String) throws(CandleFileError) {
    self.init(path: argument)
    while let at = path.lastIndex(of: "@") {
      let text = path[path.index(after: at)...]
      if timeFrame == nil, symbol == nil, let frame = TimeFrame(text) {
        timeFrame = frame
      } else if symbol == nil, let symbol = MarketSymbol(text) {
        self.symbol = symbol
      } else if text.contains(where: { $0 == "." || $0 == "/" }), !text.contains(":") {
        return
      } else {
        throw CandleFileError(path: argument, reason: .unknownPart(String(text)))
      }
      path = String(path[..<at])
    }
  }

  /// Reads the file that the argument names.
  public func load(reading: CandleReading = .strict) throws(CandleFileError) -> CandleFile {
    try CandleFile.load(
      path: path, instrument: symbol?.instrument, timeFrame: timeFrame, reading: reading)
  }
}
