public import Digest
import EventSourcing
public import Events
public import MarketDataCore

/// The suite over a market, in one process: an in-memory log in lock-step, no sockets, no files.
///
/// The log is a queue. Each event is answered by all deciders before the next one, and the market
/// states its next facts when everything has been answered. That is the order that the journal
/// keeps among processes, so a run over many processes concludes the same, byte for byte.
public struct Backtest: ~Copyable {
  private var suite = Suite()
  /// Answers that nobody has answered yet.
  private var queue: [Event] = []
  private var digest = ConclusionDigest()
  private let isDigesting: Bool
  /// What the run has come to so far.
  public private(set) var summary = SessionSummary()

  /// A backtest under a configuration; digesting can be left out to measure the deciders alone.
  public init(_ configuration: Configuration, digesting: Bool = true) {
    isDigesting = digesting
    take(.configurationApplied(ConfigurationApplied(configuration: configuration)))
    settle()
  }

  /// Runs the market to its end.
  public mutating func run(_ market: inout Market) {
    var facts: [Event] = []
    while market.nextStep(into: &facts) {
      // The facts stand before all answers to them; they are taken where they are, uncopied.
      let step = facts.span
      for index in step.indices { take(step[index]) }
      settle()
    }
  }

  private mutating func take(_ event: Event) {
    summary.note(event)
    if isDigesting { digest.add(event) }
    suite.answer(event, into: &queue)
  }

  /// Takes every event of the queue, the answers included, until nobody has more to say.
  private mutating func settle() {
    var next = 0
    while next < queue.count {
      take(queue[next])
      next += 1
    }
    queue.removeAll(keepingCapacity: true)
  }

  /// How many conclusions the digest covers.
  public var conclusions: Int { digest.count }

  /// The states of all deciders.
  public var states: [(producer: Producer, state: any Sendable & Encodable)] { suite.states }

  /// The digest of the conclusions.
  public consuming func conclusionDigest() -> Digest256 { digest.value() }
}
