public import Events
import ExecutionCore
public import Quantities

/// Carries out at a real venue what execution concluded, and states what happens there as facts.
///
/// It knows no clock, no socket and no file. Whoever drives it
/// - reads the log to it from the first event on (`hear`), then says that it is at its end
///   (`begin`), and goes on with every event as it becomes durable;
/// - tells it the time (`advance`) and the offset of the venue's clock, now and then;
/// - appends what `takeProposals` gives to the log, in that order, and carries `takeCalls` to the
///   venue, each at most once;
/// - hands the answers and the news of the private stream in.
///
/// An order leaves only after its own `OrderSendStarted` came back from the log to this
/// incarnation. Whatever is not known to have failed is of unknown outcome, and only the venue's
/// evidence ends that: nothing is ever sent again, and no timer turns a doubt into a denial.
/// The same inputs in the same order give the same outputs.
public struct OrderDesk: Sendable {
  public let account: Name
  let log: Identifier
  public internal(set) var policy: Policy

  /// The steady clock of the caller.
  var now = Instant.epoch
  /// How far the venue's clock is ahead of it; nil until it is known.
  var offset: Interval?
  /// Whether the log was read to its end.
  public internal(set) var isLive = false

  // Orders: found by name, walked through in the order of their requests.
  var slips: [Identifier: Slip] = [:]
  var names: [Name: Identifier] = [:]
  var venueNames: [Name: Identifier] = [:]
  var live: [Identifier] = []
  var ended: [(order: Identifier, at: Instant)] = []

  // Fills, payments of funding and orders of others that are stated.
  var fills: Set<Identifier> = []
  var fillLog: [(fill: Identifier, at: Instant)] = []
  var externals: [Identifier: External] = [:]
  var externalLog: [(order: Identifier, at: Instant)] = []
  var holdings: [Holding] = []

  // What the log says of the venue.
  var listings: [InstrumentListed] = []
  var leverage = Ratio.one
  var mode = PositionMode.hedge
  /// Since when the books hold an asset: what was paid in it before is in the first word.
  var assets: [Name: Instant] = [:]
  /// The first word of the desk; what the venue did before is not ours.
  var birth: Instant?
  /// Everything that the venue did up to then is stated.
  var watermark: Instant?
  var lastStatement = Instant.epoch
  /// When money last moved: by a fill, or by funding.
  var lastPayment = Instant.epoch
  var isConnectedInLog: Bool?
  var requested: [(instrument: Name, cause: SequenceNumber)] = []

  // The connection.
  var isStreamUp = false
  var streamHeardAt = Instant.epoch
  /// The stream is up, and whatever happened before is known.
  var wholeSince: Instant?
  var connections = 0
  var mustReconnect = false
  var survey: Survey?
  var surveys = 0
  var surveyAt = Instant.epoch
  var surveyFailures = 0
  /// When the last survey ended, by the caller's clock, and when it began, by the venue's.
  var reportedSurveyAt = Instant.epoch
  var lastSurveyed: Instant?
  var reportedAt = Instant.epoch
  /// Facts that change what a survey shows.
  var changes = 0
  var pulls: [Pull] = []
  var setUps: [SetUp] = []
  var entriesPausedUntil = Instant.epoch
  var allPausedUntil = Instant.epoch
  var deadManAt = Instant.epoch

  // Outputs, and what waits for an answer.
  var proposals: [DeskFact] = []
  var expected: [Identifier: DeskFact] = [:]
  var outgoing: [DeskCall] = []
  var calls: [Call] = []
  var callCount = 0
  /// What the venue said and cannot be: counted, and not believed.
  public internal(set) var absurdities = 0

  /// - Parameters:
  ///   - account: what the facts call the account at the venue.
  ///   - logID: goes into the names of orders, so that two logs never use the same.
  public init(account: Name, logID: Identifier, policy: Policy = Policy()) {
    self.account = account
    log = logID
    self.policy = policy
  }

  /// The facts that are to be appended, in this order; each is handed out once.
  public mutating func takeProposals() -> [DeskFact] {
    defer { proposals = [] }
    return proposals
  }

  /// The calls that are to be made, the most urgent first; each is handed out once.
  public mutating func takeCalls() -> [DeskCall] {
    defer { outgoing = [] }
    return outgoing.sorted { ($1.priority, $0.id) < ($0.priority, $1.id) }
  }

  /// Whether the private stream is to be torn down and made again: it was silent, or deaf.
  public mutating func takeReconnection() -> Bool {
    defer { mustReconnect = false }
    return mustReconnect
  }
}

// What can be seen of it.
extension OrderDesk {
  /// Whether the stream is up and everything before it is known.
  public var isWhole: Bool { wholeSince != nil }

  /// An order of which only the venue can say whether it is there.
  public struct OpenDoubt: Sendable, Hashable {
    public let order: Identifier
    public let instrument: Name
    public let clientOrderID: Name
    /// When it was signed, by the clock of the caller; a person wants to know of one that is a
    /// minute old.
    public let since: Instant
  }

  /// The doubts that are not closed, oldest request first.
  public var doubts: [OpenDoubt] {
    live.compactMap { order in
      guard let slip = slips[order], case .doubtful(let doubt) = slip.stage else { return nil }
      return OpenDoubt(
        order: order, instrument: slip.instrument, clientOrderID: slip.clientOrderID,
        since: now - max(.zero, bestTime - doubt.evidence.signedAt))
    }
  }

  /// Orders that are not over, as far as is known here.
  public var liveOrders: Int { live.count }

  /// Orders, fills, payments and orders of others that are remembered.
  public var memory: Int { slips.count + fills.count + externals.count }

  /// Calls that are not answered yet.
  public var callsUnderWay: Int { calls.count }

  /// The venue's time, when its clock is known.
  var venueTime: Instant? { offset.map { now + $0 } }

  /// The venue's time as well as it is known.
  var bestTime: Instant { venueTime ?? now }
}
