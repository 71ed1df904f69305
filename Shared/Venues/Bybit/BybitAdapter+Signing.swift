import Digest
import Quantities
import Requests

extension BybitAdapter {
  /// The request of a call in Bybit's words, signed unless it is public.
  func request(
    _ call: EndpointCall, in context: VenueContext
  ) throws(VenueError) -> VenueRequest {
    guard let endpoint = BybitEndpoint(rawValue: call.path), endpoint.method == call.method else {
      throw VenueError(.unsupported, text: "\(call.method.rawValue) \(call.path)", field: "path")
    }
    let isQuery = call.method == .get
    let query = isQuery ? call.query : ""
    let body = isQuery ? [] : call.json
    var request = VenueRequest(
      method: call.method,
      url: try hosts(in: context).rest + call.path + (query.isEmpty ? "" : "?" + query),
      body: body, endpoint: call.path, priority: endpoint.priority, isOnce: endpoint.isOnce)
    if !isQuery { request.headers.append(HeaderField("Content-Type", "application/json")) }
    if !endpoint.isPublic {
      try sign(&request, isQuery ? Array(query.utf8) : body, in: context)
      request.expiresAt = context.now + context.receiveWindow
    }
    return request
  }

  private func sign(
    _ request: inout VenueRequest, _ text: [UInt8], in context: VenueContext
  ) throws(VenueError) {
    let credentials = try credentials(in: context)
    let time = String(context.now.milliseconds)
    let window = String(context.receiveWindow.milliseconds)
    request.headers.append(HeaderField("X-BAPI-API-KEY", credentials.key))
    request.headers.append(HeaderField("X-BAPI-TIMESTAMP", time))
    request.headers.append(HeaderField("X-BAPI-RECV-WINDOW", window))
    let signature = BybitAdapter.signature(
      time: time, window: window, text: text, with: credentials)
    request.headers.append(HeaderField("X-BAPI-SIGN", signature))
  }

  func credentials(in context: VenueContext) throws(VenueError) -> Credentials {
    guard let credentials = context.credentials else {
      throw VenueError(.auth, text: "no key", field: "credentials")
    }
    return credentials
  }

  /// What stands in `X-BAPI-SIGN`, of time, key, window and the query or the body: HMAC-SHA256 in
  /// hexadecimal digits, or with a private key RSA-SHA256 in base64.
  public static func signature(
    time: String, window: String, text: [UInt8], with credentials: Credentials
  ) -> String {
    var message: [UInt8] = []
    message.reserveCapacity(64 + text.count)
    message.append(contentsOf: time.utf8)
    message.append(contentsOf: credentials.key.utf8)
    message.append(contentsOf: window.utf8)
    message.append(contentsOf: text)
    return signature(of: message, with: credentials)
  }

  /// What stands behind the time of a stream's `auth`.
  static func streamSignature(expires: String, with credentials: Credentials) -> String {
    signature(of: Array("GET/realtime\(expires)".utf8), with: credentials)
  }

  private static func signature(of message: [UInt8], with credentials: Credentials) -> String {
    credentials.secret.privateKey?.signature(of: message)
      ?? credentials.secret.signature(of: message).description
  }
}
