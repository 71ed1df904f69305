public import Events
public import Quantities

extension Ledger {
  /// What an account holds of an instrument.
  public struct Holding: Sendable, Codable, Equatable {
    public let account: Name
    public let instrument: Name
    public let base: Name
    public let quote: Name
    public let kind: InstrumentKind
    /// The place of the instrument among the listed ones.
    let listing: Int
    /// All trades together at average cost, by the ledger's own answers.
    public internal(set) var position = Position()
    /// Sum of the signed quantities of the fills.
    public internal(set) var filled = Quantity.zero
    /// Received for what was sold, less paid for what was bought, before fees.
    public internal(set) var proceeds = Money.zero
    /// Profit of the lots so far, before fees and funding; flat lots are forgotten, this is not.
    public internal(set) var realised = Money.zero
    /// Of the lots that are open.
    public internal(set) var cost = Money.zero
    /// In the quote asset.
    public internal(set) var fees = Money.zero
    /// In the quote asset.
    public internal(set) var funding = Money.zero
    /// Bought beyond what orders asked for, less sold beyond it.
    public internal(set) var excess = Quantity.zero

    /// Whether any trade is open; trades that are hedged hold nothing together.
    var isOpen: Bool { !position.isFlat || !cost.isZero }
  }

  /// What one trade holds of an instrument: profit is told by trade, and adds up from there.
  public struct Lot: Sendable, Codable, Equatable {
    /// Zero for all that belongs to no trade.
    public let trade: Identifier
    public let setup: Identifier?
    /// Empty where nobody knows it.
    public let strategy: Name
    public internal(set) var account: Name
    public let instrument: Name
    public internal(set) var position = Position()
    public internal(set) var funding = Money.zero
    /// Nothing will be filled after this unless something was before; nil once it was.
    var lapsesAt: Instant?
    /// Whether execution has closed the trade.
    var isClosed = false
  }

  /// What the facts say about one asset of an account, and about its day.
  public struct Book: Sendable, Codable, Equatable {
    public let account: Name
    public let asset: Name
    /// Deposited less withdrawn so far, transfers between own accounts included.
    public internal(set) var deposits = Money.zero
    public internal(set) var fees = Money.zero
    public internal(set) var funding = Money.zero
    /// Received for what was sold, less paid for what was bought, before fees.
    public internal(set) var proceeds = Money.zero
    /// Entries that no fill and no payment names; the next one's name has the next number.
    var numbered = 0
    public internal(set) var opening = Opening()
    /// Trades closed today.
    public internal(set) var trades = 0
  }

  /// Where a book stood when its UTC day began.
  public struct Opening: Sendable, Codable, Equatable {
    public internal(set) var equity = Money.zero
    public internal(set) var deposits = Money.zero
    public internal(set) var realised = Money.zero
    public internal(set) var unrealised = Money.zero
    public internal(set) var fees = Money.zero
    public internal(set) var funding = Money.zero
    public internal(set) var residue = Money.zero
  }

  /// Two accounts of the same thing that differ.
  public struct Difference: Sendable, Codable, Equatable {
    public let id: Identifier
    public let what: Name
    public let account: Name
    public let asset: Name
    public let about: Identifier?
    public let expected: FixedPoint
    public let actual: FixedPoint
    /// When it was found first.
    public let since: Instant
    /// Since when it has been this large.
    public let standing: Instant
  }
}
