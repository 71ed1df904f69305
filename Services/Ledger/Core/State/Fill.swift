public import Events
public import Quantities

extension Ledger {
  /// What the ledger takes from a fill.
  public struct Fill: Sendable, Codable, Hashable {
    public let fill: Identifier
    public let order: Identifier
    /// Zero for none.
    public let trade: Identifier
    /// Zero for none.
    public let setup: Identifier
    public let instrument: Name
    /// Empty for the one that the configuration names.
    public let account: Name
    /// What it adds to the position.
    public let quantity: Quantity
    public let price: Price
    public let fee: Money
    public let feeAsset: Name
    /// Of the order so far, by the venue's word.
    public let filled: Quantity
    /// Whether the order has nothing left.
    public let isLast: Bool
    public let at: Instant

    public init(_ filled: OrderFilled) {
      fill = filled.fill
      order = filled.order
      trade = filled.trade
      setup = filled.setup
      instrument = filled.instrument
      account = filled.account
      quantity = filled.side == .buy ? filled.quantity : -filled.quantity
      price = filled.price
      fee = filled.fee
      feeAsset = filled.feeAsset
      self.filled = filled.filled
      isLast = filled.remaining.isZero
      at = filled.at
    }
  }
}
