public import EventSourcing
public import Events
import Quantities

/// Keeps the books: double entries, positions at average cost, equity, and the day's result.
///
/// What the facts add up to and what the entries add up to are kept apart, so that each checks
/// the other: see `invariants(of:)`.
public enum Ledger: Decider {
  public static var producer: Producer { .ledger }

  public static func initial() -> State { State() }

  public static func evolve(_ state: inout State, with input: Input) {
    switch input {
    case .candleClosed(let close): state.note(close)
    case .clockTicked(let tick): state.note(tick)
    case .orderFilled(let fill): state.note(fill)
    case .orderCancelled(let order):
      state.noteEnd(of: order.order, on: order.instrument, filled: order.filled)
    case .orderExpired(let order):
      state.noteEnd(of: order.order, on: order.instrument, filled: order.filled)
    case .balanceReported(let report): state.note(report)
    case .tradeClosed(let trade): state.note(trade)
    case .instrumentListed(let listing): state.note(listing)
    case .configurationApplied(let applied):
      state.account = applied.configuration.paper.account
    }
  }

  public static func evolve(_ state: inout State, with conclusion: Conclusion) {
    switch conclusion {
    case .entryPosted(let entry): state.note(entry)
    case .positionChanged(let position): state.note(position)
    case .equityMarked: break
    case .dayClosed(let day): state.note(day)
    case .discrepancyFound(let discrepancy): state.note(discrepancy)
    }
  }

  public static func decide(on input: Input, in state: State) -> [Conclusion] {
    switch input {
    case .candleClosed(let close): marks(by: close, in: state)
    case .clockTicked: closings(in: state)
    case .orderFilled(let fill): bookings(of: fill, in: state)
    case .balanceReported(let report): bookings(of: report, in: state)
    case .orderCancelled(let order): mismatches(of: order.order, at: order.at, in: state)
    case .orderExpired(let order): mismatches(of: order.order, at: order.at, in: state)
    case .tradeClosed, .instrumentListed, .configurationApplied: []
    }
  }
}
