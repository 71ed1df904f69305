public import EventSourcing
public import Events
import Quantities

/// Keeps the books: double entries, positions at average cost, equity, and the day's result.
///
/// What the facts add up to and what the entries add up to are kept apart, so that each checks
/// the other after every batch: see `invariants(of:)`. An account is one at a venue, and its name
/// tells venues apart; what it holds of an instrument, and of a trade, adds up to it exactly.
public enum Ledger: Decider {
  public static var producer: Producer { .ledger }

  public static func initial() -> State { State() }

  public static func evolve(_ state: inout State, with input: Input) {
    switch input {
    case .candleClosed(let close):
      state.begin(at: close.at)
      state.rates.note(close)
    case .clockTicked(let tick): state.note(tick)
    case .orderFilled(let fill): state.note(fill)
    case .orderChanged(let step): state.note(step)
    case .balanceReported(let report): state.note(report)
    case .fundingCharged(let charge): state.note(charge)
    case .tradeApproved(let approved): state.note(approved)
    case .tradeAbandoned(let abandoned): state.note(abandoned)
    case .tradeClosed(let closed): state.note(closed)
    case .instrumentListed(let listing): state.note(listing)
    case .configurationApplied(let applied): state.note(applied)
    }
  }

  public static func evolve(_ state: inout State, with conclusion: Conclusion) {
    switch conclusion {
    case .entryPosted(let entry): state.note(entry)
    case .positionChanged(let position): state.note(position)
    case .equityMarked: break
    case .dayClosed(let day): state.note(day)
    case .discrepancyFound(let found): state.note(found)
    case .discrepancyCleared(let cleared): state.note(cleared)
    }
  }

  public static func decide(on input: Input, in state: State) -> [Conclusion] {
    switch input {
    case .candleClosed(let close): marks(by: close, in: state)
    case .clockTicked: closings(in: state)
    case .orderFilled, .instrumentListed: bookings(in: state)
    case .orderChanged: holds(in: state)
    case .balanceReported(let report): bookings(of: report, in: state)
    case .fundingCharged(let charge): bookings(of: charge, in: state)
    case .tradeClosed(let closed): review(of: closed, in: state)
    case .tradeApproved, .tradeAbandoned, .configurationApplied: []
    }
  }
}
