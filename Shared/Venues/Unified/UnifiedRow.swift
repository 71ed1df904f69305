import Digest
import Events
public import Quantities
import Requests

/// A call as a program states it: who asks whom, when, with which key, for what.
public struct UnifiedRow: Sendable {
  public var call: UnifiedCall
  public var environment: VenueEnvironment
  public var credentials: Credentials?
  public var now: Instant
  /// Whether the login of a stream is meant, and not what follows it.
  var isLogin: Bool
  private var args: JSONValue

  /// Reads a JSON object of `call`, `args`, and as far as the call needs them `time_ms`,
  /// `credentials` (`apiKey`, `secret`), `environment`, `market_type` and `label`.
  public init(_ json: [UInt8]) throws(VenueError) {
    let row = try JSONDocument(json).root
    let name = try row.text("call")
    guard let args = row["args"] ?? (try? JSONDocument("{}").root), args.isObject else {
      throw .malformed("args: expected an object")
    }
    self.args = args
    call = UnifiedCall(
      name, args, kind: try row.textIfStated("market_type") == "spot" ? .spot : .linear)
    let word = try row.textIfStated("environment") ?? "mainnet"
    guard let environment = VenueEnvironment(rawValue: word) else {
      throw .malformed("environment: expected mainnet, testnet or demo")
    }
    self.environment = environment
    now = try row.instantIfStated("time_ms") ?? .epoch
    if let key = row["credentials"], key.isObject {
      credentials = Credentials(
        key: try key.text("apiKey"), secret: Secret(try key.text("secret")))
    }
    let label = try row.textIfStated("label") ?? ""
    isLogin = name == "authenticate" || label.hasSuffix(".step1")
  }

  /// The request, as it would be sent.
  public func request(by adapter: some VenueAdapter) throws(VenueError) -> PrintedRequest {
    var context = VenueContext(
      environment: environment, credentials: credentials, now: now,
      instruments: InstrumentDirectory(call.symbols.compactMap(adapter.assumedInstrument)))
    if let window = args["params"]?["recvWindow"]?.integer, (1...60_000).contains(window) {
      context.receiveWindow = .milliseconds(window)
    }
    if let message = try message(by: adapter, in: context) { return message }
    let request = try adapter.request(
      .endpoint(try words(by: adapter, in: context)), page: .first, in: context)
    return PrintedRequest(
      method: request.method.rawValue, url: request.url, headers: request.headers,
      body: request.body)
  }

  /// The call in the venue's own words, with what only the venue knows.
  private func words(
    by adapter: some VenueAdapter, in context: VenueContext
  ) throws(VenueError) -> EndpointCall {
    guard let known = try call.call() else {
      let own = (args["params"] ?? args).members.map {
        EndpointParameter($0.name, .json($0.value.source))
      }
      guard let words = adapter.endpointCall(named: call.name, own) else {
        throw VenueError(.unsupported, text: "\(call.name) has no form here", field: "call")
      }
      return words
    }
    var words = try adapter.endpointCall(known, page: .first, in: context)
    words.parameters = words.parameters.map(UnifiedRow.withoutPlaceholder)
      .filter { $0.value != .text(UnifiedArguments.namelessOrder.description) }
    for parameter in call.rest {
      words.parameters.removeAll { $0.name == parameter.name }
      words.parameters.append(parameter)
    }
    return words
  }

  /// Orders without a name of ours have none in their requests.
  private static func withoutPlaceholder(_ parameter: EndpointParameter) -> EndpointParameter {
    guard case .objects(let objects) = parameter.value else { return parameter }
    let name = EndpointValue.text(UnifiedArguments.namelessOrder.description)
    return EndpointParameter(
      parameter.name, .objects(objects.map { $0.filter { $0.value != name } }))
  }

  /// A message of a stream; nil for calls that are requests.
  private func message(
    by adapter: some VenueAdapter, in context: VenueContext
  ) throws(VenueError) -> PrintedRequest? {
    let topics = try call.topics()
    if isLogin {
      let stream = topics?.stream ?? (call.name.hasSuffix("Ws") ? .orders : .account)
      guard let text = try adapter.authentication(of: stream, in: context) else { return nil }
      return try printed(text, stream, adapter, context)
    }
    if let topics {
      let messages = try adapter.subscription(
        topics.topics, of: topics.stream, ends: topics.ends, id: 1, in: context)
      return try printed(messages[0], topics.stream, adapter, context)
    }
    guard call.name.hasSuffix("Ws") else { return nil }
    let order = VenueCall.endpoint(try words(by: adapter, in: context))
    return try printed(
      adapter.streamRequest(order, id: "1", in: context), .orders, adapter, context)
  }

  private func printed(
    _ text: String, _ stream: VenueStream, _ adapter: some VenueAdapter, _ context: VenueContext
  ) throws(VenueError) -> PrintedRequest {
    PrintedRequest(
      method: "WS", url: try adapter.address(of: stream, in: context), headers: [],
      body: Array(text.utf8))
  }
}

/// A request that is shown instead of sent; unlike a `VenueRequest`, it hides nothing.
public struct PrintedRequest: Sendable {
  public var method: String
  public var url: String
  public var headers: [HeaderField]
  public var body: [UInt8]

  /// `{"method","url","headers","body"}`; a body is a text, a stream's message an object.
  public var json: String {
    var text: [UInt8] = []
    let headers = headers.map { EndpointParameter($0.name, .text($0.value)) }
    var parameters: [EndpointParameter] = [
      .init("method", .text(method)), .init("url", .text(url)),
      .init("headers", .json(EndpointCall(.post, "", headers).json)),
    ]
    if body.isEmpty {
      parameters.append(.init("body", .json(Array("null".utf8))))
    } else if method == "WS" {
      parameters.append(.init("body", .json(body)))
    } else {
      parameters.append(.init("body", .text(String(decoding: body, as: UTF8.self))))
    }
    JSONText.append(parameters, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
