import Bus
import EventSourcing
import Events
import Quantities

/// Tells a made-up market, one instant after the other, as the market's service does.
struct MarketOccupant: Occupant {
  private static let window = 8

  private let story: MarketStory
  private var next = 0
  private var clock: Instant?
  private var isReady = false
  private var isConfigured = false
  /// How many steps may be told; the rest waits for the world to be healed.
  var limit: Int

  let needs = EventTypeSet([.clockTicked, .configurationApplied])
  let participations = [Participation(.marketData)]

  init(_ story: MarketStory, limit: Int) {
    self.story = story
    self.limit = limit
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
    while next < min(limit, story.steps.count), link.unacknowledged < Self.window,
      story.isDue(next, at: now)
    {
      _ = try link.propose(story.steps[next], as: .marketData)
      next += 1
    }
    return next < min(limit, story.steps.count)
  }

  func kept(after seq: SequenceNumber, isCoded: Bool) -> (any Occupant)? { nil }
}
