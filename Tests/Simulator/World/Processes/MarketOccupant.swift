import Bus
import EventSourcing
import Events
import Quantities

/// Tells a made-up market, one instant after the other, as the market's service does.
struct MarketOccupant: Occupant {
  private static let window = 8

  var story: MarketStory
  /// The step to be told next.
  private(set) var next = 0
  private var clock: Instant?
  private var isReady = false
  private var isConfigured = false
  /// When the world was healed; the rest of the market waits for it.
  var healedAt: Int64?

  let needs = EventTypeSet([.clockTicked, .configurationApplied])
  let participations = [Participation(.marketData)]

  init(_ story: MarketStory, healedAt: Int64?) {
    self.story = story
    self.healedAt = healedAt
  }

  mutating func rebuild(_ stored: StoredEvent, _ event: Event) {
    switch event {
    case .clockTicked(let tick): clock = tick.at
    case .configurationApplied: isConfigured = true
    default: break
    }
  }

  mutating func begin(
    _ link: inout LinkState, at position: SequenceNumber, _ welcomes: [Welcome]
  ) {
    next = clock.map(story.place(after:)) ?? 0
    isReady = true
  }

  mutating func take(
    _ events: [(stored: StoredEvent, event: Event)], through last: SequenceNumber,
    _ link: inout LinkState
  ) {
    for (stored, event) in events { rebuild(stored, event) }
  }

  mutating func idle(_ link: inout LinkState, at now: Int64) throws(BusError) -> Bool {
    guard isReady, isConfigured else { return false }
    while next < story.steps.count, link.unacknowledged < Self.window,
      story.isDue(next, at: now, healedAt: healedAt)
    {
      _ = try link.propose(story.steps[next], as: .marketData)
      next += 1
    }
    return next < story.steps.count
  }

  func kept(after seq: SequenceNumber, isCoded: Bool) -> (any Occupant)? { nil }
}
