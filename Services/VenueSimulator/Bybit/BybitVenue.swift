public import Quantities
public import VenueSimulatorCore

/// The exchange behind Bybit's protocol: requests in, answers and stream messages out; no sockets
/// and no clock of its own.
public struct BybitVenue: Sendable {
  public var exchange: Exchange
  public internal(set) var faults = Faults()
  var truth = Truth()
  public var limits = Limits()
  var rates = RateLimits()
  var streams = Streams()
  var memory = Memory()
  /// The time by the machine's clock, and the venue's, which may run faster and ahead.
  var wall = Instant.epoch
  /// How much further the venue's clock is than the machine's.
  var lead = Interval.zero
  var requests: UInt64 = 0
  /// How far the clock is to jump.
  var forward = Interval.zero

  /// What the venue allows.
  public struct Limits: Sendable, Hashable {
    /// Calls of one address in five seconds.
    public var address = 600
    /// How long an address is shut out that called more often.
    public var ban: Interval = .minutes(10)
    /// Whether calls are counted at all.
    public var isOn = true

    public init() {}
  }

  public init(_ exchange: Exchange) { self.exchange = exchange }

  /// The venue's time, as it tells it.
  var now: Instant { exchange.now + .milliseconds(Int64(faults.clockSkew)) }

  /// Moves on to a time of the machine's clock, which is `lead` behind the venue's.
  public mutating func advance(to time: Instant, wall: Instant) {
    self.wall = wall
    lead = time - wall
    while exchange.step(towards: time) { settle() }
  }

  /// Takes what really happened since the last call, a JSON object each.
  public mutating func takeTruth() -> [JSONTree] { truth.takeLines() }

  /// Tells the world what the last call did.
  mutating func settle() {
    let happenings = exchange.takeHappenings()
    memory.note(happenings, exchange)
    truth.note(happenings, exchange)
    streams.publish(happenings, exchange, faults, now)
  }

  /// Answers a request.
  public mutating func answer(_ request: VenueRequest) -> Outcome {
    defer { settle() }
    if let shut = shutOut(request) { return .reply(shut) }
    guard let endpoint = Endpoint(rawValue: request.path),
      endpoint.isPost == (request.method == "POST"), endpoint.isPost || request.method == "GET"
    else { return .reply(envelope(Refusal(10017, "Route not found."), status: 404)) }
    if !endpoint.isPost, !request.body.isEmpty {
      return .reply(VenueReply(status: 403, body: Array("request is not allowed".utf8)))
    }
    let isOrder = endpoint.makesOrders
    if isOrder { truth.receive(request.body, over: "rest", at: now) }
    if isOrder, let outcome = faultBefore(request) { return outcome }
    var reply = reply(to: request, endpoint)
    if faults.malformed > 0 {
      faults.malformed -= 1
      reply.body = Array(reply.body.dropLast(reply.body.count / 2 + 1)) + Array("<html>".utf8)
    }
    return isOrder ? faultAfter(request, reply) : .reply(reply)
  }

  /// What is answered to anybody at all now, be it a call or a stream; nil when the venue is open.
  public mutating func shutOut(_ request: VenueRequest) -> VenueReply? {
    let limit = limited(request)
    truth.note(requestIsShutOut: limit != nil)
    return limit ?? closed()
  }

  /// What is answered to who asked too often.
  private mutating func limited(_ request: VenueRequest) -> VenueReply? {
    if faults.tooMany > 0 {
      faults.tooMany -= 1
      var reply = envelope(Refusal(10429, "System level frequency protection"), status: 429)
      reply.headers.append(("Retry-After", "1"))
      return reply
    }
    rates.addressLimit = limits.isOn ? limits.address : .max
    rates.banLength = limits.ban
    guard rates.admit(request.address, at: exchange.now) else {
      return VenueReply(status: 403, body: Array("access too frequent".utf8))
    }
    return nil
  }

  /// What is answered during maintenance.
  private mutating func closed() -> VenueReply? {
    switch faults.maintenance {
    case 0: nil
    case 200: envelope(Refusal(10016, "Server error. System maintenance."), status: 200)
    case let status: VenueReply(status: status, body: Array("<html>maintenance</html>".utf8))
    }
  }

  private mutating func faultBefore(_ request: VenueRequest) -> Outcome? {
    if faults.closeBefore > 0 {
      faults.closeBefore -= 1
      return .close
    }
    guard faults.errorBefore > 0 else { return nil }
    faults.errorBefore -= 1
    return .reply(error(request))
  }

  private mutating func faultAfter(_ request: VenueRequest, _ reply: VenueReply) -> Outcome {
    if faults.acceptThenClose > 0 {
      faults.acceptThenClose -= 1
      return .close
    }
    if faults.acceptThenCut > 0 {
      faults.acceptThenCut -= 1
      return .cut(reply)
    }
    guard faults.acceptThenError > 0 else { return .reply(reply) }
    faults.acceptThenError -= 1
    return .reply(error(request))
  }

  /// An error of the edge; one that sends elsewhere sends to the same place.
  private func error(_ request: VenueRequest) -> VenueReply {
    var reply = VenueReply(status: faults.errorStatus, body: Array("<html>error</html>".utf8))
    if (300..<400).contains(faults.errorStatus) {
      reply.headers.append(("Location", request.path))
    }
    return reply
  }
}
