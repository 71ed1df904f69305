public import Events
public import MarketDataCore
public import Quantities

/// Why a configuration does not make a market.
public enum MarketConfigurationError: Error, Sendable, Hashable {
  case file(CandleFileError)
  case noFiles
  /// The generator knows so many instruments.
  case instruments(Int, limit: Int)
  case days(Int)
  case frameNotAvailable(TimeFrame)
  /// What happens at a venue cannot be made again.
  case live
}

extension MarketConfigurationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .noFiles: "the market is to come from files, but none is named"
    case .instruments(let count, let limit):
      "the generator makes 1 to \(limit) instruments, not \(count)"
    case .days(let days):
      "the generator makes 1 to \(GeneratedMarket.dayLimit) days, or 0 for as many, not \(days)"
    case .frameNotAvailable(let frame):
      "the generator makes candles of \(TimeFrame.m15), from which \(frame) cannot be built"
    case .live: "the market is one that happens at a venue; it cannot be made again"
    }
  }
}

/// Makes the market that the configuration names: the same one every time.
///
/// The time frames of the strategies are built where they are not given. A market that happens at a
/// venue is refused.
public func market(
  from configuration: Configuration
) throws(MarketConfigurationError) -> Market {
  switch configuration.market.source {
  case .generator:
    return try generatedMarket(configuration.market, frames: configuration.frames)
  case .files:
    guard !configuration.market.files.isEmpty else { throw .noFiles }
    do {
      return try MarketFiles(configuration.market).market(frames: configuration.frames)
    } catch {
      throw .file(error)
    }
  case .venue: throw .live
  }
}

private func generatedMarket(
  _ configuration: MarketConfiguration, frames: [TimeFrame]
) throws(MarketConfigurationError) -> Market {
  let limit = GeneratedMarket.instrumentLimit
  guard (1...limit).contains(configuration.instruments) else {
    throw .instruments(configuration.instruments, limit: limit)
  }
  guard (0...GeneratedMarket.dayLimit).contains(configuration.days) else {
    throw .days(configuration.days)
  }
  let generated = GeneratedMarket(
    seed: configuration.seed, instruments: configuration.instruments, days: configuration.days,
    hasBooks: configuration.books)
  for frame in frames where !Market.canBuild(frame, from: [generated.timeFrame]) {
    throw .frameNotAvailable(frame)
  }
  return Market(generated, frames: frames)
}

extension Configuration {
  /// The time frames that the strategies read, finest first.
  public var frames: [TimeFrame] { Set(strategies.flatMap(\.frames)).sorted() }
}
