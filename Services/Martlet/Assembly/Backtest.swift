public import Digest
public import EventSourcing
public import Events
public import MarketDataCore
public import Quantities

/// The suite over a market, in one process: an in-memory log in lock-step, no sockets, no files.
///
/// The log is a queue. Each event is answered by all deciders before the next one, and the market
/// states its next facts when everything has been answered. That is the order that the journal
/// keeps among processes, so a run over many processes concludes the same, byte for byte.
public struct Backtest {
  private var suite = Suite()
  private var queue: [Event] = []
  private var digest: ConclusionDigest?
  public private(set) var report: BacktestReport

  /// A backtest under a configuration; `digesting` can be switched off to measure the deciders.
  public init(_ configuration: Configuration, digesting: Bool = true) {
    report = BacktestReport(deposit: configuration.paper.deposit)
    digest = digesting ? ConclusionDigest() : nil
    queue.append(.configurationApplied(ConfigurationApplied(configuration: configuration)))
    settle()
  }
}
