public import Events
public import Quantities

extension Execution {
  /// One approved trade, its orders and where it is in its life.
  public struct Trade: Sendable, Hashable, Codable {
    public let id: Identifier
    public let setup: Identifier
    public let strategy: Name
    public let instrument: Name
    public let direction: Direction
    let terms: Terms
    let approval: Approval
    public internal(set) var phase: TradePhase
    public internal(set) var orders: [Order]
    public internal(set) var tally: Tally
    /// The setup became void while the entry was waiting.
    var isLapsed: Bool
    /// What a person wants of it.
    var wish: Wish
    /// Something to be said, and to be looked at by a person.
    var divergence: Divergence?
    /// What of it is to leave because the account holds too much.
    var reduction: Reduction?
  }

  /// What a person may want of a trade.
  enum Wish: String, Sendable, Hashable, Codable {
    case none
    /// No order shall wait but what protects.
    case cancelled
    /// It shall leave.
    case closed
  }

  /// What of an approval is needed until the entry is complete.
  struct Approval: Sendable, Hashable, Codable {
    var entry: EntryStyle
    var quantity: Quantity
    var limitPrice: Price?
    var reference: Price
    var stop: Price
    var leverage: Ratio
    /// What may be lost at the stop.
    var budget: Money
    var expiresAt: Instant
  }

  /// What was traded so far.
  public struct Tally: Sendable, Hashable, Codable {
    public internal(set) var entered: Quantity = .zero
    public internal(set) var exited: Quantity = .zero
    /// Price times quantity over the entry's fills.
    var entryCost: Money = .zero
    var exitCost: Money = .zero
    var fees: Money = .zero
    /// Above zero it was paid.
    var funding: Money = .zero
    /// When the first part of the entry was filled.
    var firstFill: Instant?
    /// What the last exit was for.
    var lastExit: OrderPurpose?
    /// Since when it is in the market without an acknowledged stop.
    var exposed: Exposed?
    /// All such times before, and the longest of them, by the clock of the venue.
    var unprotected = Interval.seconds(0)
    var longestUnprotected = Interval.seconds(0)

    /// What is open; negative when more was exited than entered.
    public var position: Quantity { entered - exited }
  }

  /// Since when a trade has had no acknowledged stop.
  struct Exposed: Sendable, Hashable, Codable {
    /// By the clock of the log, which decides.
    var since: Instant
    /// By the clock of the venue, which is reported.
    var from: Instant
  }

  /// The position that the orders allow, and the one that the fills show.
  struct Divergence: Sendable, Hashable, Codable {
    var cause: TradeDivergence
    var expected: Quantity
    var actual: Quantity
  }

  /// Where a trade is in its life, with what is known of it there.
  public enum TradePhase: Sendable, Hashable, Codable {
    /// The entry is on its way.
    case pending
    case open(Holding)
    /// Some target was taken.
    case partial(Holding, Taken)
    /// Everything is to leave.
    case closing(Holding, Closing)
    /// Flat; leftover orders may still have to go.
    case closed(CloseReason)
    /// Ended without a fill.
    case abandoned(AbandonReason)
    /// The fills contradict the orders, or no exit is accepted: protected, and left to a person.
    case diverged(Holding, Taken, Closing?)
  }

  /// What is known of a trade that is in the market.
  public struct Holding: Sendable, Hashable, Codable {
    public internal(set) var plan: TradePlan
    var openedAt: Instant
    /// Where the stop rests.
    public internal(set) var stop: Price
    /// How the trade ends when the stop is filled.
    var stopMeans: CloseReason
    /// Where the stop ought to rest, and for how much.
    var goal: StopGoal
    /// The best price since the entry, by whole bars of the trigger frame.
    var extreme: Price
    /// The last close of the trigger frame.
    var last: Price
  }

  /// Where a stop ought to rest, and for how much.
  struct StopGoal: Sendable, Hashable, Codable {
    var price: Price
    var quantity: Quantity
    /// Of the last move; nil where it started.
    var reason: StopReason?
  }

  /// The targets that are filled.
  public struct Taken: Sendable, Hashable, Codable {
    public internal(set) var first = false
    public internal(set) var second = false
  }

  /// Why everything leaves, and how hard that is.
  public struct Closing: Sendable, Hashable, Codable {
    public internal(set) var reason: CloseReason
    /// Exit orders that the venue refused.
    var failures = 0
    /// No exit order before.
    var notBefore: Instant

    /// Whether the venue refused more exits than are tried.
    public var isExhausted: Bool { failures > Execution.Limits.exitFailures }
  }
}

extension Execution.Trade {
  /// What it holds, while it is in the market.
  public var holding: Execution.Holding? {
    switch phase {
    case .pending, .closed, .abandoned: nil
    case .open(let holding), .partial(let holding, _), .closing(let holding, _),
      .diverged(let holding, _, _):
      holding
    }
  }

  /// The last order for a purpose.
  func last(_ purpose: OrderPurpose) -> Execution.Order? { orders.last { $0.purpose == purpose } }

  /// Whether the venue is known to hold its stop.
  var isProtected: Bool { last(.stop)?.isAtVenue ?? false }

  /// Whether it waits for a person: no exit is accepted, or more left than was held.
  var isStuck: Bool {
    switch phase {
    case .diverged(_, _, let closing):
      (closing?.isExhausted ?? reduction?.isExhausted ?? false) || tally.position.isNegative
    case .pending, .open, .partial, .closing, .closed, .abandoned: false
    }
  }

  /// Whether every order is dead and every fill is booked.
  var isSettled: Bool { orders.allSatisfy(\.phase.isSettled) }

  /// Whether it is over and nothing more can come.
  var isOver: Bool {
    switch phase {
    case .closed, .abandoned: isSettled && divergence == nil
    case .pending, .open, .partial, .closing, .diverged: false
    }
  }

  /// What of the position is open towards the trade's own direction; signed by it for the venue.
  var signedPosition: Quantity {
    direction == .long ? tally.position : -tally.position
  }

  /// Changes what it holds, while it is in the market.
  mutating func updateHolding(_ change: (inout Execution.Holding) -> Void) {
    switch phase {
    case .pending, .closed, .abandoned: break
    case .open(var holding):
      change(&holding)
      phase = .open(holding)
    case .partial(var holding, let taken):
      change(&holding)
      phase = .partial(holding, taken)
    case .closing(var holding, let closing):
      change(&holding)
      phase = .closing(holding, closing)
    case .diverged(var holding, let taken, let closing):
      change(&holding)
      phase = .diverged(holding, taken, closing)
    }
  }
}
