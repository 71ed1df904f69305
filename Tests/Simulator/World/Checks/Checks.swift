import EventSourcing
import Events
import Quantities

/// All checkers of a world. Each is told what happens and complains in one sentence.
struct Checks {
  var chains = ChainCheck()
  var appends = AppendCheck()
  var fences = FenceCheck()
  var bounds = BoundsCheck()
  var folds: FoldCheck
  var orders = OrderCheck()
  var limits = LimitCheck()
  var books = BookCheck()
  var story = StoryCheck()
  var venue = VenueCheck()
  /// A real venue may fill too much, and tell what it likes.
  private let isFaulty: Bool
  /// A disk has lost what it had said to keep: what the log holds is no longer the truth.
  var isRewound = false

  init(_ options: Options) {
    folds = FoldCheck(options)
    isFaulty = options.mode == .live
  }

  /// Takes the next durable event.
  ///
  /// - Parameter isCooked: whether somebody broke the books, to hear what is said of that.
  mutating func durable(
    _ stored: StoredEvent, _ event: Event, isCooked: Bool = false
  ) throws(Violation) {
    guard !isRewound else { return }
    try chains.durable(stored)
    try fences.durable(stored)
    try story.durable(event)
    try orders.durable(stored, event)
    try limits.durable(stored, event)
    // A real venue charges by its own word, not by the rates that are published.
    if !isFaulty || event.type != .fundingCharged {
      try books.durable(event, at: stored.seq, cause: stored.proposal.cause)
    }
    try venue.durable(event, as: stored.proposal.id)
    try folds.durable(stored, event)
    guard BookCheck.concerns(event) else { return }
    try books.compare(with: isCooked ? folds.ledger.cooked : folds.ledger, isFaulty: isFaulty)
  }

  /// The disk after a crash, before anything else is written to it.
  func survived(_ disk: Disk) throws(Violation) {
    if !isRewound { try appends.finish(disk) }
  }

  /// What is not over although everything was to end.
  func unfinished(_ world: World) -> String? {
    if let open = folds.unfinished() { return open }
    guard world.options.mode == .live else {
      // A live market goes on.
      if let open = story.unfinished() { return open }
      return books.difference(of: folds.ledger, from: folds.paper)
    }
    if let difference = venue.difference(from: world.exchange) { return difference }
    // What was filled too much lies in suspense.
    guard world.exchange.excesses == 0 else { return nil }
    return books.difference(of: folds.ledger, from: world.exchange.state)
  }

  /// The world has come to its end.
  mutating func finish(_ world: World) throws {
    if isRewound {
      guard world.isCaught else {
        throw Violation("C3", "a disk lost what it had said to keep, and nobody noticed")
      }
      return
    }
    try appends.finish(world.disk)
    if isFaulty { try venue.compare(with: world.exchange) }
    try folds.finish(world)
  }
}

/// Time goes forward, and the market comes to its end.
struct StoryCheck {
  private(set) var clock = Instant(nanoseconds: .min)
  private(set) var hasEnded = false

  mutating func durable(_ event: Event) throws(Violation) {
    switch event {
    case .clockTicked(let tick):
      guard tick.at > clock else { throw Violation("C12", "the clock went back to \(tick.at)") }
      clock = tick.at
    case .marketEnded: hasEnded = true
    default: break
    }
  }

  func unfinished() -> String? { hasEnded ? nil : "the market has not come to its end" }
}
