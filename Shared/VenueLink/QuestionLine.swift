import Events
public import Quantities
import Requests
public import Transport
public import Venues

/// Asks a venue questions without waiting for the answers, within its limits.
///
/// One thread owns it. Every question is answered once: with all pages, or with why not.
public struct QuestionLine: ~Copyable {
  /// What became of a question.
  public struct Answer: Sendable {
    public let id: Int
    public let result: Result<[VenueAnswer], VenueError>
    /// The venue's time when it answered the last page, if it said so.
    public let at: Instant?
    /// When the last page was asked for, and when its answer was here.
    public let asked: Instant
    public let received: Instant
  }

  private struct Open {
    let id: Int
    let call: VenueCall
    var page: VenuePage
    var answers: [VenueAnswer] = []
    var asked: Instant
  }

  private let adapter: any VenueAdapter
  private let worker: HTTPWorker
  private var limiter: RateLimiter
  private var waiting: [Open] = []
  private var sent: [HTTPWorker.Ticket: Open] = [:]
  private var done: [Answer] = []

  private static let pages = 200
  private static let timeout = Interval.seconds(10)

  public init(
    _ adapter: any VenueAdapter, _ options: TransportOptions, watchedBy descriptors: DescriptorSet,
    threads: Int = 4
  ) throws(TransportError) {
    self.adapter = adapter
    worker = try HTTPWorker(options, threads: threads)
    let shared = adapter.capabilities.rateLimits.filter { $0.scope == .address }
    limiter = RateLimiter(shared: shared.map { RateBudget($0.count, per: $0.window) })
    descriptors.watch(worker.descriptor)
  }

  /// Asks a question that may be repeated.
  public mutating func ask(_ call: VenueCall, id: Int) {
    precondition(call.isQuery, "what changes something is no question")
    waiting.append(Open(id: id, call: call, page: .first, asked: .epoch))
  }

  /// The next answer; nil when there is none now.
  public mutating func next() -> Answer? { done.isEmpty ? nil : done.removeFirst() }

  /// Sends what may go, and takes what came.
  ///
  /// - Parameter now: our steady time; the context has the venue's.
  public mutating func turn(at now: Instant, in context: VenueContext) {
    for completion in worker.completions() {
      guard let open = sent.removeValue(forKey: completion.ticket) else { continue }
      take(completion.result, of: open, at: now, in: context)
    }
    var left: [Open] = []
    for (place, open) in waiting.enumerated() {
      guard send(open, at: now, in: context) else {
        left = Array(waiting[place...])
        break
      }
    }
    waiting = left
  }

  /// False when it is not time yet.
  private mutating func send(_ open: Open, at now: Instant, in context: VenueContext) -> Bool {
    do throws(VenueError) {
      let request = try adapter.request(open.call, page: open.page, in: context)
      switch limiter.request(request.endpoint, weight: request.weight, .data, at: now) {
      case .granted: break
      case .wait, .banned: return false
      case .never: throw VenueError(.rateLimit, text: "it weighs more than may ever be sent")
      }
      let ticket = try submit(request)
      var open = open
      open.asked = now
      sent[ticket] = open
    } catch {
      finish(open, .failure(error), at: now)
    }
    return true
  }

  private func submit(_ request: VenueRequest) throws(VenueError) -> HTTPWorker.Ticket {
    do throws(TransportError) {
      return try worker.submit(HTTPRequest(request), .data, within: Self.timeout)
    } catch {
      throw VenueError(error)
    }
  }

  private mutating func take(
    _ result: Result<HTTPResponse, TransportError>, of open: Open, at now: Instant,
    in context: VenueContext
  ) {
    var open = open
    do throws(VenueError) {
      let response = try VenueResponse(result)
      learn(from: response, of: open.call, at: now, in: context)
      let reply = try adapter.reply(to: open.call, page: open.page, response, in: context)
      open.answers.append(reply.answer)
      if let next = reply.next, open.answers.count < Self.pages {
        open.page = next
        waiting.append(open)
      } else {
        finish(open, .success(open.answers), said: reply.at, at: now)
      }
    } catch {
      if error.category == .rateLimit {
        limiter.refused(.tooMany, retryAfter: error.retryAfter, at: now)
      }
      finish(open, .failure(error), at: now)
    }
  }

  private mutating func learn(
    from response: VenueResponse, of call: VenueCall, at now: Instant, in context: VenueContext
  ) {
    let report = adapter.rateLimit(of: call, response, in: context)
    if let refusal = RateLimiter.Refusal(status: response.status), refusal == .ban {
      let until = report.bannedUntil.map { $0 - context.now }
      limiter.refused(.ban, retryAfter: until ?? report.retryAt.map { $0 - context.now }, at: now)
    }
  }

  private mutating func finish(
    _ open: Open, _ result: Result<[VenueAnswer], VenueError>, said: Instant? = nil,
    at now: Instant
  ) {
    done.append(
      Answer(id: open.id, result: result, at: said, asked: open.asked, received: now))
  }
}

extension VenueResponse {
  fileprivate init(_ result: Result<HTTPResponse, TransportError>) throws(VenueError) {
    switch result {
    case .success(let response): self.init(response)
    case .failure(let error): throw VenueError(error)
    }
  }
}
