public import EventSourcing
public import Events
import Quantities

/// Decides which triggered setups may become trades, and when no trade may be entered at all.
///
/// The checks of a trigger run in one order, and the first that fails is the answer, with its code
/// and the two numbers that decided: kill switch, stale data, limits of the session, what there is
/// and how many, price collar, size, margin, exposure, rate. The cases of `RefusalCode` stand in
/// this order.
public enum Risk: Decider {
  public static var producer: Producer { .risk }

  public static func initial() -> State { State() }

  public static func evolve(_ state: inout State, with input: Input) {
    switch input {
    case .clockTicked(let tick): state.note(tick)
    case .equityMarked(let mark): state.note(mark)
    case .configurationApplied(let applied): state.note(applied)
    case .instrumentListed(let listing): state.note(listing)
    case .candleClosed(let candle): state.note(candle)
    case .bookObserved(let book): state.note(book)
    case .feedGapOpened(let gap): state.note(gap)
    case .feedGapClosed(let gap): state.note(gap)
    case .setupTriggered: break
    case .orderRequested(let order): state.note(order)
    case .orderRejected(let order): state.note(order)
    case .tradeOpened(let trade): state.note(trade)
    case .targetReached(let target): state.note(target)
    case .stopMoved(let stop): state.note(stop)
    case .tradeReduced(let trade): state.note(trade)
    case .tradeClosed(let trade): state.note(trade)
    case .tradeAbandoned(let trade): state.release(trade.trade)
    case .tradeDiverged(let trade): state.noteDivergence(trade)
    case .instrumentDiverged(let diverged): state.note(diverged)
    case .instrumentReconciled(let reconciled): state.note(reconciled)
    case .discrepancyFound(let found): state.note(found)
    case .discrepancyCleared(let cleared): state.note(cleared)
    case .haltRequested, .orderRequestedManually: break
    case .resumeRequested: state.noteResumeRequested()
    }
  }

  public static func evolve(_ state: inout State, with conclusion: Conclusion) {
    switch conclusion {
    case .tradeApproved(let trade):
      state.note(trade)
      state.count(trade)
    case .tradeRefused: break
    case .limitBreached(let breach): state.note(breach)
    case .limitReset(let reset): state.note(reset)
    case .limitChangeScheduled(let change): state.note(change)
    case .limitChanged(let change): state.note(change)
    case .tradingHalted(let halt): state.note(halt)
    case .exposureReductionRequested(let request): state.note(request)
    case .tradingResumed(let resumed): state.note(resumed)
    }
  }

  public static func decide(on input: Input, in state: State) -> [Conclusion] {
    switch input {
    case .clockTicked: resets(in: state) + changesDue(in: state)
    case .equityMarked(let mark): breaches(by: mark, in: state)
    case .configurationApplied(let applied):
      changes(to: applied.configuration.risk, in: state)
    case .setupTriggered(let trigger): [answer(to: trigger, in: state)]
    case .tradeClosed(let trade): pause(after: trade, in: state)
    case .orderRejected: haltByRejections(in: state)
    case .tradeDiverged(let trade): halt(after: trade, in: state)
    case .discrepancyFound(let found): breach(by: found, in: state)
    case .discrepancyCleared(let cleared): reset(by: cleared, in: state)
    case .haltRequested(let request): halt(by: request, in: state)
    case .resumeRequested: resumption(in: state)
    case .orderRequestedManually(let order): [answer(to: order, in: state)]
    case .instrumentListed, .candleClosed, .bookObserved, .feedGapOpened, .feedGapClosed,
      .orderRequested,
      .tradeOpened, .targetReached, .stopMoved, .tradeReduced, .tradeAbandoned,
      .instrumentDiverged, .instrumentReconciled:
      []
    }
  }
}
