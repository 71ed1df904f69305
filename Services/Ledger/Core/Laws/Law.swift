public import Events
public import Quantities

extension Ledger {
  /// What must hold at every step; the raw value is the text in the log.
  public enum Law: String, Sendable, CaseIterable {
    /// The postings of every asset sum to zero: of each entry, and of all.
    case postings = "L1-postings"
    /// What a spot account has free of an asset is never below zero: nothing is sold short, nor
    /// bought with money that is not there.
    case available = "L2-available"
    /// What is held back is never below zero.
    case held = "L2-held"
    /// What is held back is what the orders that rest on spot markets may cost.
    case hold = "L3-hold"
    /// A position is the sum of its fills: in its own account, in the entries, and in its lots.
    case position = "L4-position"
    /// The fills of an order add up to what the venue says is filled.
    case orderFills = "L5-order-fills"
    /// An order is not filled beyond its quantity.
    case overfill = "L5-overfill"
    /// Equity is deposits, less fees and funding, with every fill at its price and what it left
    /// at the last.
    case equity = "L6-equity"
    /// Deposits, profit, fees and funding explain a balance, but for the residue.
    case explained = "L7-explained"
    /// The accounts of the fees hold what the facts say was paid.
    case fees = "L7-fees"
    /// The accounts of the funding hold what the facts say was paid.
    case funding = "L7-funding"
    /// The accounts of the profit have given what the trades took.
    case profit = "L7-profit"
    /// What trades gained and cost adds up to what their instrument gained and cost.
    case trades = "L7-trades"
    /// What lies in suspense of an instrument is what its orders were filled too much.
    case suspense = "L7-suspense"
    /// The venue's balance is the ledger's.
    case venueBalance = "L8-venue-balance"
    /// No entry is dated later than what has been taken note of.
    case dated = "L9-dated"
    /// What is filled has been listed; until then the fill waits.
    case listed
    /// Execution and the ledger agree on what a closed trade earned before fees.
    case tradeProfit = "trade-profit"
    /// A closed trade holds nothing.
    case tradeQuantity = "trade-quantity"

    /// The law of a name.
    public init?(_ name: Name) { self.init(rawValue: name.description) }

    public var name: Name {
      guard let name = Name(rawValue) else { preconditionFailure("a law's name is short") }
      return name
    }

    /// Whether a state shows by itself that it holds again.
    var isStanding: Bool {
      switch self {
      case .postings, .available, .held, .hold, .position, .orderFills, .overfill, .equity,
        .explained, .fees, .funding, .profit, .trades, .suspense, .dated, .listed:
        true
      case .venueBalance, .tradeProfit, .tradeQuantity: false
      }
    }

    /// Whether a difference lasts until it is cleared.
    var isLasting: Bool { isStanding || self == .venueBalance }
  }

  /// A law that does not hold, for one asset (or instrument) of an account.
  public struct Violation: Sendable, Hashable {
    public let law: Law
    public let account: Name
    public let asset: Name
    /// The order, the trade or the entry, where it is about one.
    public let about: Identifier?
    public let expected: FixedPoint
    public let actual: FixedPoint

    init(
      law: Law, account: Name, asset: Name, about: Identifier? = nil, expected: FixedPoint,
      actual: FixedPoint
    ) {
      self.law = law
      self.account = account
      self.asset = asset
      self.about = about
      self.expected = expected
      self.actual = actual
    }

    /// The same while the same thing differs, by whatever amount.
    var id: Identifier {
      Identifier(
        of: "discrepancy", law.rawValue, account.description, asset.description,
        about?.description ?? "")
    }
  }
}
