public import EventSourcing
public import Events
import Quantities

/// Carries approved trades out: orders, each requested once; the stop before the targets; and
/// the management of a trade until it is flat.
///
/// An input changes what is known of a trade. What follows is read off the state: as long as
/// something is due for a trade, it is said, and saying it makes it no longer due.
public enum Execution: Decider {
  public static var producer: Producer { .execution }

  public static func initial() -> State { State() }

  public static func evolve(_ state: inout State, with input: Input) {
    switch input {
    case .configurationApplied(let payload): state.apply(payload.configuration)
    case .instrumentListed(let payload): state.list(payload)
    case .tradeApproved(let payload): state.adopt(payload)
    case .candleClosed(let payload): state.note(payload)
    case .bookObserved(let payload): state.note(payload)
    case .indicatorsComputed(let payload): state.trail(payload)
    case .regimeChanged(let payload): state.note(payload)
    case .clockTicked(let payload): state.tick(payload.at)
    case .tradingHalted(let payload): state.halt(flatten: payload.flatten)
    case .tradingResumed(let payload): state.resume(isReleased: payload.isReleased)
    case .limitBreached(let payload): state.note(payload)
    case .limitReset(let payload): state.note(payload)
    case .limitChanged(let payload): state.note(payload)
    case .equityMarked(let payload): state.note(payload)
    case .exposureReductionRequested(let payload): state.note(payload)
    case .haltRequested(let flatten):
      state.halt(flatten: flatten || state.limits?.flattenOnRequest ?? false)
    case .cancelAllRequested: state.wish(.cancelled)
    case .closeAllRequested: state.wish(.closed)
    case .closeRequested(let trade): state.wish(.closed, of: trade)
    case .setupEnded(let setup): state.lapse(setup)
    case .order(let fact): state.apply(fact)
    case .externalOrderSeen(let payload): state.note(payload)
    case .fundingCharged(let payload): state.note(payload)
    case .positionReported(let payload): state.note(payload)
    case .ordersReported(let payload): state.compare(payload)
    case .venueConnected: state.connect()
    case .venueDisconnected: state.disconnectedAt = state.disconnectedAt ?? state.clock
    }
  }

  public static func evolve(_ state: inout State, with conclusion: Conclusion) {
    switch conclusion {
    case .orderRequested(let payload): state.note(payload)
    case .orderCancelRequested(let payload): state.note(payload)
    case .orderAmendRequested(let payload): state.note(payload)
    case .tradeOpened(let payload): state.note(payload)
    case .targetReached(let payload): state.note(payload)
    case .stopMoved(let payload): state.note(payload)
    case .tradeReduced(let payload): state.note(payload)
    case .tradeClosed(let payload): state.note(payload)
    case .tradeAbandoned(let payload): state.note(payload)
    case .tradeDiverged(let payload): state.note(payload)
    case .reconciliationRequested(let payload): state.note(payload)
    case .instrumentDiverged(let payload): state.note(payload)
    case .instrumentReconciled(let payload): state.note(payload)
    }
  }

  public static func decide(on input: Input, in state: State) -> [Conclusion] {
    switch input {
    case .configurationApplied, .instrumentListed, .candleClosed, .bookObserved, .tradingResumed,
      .limitReset, .limitChanged, .equityMarked, .fundingCharged, .positionReported,
      .venueDisconnected:
      []
    case .tradeApproved(let payload): answer(payload, in: state)
    case .indicatorsComputed(let payload): due(in: state) { $0.instrument == payload.instrument }
    case .regimeChanged(let payload): due(in: state) { $0.instrument == payload.instrument }
    case .clockTicked: due(in: state) { _ in true } + state.questions()
    case .tradingHalted, .limitBreached, .haltRequested, .cancelAllRequested,
      .closeAllRequested:
      due(in: state) { _ in true }
    case .exposureReductionRequested(let payload): due(in: state) { $0.id == payload.trade }
    case .closeRequested(let trade): due(in: state) { $0.id == trade }
    case .setupEnded(let setup): due(in: state) { $0.setup == setup }
    case .order(let fact): answer(fact, in: state)
    case .externalOrderSeen(let payload): answer(payload, in: state)
    case .ordersReported(let payload): answer(payload, in: state)
    case .venueConnected: state.questions()
    }
  }
}

extension Execution {
  /// An approval of a trade that is known already is answered by nothing.
  private static func answer(_ approval: TradeApproved, in state: State) -> [Conclusion] {
    guard state.terms(of: approval) != nil else {
      return [
        .tradeAbandoned(
          TradeAbandoned(
            trade: approval.trade, setup: approval.setup, instrument: approval.instrument,
            reason: .unknownInstrument, at: state.clock))
      ]
    }
    return due(in: state) { $0.id == approval.trade }
  }

  /// A fill that belongs to no order of ours is a position that nobody here decided.
  private static func answer(_ fact: OrderFact, in state: State) -> [Conclusion] {
    if case .filled(let fill) = fact.news, state.isForeign(fact) {
      let actual = fact.side == .buy ? fill.quantity : .zero - fill.quantity
      return [
        .tradeDiverged(
          TradeDiverged(
            trade: fact.trade, setup: fact.setup, instrument: fact.instrument,
            cause: state.cause(ofForeign: fact), expected: .zero, actual: actual,
            at: state.clock))
      ]
    }
    return due(in: state) { $0.id == fact.trade }
  }

  /// An order that bears a name of ours and was never sent is more than somebody else's.
  private static func answer(_ seen: ExternalOrderSeen, in state: State) -> [Conclusion] {
    switch seen.origin {
    case .unaccounted:
      [
        .tradeDiverged(
          TradeDiverged(
            trade: seen.trade ?? .zero, setup: .zero, instrument: seen.instrument, cause: .unsent,
            expected: .zero, actual: seen.side == .buy ? seen.quantity : .zero - seen.quantity,
            at: state.clock))
      ]
    case .foreign, .liquidation: due(in: state) { $0.id == seen.trade }
    }
  }

  /// What the comparison with the venue came to, and what follows for the trades there.
  private static func answer(_ report: OrdersReported, in state: State) -> [Conclusion] {
    var future = state
    let verdict = state.verdict(on: report.instrument)
    if let verdict { evolve(&future, with: verdict) }
    return (verdict.map { [$0] } ?? []) + due(in: future) { $0.instrument == report.instrument }
  }

  /// All that is due for the trades that are concerned, oldest trade first.
  private static func due(
    in state: State, for isConcerned: (Trade) -> Bool
  ) -> [Conclusion] {
    guard !state.trades.isEmpty else { return [] }
    var said: [Conclusion] = []
    var future = state
    for trade in state.trades where isConcerned(trade) {
      while let current = future.trade(trade.id), let next = future.due(for: current) {
        said.append(next)
        evolve(&future, with: next)
      }
    }
    return said
  }
}
