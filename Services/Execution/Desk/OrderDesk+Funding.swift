import EventSourcing
import Events
import Quantities
import Venues

// What positions paid, or received, for being held.
extension OrderDesk {
  /// States a payment of funding, once.
  mutating func note(_ payment: FundingPayment) {
    guard isBelievable(payment) else {
      absurdities += 1
      return
    }
    let id = Identifier(
      of: "funding", account.description, payment.instrument.description,
      payment.venueTradeID.description)
    if let horizon, payment.at < horizon { return }
    guard !fills.contains(id), kind(of: payment.instrument) == .linear else { return }
    guard let opening = assets[payment.feeAsset] else {
      // The first word of the balance holds it, if that is asked for after it.
      if let survey, payment.at >= survey.listsAt { changes += 1 }
      return
    }
    guard payment.at >= opening else { return }
    state(payment, id)
  }

  private mutating func state(_ payment: FundingPayment, _ id: Identifier) {
    let holding = holder(of: payment)
    let isShort = isShort(payment) ?? holding?.quantity(at: payment.at).isNegative ?? false
    let quantity = isShort ? -payment.quantity : payment.quantity
    let value = payment.price * quantity
    let rate = payment.rate ?? (value.isZero ? .zero : payment.fee.divided(by: value))
    state(
      .fundingCharged(
        FundingCharged(
          account: account, payment: id, instrument: payment.instrument, trade: holding?.trade,
          setup: holding?.setup, asset: payment.feeAsset, quantity: quantity,
          price: payment.price, rate: rate, amount: payment.fee, at: clamped(payment.at))),
      id)
    changes += 1
  }

  /// Who is long pays a rate above zero, and who is short receives it; nil where nothing was paid.
  private func isShort(_ payment: FundingPayment) -> Bool? {
    guard let rate = payment.rate, !rate.isZero, !payment.fee.isZero else { return nil }
    return rate.isNegative != payment.fee.isNegative
  }

  /// The one trade that held all of the position when it paid, by the fills that are stated.
  private func holder(of payment: FundingPayment) -> Holding? {
    let isShort = isShort(payment)
    let holders = holdings.filter { holding in
      let quantity = holding.quantity(at: payment.at)
      return holding.instrument == payment.instrument && !quantity.isZero
        && (isShort ?? quantity.isNegative) == quantity.isNegative
    }
    guard holders.count == 1, let holding = holders.first,
      holding.quantity(at: payment.at).magnitude == payment.quantity
    else { return nil }
    return holding
  }

  /// Whether a market could have done it; nobody pays more than what is held is worth.
  private func isBelievable(_ it: FundingPayment) -> Bool {
    guard it.quantity.isPositive, it.quantity <= Limits.quantity, it.price.isPositive,
      it.price <= Limits.price, !it.venueTradeID.isEmpty
    else { return false }
    let most = it.price > 1 ? Limits.notional.divided(by: it.price) : Limits.quantity
    return it.quantity <= most && it.fee.magnitude <= it.price * it.quantity
  }
}

// What trades hold of contracts, and held when something was paid.
extension OrderDesk {
  /// What a trade holds of a contract, by its fills.
  struct Holding: Sendable {
    let trade: Identifier
    let setup: Identifier
    let instrument: Name
    /// Before the fills that are remembered; negative is short.
    var start = Quantity.zero
    var fills: [(at: Instant, quantity: Quantity)] = []

    /// What it held after everything that happened up to then.
    func quantity(at instant: Instant) -> Quantity {
      fills.reduce(start) { $1.at <= instant ? $0 + $1.quantity : $0 }
    }
  }

  mutating func hold(_ fill: OrderFilled) {
    guard fill.trade != .zero, kind(of: fill.instrument) == .linear else { return }
    let change = fill.side == .buy ? fill.quantity : -fill.quantity
    let place =
      holdings.firstIndex { $0.trade == fill.trade && $0.instrument == fill.instrument }
      ?? holdings.count
    if place == holdings.count {
      holdings.append(Holding(trade: fill.trade, setup: fill.setup, instrument: fill.instrument))
    }
    holdings[place].fills.append((fill.at, change))
  }

  /// Lets go of what was held when nothing is asked about any more.
  mutating func forgetHoldings(before horizon: Instant) {
    for place in holdings.indices {
      holdings[place].start = holdings[place].fills.reduce(holdings[place].start) {
        $1.at < horizon ? $0 + $1.quantity : $0
      }
      holdings[place].fills.removeAll { $0.at < horizon }
    }
    holdings.removeAll { $0.fills.isEmpty && $0.start.isZero }
  }
}
