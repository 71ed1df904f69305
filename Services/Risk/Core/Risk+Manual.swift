import Events
import Quantities

extension Risk {
  /// A person's trade passes the same checks as any other, and is sized by the same rules; what
  /// the person asked for only makes it smaller.
  static func answer(to order: OrderRequestedManually, in state: State) -> Conclusion {
    let trigger = trigger(for: order, in: state)
    guard case .tradeApproved(var approval) = answer(to: trigger, in: state),
      let wanted = order.quantity, let listing = state.listing(of: order.instrument)
    else { return answer(to: trigger, in: state) }
    let quantity = min(approval.quantity, wanted.rounded(toLot: listing.lot, .down))
    let notional = quantity * (approval.limitPrice ?? approval.reference)
    guard quantity >= listing.minimumQuantity, quantity.isPositive,
      notional >= listing.minimumNotional
    else {
      return .tradeRefused(
        TradeRefused(
          setup: trigger.setup, strategy: trigger.strategy, instrument: trigger.instrument,
          direction: trigger.direction, code: .belowMinimum, value: quantity.value,
          limit: listing.minimumQuantity.value, asOf: approval.asOf))
    }
    approval.quantity = quantity
    approval.lossAtStop = approval.lossPerUnit * quantity
    return .tradeApproved(approval)
  }

  /// The trigger that a strategy would have fired; the request stands for the setup. The targets
  /// are those of the usual plan, for information: the strategy's plan leads the trade.
  private static func trigger(
    for order: OrderRequestedManually, in state: State
  ) -> SetupTriggered {
    let now = state.now ?? .epoch
    let entry = order.limitPrice ?? state.prices(of: order.instrument)?.last ?? order.stop
    let distance = (entry - order.stop).magnitude
    var trigger = SetupTriggered()
    trigger.setup = order.request
    trigger.instrument = order.instrument
    trigger.strategy = order.strategy
    trigger.direction = order.direction
    trigger.at = now
    trigger.expiresAt = now + (state.configuration?.approvalLife ?? .zero)
    trigger.reference = entry
    trigger.entryLow = entry
    trigger.entryHigh = entry
    trigger.entry = order.limitPrice == nil ? .market : .limit
    trigger.stop = order.stop
    let isLong = order.direction == .long
    let first: Price = distance * Ratio("1.5")
    let second: Price = distance * Ratio(3)
    trigger.target1 = isLong ? entry + first : entry - first
    trigger.target2 = isLong ? entry + second : entry - second
    return trigger
  }
}
