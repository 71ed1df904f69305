public import Quantities
import Requests

/// What a venue allows: so much weight in any stretch of time of a length.
public struct RateBudget: Sendable, Hashable {
  /// The venue's, for all who ask.
  public var limit: Int
  public var window: Interval
  public var shares: RateShares
  /// What of the limit is ours; the rest is for others at the same address.
  public var part: AddressShare

  public init(
    _ limit: Int, per window: Interval, shares: RateShares = .prioritised,
    part: AddressShare = .whole
  ) {
    precondition(limit > 0 && window.nanoseconds >= 64)
    self.limit = limit
    self.window = window
    self.shares = shares
    self.part = part
  }

  /// What may be used before a class has to wait; one request at least.
  func ceiling(_ priority: RequestPriority) -> Int {
    let own = part.part(of: limit)
    let percent = shares.percent(priority)
    return max(1, own / 100 * percent + own % 100 * percent / 100)
  }

  /// What others may use.
  var others: Int { limit - part.part(of: limit) }
}

/// What was used of a budget in its last window.
///
/// Uses are kept in slots of a 64th of the window, and count until their slot's end is a window
/// ago: too long by a 64th at most, never too short.
struct RateWindow: Sendable {
  private struct Slot {
    var begins: Instant
    var expires: Instant
    var weight: Int
  }

  var budget: RateBudget
  private var slots: [Slot] = []
  private(set) var used = 0

  init(_ budget: RateBudget) { self.budget = budget }

  /// Forgets what is over.
  mutating func advance(to now: Instant) {
    // Nearly always the first slots expire first; a learned one may be out of order.
    guard slots.contains(where: { $0.expires <= now }) else { return }
    slots.removeAll { $0.expires <= now }
    used = slots.reduce(0) { $0 + $1.weight }
  }

  /// When a request fits: now, later, or nil for never.
  func fits(_ weight: Int, _ priority: RequestPriority, at now: Instant) -> Instant? {
    let ceiling = budget.ceiling(priority)
    guard weight <= ceiling else { return nil }
    var left = used
    if left <= ceiling - weight { return now }
    for slot in slots.sorted(by: { $0.expires < $1.expires }) {
      left -= slot.weight
      if left <= ceiling - weight { return slot.expires }
    }
    return now
  }

  /// Counts a request.
  mutating func use(_ weight: Int, at now: Instant) {
    let step = Interval.nanoseconds(budget.window.nanoseconds / 64)
    used += weight
    if let last = slots.last, last.begins <= now, now < last.begins + step,
      last.expires == last.begins + step + budget.window
    {
      slots[slots.count - 1].weight += weight
    } else {
      slots.append(Slot(begins: now, expires: now + step + budget.window, weight: weight))
    }
  }

  /// The venue counts more than we do: others use the same budget, or a request took longer. What
  /// may be in the part of the others is not counted as ours.
  mutating func learn(used told: Int, until reset: Instant?, at now: Instant) {
    let extra = min(told, budget.limit) - budget.others - used
    guard extra > 0 else { return }
    let full = now + budget.window
    used += extra
    slots.append(Slot(begins: now, expires: max(now, min(reset ?? full, full)), weight: extra))
  }
}
