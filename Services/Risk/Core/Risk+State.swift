public import Events
public import Quantities

extension Risk {
  /// Everything that risk remembers.
  public struct State: Sendable, Codable, Equatable {
    /// Absent until the first `ConfigurationApplied`.
    public internal(set) var configuration: RiskConfiguration?
    public internal(set) var account = Name()
    /// The last tick.
    public internal(set) var now: Instant?
    /// The next start of a UTC day.
    public internal(set) var midnight: Instant?
    public internal(set) var listings: [Listing] = []
    public internal(set) var books: [Book] = []
    /// Trades that are approved or open, in the order of their approval.
    public internal(set) var exposures: [Exposure] = []
    public internal(set) var breaches: [Breach] = []
    /// Why trading is halted, each reason once; empty while it is not.
    public internal(set) var halts: [HaltReason] = []
    public internal(set) var gaps: [Gap] = []
  }

  /// The rules of an instrument, as far as sizes depend on them.
  public struct Listing: Sendable, Codable, Equatable {
    public let instrument: Name
    public let asset: Name
    public let kind: InstrumentKind
    public let tick: Price
    public let lot: Quantity
    public let minimumQuantity: Quantity
    public let minimumNotional: Money
    public let maximumLeverage: Ratio
  }

  /// What an account holds of an asset, and held when the UTC day began.
  public struct Book: Sendable, Codable, Equatable {
    public let account: Name
    public let asset: Name
    public internal(set) var balance: Money
    public internal(set) var equity: Money
    /// Deposited less withdrawn so far.
    public internal(set) var deposits: Money
    public internal(set) var openingEquity: Money
    public internal(set) var openingDeposits: Money

    /// The lesser of the balance and what it is worth with open profits and losses.
    public var cautiousEquity: Money { min(balance, equity) }

    /// Profit of the day: realised and unrealised less fees, without deposits.
    public var profitOfDay: Money {
      (equity - deposits) - (openingEquity - openingDeposits)
    }

    /// What the day's loss is measured against: equity at 00:00 UTC; when there was none, what
    /// was deposited since.
    public var base: Money {
      openingEquity.isPositive ? openingEquity : openingEquity + deposits - openingDeposits
    }
  }

  /// A limit that is hit, and until when.
  public struct Breach: Sendable, Codable, Equatable {
    public let limit: LimitKind
    public let account: Name
    public let asset: Name
    public let value: Money
    public let allowed: Money
    public let until: Instant
  }

  /// Bars of an instrument that are missing.
  public struct Gap: Sendable, Codable, Equatable {
    public let instrument: Name
    public let timeFrame: TimeFrame
  }
}

extension Risk.State {
  func listing(of instrument: Name) -> Risk.Listing? {
    listings.first { $0.instrument == instrument }
  }

  func book(of asset: Name) -> Risk.Book? {
    books.first { $0.asset == asset && $0.account == account }
  }

  /// The breach of a limit in an asset, if it is hit.
  func breach(of limit: LimitKind, in asset: Name) -> Risk.Breach? {
    breaches.first { $0.limit == limit && $0.asset == asset && $0.account == account }
  }

  /// Fee and slippage of one leg.
  var cost: Ratio { configuration.map { $0.fee + $0.slippage } ?? .zero }
}
