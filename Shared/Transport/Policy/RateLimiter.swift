public import Quantities
public import Requests

/// Keeps requests within what a venue allows, shared by all who talk to it, with the important ones
/// first; pure, the time is passed in.
public struct RateLimiter: Sendable {
  /// Whether a request may go.
  public enum Verdict: Sendable, Hashable {
    /// It may, and is counted.
    case granted
    /// Not before then.
    case wait(until: Instant)
    /// The venue locked us out: nothing may go, cancels neither.
    case banned(until: Instant)
    /// It weighs more than its class may ever use.
    case never
  }

  /// How a venue said no.
  public enum Refusal: Sendable, Hashable {
    /// Too many requests (429): all but cancels wait.
    case tooMany
    /// A ban (418, 403): everything waits.
    case ban
  }

  private var shared: [RateWindow]
  private var endpoints: [String: RateWindow]
  /// For endpoints that are first heard of in an answer.
  private let learnedWindow: Interval
  private let banLength: Interval
  /// Until when all but cancels wait, and until when everything does.
  public private(set) var heldUntil: Instant?
  public private(set) var bannedUntil: Instant?
  private var refusals = 0

  /// Shared budgets count every request, the others those of an endpoint. A ban of which the venue
  /// does not say how long it lasts is taken for `banLength`.
  public init(
    shared: [RateBudget], endpoints: [String: RateBudget] = [:],
    learnedWindow: Interval = .seconds(1), banLength: Interval = .minutes(10)
  ) {
    self.shared = shared.map { RateWindow($0) }
    self.endpoints = endpoints.mapValues { RateWindow($0) }
    self.learnedWindow = learnedWindow
    self.banLength = banLength
  }

  /// Asks for one request; only what is granted counts.
  public mutating func request(
    _ endpoint: String, weight: Int = 1, _ priority: RequestPriority, at now: Instant
  ) -> Verdict {
    precondition(weight > 0)
    advance(to: now)
    if let bannedUntil { return .banned(until: bannedUntil) }
    var earliest = now
    for window in shared + (endpoints[endpoint].map { [$0] } ?? []) {
      guard let time = window.fits(weight, priority, at: now) else { return .never }
      earliest = max(earliest, time)
    }
    if let heldUntil, priority != .cancel { earliest = max(earliest, heldUntil) }
    guard earliest <= now else { return .wait(until: earliest) }
    for index in shared.indices { shared[index].use(weight, at: now) }
    endpoints[endpoint]?.use(weight, at: now)
    return .granted
  }

  /// Learns from an answer: for an endpoint, or without one for the first shared budget. A limit
  /// that the venue tells is split as the one before.
  public mutating func learn(_ report: RateReport, of endpoint: String? = nil, at now: Instant) {
    advance(to: now)
    refusals = heldUntil == nil ? 0 : refusals
    if let endpoint {
      if endpoints[endpoint] == nil, let limit = report.limit, limit > 0 {
        endpoints[endpoint] = RateWindow(RateBudget(limit, per: learnedWindow))
      }
      endpoints[endpoint]?.learn(report, at: now)
    } else if !shared.isEmpty {
      shared[0].learn(report, at: now)
    }
  }

  /// The venue refused a request because of its limits; the time is what it asks us to wait. When
  /// it does not say, the wait doubles from a second to a minute with each refusal.
  public mutating func refused(_ refusal: Refusal, retryAfter: Interval? = nil, at now: Instant) {
    advance(to: now)
    refusals = min(refusals + 1, 7)
    let longest = Interval.days(3).nanoseconds
    let told = retryAfter.map { Interval.nanoseconds(min(max($0.nanoseconds, 0), longest)) }
    switch refusal {
    case .tooMany:
      let until = now + (told ?? .seconds(min(60, 1 << Int64(refusals - 1))))
      heldUntil = max(heldUntil ?? until, until)
    case .ban:
      let until = now + (told ?? banLength)
      bannedUntil = max(bannedUntil ?? until, until)
    }
  }

  private mutating func advance(to now: Instant) {
    for index in shared.indices { shared[index].advance(to: now) }
    for key in endpoints.keys { endpoints[key]?.advance(to: now) }
    if let time = heldUntil, time <= now { heldUntil = nil }
    if let time = bannedUntil, time <= now { bannedUntil = nil }
  }
}

extension RateWindow {
  mutating func learn(_ report: RateReport, at now: Instant) {
    if let limit = report.limit, limit > 0 { budget.limit = limit }
    let left = report.remaining.map { max(0, budget.limit - max(0, $0)) }
    learn(used: max(report.used ?? 0, left ?? 0), until: report.resetsAt, at: now)
  }
}
