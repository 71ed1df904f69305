public import Events
public import Quantities

extension Ledger {
  /// What an input makes due, worked out while it was taken note of.
  public struct Due: Sendable, Codable, Equatable {
    public internal(set) var fills: [DueFill] = []
    public internal(set) var shares: [FundingShare] = []
    /// The order whose hold or excess may have changed.
    public internal(set) var order: Identifier?
    /// The account that the order was thought to be of.
    public internal(set) var former: Name?
    /// The lot of a trade that has just been closed.
    public internal(set) var closed: Lot?

    var isEmpty: Bool { fills.isEmpty && shares.isEmpty && order == nil && closed == nil }
  }

  /// A fill, and what it did to its lot and its order.
  public struct DueFill: Sendable, Codable, Equatable {
    public let fill: Fill
    public let account: Name
    public let strategy: Name
    /// Profit of the lot by this fill.
    public let realised: Money
    /// How much more the lot has cost since.
    public let cost: Money
    /// How much more the order is filled beyond what it asked for; negative for a sale.
    public let excess: Quantity
  }

  /// The part of a payment of funding that falls to one trade.
  public struct FundingShare: Sendable, Codable, Equatable {
    /// Nil for a position that belongs to no trade.
    public let trade: Identifier?
    public let setup: Identifier?
    public let strategy: Name
    public let amount: Money
  }
}
