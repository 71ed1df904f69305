public import Events
public import Quantities
import Transport
public import Venues

/// Asks a venue over HTTP and waits for whole answers: an adapter's words, a client's connection,
/// and the offset of the venue's clock.
///
/// For questions that may be repeated. What changes something at a venue belongs to the order desk.
public struct VenueClient: ~Copyable {
  public let adapter: any VenueAdapter
  private var context: VenueContext
  private var http: HTTPClient
  private var clock = ClockOffset()
  private let now: @Sendable () -> Instant

  /// The most pages that one answer may have.
  private static let pages = 200
  /// How often an answer is asked for again when the venue says that it was too much.
  private static let patience = 3

  /// - Parameters:
  ///   - url: in place of the environment's, such as a venue on this machine; plain HTTP is taken
  ///     there.
  ///   - now: the wall clock.
  public init(
    _ adapter: any VenueAdapter, _ environment: VenueEnvironment, url: String? = nil,
    credentials: Credentials? = nil, now: @escaping @Sendable () -> Instant
  ) {
    self.adapter = adapter
    self.now = now
    context = VenueContext(
      environment: environment, credentials: credentials, now: now(),
      instruments: InstrumentDirectory(),
      hosts: url.map { VenueHosts(rest: $0, publicStream: "", privateStream: "") })
    http = HTTPClient(TransportOptions(allowsPlainText: url != nil))
  }

  /// How far the venue's clock is ahead of ours, and how wrong that may be; nil before it was
  /// measured.
  public var offset: (interval: Interval, uncertainty: Interval)? {
    guard let offset = clock.offset, let uncertainty = clock.uncertainty else { return nil }
    return (offset, uncertainty)
  }

  /// The instruments that were asked for so far.
  public var instruments: InstrumentDirectory { context.instruments }

  /// Asks for the venue's time so often, so that what is signed bears the venue's time.
  public mutating func measureClock(rounds: Int = 5) throws(VenueError) {
    for _ in 0..<rounds {
      let sent = now()
      let answers = try answers(to: .market(.serverTime))
      guard case .market(.serverTime(let server))? = answers.first else { continue }
      clock.add(sent: sent, received: now(), server: server)
    }
  }

  /// Learns the instruments of a kind, which other calls name.
  @discardableResult
  public mutating func loadInstruments(
    _ kind: InstrumentKind
  ) throws(VenueError) -> [VenueInstrument] {
    var found: [VenueInstrument] = []
    for case .market(.instruments(let page)) in try answers(to: .market(.instruments(kind))) {
      found += page
    }
    context.instruments.add(found)
    return found
  }

  /// The answers to a question, one for each page of it.
  ///
  /// Refuses what is no question: that must not be repeated.
  public mutating func answers(to call: VenueCall) throws(VenueError) -> [VenueAnswer] {
    guard call.isQuery else {
      throw VenueError(.unsupported, text: "only questions are asked here")
    }
    var answers: [VenueAnswer] = []
    var page: VenuePage? = .first
    while let next = page, answers.count < VenueClient.pages {
      let reply = try reply(to: call, page: next)
      answers.append(reply.answer)
      page = reply.next
    }
    return answers
  }

  private mutating func reply(
    to call: VenueCall, page: VenuePage
  ) throws(VenueError) -> VenueReply {
    var refusals = 0
    while true {
      do throws(VenueError) {
        return try ask(call, page: page)
      } catch  where error.category == .rateLimit && refusals < VenueClient.patience {
        refusals += 1
        rest(for: min(error.retryAfter ?? .seconds(1), .seconds(10)))
      }
    }
  }

  private mutating func ask(_ call: VenueCall, page: VenuePage) throws(VenueError) -> VenueReply {
    context.now = clock.serverTime(at: now())
    let request = try adapter.request(call, page: page, in: context)
    let response = try send(request)
    return try adapter.reply(to: call, page: page, response, in: context)
  }

  private mutating func send(_ request: VenueRequest) throws(VenueError) -> VenueResponse {
    do throws(TransportError) {
      return VenueResponse(try http.answer(to: HTTPRequest(request)))
    } catch {
      throw VenueError(error)
    }
  }
}
