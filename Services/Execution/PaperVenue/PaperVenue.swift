public import EventSourcing
public import Events

/// The venue of paper trading: it matches orders against closed bars, the same way every time.
///
/// What it assumes is never in the trader's favour:
/// - A market order is filled at the last close, what is left of it at the open of the bars that
///   follow, each time with slippage against it.
/// - An order takes at most `participation` of a bar's volume, except a stop, which is filled
///   whole: what is left of a position without protection would be the larger error.
/// - In a bar, market orders come first, then stops, then limits; so of a stop and a target that
///   the bar both touched, the stop counts.
/// - A stop that the market jumped over is filled at the open. A limit is filled at its price, by
///   the first bar that trades through it by a tick; also a limit that is marketable on arrival.
/// - A bar without volume fills nothing.
/// - Orders only meet bars that close after their arrival, but for the market order.
/// - Positions are kept for each trade, as in a hedge mode; what only reduces is cut to the
///   position of its trade, and cancelled when that is flat. It may be below the minimum sizes.
///
/// A cancellation or change of an order that does not rest is ignored; a change that breaks the
/// rules is answered by what rests, unchanged.
public enum PaperVenue: Decider {
  public static var producer: Producer { .paperVenue }

  public static func initial() -> State { State() }

  public static func evolve(_ state: inout State, with input: Input) {
    switch input {
    case .configurationApplied(let payload): state.apply(payload.configuration)
    case .instrumentListed(let payload): state.list(payload)
    case .candleClosed(let payload): state.note(payload)
    case .orderRequested(let payload): state.receive(payload)
    case .orderCancelRequested(let payload): state.advance(to: payload.at)
    case .orderAmendRequested(let payload): state.advance(to: payload.at)
    }
  }

  public static func evolve(_ state: inout State, with conclusion: Conclusion) {
    switch conclusion {
    case .orderSendStarted: break
    case .orderAccepted(let payload): state.rest(payload)
    case .orderRejected: state.arriving = nil
    case .orderFilled(let payload): state.settle(payload)
    case .orderAmended(let payload): state.amend(payload)
    case .orderCancelled(let payload): state.remove(payload.order, of: payload.instrument)
    case .orderExpired(let payload): state.remove(payload.order, of: payload.instrument)
    case .balanceReported(let payload): state.deposit(payload)
    // Nothing is ever in doubt here; the types belong to the venue all the same.
    case .orderOutcomeUnknown, .orderFound, .orderConfirmedAbsent: break
    }
  }

  public static func decide(on input: Input, in state: State) -> [Conclusion] {
    switch input {
    case .configurationApplied: []
    case .instrumentListed(let payload): state.openingDeposit(for: payload)
    case .candleClosed: state.match()
    case .orderRequested(let payload): state.answer(payload)
    case .orderCancelRequested(let payload): state.answer(payload)
    case .orderAmendRequested(let payload): state.answer(payload)
    }
  }
}
