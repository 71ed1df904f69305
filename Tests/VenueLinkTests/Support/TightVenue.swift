import Events
import Quantities
import Requests
import Synchronization
import Venues

/// Bybit with limits of a test's choice, which counts how often a stream's address is asked for:
/// once for each attempt to connect.
final class TightVenue: VenueAdapter {
  let capabilities: VenueCapabilities
  /// What every answer tells of limits; nil for what Bybit's headers say.
  private let report: RateReport?
  private let bybit = BybitAdapter()
  private let addresses = Mutex(0)

  init(_ limits: [RateLimit] = [], report: RateReport? = nil) {
    var capabilities = bybit.capabilities
    capabilities.rateLimits = limits
    self.capabilities = capabilities
    self.report = report
  }

  /// So many requests of the address in a second.
  convenience init(_ count: Int, report: RateReport? = nil) {
    self.init(
      [RateLimit(endpoint: "", scope: .address, count: count, window: .seconds(1))],
      report: report)
  }

  var attempts: Int { addresses.withLock { $0 } }
  var ping: (text: String, every: Interval) { bybit.ping }

  func request(
    _ call: VenueCall, page: VenuePage, in context: VenueContext
  ) throws(VenueError) -> VenueRequest {
    try bybit.request(call, page: page, in: context)
  }

  func endpointCall(
    _ call: VenueCall, page: VenuePage, in context: VenueContext
  ) throws(VenueError) -> EndpointCall {
    try bybit.endpointCall(call, page: page, in: context)
  }

  func endpointCall(named name: String, _ parameters: [EndpointParameter]) -> EndpointCall? {
    bybit.endpointCall(named: name, parameters)
  }

  func assumedInstrument(_ symbol: Name) -> VenueInstrument? { bybit.assumedInstrument(symbol) }

  func reply(
    to call: VenueCall, page: VenuePage, _ response: VenueResponse, in context: VenueContext
  ) throws(VenueError) -> VenueReply {
    try bybit.reply(to: call, page: page, response, in: context)
  }

  func rateLimit(
    of call: VenueCall, _ response: VenueResponse, in context: VenueContext
  ) -> RateReport {
    report ?? bybit.rateLimit(of: call, response, in: context)
  }

  func address(of stream: VenueStream, in context: VenueContext) throws(VenueError) -> String {
    addresses.withLock { $0 += 1 }
    return try bybit.address(of: stream, in: context)
  }

  func authentication(
    of stream: VenueStream, in context: VenueContext
  ) throws(VenueError) -> String? {
    try bybit.authentication(of: stream, in: context)
  }

  func subscription(
    _ topics: [StreamTopic], of stream: VenueStream, ends: Bool, id: Int, in context: VenueContext
  ) throws(VenueError) -> [String] {
    try bybit.subscription(topics, of: stream, ends: ends, id: id, in: context)
  }

  func streamRequest(
    _ call: VenueCall, id: String, in context: VenueContext
  ) throws(VenueError) -> String {
    try bybit.streamRequest(call, id: id, in: context)
  }

  func news(
    _ message: [UInt8], from stream: VenueStream, in context: VenueContext
  ) throws(VenueError) -> [StreamNews] {
    try bybit.news(message, from: stream, in: context)
  }
}
