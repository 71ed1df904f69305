import Events
import Quantities

extension Ledger.State {
  /// How many orders are remembered that are over; a fill that comes late or twice is told by them.
  private static let remembered = 64

  mutating func note(_ step: Ledger.OrderStep) {
    begin(at: step.at)
    guard case .requested(let side, let quantity, let price, let reduceOnly) = step.what else {
      return noteChange(step)
    }
    guard index(ofOrder: step.order) == nil else { return }
    let terms = Ledger.Terms(
      side: side, quantity: quantity, price: price, reduceOnly: reduceOnly, feeRate: feeRate)
    orders.append(
      Ledger.Order(
        order: step.order, account: account, instrument: step.instrument, terms: terms))
  }

  private mutating func noteChange(_ step: Ledger.OrderStep) {
    guard let index = index(ofOrder: step.order) else { return }
    let before = orders[index].signedExcess
    switch step.what {
    case .requested: break
    case .rests(let filled):
      orders[index].rests = true
      if let filled { orders[index].stated = max(orders[index].stated, filled) }
    case .amended(let quantity, let price):
      orders[index].terms?.quantity = quantity
      orders[index].terms?.price = price
    case .ended(let filled):
      orders[index].stated = max(orders[index].stated, filled)
      orders[index].rests = false
      orders[index].isOver = true
    }
    due.order = step.order
    let excess = orders[index].signedExcess - before
    if !excess.isZero, let place = hold(step.instrument, in: orders[index].account) {
      holdings[place].excess += excess
    }
    forgetOldest()
  }

  /// What the fill adds to what its order is filled beyond its quantity; negative for a sale.
  mutating func noteProgress(of fill: Ledger.Fill, _ account: Name) -> Quantity {
    let known = index(ofOrder: fill.order)
    if known == nil {
      orders.append(
        Ledger.Order(
          order: fill.order, account: account, instrument: fill.instrument, terms: nil))
    }
    let index = known ?? orders.count - 1
    let before = orders[index].signedExcess
    if orders[index].account != account, orders[index].rests { due.former = orders[index].account }
    orders[index].account = account
    orders[index].filled += fill.quantity.magnitude
    orders[index].stated = max(orders[index].stated, fill.filled)
    if fill.isLast {
      orders[index].rests = false
      orders[index].isOver = true
    }
    let excess = orders[index].signedExcess - before
    forgetOldest()
    return excess
  }

  private mutating func forgetOldest() {
    guard orders.count > Self.remembered else { return }
    var settled = 0
    var oldest: Int?
    for index in orders.indices where orders[index].isSettled {
      settled += 1
      if oldest == nil { oldest = index }
    }
    if settled > Self.remembered, let oldest { orders.remove(at: oldest) }
  }
}
