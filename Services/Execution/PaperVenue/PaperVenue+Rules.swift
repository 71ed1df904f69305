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
    case margin = "margin"

    var code: Name { Name(rawValue) ?? Name() }

    var reason: String {
      switch self {
      case .unknownInstrument: "the instrument is not listed"
      case .noPrice: "there was no trade yet"
      case .lotSize: "the quantity is not a whole number of lots"
      case .belowMinimum: "the quantity is below the minimum"
      case .tickSize: "the price is missing or not on a tick"
      case .minimumNotional: "the order is worth less than the minimum"
      case .reduceOnly: "there is no position to reduce"
      case .cannotShort: "what is not held cannot be sold on a spot market"
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
    if order.reduceOnly { return books[book].tradable(order).isZero ? .reduceOnly : nil }
    let listing = books[book].listing
    let price = order.limitPrice ?? order.stopPrice ?? last
    let notional = price * order.quantity
    if order.quantity < listing.minimumQuantity { return .belowMinimum }
    if notional < listing.minimumNotional { return .minimumNotional }
    if listing.kind == .spot, order.side == .sell { return .cannotShort }
    let needed = notional.divided(by: leverage(of: listing), rounding: .up)
    return needed > available(in: listing.quote) ? .margin : nil
  }

  private func leverage(of listing: PaperVenue.Listing) -> Ratio {
    switch listing.kind {
    case .spot: .one
    case .linear: max(min(leverage, listing.maximumLeverage), .one)
    }
  }

  /// Equity at the last prices, less the margin of positions and of entries that rest.
  func available(in asset: Name) -> Money {
    guard let balance = balances.first(where: { $0.asset == asset }) else { return .zero }
    var free = balance.cash
    for book in books where book.listing.quote == asset {
      guard let last = book.bar?.close else { continue }
      let leverage = leverage(of: book.listing)
      for position in book.positions {
        let worth = last * position.quantity
        free += worth - worth.magnitude.divided(by: leverage, rounding: .up)
      }
      for order in book.orders where !order.reduceOnly {
        let price = order.limitPrice ?? order.stopPrice ?? last
        free -= (price * order.remaining).divided(by: leverage, rounding: .up)
      }
    }
    return free
  }
}

extension PaperVenue.Book {
  /// Whether quantity and prices are on the grid, and the prices that the kind needs are there.
  func shapeRefusal(of order: PaperVenue.RestingOrder) -> PaperVenue.Refusal? {
    guard order.quantity.isPositive, order.quantity.isMultiple(of: listing.lot) else {
      return .lotSize
    }
    switch order.kind {
    case .market: return nil
    case .limit: return isOnTick(order.limitPrice) ? nil : .tickSize
    case .stop: return isOnTick(order.stopPrice) ? nil : .tickSize
    }
  }

  private func isOnTick(_ price: Price?) -> Bool {
    guard let price else { return false }
    return price.isPositive && price.isMultiple(of: listing.tick)
  }
}
