import Events
import OrderDesk
import Quantities
import Requests
import ServiceKit
import Transport
import VenueLink
import Venues

/// The line to a real venue: requests over HTTP, news over the account's stream.
///
/// Before anything else it asks for the venue's clock, what the key may do, and the instruments;
/// until it knows them no call leaves, and with a wrong key it gives up for good.
final class VenueLine: VenueConnection {
  /// Further off, no entry leaves: either clock is wrong, and prices are older than they seem.
  static let clockLimit = Interval.seconds(1)
  private static let measureEvery = Interval.seconds(10)
  /// How often key and instruments are looked at again.
  private static let inspectEvery = Interval.hours(6)

  /// What an answer is for.
  private enum Errand {
    case desk(DeskCall.ID)
    case inspection(Inspection)
  }

  private enum Inspection: CaseIterable {
    case key, spot, linear

    var call: VenueCall {
      switch self {
      case .key: .account(.keyPermissions)
      case .spot: .market(.instruments(.spot))
      case .linear: .market(.instruments(.linear))
      }
    }
  }

  private let venue: VenueOptions
  private let requests: RequestLine
  private var stream: StreamLine
  private let members = DescriptorSet()
  private let clock: () -> Instant
  private let log: Log
  private var errands: [RequestLine.Ticket: Errand] = [:]
  private var occurrences: [VenueOccurrence] = []
  private var place = 0

  private var configuration: VenueConfiguration?
  /// What is not known yet; a call of the desk waits for none of it.
  private var missing = Inspection.allCases
  private var inspectAt: Instant
  private var failures = 0
  private var isPrepared = false
  private var measuredAt: Instant?
  private var toldClock: Interval?
  private var toldBan: Instant?
  private var isClockOff = false

  init(
    _ venue: VenueOptions, _ log: Log, clock: @escaping () -> Instant
  ) throws {
    self.venue = venue
    self.clock = clock
    self.log = log
    let transport = TransportOptions(allowsPlainText: venue.isLocal)
    let requests = try RequestLine(
      venue.adapter, venue.context(at: clock()),
      RequestLine.Options(transport: transport, share: .orders), clock: clock)
    var random = SystemRandomNumberGenerator()
    var options = WebSocketClient.Options(transport: transport)
    options.liveness.pingEvery = .seconds(3)
    stream = StreamLine(
      .account, of: venue.adapter, options, watchedBy: members, seed: random.next())
    stream.want([.orders, .executions, .positions, .balances])
    self.requests = requests
    members.watch(requests.descriptor)
    inspectAt = clock()
  }

  var descriptor: Int32 { members.descriptor }

  func configure(_ configuration: Configuration) throws {
    guard let wanted = configuration.market.venue, wanted.orders == .venue else {
      throw VenueFault.notConfigured
    }
    guard wanted.name == venue.name, wanted.system == venue.system else {
      throw VenueFault.otherVenue(wanted)
    }
    self.configuration = wanted
  }

  func perform(_ call: DeskCall) {
    let what = VenueCall.trading(call.call)
    if let refusal = refusal(of: call) {
      return occurrences.append(.answer(.failure(refusal), to: call.id))
    }
    let ticket = requests.submit(
      what, call.priority, signedAt: call.signedAt,
      receiveWindow: call.signedAt == nil ? nil : call.receiveWindow, until: call.mayBeSentUntil)
    errands[ticket] = .desk(call.id)
  }

  /// Why a call does not leave; none of these was sent.
  private func refusal(of call: DeskCall) -> VenueError? {
    guard isPrepared else { return VenueError(.notSent, text: "the venue is not known yet") }
    guard isClockOff, call.priority == .entry, case .place = call.call else { return nil }
    return VenueError(.notSent, text: "the venue's clock and ours are too far apart")
  }

  func reconnect() { drop("asked for") }

  /// Makes the stream anew; the desk must know, since what comes meanwhile is missing.
  private func drop(_ why: Name) {
    stream.reconnect(at: clock())
    occurrences.append(.streamLost(why: why))
  }

  func next() throws -> VenueOccurrence? {
    if place == occurrences.count {
      occurrences.removeAll(keepingCapacity: true)
      place = 0
      try work()
    }
    guard place < occurrences.count else { return nil }
    defer { place += 1 }
    return occurrences[place]
  }
}

// A turn.
extension VenueLine {
  private func work() throws {
    guard configuration != nil else { return }
    findHosts()
    inspectIfDue()
    measureIfDue()
    while let answer = requests.next() { try take(answer.result, to: answer.ticket) }
    tellBan()
    tellClock()
    guard isPrepared else { return }
    stream.turn(at: clock(), in: requests.contextNow)
    while let occurrence = stream.next() { hear(occurrence) }
  }

  /// A venue on this machine has another address after each start.
  private func findHosts() {
    if venue.isLocal, let hosts = venue.hosts { requests.context.hosts = hosts }
  }

  private func take(
    _ result: Result<[VenueAnswer], VenueError>, to ticket: RequestLine.Ticket
  ) throws {
    switch errands.removeValue(forKey: ticket) {
    case .desk(let id): occurrences.append(.answer(trading(result), to: id))
    case .inspection(let what): try take(result, of: what)
    case nil: break
    }
  }

  /// The pages of an answer put together.
  private func trading(
    _ result: Result<[VenueAnswer], VenueError>
  ) -> Result<TradingAnswer, VenueError> {
    switch result {
    case .failure(let error): return .failure(error)
    case .success(let answers):
      let pages = answers.compactMap { if case .trading(let page) = $0 { page } else { nil } }
      guard let first = pages.first, pages.count == answers.count else {
        return .failure(VenueError(.unknownOutcome, text: "the answer was of another kind"))
      }
      return .success(pages.dropFirst().reduce(first) { $0.followed(by: $1) })
    }
  }

  private func hear(_ occurrence: StreamLine.Occurrence) {
    switch occurrence {
    case .opened:
      log.info("stream_up", "The account's stream is up.")
      occurrences.append(.streamConnected)
    case .lost(let why):
      log.warning("stream_lost", "The account's stream is lost.", ["why": .text(why)])
      occurrences.append(.streamLost(why: Name(why.prefix(31)) ?? "stream"))
    case .garbled(let error):
      // It may have been a fill.
      log.warning(
        "stream_garbled", "The account's stream is unreadable.", ["why": .text(error.text)])
      drop("garbled")
    case .news(.account(let news)): occurrences.append(.news(news))
    // A pong, or early news of a trade, without its fee; the whole follows.
    case .news: occurrences.append(.streamAlive)
    }
  }
}

// What is found out before anything else, and now and then again.
extension VenueLine {
  private func inspectIfDue() {
    guard clock() >= inspectAt else { return }
    inspectAt = clock() + (missing.isEmpty ? Self.inspectEvery : .seconds(30))
    if missing.isEmpty { missing = Inspection.allCases }
    for what in missing {
      errands[requests.submit(what.call, .inquiry)] = .inspection(what)
    }
  }

  private func take(_ result: Result<[VenueAnswer], VenueError>, of what: Inspection) throws {
    switch result {
    case .success(let answers):
      for answer in answers {
        switch answer {
        case .account(.keyPermissions(let key)): try venue.check(key, configuration)
        case .market(.instruments(let page)): requests.context.instruments.add(page)
        default: break
        }
      }
      missing.removeAll { $0 == what }
      failures = 0
    case .failure(let error):
      if what == .key, error.category == .auth || error.category == .permission {
        throw VenueFault.keyRefused(error)
      }
      failures += 1
      inspectAt = min(inspectAt, clock() + .seconds(min(30, 1 << Int64(min(failures, 5)))))
      log.warning(
        "venue_unknown", "The venue does not say what there is to know before trading.",
        ["why": .text("\(error.category.rawValue) \(error.code) \(error.text)")])
    }
    guard missing.isEmpty else { return }
    inspectAt = clock() + Self.inspectEvery
    guard !isPrepared else { return }
    isPrepared = true
    log.info("venue_known", "The key and the instruments of the venue are known.")
  }

  private func measureIfDue() {
    let now = clock()
    guard measuredAt.map({ now >= $0 + Self.measureEvery }) ?? true else { return }
    requests.measureClock(rounds: measuredAt == nil ? 3 : 1)
    measuredAt = now
  }

  private func tellBan() {
    guard let until = requests.bannedUntil, until != toldBan else { return }
    toldBan = until
    log.error(
      "shut_out", "The venue has shut us out: nothing is sent for a while.",
      ["seconds": .integer((until - clock()).seconds)])
    // Before the answers that came with it, which may let orders go.
    occurrences.insert(.shutOut(until: until), at: place)
  }

  private func tellClock() {
    let offset = requests.venueClock.offset
    guard isPrepared, let ahead = offset.offset else { return }
    if offset.exceeds(Self.clockLimit) != isClockOff {
      isClockOff.toggle()
      if isClockOff {
        log.error(
          "clock_off", "The venue's clock is too far from ours: no entries.",
          ["ms": .integer(ahead.milliseconds)])
      } else {
        log.info(
          "clock_good", "The venue's clock is near ours.", ["ms": .integer(ahead.milliseconds)])
      }
    }
    if ahead != toldClock {
      toldClock = ahead
      occurrences.append(.clock(ahead: ahead))
    }
  }
}

extension TradingAnswer {
  /// The list with that of a further page behind it.
  func followed(by page: TradingAnswer) -> TradingAnswer {
    switch (self, page) {
    case (.orders(let a), .orders(let b)): .orders(a + b)
    case (.executions(let a), .executions(let b)): .executions(a + b)
    case (.fundingPayments(let a), .fundingPayments(let b)): .fundingPayments(a + b)
    case (.positions(let a), .positions(let b)): .positions(a + b)
    case (.balances(let a), .balances(let b)): .balances(a + b)
    default: self
    }
  }
}
