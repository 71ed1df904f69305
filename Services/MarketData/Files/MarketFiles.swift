public import Events
import Glibc
public import MarketDataCore
public import Quantities

/// Candle files that make one market together.
public struct MarketFiles: Sendable {
  public let files: [CandleFile]

  /// Takes files; each instrument has at most one for a time frame.
  public init(_ files: [CandleFile]) throws(CandleFileError) {
    for (index, file) in files.enumerated() {
      let other = files[..<index].first {
        $0.symbol == file.symbol && $0.timeFrame == file.timeFrame
      }
      if let other {
        throw CandleFileError(
          path: file.path,
          reason: .repeatedSeries(file.symbol.instrument, file.timeFrame, other: other.path))
      }
    }
    self.files = files
  }

  /// Reads the files of a command line: `FILE[@venue:BASE/QUOTE][@1h]` each.
  public init(arguments: [String]) throws(CandleFileError) {
    var files: [CandleFile] = []
    for argument in arguments { files.append(try MarketArgument(argument).load()) }
    try self.init(files)
  }

  /// Reads the files of a configuration, which must not have changed since it was made.
  public init(_ configuration: MarketConfiguration) throws(CandleFileError) {
    var files: [CandleFile] = []
    for file in configuration.files {
      let loaded = try CandleFile.load(
        path: file.path, instrument: file.instrument, timeFrame: file.timeFrame)
      guard loaded.digest == file.digest else {
        throw CandleFileError(
          path: file.path, reason: .changed(expected: file.digest, found: loaded.digest))
      }
      files.append(loaded)
    }
    try self.init(files)
  }

  /// The configuration that names these files, with absolute paths and digests.
  public var configuration: MarketConfiguration {
    MarketConfiguration(
      source: .files, seed: 0, instruments: 0, days: 0, pace: 0,
      files: files.map { file in
        MarketFile(
          path: absolute(file.path), instrument: file.symbol.instrument, timeFrame: file.timeFrame,
          digest: file.digest)
      })
  }

  /// The market of the files, with these time frames built where no file gives them.
  ///
  /// Instruments come in the order in which the files name them first. A given file is used for
  /// its time frame as it is, from its beginning to its end.
  public func market(frames: [TimeFrame]) throws(CandleFileError) -> Market {
    var symbols: [MarketSymbol] = []
    for file in files where !symbols.contains(file.symbol) { symbols.append(file.symbol) }
    var listings: [InstrumentListed] = []
    for symbol in symbols {
      let own = files.filter { $0.symbol == symbol }
      try check(frames, of: own)
      listings.append(listing(symbol, of: own))
    }
    let series = files.map { file in
      CandleSeries(
        instrument: file.symbol.instrument, timeFrame: file.timeFrame, bars: file.bars)
    }
    return Market(listings: listings, series: series, frames: frames)
  }

  private func check(_ frames: [TimeFrame], of files: [CandleFile]) throws(CandleFileError) {
    let given = files.map(\.timeFrame)
    for frame in frames where !Market.canBuild(frame, from: given) {
      guard let finest = files.min(by: { $0.timeFrame < $1.timeFrame }) else { continue }
      throw CandleFileError(
        path: finest.path,
        reason: .frameNotAvailable(frame, finest.symbol.instrument, finest: finest.timeFrame))
    }
  }

  private func listing(_ symbol: MarketSymbol, of files: [CandleFile]) -> InstrumentListed {
    let decimals = files.map(\.decimals).max() ?? 0
    return InstrumentListed(
      recorded: symbol, decimals: decimals, near: files.first?.bars.first?.close ?? 1)
  }
}

/// The path from the root, links resolved; the path as it is when that fails.
private func absolute(_ path: String) -> String {
  guard let resolved = unsafe realpath(path, nil) else { return path }
  defer { unsafe free(resolved) }
  return unsafe String(cString: resolved)
}
