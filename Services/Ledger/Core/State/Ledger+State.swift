public import Events
public import Quantities

extension Ledger {
  /// Everything that the ledger remembers.
  ///
  /// What the facts add up to and what the entries add up to are kept apart, so that each checks
  /// the other: holdings' sums, lots, books and orders come from facts; balances and positions
  /// from the ledger's own answers.
  public struct State: Sendable, Codable, Equatable {
    /// The account at the venue that fills are booked to which name none.
    public internal(set) var account = Name()
    /// The highest fee that an order which rests may cost.
    public internal(set) var feeRate = Ratio.zero
    /// The latest moment that any fact has told of.
    public internal(set) var applied = Instant(nanoseconds: .min)
    /// The latest moment that any entry is dated.
    public internal(set) var dated = Instant(nanoseconds: .min)
    /// The next start of a UTC day; absent before the first tick.
    public internal(set) var midnight: Instant?
    /// The start of the day that ended with this very tick.
    public internal(set) var endedDay: Instant?
    /// Instruments and their last prices.
    public internal(set) var rates = Rates()
    public internal(set) var holdings: [Holding] = []
    public internal(set) var lots: [Lot] = []
    public internal(set) var books: [Book] = []
    /// Orders that may cost money, and some that lately did.
    public internal(set) var orders: [Order] = []
    /// What the entries add up to, sorted by their place.
    public internal(set) var balances: [Balance] = []
    /// Fills of instruments that are not listed yet.
    public internal(set) var waiting: [Fill] = []
    /// What this very input makes due; empty after any other.
    public internal(set) var due = Due()
    /// What has been found and not cleared.
    public internal(set) var differences: [Difference] = []
  }

  /// What an account of the double entry holds.
  public struct Balance: Sendable, Codable, Equatable {
    public let place: Place
    public internal(set) var amount: Money
  }

  /// Names an account of the double entry.
  public struct Place: Sendable, Codable, Hashable, Comparable {
    /// At a venue.
    public let account: Name
    /// Empty where it is about none.
    public let instrument: Name
    public let asset: Name
    public let kind: AccountKind

    public init(account: Name, instrument: Name = Name(), asset: Name, kind: AccountKind) {
      self.account = account
      self.instrument = instrument
      self.asset = asset
      self.kind = kind
    }

    public init(_ posting: Posting) {
      self.init(
        account: posting.account, instrument: posting.instrument ?? Name(), asset: posting.asset,
        kind: posting.kind)
    }

    public static func < (a: Place, b: Place) -> Bool {
      if a.account != b.account { return a.account < b.account }
      if a.instrument != b.instrument { return a.instrument < b.instrument }
      if a.asset != b.asset { return a.asset < b.asset }
      return a.kind.order < b.kind.order
    }
  }
}

extension AccountKind {
  /// The place in a statement: what is owned, what it was spent on, where it came from.
  var order: Int {
    switch self {
    case .available: 0
    case .hold: 1
    case .position: 2
    case .transfer: 3
    case .fee: 4
    case .funding: 5
    case .profit: 6
    case .suspense: 7
    case .external: 8
    }
  }
}
