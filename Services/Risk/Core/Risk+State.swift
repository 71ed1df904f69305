public import Events
public import Quantities

extension Risk {
  /// Everything that risk remembers.
  public struct State: Sendable, Codable, Equatable {
    /// The limits in force; absent until the first `ConfigurationApplied`.
    public internal(set) var configuration: RiskConfiguration?
    /// Looser limits that do not hold yet.
    public internal(set) var scheduled: [ScheduledChange] = []
    public internal(set) var account = Name()
    /// How the venue keeps positions.
    public internal(set) var mode = PositionMode.hedge
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
    /// Instruments of which the venue shows something else than the log.
    public internal(set) var diverged: [Name] = []
    /// Of the account, as long as they last or until a person releases them.
    public internal(set) var discrepancies: [Discrepancy] = []
    public internal(set) var gaps: [Gap] = []
    public internal(set) var prices: [Prices] = []
    /// Of instruments whose order books are stated.
    public internal(set) var quotes: [Quote] = []
    public internal(set) var tallies: [Tally] = []
    /// Absent until the first approval.
    public internal(set) var ordersOfSecond: TokenBucket?
    public internal(set) var ordersOfMinute: TokenBucket?
    public internal(set) var recent: [RecentApproval] = []
    /// When the venue refused orders, within the last minute.
    public internal(set) var rejections: [Instant] = []
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
    public let maintenanceMargin: Ratio
  }

  /// A limit that is hit, and until when.
  public struct Breach: Sendable, Codable, Equatable {
    public let limit: LimitKind
    public let account: Name
    public let asset: Name
    public let value: FixedPoint
    public let allowed: FixedPoint
    /// Absent when it lasts as long as its cause, or until a person releases it.
    public let until: Instant?
    /// Whether a person released it already, for when its time is over.
    public internal(set) var isReleased = false
    /// Of leverage: when the excess was last asked to leave.
    public internal(set) var reducedAt: Instant?
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

  /// What is traded in an asset: everything, exits alone, or nothing while there is a halt.
  public func mode(in asset: Name) -> TradingMode {
    guard halts.isEmpty else { return .halted }
    return breaches.lazy
      .filter { ($0.asset == asset || $0.asset.isEmpty) && $0.account == account }
      .map(\.limit.mode).max() ?? .active
  }

  /// Fee and slippage of one leg.
  var cost: Ratio { configuration.map { $0.fee + $0.slippage } ?? .zero }
}
