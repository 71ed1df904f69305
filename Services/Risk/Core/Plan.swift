import Events
import Quantities

/// A trigger's prices on the instrument's tick.
struct Plan {
  /// What the size is computed from: the limit of a limit entry, else the reference.
  let entry: Price
  /// The middle of the entry zone, to the tick in our favour: down for a buy, up for a sale.
  let limitPrice: Price?
  /// Away from the entry, so that the loss is never understated.
  let stop: Price
  /// Towards the entry, so that the gain is never overstated.
  let target1: Price
  let target2: Price

  /// Refuses a stop that is not on the losing side of the entry.
  init(_ trigger: SetupTriggered, on listing: Risk.Listing) throws(Refusal) {
    let isLong = trigger.direction == .long
    let lower: Rounding = isLong ? .floor : .ceiling
    switch trigger.entry {
    case .market: limitPrice = nil
    case .limit:
      limitPrice = (trigger.entryLow + trigger.entryHigh).divided(by: 2)
        .rounded(toTick: listing.tick, lower)
    }
    entry = limitPrice ?? trigger.reference
    stop = trigger.stop.rounded(toTick: listing.tick, lower)
    target1 = trigger.target1.rounded(toTick: listing.tick, lower)
    target2 = trigger.target2.rounded(toTick: listing.tick, lower)
    // The unrounded stop decides: rounding must not make a stop of none.
    let losing = isLong ? trigger.stop < entry : trigger.stop > entry
    guard losing, stop.isPositive, entry.isPositive else {
      throw Refusal(.stopSide, value: trigger.stop.value, limit: entry.value)
    }
  }
}
