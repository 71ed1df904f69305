import Events
import Quantities

extension PaperVenue.State {
  /// The opening balance of a settlement asset, once.
  func openingDeposit(for listing: InstrumentListed) -> [PaperVenue.Conclusion] {
    guard !balances.contains(where: { $0.asset == listing.quote }) else { return [] }
    return [
      .balanceReported(
        BalanceReported(
          account: paper.account, asset: listing.quote, kind: .deposit, amount: paper.deposit,
          at: clock))
    ]
  }

  /// Accepts or rejects an order; what can be traded at once is.
  func answer(_ request: OrderRequested) -> [PaperVenue.Conclusion] {
    var session = PaperVenue.Session(self)
    session.say(
      .orderSendStarted(
        OrderSendStarted(
          order: request.order, trade: request.trade, setup: request.setup,
          instrument: request.instrument, clientOrderID: clientOrderID(of: request.order),
          attempt: request.attempt, signedAt: clock, receiveWindow: Self.receiveWindow)))
    guard let order = arriving else { return session.said }
    if order.isInDoubt(paper) {
      session.say(
        .orderOutcomeUnknown(
          OrderOutcomeUnknown(
            order: request.order, trade: request.trade, setup: request.setup,
            instrument: request.instrument, why: "the answer was lost", at: clock)))
      return session.said
    }
    let book = index(of: request.instrument)
    if let refusal = refusal(of: order, in: book) {
      session.say(
        .orderRejected(
          OrderRejected(
            order: request.order, trade: request.trade, setup: request.setup,
            instrument: request.instrument, code: refusal.code, reason: refusal.reason,
            at: order.arrivesAt)))
      return session.said
    }
    session.say(
      .orderAccepted(
        OrderAccepted(
          order: request.order, trade: request.trade, setup: request.setup,
          instrument: request.instrument, venueOrderID: Name("paper-\(accepted + 1)") ?? Name(),
          at: order.arrivesAt)))
    guard let book, order.arrivesAt <= clock else { return session.said }
    // It was on its way for so long that it is not wanted any more.
    if let end = order.expiresAt, end <= clock {
      session.expire(order.id, in: book)
      return session.said
    }
    session.meetMarket(order, in: book)
    if order.isImmediate { session.expire(order.id, in: book) }
    return session.said
  }

  /// An order that rests goes, now or when the cancellation arrives; of one in doubt the venue can
  /// say at once whether it is here.
  func answer(_ request: OrderCancelRequested) -> [PaperVenue.Conclusion] {
    guard let book = index(of: request.instrument) else { return [] }
    if let doubt = doubts.first(where: { $0.order.id == request.order }) {
      guard doubt.order.isHere else {
        return [.orderConfirmedAbsent(absent(doubt.order, of: request.instrument))]
      }
      return [.orderCancelled(cancelled(doubt.order, in: book))]
    }
    guard let order = books[book].orders.first(where: { $0.id == request.order }),
      order.leavesAt == nil
    else { return [] }
    var session = PaperVenue.Session(self)
    session.cancel(order, in: book)
    return session.said
  }

  func absent(
    _ order: PaperVenue.RestingOrder, of instrument: Name
  ) -> OrderConfirmedAbsent {
    OrderConfirmedAbsent(
      order: order.id, trade: order.trade, setup: order.setup, instrument: instrument,
      evidence: "neither among the open orders nor in the history", at: clock)
  }

  func answer(_ request: OrderAmendRequested) -> [PaperVenue.Conclusion] {
    guard let book = index(of: request.instrument),
      let order = books[book].orders.first(where: { $0.id == request.order })
    else { return [] }
    var changed = order
    changed.quantity = request.quantity
    changed.limitPrice = request.limitPrice
    changed.stopPrice = request.stopPrice
    let isRefused =
      books[book].shapeRefusal(of: changed) != nil || changed.quantity <= changed.filled
      || (changed.timeInForce == .postOnly && depth(of: book).map(changed.wouldTake) == true)
    let result = isRefused ? order : changed
    var session = PaperVenue.Session(self)
    session.say(
      .orderAmended(
        OrderAmended(
          order: order.id, trade: order.trade, setup: order.setup,
          instrument: request.instrument, quantity: result.quantity,
          limitPrice: result.limitPrice, stopPrice: result.stopPrice, at: clock)))
    if !isRefused, order.kind == .limit, order.arrivesAt <= clock {
      session.meetMarket(changed, in: book)
    }
    return session.said
  }

  /// How long a signed request is good for.
  static var receiveWindow: Interval { .seconds(2) }

  func cancelled(_ order: PaperVenue.RestingOrder, in book: Int) -> OrderCancelled {
    OrderCancelled(
      order: order.id, trade: order.trade, setup: order.setup,
      instrument: books[book].listing.instrument, filled: order.filled, at: clock)
  }

  /// What the venue knows an order by: at most 32 characters, the same in every run.
  private func clientOrderID(of order: Identifier) -> Name { Name("t" + base32(order)) ?? Name() }
}

/// The sixteen bytes as 26 letters and digits of RFC 4648, in lower case.
func base32(_ identifier: Identifier) -> String {
  let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
  let bits = UInt128(identifier.high) << 64 | UInt128(identifier.low)
  var letters: [UInt8] = []
  // 130 bits: two of zero are put behind the 128.
  for place in 0..<26 {
    let shift = 123 - 5 * place
    let digit = shift >= 0 ? bits >> UInt128(shift) : bits << UInt128(-shift)
    letters.append(alphabet[Int(truncatingIfNeeded: digit & 31)])
  }
  return String(decoding: letters, as: UTF8.self)
}
