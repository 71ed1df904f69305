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
  /// A disk has lost what it had said to keep: what the log holds is no longer the truth.
  var isRewound = false

  init(_ options: Options) {
    folds = FoldCheck(options)
  }

  /// Takes the next durable event.
  mutating func durable(_ stored: StoredEvent, _ event: Event) throws(Violation) {
    guard !isRewound else { return }
    try chains.durable(stored)
    try fences.durable(stored)
    try story.durable(event)
    try orders.durable(stored, event)
    try limits.durable(stored, event)
    try books.durable(event)
    try folds.durable(stored, event)
    if BookCheck.concerns(event) { try books.compare(with: folds.ledger) }
  }

  /// What is not over although everything was to end.
  func unfinished() -> String? {
    story.unfinished() ?? folds.unfinished() ?? books.difference(from: folds)
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
    try orders.finish()
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
