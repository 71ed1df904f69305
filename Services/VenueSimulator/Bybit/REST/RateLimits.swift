import Quantities

/// Counts calls in windows of time.
struct RateLimits: Sendable {
  /// Of one address in five seconds.
  var addressLimit = 600
  /// How long an address is shut out that asked too often.
  var banLength: Interval = .minutes(10)
  private var windows: [String: Window] = [:]
  private var bans: [String: Instant] = [:]

  private struct Window: Sendable {
    var start: Instant
    var count = 0
  }

  /// What is left of a limit after a call.
  struct Allowance: Sendable {
    var limit: Int
    var left: Int
    var resetsAt: Instant
    var isExceeded: Bool
  }

  /// Takes calls off the budget of an account's endpoint.
  mutating func take(
    _ cost: Int, of key: String, limit: Int, in length: Interval, at now: Instant
  ) -> Allowance {
    if windows.count > 10_000 { windows = windows.filter { $0.value.start > now - .seconds(10) } }
    var window = windows[key] ?? Window(start: now)
    if now - window.start >= length { window = Window(start: now) }
    let isExceeded = window.count + cost > limit
    if !isExceeded { window.count += cost }
    windows[key] = window
    return Allowance(
      limit: limit, left: limit - window.count, resetsAt: window.start + length,
      isExceeded: isExceeded)
  }

  /// Whether an address is let in; one that asks too often is shut out for a while.
  mutating func admit(_ address: String, at now: Instant) -> Bool {
    if let end = bans[address] {
      if now < end { return false }
      bans[address] = nil
    }
    let allowance = take(1, of: "ip \(address)", limit: addressLimit, in: .seconds(5), at: now)
    if allowance.isExceeded { bans[address] = now + banLength }
    return !allowance.isExceeded
  }

  /// Shuts an address out.
  mutating func ban(_ address: String, until end: Instant) { bans[address] = end }

  mutating func forgive() { bans.removeAll() }
}
