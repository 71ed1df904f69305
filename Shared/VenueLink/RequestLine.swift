public import Quantities
public import Requests
public import Transport
public import Venues

/// Asks a venue without waiting: requests leave within its limits, the urgent ones first, and
/// their answers are taken when they come.
///
/// One thread owns it. Every call is answered once, whatever happens; what changes something at
/// the venue leaves at most once, and what does not leave in its time never does. Questions may
/// wait as long as limits and bans want, if the options say so.
public final class RequestLine {
  /// Names a call until its answer is taken.
  public struct Ticket: Sendable, Hashable {
    let number: Int
  }

  /// What became of a call.
  public struct Answer: Sendable {
    public let ticket: Ticket
    /// All pages, or why there is no whole answer; an error's wait is in the venue's time.
    public let result: Result<[VenueAnswer], VenueError>
    /// The venue's time when it answered the last page, if it said so.
    public let at: Instant?
  }

  /// What it works by.
  public struct Options: Sendable {
    public var transport: TransportOptions
    /// For a whole request.
    public var timeout: Interval
    /// What would have to wait longer for the venue's limits, or the end of a ban, is answered as
    /// limited.
    public var longestWait: Interval
    /// The most pages of one answer.
    public var pages: Int
    /// Which part of the limits of the address is ours; those of accounts and endpoints are whole.
    ///
    /// A tenth of each part stays free, also for who asks the venue by hand. A ban is kept by who
    /// hears of it: the venue bans the address, so the other is told by its own next request, which
    /// costs no more than that one.
    public var share: AddressShare
    /// How many times as fast as ours the venue's time runs.
    public var pace: Int

    public init(
      transport: TransportOptions = TransportOptions(), timeout: Interval = .seconds(10),
      longestWait: Interval = .seconds(2), pages: Int = 200, share: AddressShare = .whole,
      pace: Int = 1
    ) {
      self.transport = transport
      self.timeout = timeout
      self.longestWait = longestWait
      self.pages = pages
      self.share = share
      self.pace = pace
    }
  }

  /// What calls are asked in: where the venue is, with which key, and what it lists.
  public var context: VenueContext
  public let adapter: any VenueAdapter
  private let options: Options
  private let clock: () -> Instant
  private let worker: HTTPWorker
  private var limiter: RateLimiter
  /// The venue's clock, as far as it was measured.
  public private(set) var venueClock: VenueClock

  private var count = 0
  private var waiting: [Work] = []
  private var underWay: [HTTPWorker.Ticket: Work] = [:]
  private var answered: [Answer] = []
  private var isMeasuring = 0

  /// - Parameters:
  ///   - context: its time is not looked at.
  ///   - clock: never goes back and does not jump.
  public init(
    _ adapter: any VenueAdapter, _ context: VenueContext, _ options: Options = Options(),
    clock: @escaping () -> Instant
  ) throws(TransportError) {
    self.adapter = adapter
    self.context = context
    self.options = options
    self.clock = clock
    worker = try HTTPWorker(options.transport)
    limiter = RateLimiter(adapter.capabilities.rateLimits, options.share)
    venueClock = VenueClock(from: clock(), pace: options.pace)
  }

  /// Readable when an answer came; what waits for a limit is looked at whenever `next` is called.
  public var descriptor: Int32 { worker.descriptor }

  /// Until when the venue lets nothing of ours in; nil when it does.
  public var bannedUntil: Instant? { limiter.bannedUntil }

  /// Calls that are not answered yet.
  public var open: Int { waiting.count + underWay.count }

  /// Hands a call over.
  ///
  /// - Parameters:
  ///   - signedAt: the venue's time that its signature bears; nil for the time at which it leaves.
  ///   - until: by the clock; after this it does not leave any more.
  @discardableResult
  public func submit(
    _ call: VenueCall, _ priority: RequestPriority, signedAt: Instant? = nil,
    receiveWindow: Interval? = nil, until: Instant? = nil
  ) -> Ticket {
    count += 1
    var work = Work(ticket: Ticket(number: count), call: call, priority: priority)
    work.signedAt = signedAt
    work.receiveWindow = receiveWindow ?? context.receiveWindow
    work.until = until
    place(work)
    sendWhatMayGo()
    return work.ticket
  }

  /// The next answer, page after page of it; nil when there is none now.
  public func next() -> Answer? {
    for completion in worker.completions() { take(completion) }
    sendWhatMayGo()
    return answered.isEmpty ? nil : answered.removeFirst()
  }
}

extension RequestLine {
  /// A call on its way, or waiting for it.
  private struct Work {
    let ticket: Ticket
    let call: VenueCall
    let priority: RequestPriority
    var signedAt: Instant?
    var receiveWindow = Interval.zero
    var until: Instant?
    /// The limits let it go no earlier.
    var notBefore: Instant?
    var page = VenuePage.first
    var answers: [VenueAnswer] = []
    var measuresClock = false
    /// By the clock, when it was handed to the thread that sends it.
    var submittedAt = Instant.epoch
  }

  /// The urgent ones first, each class in the order in which it came.
  private func place(_ work: Work) {
    let behind = waiting.firstIndex { $0.priority < work.priority } ?? waiting.count
    waiting.insert(work, at: behind)
  }

  private func finish(
    _ work: Work, _ result: Result<[VenueAnswer], VenueError>, at: Instant? = nil
  ) {
    if work.measuresClock {
      isMeasuring -= 1
    } else {
      answered.append(Answer(ticket: work.ticket, result: result, at: at))
    }
  }

  private func sendWhatMayGo() {
    guard !waiting.isEmpty else { return }
    let now = clock()
    let candidates = waiting
    waiting = []
    for var work in candidates {
      do throws(VenueError) {
        guard let time = try send(work, at: now) else { continue }
        work.notBefore = time
        waiting.append(work)
      } catch {
        finish(work, .failure(error))
      }
    }
  }

  /// Sends a call, or says until when it has to wait.
  private func send(_ work: Work, at now: Instant) throws(VenueError) -> Instant? {
    if let until = work.until, now >= until {
      throw VenueError(.notSent, text: "it was too old to be sent")
    }
    if let time = work.notBefore, now < time { return time }
    var context = context(of: work, at: now)
    context.now = work.signedAt ?? context.now
    let request = try adapter.request(work.call, page: work.page, in: context)
    if let time = try wait(of: work, with: request, at: now) { return time }
    do throws(TransportError) {
      // Others were signed since then.
      let sent = clock()
      let ticket = try worker.submit(
        HTTPRequest(request), work.priority, within: options.timeout,
        leaving: work.until.map { $0 - now })
      var work = work
      work.submittedAt = sent
      underWay[ticket] = work
      return nil
    } catch {
      throw VenueError(error)
    }
  }

  /// Until when the venue's limits keep it here; nil when it may go, and is counted.
  private func wait(
    of work: Work, with request: VenueRequest, at now: Instant
  ) throws(VenueError) -> Instant? {
    switch limiter.request(request.endpoint, weight: request.weight, work.priority, at: now) {
    case .granted: return nil
    case .wait(let time), .banned(let time):
      let latest = min(work.until ?? time, now + options.longestWait)
      guard time > latest else { return time }
      let why = bannedUntil == nil ? "the venue's limit is used up" : "the venue has shut us out"
      throw VenueError(
        .rateLimit, text: "not sent: \(why)", retryAfter: venueClock.venues(time - now))
    case .never: throw VenueError(.notSent, text: "it weighs more than the venue's limit")
    }
  }

  private func context(of work: Work, at now: Instant) -> VenueContext {
    var context = context
    context.now = venueClock.time(at: now)
    context.receiveWindow = work.receiveWindow
    return context
  }

  private func take(_ completion: HTTPWorker.Completion) {
    guard let work = underWay.removeValue(forKey: completion.ticket) else { return }
    switch completion.result {
    case .failure(let error): finish(work, .failure(VenueError(error)))
    case .success(let response):
      let now = clock()
      let context = context(of: work, at: now)
      let response = VenueResponse(response)
      learn(adapter.rateLimit(of: work.call, response, in: context), response, at: now)
      do throws(VenueError) {
        let reply = try adapter.reply(to: work.call, page: work.page, response, in: context)
        goOn(with: work, reply, completion)
      } catch {
        fail(work, error, at: now)
      }
    }
  }

  private func goOn(with work: Work, _ reply: VenueReply, _ completion: HTTPWorker.Completion) {
    if work.measuresClock, case .market(.serverTime(let server)) = reply.answer {
      venueClock.note(
        server, sent: work.submittedAt + completion.waited,
        received: work.submittedAt + completion.took)
    }
    var work = work
    work.answers.append(reply.answer)
    guard let page = reply.next else { return finish(work, .success(work.answers), at: reply.at) }
    guard work.answers.count < options.pages else {
      return finish(work, .failure(VenueError(.malformed, text: "an answer without an end")))
    }
    work.page = page
    place(work)
  }

  private func fail(_ work: Work, _ error: VenueError, at now: Instant) {
    switch error.category {
    case .rateLimit:
      limiter.refused(.tooMany, retryAfter: error.retryAfter.map(venueClock.ours), at: now)
    case .timestamp:
      // Either clock was set.
      venueClock.forget()
      measureClock(rounds: 3)
    case .auth, .permission, .insufficientFunds, .invalidOrder, .badRequest, .badSymbol,
      .orderNotFound, .orderClosed, .duplicateClientID, .maintenance, .noChange, .notSent,
      .unknownOutcome, .malformed, .unsupported:
      break
    }
    finish(work, .failure(error))
  }

  /// Learns from any answer what the venue says of its limits, by our clock.
  private func learn(_ report: RateReport, _ response: VenueResponse, at now: Instant) {
    func wait(_ instant: Instant) -> Interval { venueClock.wait(until: instant, at: now) }
    var report = report
    report.resetsAt = report.resetsAt.map { now + wait($0) }
    limiter.learn(report, of: report.endpoint.isEmpty ? nil : report.endpoint, at: now)
    if let end = report.bannedUntil {
      limiter.refused(.ban, retryAfter: wait(end), at: now)
    } else if response.status == 429 {
      limiter.refused(.tooMany, retryAfter: report.retryAt.map(wait), at: now)
    }
  }
}

// The venue's clock.
extension RequestLine {
  /// The venue's time as well as it is known.
  public var venueTime: Instant { venueClock.time(at: clock()) }

  /// The context with the venue's time, for who talks to it otherwise.
  public var contextNow: VenueContext {
    var context = context
    context.now = venueTime
    return context
  }

  /// Asks for the venue's time so often; `venueClock` knows the answers.
  public func measureClock(rounds: Int = 1) {
    for _ in 0..<max(0, rounds - isMeasuring) {
      count += 1
      var work = Work(ticket: Ticket(number: count), call: .market(.serverTime), priority: .inquiry)
      work.receiveWindow = context.receiveWindow
      work.measuresClock = true
      isMeasuring += 1
      place(work)
    }
    sendWhatMayGo()
  }
}

extension RateLimiter {
  /// Keeps to the limits that a venue declares, to a part of those for the address; where they
  /// differ between kinds of instruments, the tightest counts.
  init(_ limits: [RateLimit], _ share: AddressShare) {
    var shared: [RateBudget] = []
    var endpoints: [String: RateBudget] = [:]
    for limit in limits {
      // Where all is data no class stands behind another.
      let budget = RateBudget(
        limit.count, per: limit.window, shares: share == .data ? .even : .prioritised,
        part: limit.scope == .address ? share : .whole)
      if limit.endpoint.isEmpty {
        shared.append(budget)
      } else if budget.limit < endpoints[limit.endpoint]?.limit ?? .max {
        endpoints[limit.endpoint] = budget
      }
    }
    self.init(shared: shared, endpoints: endpoints)
  }
}
