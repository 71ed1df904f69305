import Quantities
import Requests
import Synchronization
import TestSupport
import Testing
import Transport
import VenueLink
import Venues

/// Calls where the venue's limits are near, or it says no.
@Suite struct RequestLimitTests {
  /// A window's length, and the sixty-fourth of it by which a use counts longer.
  static let window = Interval.milliseconds(1_016)

  @Test func `of what waits for the limit the urgent goes first, then in the order it came`() throws
  {
    // Nine of ten may go, of any class.
    let stage = try LineStage(TightVenue(30), longestWait: .minutes(1), share: .data)
    for _ in 0..<9 {
      stage.line.submit(.time, .data)
      stage.pass(.milliseconds(100))
    }
    #expect(stage.answers(9).count == 9)
    let calls: [(VenueCall, RequestPriority)] = [
      (.time, .data), (.positions, .inquiry), (.order, .entry), (.limits, .inquiry),
      (.cancel, .cancel),
    ]
    for (call, priority) in calls { stage.line.submit(call, priority) }
    #expect(stage.line.open == 5 && stage.server.requests.count == 9)
    // Each step lets one use expire, so that one call has room.
    stage.pass(.milliseconds(116))
    for count in 10...14 {
      #expect(stage.answers(1).count == 1 && stage.server.requests.count == count)
      stage.pass(.milliseconds(100))
    }
    let expected = [
      "/v5/order/cancel", "/v5/order/create", "/v5/position/list", "/v5/market/risk-limit",
      "/v5/market/time",
    ]
    #expect(Array(stage.paths.dropFirst(9)) == expected)
  }

  @Test func `cancels go where entries, and questions where data, already wait`() throws {
    let stage = try LineStage(TightVenue(10), longestWait: .minutes(1))
    for _ in 0..<7 { stage.line.submit(.order, .entry) }
    stage.line.submit(.time, .data)
    #expect(stage.answers(6).count == 6 && stage.line.open == 2)
    #expect(stage.answer(.positions, .inquiry)?.error == nil)
    #expect(stage.answer(.cancel, .cancel)?.error == nil)
    #expect(stage.answer(.cancel, .cancel)?.error == nil)
    #expect(stage.line.open == 2)
    stage.pass(Self.window)
    #expect(stage.answers(2).count == 2 && stage.server.requests.count == 11)
  }

  @Test func `what would wait too long for the limit is answered, and not sent`() throws {
    let stage = try LineStage(TightVenue(2), longestWait: .milliseconds(500))
    #expect(stage.answer(.order, .entry)?.error == nil)
    let error = stage.answer(.order, .entry)?.error
    #expect(error?.category == .rateLimit)
    #expect(try #require(error?.retryAfter) > .seconds(1))
    #expect(stage.server.posts == 1)
  }

  @Test func `what is too old is not sent, before the limit and behind it`() throws {
    let stage = try LineStage(TightVenue(2), longestWait: .minutes(1))
    stage.line.submit(.order, .entry, until: stage.now)
    #expect(stage.answers(1).first?.result.error?.category == .notSent)
    #expect(stage.answer(.order, .entry)?.error == nil)
    // The room comes too late, as is known from the start.
    stage.line.submit(.order, .entry, until: stage.now + .milliseconds(900))
    #expect(stage.answers(1).first?.result.error?.category == .rateLimit)
    // It comes in time, but nobody looked.
    stage.line.submit(.order, .entry, until: stage.now + .seconds(2))
    #expect(stage.line.next() == nil && stage.line.open == 1)
    stage.pass(.seconds(2))
    #expect(stage.answers(1).first?.result.error?.category == .notSent)
    #expect(stage.server.posts == 1)
  }

  /// Says no to the first call, as it is told.
  private static func refusing(
    _ no: String
  ) -> @Sendable (String, Loopback.Peer) -> String {
    let count = Count()
    return { request, _ in count.next() == 1 ? no : ok(request) }
  }

  @Test func `too many requests hold all but cancels for as long as the venue says`() throws {
    let no = answer("429 Too Many Requests", body("", code: 10429), "Retry-After: 3")
    let stage = try LineStage(longestWait: .seconds(5), Self.refusing(no))
    let error = stage.answer(.positions, .inquiry)?.error
    #expect(error?.category == .rateLimit && error?.retryAfter == .seconds(3))
    for priority in [RequestPriority.data, .inquiry, .entry, .stop] {
      stage.line.submit(.positions, priority)
    }
    #expect(stage.answer(.cancel, .cancel)?.error == nil)
    stage.pass(.milliseconds(2_999))
    #expect(stage.line.next() == nil && stage.line.open == 4)
    #expect(stage.server.requests.count == 2)
    stage.pass(.milliseconds(1))
    #expect(stage.answers(4).allSatisfy { $0.result.error == nil })
    #expect(stage.server.requests.count == 6)
  }

  @Test(arguments: [1, 60])
  func `a ban keeps everything here until it ends, by the venue's time`(pace: Int) throws {
    let no = answer("403 Forbidden", "access too frequent")
    let stage = try LineStage(longestWait: .seconds(2), pace: pace, Self.refusing(no))
    let error = stage.answer(.positions, .inquiry)?.error
    #expect(error?.category == .rateLimit && error?.retryAfter == .minutes(10))
    let length = Interval.minutes(10) / pace
    #expect(stage.line.bannedUntil == stage.now + length)
    for priority in RequestPriority.allCases {
      let error = stage.answer(.cancel, priority)?.error
      #expect(error?.category == .rateLimit && error?.retryAfter == .minutes(10))
    }
    #expect(stage.server.requests.count == 1)
    stage.pass(length)
    #expect(stage.answer(.cancel, .cancel)?.error == nil)
  }

  @Test func `who has time asks after a ban, and loses no question`() throws {
    let no = answer("403 Forbidden", "access too frequent")
    let stage = try LineStage(
      longestWait: .days(7), share: .data, pace: 60, Self.refusing(no))
    _ = stage.answer(.positions, .data)
    for _ in 0..<20 { stage.line.submit(.limits, .data) }
    for _ in 0..<3 {
      stage.pass(.milliseconds(3_333))
      #expect(stage.line.next() == nil && stage.line.open == 20)
    }
    #expect(stage.server.requests.count == 1)
    stage.pass(.milliseconds(1))
    #expect(stage.answers(20).count { $0.result.error == nil } == 20)
  }

  @Test(arguments: [1, 60])
  func `the time at which a limit begins anew is the venue's`(pace: Int) throws {
    let reset = LineStage.start + .milliseconds(500) * pace
    let used = answer(
      "200 OK", body("\"list\":[]"), "X-Bapi-Limit: 10", "X-Bapi-Limit-Status: 0",
      "X-Bapi-Limit-Reset-Timestamp: \(reset.milliseconds)")
    let stage = try LineStage(pace: pace, Self.refusing(used))
    #expect(stage.answer(.positions, .inquiry)?.error == nil)
    stage.line.submit(.positions, .inquiry)
    stage.pass(.milliseconds(499))
    #expect(stage.line.next() == nil && stage.server.requests.count == 1)
    stage.pass(.milliseconds(1))
    #expect(stage.answers(1).count == 1 && stage.server.requests.count == 2)
  }

  @Test(arguments: [
    (AddressShare.data, nil, 18), (.orders, nil, 36), (.whole, nil, 54),
    // The others have used all of theirs.
    (.data, RateReport(limit: 60, used: 41), 18), (.orders, RateReport(used: 21), 36),
    (.orders, RateReport(limit: 60, remaining: 39), 36),
    // The limit is another one.
    (.data, RateReport(limit: 120, used: 81), 36), (.orders, RateReport(limit: 30, used: 11), 18),
    // Somebody used more than the others may.
    (.data, RateReport(used: 51), 8), (.orders, RateReport(limit: 60, remaining: 0), 1),
    (.whole, RateReport(used: 31), 24),
  ])
  func `a line keeps to its share of an address, whatever the venue counts`(
    share: AddressShare, report: RateReport?, most: Int
  ) throws {
    let stage = try LineStage(
      TightVenue(60, report: report), longestWait: .minutes(1), share: share)
    #expect(stage.answer(.cancel, .cancel)?.error == nil)
    for _ in 0..<100 { stage.line.submit(.cancel, .cancel) }
    #expect(stage.answers(most - 1).count == most - 1)
    #expect(stage.line.next() == nil && stage.line.open == 101 - most)
    #expect(stage.server.requests.count == most)
  }

  @Test func `limits of an account are whole for who shares the address`() throws {
    let limits = [
      RateLimit(endpoint: "", scope: .address, count: 600, window: .seconds(5)),
      RateLimit(endpoint: "/v5/order/cancel", scope: .account, count: 10, window: .seconds(1)),
    ]
    let stage = try LineStage(TightVenue(limits), longestWait: .minutes(1), share: .orders)
    for _ in 0..<20 { stage.line.submit(.cancel, .cancel) }
    #expect(stage.answers(9).count == 9 && stage.line.open == 11)
  }
}

/// Counts from one.
final class Count: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock {
      $0 += 1
      return $0
    }
  }
}
