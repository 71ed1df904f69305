public import Events
public import Quantities
public import Requests

/// A venue's language: what we want becomes bytes, and bytes become values or a typed error.
///
/// An adapter is a value without a clock, a socket or a state; whoever uses it sends the requests,
/// keeps the connections and knows the time.
public protocol VenueAdapter: Sendable {
  var capabilities: VenueCapabilities { get }

  /// The request of a call, or of a further page of it.
  ///
  /// Refuses before anything is signed: `unsupported` for what the venue cannot do, other
  /// categories with the field named for what it would not take.
  func request(
    _ call: VenueCall, page: VenuePage, in context: VenueContext
  ) throws(VenueError) -> VenueRequest

  /// What a call says in the venue's own words, before it is signed.
  func endpointCall(
    _ call: VenueCall, page: VenuePage, in context: VenueContext
  ) throws(VenueError) -> EndpointCall

  /// A request by the name that public clients of the venue give it; nil when none does.
  func endpointCall(named name: String, _ parameters: [EndpointParameter]) -> EndpointCall?

  /// An instrument of a unified symbol without any rules, for requests that are never sent.
  func assumedInstrument(_ symbol: Name) -> VenueInstrument?

  /// What an answer says.
  ///
  /// For calls that change something, whatever leaves doubt is `unknownOutcome`.
  func reply(
    to call: VenueCall, page: VenuePage, _ response: VenueResponse, in context: VenueContext
  ) throws(VenueError) -> VenueReply

  /// What an answer tells of the venue's limits, also where `reply` throws.
  func rateLimit(
    of call: VenueCall, _ response: VenueResponse, in context: VenueContext
  ) -> RateReport

  /// Where a stream is reached.
  func address(of stream: VenueStream, in context: VenueContext) throws(VenueError) -> String

  /// What is sent first on a stream that wants to know who is there; nil for others.
  func authentication(
    of stream: VenueStream, in context: VenueContext
  ) throws(VenueError) -> String?

  /// The messages that subscribe to topics, or end subscriptions.
  ///
  /// - Parameter id: comes back in the acknowledgement of the first message, `id + 1` in the next.
  func subscription(
    _ topics: [StreamTopic], of stream: VenueStream, ends: Bool, id: Int, in context: VenueContext
  ) throws(VenueError) -> [String]

  /// What keeps a silent stream open, and how often it is due.
  var ping: (text: String, every: Interval) { get }

  /// A call as a message of a stream that takes orders.
  func streamRequest(
    _ call: VenueCall, id: String, in context: VenueContext
  ) throws(VenueError) -> String

  /// What a message of a stream says.
  func news(
    _ message: [UInt8], from stream: VenueStream, in context: VenueContext
  ) throws(VenueError) -> [StreamNews]
}

/// What an adapter must know of the world.
public struct VenueContext: Sendable {
  public var environment: VenueEnvironment
  /// Nil for calls that need no account.
  public var credentials: Credentials?
  /// The venue's time: ours and the measured offset.
  public var now: Instant
  public var instruments: InstrumentDirectory
  /// How long after `now` the venue may still take the request.
  public var receiveWindow: Interval
  /// Replaces the hosts of the environment, for a venue on this machine.
  public var hosts: VenueHosts?

  public init(
    environment: VenueEnvironment, credentials: Credentials? = nil, now: Instant,
    instruments: InstrumentDirectory, receiveWindow: Interval = .seconds(5),
    hosts: VenueHosts? = nil
  ) {
    self.environment = environment
    self.credentials = credentials
    self.now = now
    self.instruments = instruments
    self.receiveWindow = receiveWindow
    self.hosts = hosts
  }
}

/// Where in a call of several requests one stands; only the adapter that made it reads it.
public struct VenuePage: Sendable, Hashable {
  /// The venue's own mark of the next page.
  public var cursor: String
  /// Which of several ranges or kinds is asked.
  public var part: Int
  /// Where the range begins; nil for where the call says.
  public var since: Instant?

  /// The first page.
  public static let first = VenuePage()

  public init(cursor: String = "", part: Int = 0, since: Instant? = nil) {
    self.cursor = cursor
    self.part = part
    self.since = since
  }
}

/// An answer, and how to ask on.
public struct VenueReply: Sendable, Hashable {
  public var answer: VenueAnswer
  /// The next page; nil when the answer is whole.
  public var next: VenuePage?
  /// The venue's clock when it answered.
  public var at: Instant?

  public init(_ answer: VenueAnswer, next: VenuePage? = nil, at: Instant? = nil) {
    self.answer = answer
    self.next = next
    self.at = at
  }
}
