public import Quantities
public import Requests
public import Transport
public import Venues

/// Asks a venue without waiting: requests leave within its limits, the urgent ones first, and
/// their answers are taken when they come.
///
/// One thread owns it. Every call is answered once, whatever happens; what changes something at
/// the venue leaves at most once, and what does not leave in its time never does.
public final class RequestLine {
  /// Names a call until its answer is taken.
  public struct Ticket: Sendable, Hashable {
    let number: Int
  }

  /// The lengths that it works by.
  public struct Options: Sendable {
    public var transport: TransportOptions
    /// For a whole request.
    public var timeout: Interval
    /// What would have to wait longer for the venue's limits is answered as limited.
    public var longestWait: Interval
    /// The most pages of one answer.
    public var pages: Int

    public init(
      transport: TransportOptions = TransportOptions(), timeout: Interval = .seconds(10),
      longestWait: Interval = .seconds(2), pages: Int = 200
    ) {
      self.transport = transport
      self.timeout = timeout
      self.longestWait = longestWait
      self.pages = pages
    }
  }

  /// What calls are asked in: where the venue is, with which key, and what it lists.
  public var context: VenueContext
  public let adapter: any VenueAdapter
  private let options: Options
  private let clock: () -> Instant
  private let worker: HTTPWorker
  private var limiter: RateLimiter
  private var offset = ClockOffset()

  private var count = 0
  private var waiting: [Work] = []
  private var underWay: [HTTPWorker.Ticket: Work] = [:]
  private var answered: [(ticket: Ticket, result: Result<[VenueAnswer], VenueError>)] = []
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
    limiter = RateLimiter(adapter.capabilities.rateLimits)
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
  public func next() -> (ticket: Ticket, result: Result<[VenueAnswer], VenueError>)? {
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

  private func finish(_ work: Work, _ result: Result<[VenueAnswer], VenueError>) {
    if work.measuresClock {
      isMeasuring -= 1
    } else {
      answered.append((work.ticket, result))
    }
  }

  private func sendWhatMayGo() {
    guard !waiting.isEmpty else { return }
    let now = clock()
    let candidates = waiting
    waiting = []
    for work in candidates {
      do throws(VenueError) {
        if try !send(work, at: now) { waiting.append(work) }
      } catch {
        finish(work, .failure(error))
      }
    }
  }

  /// Sends a call, or says that it has to wait.
  private func send(_ work: Work, at now: Instant) throws(VenueError) -> Bool {
    if let until = work.until, now >= until {
      throw VenueError(.notSent, text: "it was too old to be sent")
    }
    var context = context
    context.now = work.signedAt ?? offset.serverTime(at: now)
    context.receiveWindow = work.receiveWindow
    let request = try adapter.request(work.call, page: work.page, in: context)
    guard try mayLeave(request, work, at: now) else { return false }
    do throws(TransportError) {
      let ticket = try worker.submit(
        HTTPRequest(request), work.priority, within: options.timeout,
        leaving: work.until.map { $0 - now })
      var work = work
      work.submittedAt = now
      underWay[ticket] = work
      return true
    } catch {
      throw VenueError(error)
    }
  }

  /// Whether the venue's limits let it go now.
  private func mayLeave(
    _ request: VenueRequest, _ work: Work, at now: Instant
  ) throws(VenueError) -> Bool {
    switch limiter.request(request.endpoint, weight: request.weight, work.priority, at: now) {
    case .granted: return true
    case .wait(let time):
      let latest = min(work.until ?? time, now + options.longestWait)
      guard time > latest else { return false }
      throw VenueError(
        .rateLimit, text: "not sent: the venue's limit is used up", retryAfter: time - now)
    case .banned(let time):
      throw VenueError(
        .rateLimit, text: "not sent: the venue has shut us out", retryAfter: time - now)
    case .never: throw VenueError(.notSent, text: "it weighs more than the venue's limit")
    }
  }

  private func take(_ completion: HTTPWorker.Completion) {
    guard let work = underWay.removeValue(forKey: completion.ticket) else { return }
    switch completion.result {
    case .failure(let error): finish(work, .failure(VenueError(error)))
    case .success(let response):
      let now = clock()
      var context = context
      context.now = offset.serverTime(at: now)
      context.receiveWindow = work.receiveWindow
      let response = VenueResponse(response)
      learn(adapter.rateLimit(of: work.call, response, in: context), response, context, at: now)
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
      note(
        server, sent: work.submittedAt + completion.waited,
        received: work.submittedAt + completion.took)
    }
    var work = work
    work.answers.append(reply.answer)
    guard let page = reply.next else { return finish(work, .success(work.answers)) }
    guard work.answers.count < options.pages else {
      return finish(work, .failure(VenueError(.malformed, text: "an answer without an end")))
    }
    work.page = page
    place(work)
  }

  private func fail(_ work: Work, _ error: VenueError, at now: Instant) {
    switch error.category {
    case .rateLimit: limiter.refused(.tooMany, retryAfter: error.retryAfter, at: now)
    case .timestamp:
      // Either clock was set.
      offset.removeAll()
      measureClock(rounds: 3)
    case .auth, .permission, .insufficientFunds, .invalidOrder, .badRequest, .badSymbol,
      .orderNotFound, .orderClosed, .duplicateClientID, .maintenance, .noChange, .notSent,
      .unknownOutcome, .malformed, .unsupported:
      break
    }
    finish(work, .failure(error))
  }

  /// Learns from any answer what the venue says of its limits, by our clock.
  private func learn(
    _ report: RateReport, _ response: VenueResponse, _ context: VenueContext, at now: Instant
  ) {
    var report = report
    report.resetsAt = report.resetsAt.map { now + ($0 - context.now) }
    limiter.learn(report, of: report.endpoint.isEmpty ? nil : report.endpoint, at: now)
    if let end = report.bannedUntil {
      limiter.refused(.ban, retryAfter: end - context.now, at: now)
    } else if response.status == 429 {
      limiter.refused(.tooMany, retryAfter: report.retryAt.map { $0 - context.now }, at: now)
    }
  }
}

// The venue's clock.
extension RequestLine {
  /// How far the venue's clock is ahead of ours; nil before it was measured.
  public var clockOffset: ClockOffset { offset }

  /// The venue's time as well as it is known.
  public var venueTime: Instant { offset.serverTime(at: clock()) }

  /// Asks for the venue's time so often; `clockOffset` knows the answers.
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

  private func note(_ server: Instant, sent: Instant, received: Instant) {
    let half = Interval.nanoseconds((received - sent).nanoseconds / 2)
    if let known = offset.offset {
      let difference = (server - (sent + half)) - known
      // What cannot come from the way is a clock that was set: what was known is of no use.
      if abs(difference.nanoseconds) > (half + .milliseconds(100)).nanoseconds {
        offset.removeAll()
      }
    }
    offset.add(sent: sent, received: received, server: server)
  }
}

extension RateLimiter {
  /// Keeps to the limits that a venue declares; where they differ between kinds of instruments,
  /// the tightest counts.
  init(_ limits: [RateLimit]) {
    var shared: [RateBudget] = []
    var endpoints: [String: RateBudget] = [:]
    for limit in limits {
      let budget = RateBudget(limit.count, per: limit.window)
      if limit.endpoint.isEmpty {
        shared.append(budget)
      } else if budget.limit < endpoints[limit.endpoint]?.limit ?? .max {
        endpoints[limit.endpoint] = budget
      }
    }
    self.init(shared: shared, endpoints: endpoints)
  }
}
