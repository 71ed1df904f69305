public import EventSourcing
public import Events
import ExecutionCore
import IndicatorCore
import LedgerCore
import PaperVenue
import RiskCore
import SignalCore

/// All conclusions of a log derived again from its facts, and compared.
public struct Derivations: Sendable {
  private var indicator = Rederivation<Indicator>()
  private var signal = Rederivation<Signal>()
  private var risk = Rederivation<Risk>()
  private var execution = Rederivation<Execution>()
  private var venue = Rederivation<PaperVenue>()
  private var ledger = Rederivation<Ledger>()

  public init() {}

  /// Takes the next event of the log; throws where a conclusion is not what the facts lead to.
  public mutating func read(_ stored: StoredEvent, _ event: Event) throws(Difference) {
    try indicator.read(stored, event)
    try signal.read(stored, event)
    try risk.read(stored, event)
    try execution.read(stored, event)
    try venue.read(stored, event)
    try ledger.read(stored, event)
  }

  /// Ends the reading.
  public mutating func finish() throws(Difference) {
    try indicator.finish()
    try signal.finish()
    try risk.finish()
    try execution.finish()
    try venue.finish()
    try ledger.finish()
  }

  /// How many answers agreed, for each decider.
  public var agreed: [(producer: Producer, count: Int)] {
    [
      (.indicator, indicator.agreed), (.signal, signal.agreed), (.risk, risk.agreed),
      (.execution, execution.agreed), (.paperVenue, venue.agreed), (.ledger, ledger.agreed),
    ]
  }

  /// The states that the facts lead to.
  public var states: [(producer: Producer, state: any Sendable & Encodable)] {
    [
      (.indicator, indicator.state), (.signal, signal.state), (.risk, risk.state),
      (.execution, execution.state), (.paperVenue, venue.state), (.ledger, ledger.state),
    ]
  }
}
