public import EventSourcing
public import Events
import Quantities

/// Decides which triggered setups may become trades, and when no trade may be entered at all.
///
/// The checks of a trigger run in one order, and the first that fails is the answer: halt, known
/// instrument, age, data, equity, daily loss, concurrent trades, trades per instrument, side of
/// the stop, size within margin and notional, open risk.
public enum Risk: Decider {
  public static var producer: Producer { .risk }

  public static func initial() -> State { State() }

  public static func evolve(_ state: inout State, with input: Input) {
    switch input {
    case .clockTicked(let tick): state.note(tick)
    case .equityMarked(let mark): state.note(mark)
    case .configurationApplied(let applied): state.note(applied)
    case .instrumentListed(let listing): state.note(listing)
    case .feedGapOpened(let gap): state.note(gap)
    case .feedGapClosed(let gap): state.note(gap)
    case .setupTriggered: break
    case .orderRequested(let order): state.note(order)
    case .tradeOpened(let trade): state.note(trade)
    case .targetReached(let target): state.note(target)
    case .stopMoved(let stop): state.note(stop)
    case .tradeClosed(let trade): state.release(trade.trade)
    case .tradeAbandoned(let trade): state.release(trade.trade)
    case .tradeDiverged(let trade): state.note(trade)
    case .haltRequested: break
    case .resumeRequested: state.noteResumeRequested()
    }
  }

  public static func evolve(_ state: inout State, with conclusion: Conclusion) {
    switch conclusion {
    case .tradeApproved(let trade): state.note(trade)
    case .tradeRefused: break
    case .limitBreached(let breach): state.note(breach)
    case .limitReset(let reset): state.note(reset)
    case .tradingHalted(let halt): state.note(halt)
    case .tradingResumed: state.halts = []
    }
  }

  public static func decide(on input: Input, in state: State) -> [Conclusion] {
    switch input {
    case .clockTicked: resets(in: state)
    case .equityMarked(let mark): breaches(by: mark, in: state)
    case .setupTriggered(let trigger): [answer(to: trigger, in: state)]
    case .tradeDiverged: halt(for: .diverged, in: state)
    case .haltRequested: halt(for: .requested, in: state)
    case .resumeRequested: resumption(in: state)
    case .configurationApplied, .instrumentListed, .feedGapOpened, .feedGapClosed,
      .orderRequested, .tradeOpened, .targetReached, .stopMoved, .tradeClosed, .tradeAbandoned:
      []
    }
  }
}
