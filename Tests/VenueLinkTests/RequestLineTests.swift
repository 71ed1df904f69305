import Quantities
import Requests
import Synchronization
import TestSupport
import Testing
import Transport
import VenueLink
import Venues

/// Calls and their answers, when no limit is near.
@Suite struct RequestLineTests {
  @Test(arguments: 0..<3)
  func `every call is answered once, whatever the venue does`(seed: Int) throws {
    let chance = Mutex(Seeded(seed))
    let stage = try LineStage { request, peer in
      switch chance.withLock({ Int.random(in: 0..<6, using: &$0) }) {
      case 0: return ""
      case 1:
        peer.reset()
        return ""
      case 2: return answer("502 Bad Gateway", "<html>")
      case 3: return answer("200 OK", "{\"retCode\":0,\"resu")
      default: return ok(request)
      }
    }
    let calls: [VenueCall] = [.time, .order, .positions, .cancel, .limits]
    var open = Set((0..<40).map { stage.line.submit(calls[$0 % 5], .allCases[$0 % 5]) })
    #expect(open.count == 40)
    for answer in stage.answers(40) { #expect(open.remove(answer.ticket) != nil, "seed \(seed)") }
    #expect(open.isEmpty && stage.line.open == 0 && stage.line.next() == nil)
  }

  @Test func `an answer has all its pages, and the venue's time of the last`() throws {
    let stage = try LineStage { request, _ in
      let page = request.contains("cursor=c2") ? 3 : request.contains("cursor=c1") ? 2 : 1
      let row = """
        {"symbol":"BTCUSDT","riskLimitValue":"\(page)","maintenanceMargin":"0.005",\
        "initialMargin":"0.01","maxLeverage":"100"}
        """
      let next = page < 3 ? "c\(page)" : ""
      return answer(
        "200 OK",
        body(
          "\"list\":[\(row)],\"nextPageCursor\":\"\(next)\"",
          at: venueTime + .seconds(Int64(page))))
    }
    let ticket = stage.line.submit(.limits, .data)
    let whole = try #require(stage.answers(1).first)
    #expect(whole.ticket == ticket && whole.at == venueTime + .seconds(3))
    let sizes = try whole.result.get().flatMap { page -> [Money] in
      guard case .market(.riskLimits(let tiers)) = page else { return [] }
      return tiers.map(\.limit)
    }
    #expect(sizes == ["1", "2", "3"])
    #expect(stage.server.requests.count == 3)
  }

  @Test func `an answer without an end is given up after the most pages`() throws {
    let count = Mutex(0)
    let row = """
      {"symbol":"BTCUSDT","riskLimitValue":"1","maintenanceMargin":"0.005",\
      "initialMargin":"0.01","maxLeverage":"100"}
      """
    let stage = try LineStage { _, _ in
      let number = count.withLock {
        $0 += 1
        return $0
      }
      return answer("200 OK", body("\"list\":[\(row)],\"nextPageCursor\":\"c\(number)\""))
    }
    #expect(stage.answer(.limits, .data)?.error?.category == .malformed)
    #expect(stage.server.requests.count == 5)
  }

  /// What a server does to an order that it has read, and what is known then.
  enum Fate: CaseIterable {
    case closed, reset, cut, garbled, failed

    func meet(_ peer: Loopback.Peer) -> String {
      switch self {
      case .closed: return ""
      case .reset:
        peer.reset()
        return ""
      case .cut:
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"retCode\":0")
        return ""
      case .garbled: return answer("200 OK", "<html>")
      case .failed: return answer("502 Bad Gateway", "")
      }
    }
  }

  @Test(arguments: Fate.allCases)
  func `an order that may have arrived is sent once and its outcome is unknown`(fate: Fate) throws {
    let stage = try LineStage { request, peer in
      if request.hasPrefix("POST") { return fate.meet(peer) }
      // None is answered before each thread has a connection, which could be used again.
      _ = eventually { peer.server.connections >= 4 }
      return ok(request)
    }
    for _ in 0..<4 { stage.line.submit(.time, .cancel) }
    #expect(stage.answers(4).count == 4 && stage.server.connections == 4)
    #expect(stage.answer(.order, .entry)?.error?.category == .unknownOutcome)
    #expect(stage.answer(.time, .entry)?.error == nil)
    #expect(stage.server.posts == 1)
  }

  @Test func `an order that no connection could be made for was not sent`() throws {
    let stage = try LineStage()
    stage.line.context.hosts = VenueHosts.nowhere
    #expect(stage.answer(.order, .entry)?.error?.category == .notSent)
    stage.line.context.hosts?.rest = stage.server.url
    #expect(stage.answer(.order, .entry)?.error == nil)
    #expect(stage.server.posts == 1)
  }

  /// A line that knows its venue's time, five seconds ahead and then as much more.
  private func measured(
    rounds: Int, more: @escaping @Sendable () -> Interval = { .zero }
  ) throws -> LineStage {
    let time = LineStage.Time(runs: true)
    let stage = try LineStage(time: time) { request, _ in
      let now = time.now + .seconds(5) + more()
      let isLate = request.hasPrefix("POST") && more() > .zero
      return isLate ? answer("200 OK", body("", code: 10002, at: now)) : ok(request, at: now)
    }
    stage.line.measureClock(rounds: rounds)
    #expect(eventually { stage.line.next() == nil && stage.line.open == 0 })
    #expect(stage.paths == Array(repeating: "/v5/market/time", count: rounds))
    return stage
  }

  /// Whether a line's venue is so far ahead, as well as can be known on a busy machine.
  private func expect(_ ahead: Interval, _ stage: LineStage) throws {
    let offset = stage.line.venueClock.offset
    let error = try #require(offset.offset) - ahead
    #expect(error.magnitude <= (try #require(offset.uncertainty)) + .milliseconds(40))
  }

  @Test func `the venue's clock is measured without an answer to anybody`() throws {
    let stage = try measured(rounds: 5)
    try expect(.seconds(5), stage)
    let before = stage.now
    let time = stage.line.contextNow.now
    let ahead = try #require(stage.line.venueClock.offset.offset)
    #expect(time >= before + ahead && time <= stage.line.venueTime)
  }

  @Test func `an order bears the time that it was signed for, others that of their leaving`() throws
  {
    let stage = try measured(rounds: 3)
    let ahead = try #require(stage.line.venueClock.offset.offset)
    let signed = LineStage.start + .milliseconds(4_321)
    stage.line.submit(.order, .entry, signedAt: signed, receiveWindow: .seconds(2))
    _ = stage.answers(1)
    let before = stage.now + ahead
    _ = stage.answer(.cancel, .cancel)
    let after = stage.now + ahead
    func field(_ name: String, of request: String) -> Int64? {
      request.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }
        .flatMap { Int64($0.dropFirst(name.count + 2)) }
    }
    let orders = stage.server.requests.suffix(2)
    let times = orders.compactMap { field("X-BAPI-TIMESTAMP", of: $0) }
    #expect(orders.map { field("X-BAPI-RECV-WINDOW", of: $0) } == [2_000, 5_000])
    #expect(times.first == signed.milliseconds)
    #expect((before.milliseconds...after.milliseconds).contains(try #require(times.last)))
  }

  @Test func `a complaint about the time measures the clock anew`() throws {
    // Too little to be noticed as such.
    let step = Interval.milliseconds(90)
    let isSet = Mutex(false)
    let stage = try measured(rounds: 10) { isSet.withLock { $0 } ? step : .zero }
    isSet.withLock { $0 = true }
    #expect(stage.answer(.order, .entry)?.error?.category == .timestamp)
    #expect(eventually { stage.line.next() == nil && stage.line.open == 0 })
    #expect(stage.paths.suffix(3) == Array(repeating: "/v5/market/time", count: 3))
    // Of a mix with what was known before, the median would be the old one.
    try expect(.seconds(5) + step, stage)
  }
}
