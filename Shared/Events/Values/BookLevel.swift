public import Quantities

/// One price of an order book, and what may be traded there.
public struct BookLevel: Fields, Codable {
  public var price = Price()
  /// In units of the base asset.
  public var quantity = Quantity()

  public init() {}

  public init(price: Price, quantity: Quantity) {
    self.price = price
    self.quantity = quantity
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("price", &price)
    visitor.field("quantity", &quantity)
  }
}
