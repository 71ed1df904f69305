public import Events
public import Quantities

// What an exchange needs that has this venue for its matching engine.
extension PaperVenue.State {
  /// A venue of one account, whose limits are matched on arrival where they can be.
  public static func exchange(_ configuration: Configuration) -> PaperVenue.State {
    var state = PaperVenue.State()
    state.matchesOnArrival = true
    state.apply(configuration)
    return state
  }

  /// What is owned of an asset: what came in less what was spent on open contracts and coins.
  public func cash(of asset: Name) -> Money { balance(of: asset) }

  /// The price times quantity of all open contracts that settle in an asset, with their sign.
  public func openCost(in asset: Name) -> Money {
    var sum = Money.zero
    for book in books where book.listing.kind == .linear && book.listing.quote == asset {
      for position in book.positions { sum += position.cost }
    }
    return sum
  }

  /// What of the account's money is bound by open contracts of an instrument.
  public func margin(of trade: Identifier, in instrument: Name) -> Money {
    guard let book = index(of: instrument) else { return .zero }
    return books[book].positions.filter { $0.trade == trade }.reduce(.zero) { $0 + $1.margin }
  }

  /// Where a position is taken away; nil when there is none, or nothing can take it.
  public func liquidationPrice(of trade: Identifier, in instrument: Name) -> Price? {
    guard let book = index(of: instrument),
      let position = books[book].positions.first(where: { $0.trade == trade }),
      position.leverage > .one
    else { return nil }
    let price = PaperVenue.liquidationPrice(
      isLong: position.quantity.isPositive, entry: position.entry, leverage: position.leverage,
      quantity: position.quantity.magnitude, rate: books[book].listing.maintenanceMargin)
    return price.isPositive ? price : nil
  }

  /// Takes another leverage for an instrument, for what is open as well.
  public mutating func setLeverage(_ leverage: Ratio, of instrument: Name) {
    guard let book = index(of: instrument) else { return }
    books[book].listing.maximumLeverage = leverage
    for place in books[book].positions.indices {
      books[book].positions[place].leverage = leverage
    }
  }
}
