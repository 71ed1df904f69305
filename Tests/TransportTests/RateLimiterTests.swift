import Quantities
import Requests
import TestSupport
import Testing
import Transport

@Suite struct RateLimiterTests {
  static let start = Instant(seconds: 1_800_000_000)

  @Test func `classes stop at their shares, and go on when the window has passed`() {
    var limiter = RateLimiter(shared: [RateBudget(100, per: .seconds(5))])
    let now = Self.start
    func granted(_ priority: RequestPriority) -> Int {
      (0..<200).count { _ in limiter.request("x", priority, at: now) == .granted }
    }
    #expect(RequestPriority.allCases.map(granted) == [50, 20, 0, 0, 20])
    guard case .wait(let until) = limiter.request("x", .cancel, at: now) else {
      Issue.record("more than the limit")
      return
    }
    // A slot is a 64th of the window.
    #expect(until >= now + .seconds(5) && until <= now + .milliseconds(5_079))
    #expect(limiter.request("x", .data, at: until - .nanoseconds(1)) == .wait(until: until))
    #expect(limiter.request("x", .data, at: until) == .granted)
    #expect(limiter.request("x", weight: 91, .cancel, at: until) == .never)
    #expect(limiter.request("x", weight: 51, .data, at: until) == .never)
  }

  @Test(arguments: 0..<60)
  func `no window ever holds more than its share, and who waits is served at the time told`(
    seed: Int
  ) {
    var chance = Seeded(seed)
    let shared = [RateBudget(Int.random(in: 5...300, using: &chance), per: .seconds(5))]
    let own = RateBudget(Int.random(in: 5...20, using: &chance), per: .seconds(1), shares: .even)
    var limiter = RateLimiter(shared: shared, endpoints: ["a": own])
    var now = Self.start
    var uses: [(Instant, Int, RequestPriority, String)] = []
    for _ in 0..<1500 {
      now += .milliseconds(Int64.random(in: 0...60, using: &chance))
      let priority = RequestPriority.allCases[Int.random(in: 0..<5, using: &chance)]
      let weight = Int.random(in: 1...3, using: &chance)
      let endpoint = chance.chance(30) ? "a" : "b"
      switch limiter.request(endpoint, weight: weight, priority, at: now) {
      case .granted: uses.append((now, weight, priority, endpoint))
      case .wait(let until):
        #expect(until > now && until <= now + .milliseconds(5_080))
        var later = limiter
        #expect(later.request(endpoint, weight: weight, priority, at: until) == .granted)
      case .never: #expect(weight > 1)
      case .banned: Issue.record("nobody banned us")
      }
    }
    for (index, use) in uses.enumerated() {
      let window = uses[...index].filter { use.0 - $0.0 < .seconds(5) }
      let used = window.reduce(0) { $0 + $1.1 }
      let percent = [50, 70, 60, 70, 90][use.2.rawValue]
      #expect(used <= max(1, shared[0].limit * percent / 100), "seed \(seed)")
      guard use.3 == "a" else { continue }
      let near = window.filter { use.0 - $0.0 < .seconds(1) && $0.3 == "a" }
      #expect(near.reduce(0) { $0 + $1.1 } <= own.limit * 90 / 100, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<20)
  func `a cancel finds room whatever the others did`(seed: Int) {
    var chance = Seeded(seed)
    let limit = Int.random(in: 10...200, using: &chance)
    var limiter = RateLimiter(shared: [RateBudget(limit, per: .seconds(1))])
    var now = Self.start
    for round in 0..<2000 {
      now += .milliseconds(Int64.random(in: 0...5, using: &chance))
      let priority = RequestPriority.allCases[Int.random(in: 0..<4, using: &chance)]
      _ = limiter.request("x", priority, at: now)
      // A tenth of the limit in a second, whenever it is asked for.
      if round % 100 == 0 {
        var later = limiter
        for _ in 0..<(limit * 2 / 10) {
          #expect(later.request("x", .cancel, at: now) == .granted, "seed \(seed)")
        }
      }
    }
  }

  @Test func `what the venue tells counts`() {
    var limiter = RateLimiter(
      shared: [RateBudget(600, per: .seconds(5))],
      endpoints: ["order": RateBudget(10, per: .seconds(1))])
    let now = Self.start
    // Somebody else with the same key used nine of ten.
    limiter.learn(
      .init(limit: 10, remaining: 1, resetsAt: now + .milliseconds(400)), of: "order", at: now)
    #expect(limiter.request("order", .entry, at: now) == .wait(until: now + .milliseconds(400)))
    #expect(limiter.request("order", .cancel, at: now) == .wait(until: now + .milliseconds(400)))
    #expect(limiter.request("other", .entry, at: now) == .granted)
    #expect(limiter.request("order", .entry, at: now + .milliseconds(400)) == .granted)
    // A limit of a venue's choice, higher or lower, and of an endpoint nobody named.
    limiter.learn(.init(limit: 20, remaining: 20), of: "order", at: now + .seconds(3))
    let later = now + .seconds(3)
    #expect((0..<30).count { _ in limiter.request("order", .entry, at: later) == .granted } == 12)
    limiter.learn(.init(limit: 2, remaining: 2), of: "new", at: later)
    #expect((0..<9).count { _ in limiter.request("new", .cancel, at: later) == .granted } == 1)
    limiter.learn(.init(used: 600), at: later)
    guard case .wait = limiter.request("other", .cancel, at: later) else {
      Issue.record("the shared budget was used up")
      return
    }
    // A reset in a year is not believed for longer than a window.
    limiter.learn(
      .init(limit: 5, remaining: 0, resetsAt: now + .days(365)), of: "far", at: later + .hours(1))
    #expect(limiter.request("far", .data, at: later + .hours(1) + .seconds(1)) == .granted)
  }

  @Test(arguments: [2, 3, 7, 10, 100, 600, 601, 1_200])
  func `who shares an address never asks for more than its limit, and data never stops orders`(
    limit: Int
  ) {
    let shares = [AddressShare.data, .orders]
    #expect(shares.reduce(0) { $0 + $1.part(of: limit) } == limit)
    var limiters = shares.map { share in
      RateLimiter(
        shared: [
          RateBudget(
            limit, per: .seconds(5), shares: share == .data ? .even : .prioritised, part: share)
        ])
    }
    var now = Self.start
    var uses: [(at: Instant, share: AddressShare)] = []
    for step in 0..<300 {
      now += .milliseconds(Int64(step * 37 % 120))
      for place in shares.indices {
        while limiters[place].request("x", place == 0 ? .data : .cancel, at: now) == .granted {
          uses.append((now, shares[place]))
        }
      }
      let used = uses.filter { now - $0.at < .seconds(5) }
      #expect(used.count <= limit)
      #expect(used.count { $0.share == .data } <= max(1, limit / 3))
    }
    // All that is theirs, as if nobody asked for data.
    let first = uses.count { $0.at < Self.start + .seconds(5) && $0.share == .orders }
    #expect(first == max(1, AddressShare.orders.part(of: limit) * 90 / 100))
  }

  @Test func `a refusal holds all but cancels, a ban everything, for as long as the venue says`() {
    var limiter = RateLimiter(shared: [RateBudget(100, per: .seconds(5))])
    var now = Self.start
    limiter.refused(.tooMany, retryAfter: .seconds(7), at: now)
    for priority in [RequestPriority.data, .inquiry, .entry, .stop] {
      #expect(limiter.request("x", priority, at: now) == .wait(until: now + .seconds(7)))
    }
    #expect(limiter.request("x", .cancel, at: now) == .granted)
    limiter.refused(.tooMany, retryAfter: .seconds(1), at: now)  // a shorter one changes nothing
    #expect(limiter.heldUntil == now + .seconds(7))
    now += .seconds(7)
    #expect(limiter.request("x", .data, at: now) == .granted)

    limiter.refused(.ban, at: now)
    for priority in RequestPriority.allCases {
      #expect(limiter.request("x", priority, at: now) == .banned(until: now + .minutes(10)))
    }
    limiter.refused(.ban, retryAfter: .days(9_000), at: now)
    #expect(limiter.bannedUntil == now + .days(3))
    now += .days(3)
    #expect(limiter.request("x", .entry, at: now) == .granted)
  }

  @Test func `refusals without a time wait twice as long each time, up to a minute`() {
    var limiter = RateLimiter(shared: [])
    var now = Self.start
    var waits: [Int64] = []
    for _ in 0..<9 {
      limiter.refused(.tooMany, at: now)
      let until = limiter.heldUntil ?? now
      waits.append((until - now).seconds)
      now = until
    }
    #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    limiter.learn(.init(), at: now + .seconds(1))
    limiter.refused(.tooMany, at: now + .seconds(1))
    #expect(limiter.heldUntil == now + .seconds(2))
  }

  @Test func `the field Retry-After is read as seconds or as a date`() {
    let now = Instant(seconds: 784_111_777 - 10)  // Sun, 06 Nov 1994 08:49:27 GMT
    func read(_ text: String) -> Interval? {
      HTTPResponse(status: 429, headers: ["retry-after": text]).retryAfter(at: now)
    }
    #expect(read("120") == .seconds(120))
    #expect(read("0") == .seconds(0))
    #expect(read("Sun, 06 Nov 1994 08:49:37 GMT") == .seconds(10))
    #expect(read("Sun, 06 Nov 1994 08:00:00 GMT") == .seconds(0))
    #expect(read("99999999999999999999") == .days(366))
    for text in ["", "-1", "1.5", "soon", "Sun, 31 Feb 1994 08:49:37 GMT", "a b c d e GMT"] {
      #expect(read(text) == nil, "\(text)")
    }
    #expect(HTTPResponse(status: 429).retryAfter(at: now) == nil)
  }
}
