public import EventSourcing
public import Events

/// The venue of paper trading: it matches orders against closed bars, the same way every time.
///
/// What it assumes is never in the trader's favour:
/// - A market order is filled at the last close, what is left of it at the open of the bars that
///   follow, each time with slippage against it. With latency it meets the bar in which it
///   arrives, at the worse of its open and its close.
/// - An order takes at most `participation` of a bar's volume, except a stop, which is filled
///   whole: what is left of a position without protection would be the larger error.
/// - In a bar, market orders come first, then stops, then limits and take-profits; so of a stop
///   and a target that the bar both touched, the stop counts.
/// - A stop that the market jumped over is filled at the open. A limit is filled at its price, by
///   the first bar that trades through it by a tick; also a limit that is marketable on arrival.
///   A take-profit is filled at its trigger, also when the market jumped over it.
/// - A stop-limit becomes a limit with the bar that touches its stop, and meets the bars after it.
///   A trailing stop follows the best price of whole bars, and meets the bars after them.
/// - A bar without volume fills nothing.
/// - Orders only meet bars that close after their arrival, but for the market order. A
///   cancellation with latency lets its order meet the bar in which it arrives.
/// - A position whose margin is used up at the close is taken away at the price that leaves
///   nothing of it.
///
/// Positions are kept for each trade in hedge mode, and for each instrument in one-way mode and on
/// spot markets; what only reduces is cut to the position, and cancelled when that is flat. It may
/// be below the minimum sizes.
///
/// A cancellation or change of an order that does not rest is ignored; a change that breaks the
/// rules is answered by what rests, unchanged. Order books are not looked at: candles alone match.
public enum PaperVenue: Decider {
  public static var producer: Producer { .paperVenue }

  public static func initial() -> State { State() }

  public static func evolve(_ state: inout State, with input: Input) {
    switch input {
    case .configurationApplied(let payload): state.apply(payload.configuration)
    case .instrumentListed(let payload): state.list(payload)
    case .candleClosed(let payload): state.note(payload)
    case .orderRequested(let payload): state.receive(payload)
    case .orderCancelRequested(let payload): state.receive(payload)
    case .orderAmendRequested(let payload): state.advance(to: payload.at)
    case .fundingRatePublished(let payload): state.advance(to: payload.at)
    case .reconciliationRequested(let payload): state.advance(to: payload.at)
    }
  }

  public static func evolve(_ state: inout State, with conclusion: Conclusion) {
    switch conclusion {
    case .orderSendStarted: break
    case .orderAccepted(let payload): state.rest(payload)
    case .orderRejected: state.arriving = nil
    case .orderOutcomeUnknown(let payload): state.doubt(payload)
    case .orderFound(let payload): state.find(payload)
    case .orderConfirmedAbsent(let payload): state.remove(payload.order, of: payload.instrument)
    case .orderFilled(let payload): state.settle(payload)
    case .orderAmended(let payload): state.amend(payload)
    case .orderCancelled(let payload): state.remove(payload.order, of: payload.instrument)
    case .orderExpired(let payload): state.remove(payload.order, of: payload.instrument)
    case .fundingCharged(let payload): state.settle(payload)
    case .balanceReported(let payload): state.deposit(payload)
    // What it says of itself; nobody cuts the line to it, the types belong to the venue all the
    // same.
    case .externalOrderSeen, .positionReported, .ordersReported, .venueConnected,
      .venueDisconnected:
      break
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
    case .fundingRatePublished(let payload): state.charge(payload)
    case .reconciliationRequested(let payload): state.report(payload.instrument)
    }
  }
}
