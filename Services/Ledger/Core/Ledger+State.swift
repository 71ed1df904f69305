public import Events
public import Quantities

extension Ledger {
  /// Everything that the ledger remembers.
  public struct State: Sendable, Codable, Equatable {
    /// The trading account that fills are booked to.
    public internal(set) var account = Name()
    /// The next start of a UTC day; absent before the first tick.
    public internal(set) var midnight: Instant?
    /// The start of the day that ended with this very tick.
    public internal(set) var endedDay: Instant?
    public internal(set) var holdings: [Holding] = []
    public internal(set) var books: [Book] = []
    /// What the entries add up to, in the order of the first posting. A position's account is the
    /// instrument, every other one the venue's.
    public internal(set) var balances: [Balance] = []
    /// Orders that have fills and may get more.
    public internal(set) var orders: [OrderProgress] = []
    /// What has been found; the same is not said again.
    public internal(set) var differences: [Difference] = []
    /// How many instruments are not flat; a candle of a flat account costs nothing more.
    public internal(set) var openPositions = 0
  }

  /// An instrument: its assets, its last price, and what is held of it.
  public struct Holding: Sendable, Codable, Equatable {
    public let instrument: Name
    public let base: Name
    public let quote: Name
    public let kind: InstrumentKind
    /// Last close, or the last fill before any close.
    public internal(set) var price: Price?
    public internal(set) var pricedAt: Instant
    /// The finest time frame seen; its candles mark equity.
    public internal(set) var finest: TimeFrame?
    /// By the ledger's own account.
    public internal(set) var position = Position()
    /// Sum of the signed quantities of the fills.
    public internal(set) var filled = Quantity.zero

    public var unrealised: Money { price.map { position.unrealised(at: $0) } ?? .zero }
  }

  /// What the facts say about one asset of an account, and about its day.
  public struct Book: Sendable, Codable, Equatable {
    public let account: Name
    public let asset: Name
    /// Deposited less withdrawn so far.
    public internal(set) var deposits = Money.zero
    /// Deposits and withdrawals so far; names their entries.
    public internal(set) var transfers = 0
    public internal(set) var fees = Money.zero
    /// Received for what was sold, less paid for what was bought, before fees.
    public internal(set) var proceeds = Money.zero
    public internal(set) var opening = Opening()
    /// Trades closed today.
    public internal(set) var trades = 0
  }

  /// Where a book stood when its UTC day began.
  public struct Opening: Sendable, Codable, Equatable {
    public internal(set) var equity = Money.zero
    public internal(set) var deposits = Money.zero
    public internal(set) var realised = Money.zero
    public internal(set) var fees = Money.zero
  }

  /// What an account of the double entry holds.
  public struct Balance: Sendable, Codable, Equatable {
    public let account: Name
    public let kind: AccountKind
    public let asset: Name
    public internal(set) var amount: Money
  }

  /// What the fills of an order add up to, and what the venue says they do.
  public struct OrderProgress: Sendable, Codable, Equatable {
    public let order: Identifier
    public let instrument: Name
    /// The venue's last word and the fill since.
    public internal(set) var filled: Quantity
    /// The venue's word now.
    public internal(set) var stated: Quantity
    /// Whether no fill is to come; it is forgotten with the next order's event.
    public internal(set) var isOver: Bool
  }

  /// Two accounts of the same thing that differ, and by how much.
  public struct Difference: Sendable, Codable, Equatable {
    public let account: Name
    public let asset: Name
    public let what: Name
    public let amount: FixedPoint
  }
}
