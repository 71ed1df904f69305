import EventSourcing
public import Events
import ExecutionCore
import IndicatorCore
import LedgerCore
import PaperVenue
import RiskCore
import SignalCore

/// All deciders side by side, in the order in which their answers to one event are appended.
///
/// A backtest and a re-derivation run this; the services run the same deciders one by one.
public struct Suite: Sendable {
  private var indicator = Replica<Indicator>()
  private var signal = Replica<Signal>()
  private var risk = Replica<Risk>()
  private var execution = Replica<Execution>()
  private var venue = Replica<PaperVenue>()
  private var ledger = Replica<Ledger>()

  public init() {}

  /// Lets every decider answer an event; the answers are appended to `queue` in their order.
  @inline(__always)
  public mutating func answer(_ event: Event, into queue: inout [Event]) {
    if let answers = indicator.answer(event) {
      for answer in answers { queue.append(answer.event) }
    }
    if let answers = signal.answer(event) { for answer in answers { queue.append(answer.event) } }
    if let answers = risk.answer(event) { for answer in answers { queue.append(answer.event) } }
    if let answers = execution.answer(event) {
      for answer in answers { queue.append(answer.event) }
    }
    if let answers = venue.answer(event) { for answer in answers { queue.append(answer.event) } }
    if let answers = ledger.answer(event) { for answer in answers { queue.append(answer.event) } }
  }

  /// The states of all deciders, each with its producer, for hashes and for looking at.
  public var states: [(producer: Producer, state: any Sendable & Encodable)] {
    [
      (.indicator, indicator.state), (.signal, signal.state), (.risk, risk.state),
      (.execution, execution.state), (.paperVenue, venue.state), (.ledger, ledger.state),
    ]
  }
}
