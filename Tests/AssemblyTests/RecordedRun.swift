import Assembly
import Digest
import EventSourcing
import Events
import ExecutionCore
import IndicatorCore
import LedgerCore
import MarketDataCore
import MarketDataFiles
import PaperVenue
import Quantities
import RiskCore
import SignalCore

/// A backtest whose log is kept: the lock-step of the journal, in memory.
struct RecordedRun {
  private(set) var log: [StoredEvent] = []
  private var next = 0
  private var indicator = Replica<Indicator>()
  private var signal = Replica<Signal>()
  private var risk = Replica<Risk>()
  private var execution = Replica<Execution>()
  private var venue = Replica<PaperVenue>()
  private var ledger = Replica<Ledger>()

  /// One run that all tests look at; it takes a while.
  static let shared = try! RecordedRun(.small)

  init(_ configuration: Configuration) throws {
    var market = try market(from: configuration)
    append(
      fact: .configurationApplied(ConfigurationApplied(configuration: configuration)), .operator)
    settle()
    var facts: [Event] = []
    while market.nextStep(into: &facts) {
      for fact in facts { append(fact: fact, .marketData) }
      settle()
    }
  }

  private mutating func append(fact event: Event, _ producer: Producer) {
    let id = Identifier(of: "fact", String(log.count))
    append(Events.Proposal(fact: event, id: id), producer)
  }

  private mutating func append(_ proposal: Events.Proposal, _ producer: Producer) {
    var stored = StoredEvent(
      seq: Int64(log.count) + 1, time: Int64(log.count), producer: producer, epoch: 1,
      proposal: proposal, chain: .zero)
    stored.chain = stored.chained(after: log.last?.chain ?? .zero)
    log.append(stored)
  }

  private mutating func settle() {
    while next < log.count {
      let cause = log[next]
      next += 1
      guard let event = try? Event(cause) else { preconditionFailure("\(cause) is unreadable") }
      append(indicator.answer(event), to: cause, .indicator)
      append(signal.answer(event), to: cause, .signal)
      append(risk.answer(event), to: cause, .risk)
      append(execution.answer(event), to: cause, .execution)
      append(venue.answer(event), to: cause, .paperVenue)
      append(ledger.answer(event), to: cause, .ledger)
    }
  }

  private mutating func append(
    _ answers: [some DeciderConclusion]?, to cause: StoredEvent, _ producer: Producer
  ) {
    for (ordinal, answer) in (answers ?? []).enumerated() {
      append(
        Events.Proposal(
          answer: ordinal, of: producer, to: cause.seq, id: cause.proposal.id, answer.event),
        producer)
    }
  }
}

extension Configuration {
  /// The generated market, small enough for a test and long enough for trades.
  static var small: Configuration {
    var configuration = Configuration.standard
    configuration.market.days = 40
    configuration.market.instruments = 1
    return configuration
  }
}
