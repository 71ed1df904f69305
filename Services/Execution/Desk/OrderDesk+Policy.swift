import Events
public import Quantities
public import Venues

extension OrderDesk {
  /// The figures that differ between venues and owners.
  public struct Policy: Sendable, Hashable {
    /// How long a signed order is good for.
    public var receiveWindow = Interval.seconds(2)
    /// How long after the last moment at which the venue could take an order it may still be
    /// missing from its answers; never less than ten seconds count.
    public var visibility = Interval.seconds(60)
    /// Between two questions about the same order.
    public var questionPause = Interval.seconds(2)
    /// The longest wait between two tries of the same thing.
    public var longestPause = Interval.seconds(30)
    /// A call that is not answered after this counts as of unknown outcome.
    public var callPatience = Interval.seconds(30)
    /// How often executions and funding are pulled and orders are compared.
    public var surveyEvery = Interval.seconds(30)
    /// How often position, orders and balance are stated though nobody asked.
    public var reportEvery = Interval.minutes(10)
    /// How far before the last survey executions and funding are pulled again.
    public var overlap = Interval.minutes(5)
    /// The balance is compared so long after the last fill or funding, when the venue has surely
    /// booked it.
    public var settling = Interval.seconds(60)
    /// A stream that says nothing for so long counts as lost.
    public var silence = Interval.seconds(20)
    /// A fill that a survey finds and the stream did not tell for so long shows that it is deaf.
    public var streamLag = Interval.seconds(10)
    /// An entry without an end of its own waits so long for the venue.
    public var entryPatience = Interval.seconds(60)
    /// Orders that ended, their fills, and payments are remembered so long before the last survey.
    public var retention = Interval.hours(24)
    /// Whether leverage and modes are set before the first order of a contract.
    public var setsUpContracts = true
    /// Nil leaves it as it is.
    public var marginMode: MarginMode? = .isolated
    /// After how long without a word of ours the venue cancels all orders, where it offers that.
    public var deadManSwitch: Interval?

    public init() {}

    /// Takes over what is configured; the rest stays.
    mutating func take(_ desk: DeskConfiguration) {
      receiveWindow = desk.receiveWindow
      visibility = desk.visibility
      questionPause = desk.questionPause
      surveyEvery = desk.surveyEvery
      settling = desk.settling
      streamLag = desk.streamLag
      entryPatience = desk.entryPatience
      deadManSwitch = desk.deadManSwitch.isZero ? nil : desk.deadManSwitch
    }
  }

  /// The figures that are not configured.
  enum Limits {
    /// After it was signed, and before, its own history is looked through.
    static let historyMargin = Interval.seconds(5)
    static let negativeAnswers = 3
    /// Surveys that are disturbed by news before one counts all the same.
    static let surveys = 3
    /// Questions about a change before what the venue shows counts.
    static let looks = 5
    static let shortPause = Interval.milliseconds(500)
    static let rateLimitPause = Interval.seconds(5)
    static let maintenancePause = Interval.seconds(30)
    /// What a venue may claim; more would not be a market.
    static let price: Price = 1_000_000_000
    static let quantity: Quantity = 10_000_000_000_000
    static let notional: Money = 10_000_000_000_000_000
  }
}
