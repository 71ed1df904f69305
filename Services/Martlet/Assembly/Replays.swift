public import EventSourcing
public import Events
import ExecutionCore
import IndicatorCore
import LedgerCore
import PaperVenue
import RiskCore
import SignalCore

/// All deciders rebuilt from a log, as the services rebuild themselves: what was concluded is
/// taken from the log, nothing is decided again.
public struct Replays: Sendable {
  private var indicator = Rebuilding<Indicator>()
  private var signal = Rebuilding<Signal>()
  private var risk = Rebuilding<Risk>()
  private var execution = Rebuilding<Execution>()
  private var venue = Rebuilding<PaperVenue>()
  private var ledger = Rebuilding<Ledger>()

  public init() {}

  /// Takes the next event of the log.
  public mutating func read(_ stored: StoredEvent, _ event: Event) {
    read(EventPlace(stored), event)
  }

  /// Takes the next event of the log, of whose envelope only this is needed.
  public mutating func read(_ place: EventPlace, _ event: Event) {
    indicator.read(place, event)
    signal.read(place, event)
    risk.read(place, event)
    execution.read(place, event)
    venue.read(place, event)
    ledger.read(place, event)
  }

  /// Ends the reading.
  ///
  /// What nobody had answered when the log was cut is answered now, in memory, as a service does
  /// it at its start; so the states are those of the services, and of a derivation. Before this
  /// is called, `states` may lag behind.
  public mutating func finish() {
    indicator.finish()
    signal.finish()
    risk.finish()
    execution.finish()
    venue.finish()
    ledger.finish()
  }

  /// The states that the log leads to, each with its producer.
  public var states: [(producer: Producer, state: any Sendable & Encodable)] {
    [
      (.indicator, indicator.state), (.signal, signal.state), (.risk, risk.state),
      (.execution, execution.state), (.paperVenue, venue.state), (.ledger, ledger.state),
    ]
  }
}

/// One decider while it is rebuilt.
private struct Rebuilding<D: Decider>: Sendable {
  private var history = History<D>()
  private var replica = Replica<D>()

  var state: D.State { replica.state }

  mutating func read(_ place: EventPlace, _ event: Event) { history.read(place, event) }

  mutating func finish() {
    let unanswered = history.finish()
    replica = history.replica
    for input in unanswered { _ = replica.answer(input.event) }
  }
}
