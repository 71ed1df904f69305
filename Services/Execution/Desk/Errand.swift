import Events
import Quantities
import Venues

extension OrderDesk {
  /// What a call that is under way is for.
  enum Errand: Sendable, Hashable {
    case place(Identifier)
    case cancel(Identifier)
    case amend(Identifier)
    /// What becomes of an order that is known to be there.
    case look(Identifier)
    case lookBack(Identifier)
    /// The questions of a doubt; by the venue's clock, when they were asked.
    case question(Identifier, at: Instant)
    case openOrders(Identifier)
    case history(Identifier)
    case executions(Identifier)
    /// Fills that an order counts and nobody told.
    case pull(Name)
    case survey(Int, Question)
    case setUp(Name, SetUp.Step)
    case deadManSwitch
  }

  /// What a survey asks.
  enum Question: Sendable, Hashable {
    case openOrders, positions, balances
    case executions(Name)
    /// What contracts paid or received for being held.
    case funding
    /// An order that should rest and is not listed.
    case order(Identifier)
    case history(Identifier)
  }

  /// A call that is under way.
  struct Call: Sendable {
    let id: DeskCall.ID
    let errand: Errand
    /// By the clock of the caller, when it is given up.
    let until: Instant
    /// By the clock of the venue.
    let askedAt: Instant
  }
}
