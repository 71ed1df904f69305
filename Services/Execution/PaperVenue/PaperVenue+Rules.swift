import Events
import Quantities

extension PaperVenue {
  /// Why an order is refused; the raw value is the code.
  enum Refusal: String {
    case unknownInstrument = "unknown-instrument"
    case noPrice = "no-price"
    case lotSize = "lot-size"
    case belowMinimum = "below-minimum"
    case tickSize = "tick-size"
    case minimumNotional = "minimum-notional"
    case reduceOnly = "reduce-only"
    case cannotShort = "cannot-short"
    case timeInForce = "time-in-force"
    case wouldTake = "would-take"
    case chance
    case margin = "margin"

    var code: Name { Name(rawValue) ?? Name() }

    var reason: String {
      switch self {
      case .unknownInstrument: "the instrument is not listed"
      case .noPrice: "there was no trade yet"
      case .lotSize: "the quantity is not a whole number of lots"
      case .belowMinimum: "the quantity is below the minimum"
      case .tickSize: "a price is missing or not on a tick"
      case .minimumNotional: "the order is worth less than the minimum"
      case .reduceOnly: "there is no position to reduce"
      case .cannotShort: "what is not held cannot be sold on a spot market"
      case .timeInForce: "the kind of order cannot have this time in force"
      case .wouldTake: "the order would take from the book"
      case .chance: "it was drawn to be refused"
      case .margin: "the margin does not suffice"
      }
    }
  }
}

extension PaperVenue.State {
  /// Why an order cannot be accepted; the first rule that it breaks.
  func refusal(of order: PaperVenue.RestingOrder, in book: Int?) -> PaperVenue.Refusal? {
    guard let book else { return .unknownInstrument }
    guard let last = books[book].bar?.close else { return .noPrice }
    if let refusal = books[book].shapeRefusal(of: order) { return refusal }
    if order.isRefusedByChance(paper) { return .chance }
    if order.timeInForce == .postOnly {
      let takes = depth(of: book).map(order.wouldTake) ?? order.wouldTake(at: last)
      if takes { return .wouldTake }
    }
    if order.reduceOnly {
      let isIdle = books[book].tradable(order).isZero && !books[book].waitsForEntry(order)
      return isIdle ? .reduceOnly : nil
    }
    return sizeRefusal(of: order, in: books[book], at: order.limitPrice ?? order.stopPrice ?? last)
  }

  private func sizeRefusal(
    of order: PaperVenue.RestingOrder, in book: PaperVenue.Book, at price: Price
  ) -> PaperVenue.Refusal? {
    let listing = book.listing
    let notional = price * order.quantity
    if order.quantity < listing.minimumQuantity { return .belowMinimum }
    if notional < listing.minimumNotional { return .minimumNotional }
    if listing.kind == .spot, order.side == .sell {
      return order.quantity > sellable(in: book) ? .cannotShort : nil
    }
    let needed =
      listing.kind == .spot
      ? mostPaid(by: order, notional: notional)
      : notional.divided(by: leverage(of: listing), rounding: .up)
    return needed > available(in: listing.quote) ? .margin : nil
  }
}

extension PaperVenue.Book {
  /// Whether quantity and prices are on the grid, and the prices that the kind needs are there.
  func shapeRefusal(of order: PaperVenue.RestingOrder) -> PaperVenue.Refusal? {
    guard order.quantity.isPositive, order.quantity.isMultiple(of: listing.lot) else {
      return .lotSize
    }
    guard hasPrices(order) else { return .tickSize }
    return order.isWellTimed ? nil : .timeInForce
  }

  private func hasPrices(_ order: PaperVenue.RestingOrder) -> Bool {
    switch order.kind {
    case .market: true
    case .limit: isOnTick(order.limitPrice)
    case .stop, .takeProfit: isOnTick(order.stopPrice)
    case .stopLimit: isOnTick(order.stopPrice) && isOnTick(order.limitPrice)
    case .trailing: isOnTick(order.distance)
    }
  }

  private func isOnTick(_ price: Price?) -> Bool {
    guard let price else { return false }
    return price.isPositive && price.isMultiple(of: listing.tick)
  }
}

extension PaperVenue.RestingOrder {
  /// Whether the kind can have the time in force: what waits for a price cannot be immediate, and
  /// only a limit can be kept from taking.
  fileprivate var isWellTimed: Bool {
    switch (kind, timeInForce) {
    case (_, .goodTillCancelled): true
    case (.market, .immediateOrCancel), (.market, .fillOrKill): true
    case (.limit, _): true
    case (.market, .postOnly): false
    case (.stop, _), (.stopLimit, _), (.takeProfit, _), (.trailing, _): false
    }
  }

  /// Whether some of the book is at its limit or better.
  func wouldTake(_ depth: PaperVenue.Depth) -> Bool {
    guard let limitPrice else { return false }
    return depth.reaches(limitPrice, side)
  }

  fileprivate func wouldTake(at last: Price) -> Bool {
    guard let limitPrice else { return false }
    return side == .buy ? limitPrice >= last : limitPrice <= last
  }
}
