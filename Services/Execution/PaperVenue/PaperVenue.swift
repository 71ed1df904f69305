public import EventSourcing
public import Events

/// The venue of paper trading: it matches orders against order books and closed bars, the same way
/// every time.
///
/// What it assumes is never in the trader's favour.
///
/// Where an order book is known that is not older than `paper.bookAge`, an order that arrives and
/// can be traded at once takes level after level, a fill for each:
/// - A market order takes what is there, a limit what is at its price or better. What was taken is
///   not there again until the next book, and a book with the same number is no other one.
/// - What is left waits as without a book; post-only is refused if it would take.
///
/// Books that come so often that none is ever older than `paper.bookAge` are met by orders that
/// rest, too, if they arrived before:
/// - Market orders come first, then stops, then limits and take-profits.
/// - A stop is triggered when the best price that it could trade at is at its price or beyond. It is
///   filled whole: beyond the last level with slippage.
/// - A limit is filled at its price, by what is offered beyond it by a tick: so whatever waited at
///   its price before it is gone.
/// - A take-profit takes what the book has, at no better a price than its trigger.
/// - A stop-limit becomes a limit with the book that triggers it, and meets the books after it.
/// - No movement counts twice: a bar during which such books came only triggers stops, which may
///   have been touched between two of them. Of an order that rested while they began or ended, a
///   touch in the rest of that bar is lost.
///
/// All else meets bars:
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
/// rules is answered by what rests, unchanged.
public enum PaperVenue: Decider {
  public static var producer: Producer { .paperVenue }

  public static func initial() -> State { State() }

  public static func evolve(_ state: inout State, with input: Input) {
    switch input {
    case .configurationApplied(let payload): state.apply(payload.configuration)
    case .instrumentListed(let payload): state.list(payload)
    case .candleClosed(let payload): state.note(payload)
    case .bookObserved(let payload): state.note(payload)
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
    case .bookObserved: state.meetBook()
    case .orderRequested(let payload): state.answer(payload)
    case .orderCancelRequested(let payload): state.answer(payload)
    case .orderAmendRequested(let payload): state.answer(payload)
    case .fundingRatePublished(let payload): state.charge(payload)
    case .reconciliationRequested(let payload): state.report(payload.instrument)
    }
  }
}
