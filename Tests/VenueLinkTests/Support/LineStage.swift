import Digest
import Events
import Foundation
import Glibc
import Quantities
import Requests
import Synchronization
import TestSupport
import Transport
import VenueLink
import Venues

/// A request line to a server on this machine, by a clock that only the test moves, or that runs.
final class LineStage {
  static let start = Instant(seconds: 1_800_000_000)
  static let instrument: Name = "BTC/USDT:USDT"

  let server: Loopback
  let line: RequestLine
  private let time: Time

  final class Time: Sendable {
    private let state = Mutex(LineStage.start)
    private let begun: ContinuousClock.Instant?

    init(runs: Bool = false) { begun = runs ? .now : nil }

    var now: Instant {
      let (seconds, attoseconds) = begun?.duration(to: .now).components ?? (0, 0)
      return state.withLock { $0 } + .seconds(seconds)
        + .nanoseconds(attoseconds / 1_000_000_000)
    }

    func pass(_ interval: Interval) { state.withLock { $0 += interval } }
  }

  /// - Parameter answer: to a request, which begins with its method and path.
  init(
    _ adapter: any VenueAdapter = TightVenue(), longestWait: Interval = .seconds(2),
    share: AddressShare = .whole, pace: Int = 1, time: Time = Time(),
    _ answer: @escaping @Sendable (String, Loopback.Peer) -> String = { request, _ in ok(request) }
  ) throws {
    let server = Loopback { peer in
      while let request = peer.request() {
        let text = answer(request, peer)
        if text.isEmpty { return }
        peer.write(text)
      }
    }
    let options = RequestLine.Options(
      transport: TransportOptions(allowsPlainText: true), longestWait: longestWait, pages: 5,
      share: share, pace: pace)
    line = try RequestLine(adapter, Self.context(server.url), options) { time.now }
    self.server = server
    self.time = time
  }

  deinit { server.stop() }

  static func context(_ rest: String, streams: String = "") -> VenueContext {
    VenueContext(
      environment: .testnet,
      credentials: Credentials(key: "FAKE-KEY", secret: Secret("FAKE-SECRET")), now: start,
      instruments: InstrumentDirectory([BybitAdapter().assumedInstrument(instrument)!]),
      hosts: VenueHosts(rest: rest, publicStream: streams, privateStream: streams))
  }

  var now: Instant { time.now }
  func pass(_ interval: Interval) { time.pass(interval) }

  /// The answers, until there are so many or none comes for long.
  func answers(_ count: Int) -> [RequestLine.Answer] {
    var answers: [RequestLine.Answer] = []
    while true {
      while let answer = line.next() { answers.append(answer) }
      if answers.count >= count { return answers }
      var item = pollfd(fd: line.descriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&item, 1, 20_000) == 1 else { return answers }
    }
  }

  /// The answer to a call, alone.
  func answer(_ call: VenueCall, _ priority: RequestPriority) -> Result<[VenueAnswer], VenueError>?
  {
    let ticket = line.submit(call, priority)
    return answers(1).first { $0.ticket == ticket }?.result
  }

  /// The paths of what came, in its order.
  var paths: [String] {
    server.requests.map { request in
      let target = request.split(separator: " ")[1]
      return String(target.prefix { $0 != "?" })
    }
  }
}

// What is asked.
extension VenueCall {
  static let time = VenueCall.market(.serverTime)
  static let positions = VenueCall.trading(.positions(LineStage.instrument))
  static let limits = VenueCall.market(.riskLimits(nil))
  static let cancel = VenueCall.trading(
    .cancel(OrderReference(instrument: LineStage.instrument, clientOrderID: "c-1")))
  static let order = VenueCall.trading(
    .place(
      OrderTicket(
        instrument: LineStage.instrument, clientOrderID: "b-1", side: .buy, kind: .limit,
        quantity: "0.01", limitPrice: "37111.5")))
}

extension Result<[VenueAnswer], VenueError> {
  var error: VenueError? { if case .failure(let error) = self { error } else { nil } }
}

/// The venue's time in what `ok` answers: five seconds ahead of the line's.
let venueTime = LineStage.start + .seconds(5)

/// What Bybit answers when all is well.
func ok(_ request: String, at time: Instant = venueTime) -> String {
  let result =
    if request.contains("/v5/market/time") {
      "\"timeSecond\":\"\(time.seconds)\",\"timeNano\":\"\(time.nanoseconds)\""
    } else if request.contains("/v5/order/") {
      "\"orderId\":\"7\",\"orderLinkId\":\"b-1\""
    } else {
      "\"list\":[],\"nextPageCursor\":\"\""
    }
  return answer("200 OK", body(result, at: time))
}

func body(_ result: String, code: Int = 0, at time: Instant = venueTime) -> String {
  "{\"retCode\":\(code),\"retMsg\":\"\",\"result\":{\(result)},\"time\":\(time.milliseconds)}"
}
