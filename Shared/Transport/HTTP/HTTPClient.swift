import CCurl
import CNet
public import Quantities
import Requests

/// Sends requests and waits for their answers, by libcurl.
///
/// Connections of repeatable requests are kept for the next ones, with HTTP/2 where the server has
/// it. A request that is sent `once` gets a fresh connection, which is closed after it.
@safe
public struct HTTPClient: ~Copyable {
  private let options: TransportOptions
  private let curl = Curl()

  public init(_ options: TransportOptions = TransportOptions()) { self.options = options }

  /// Sends a request and waits for its answer, as long as the options allow or shorter.
  ///
  /// An answer of any status is an answer. An error says whether the request may have arrived.
  public mutating func answer(
    to request: HTTPRequest, within limit: Interval? = nil
  ) throws(TransportError) -> HTTPResponse {
    try answer(to: request, within: limit, stop: nil)
  }

  /// - Parameter leaveBy: by the monotonic clock; if the connection stands later, nothing is sent.
  mutating func answer(
    to request: HTTPRequest, within limit: Interval?, leaveBy: Int64? = nil, stop: StopFlag?
  ) throws(TransportError) -> HTTPResponse {
    if let fault = fault(of: request) { throw TransportError(.nothingSent, fault) }
    let within = min(limit ?? options.timeout, options.timeout)
    guard within.nanoseconds > 0 else { throw TransportError(.nothingSent, .timedOut) }
    curl.prepare(options, url: request.url, within: within)
    // A request that is sent once is never abandoned: its answer matters.
    let exchange = Exchange(
      options, stop: request.delivery == .once ? nil : stop, leaveBy: leaveBy)
    let code = perform(request, exchange)
    if code == CURLE_OK {
      guard exchange.hasWholeHead else { throw TransportError(.mayHaveArrived, .truncated) }
      return HTTPResponse(
        status: curl.long(CURLINFO_RESPONSE_CODE), headers: exchange.headers, body: exchange.body)
    }
    throw TransportError(
      exchange.hasBegun ? .mayHaveArrived : .nothingSent, reason(code, exchange))
  }

  private func reason(_ code: CURLcode, _ exchange: Exchange) -> TransportError.Reason {
    if exchange.isTooLarge { return .tooLarge(limit: options.bodyLimit) }
    if exchange.isTooLate { return .timedOut }
    if code == CURLE_ABORTED_BY_CALLBACK { return .stopped }
    // An answer that is none of HTTP is told as a protocol that is not known.
    if code == CURLE_UNSUPPORTED_PROTOCOL, exchange.hasBegun { return .malformed }
    return curl.reason(code)
  }

  private func fault(of request: HTTPRequest) -> TransportError.Reason? {
    let isSecure = request.url.hasPrefix("https://")
    guard isSecure || request.url.hasPrefix("http://"), isVisible(request.url) else {
      return .invalidRequest("url")
    }
    guard isSecure || options.allowsPlainText else { return .plainText }
    if let field = request.headers.firstInvalid { return .invalidRequest(field.name) }
    if !request.body.isEmpty, !request.method.hasBody { return .invalidRequest("body") }
    return nil
  }

  private func perform(_ request: HTTPRequest, _ exchange: Exchange) -> CURLcode {
    setMethod(request)
    setDelivery(request.delivery)
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines(of: request) { unsafe list = unsafe curl_slist_append(list, line) }
    defer { unsafe curl_slist_free_all(list) }
    unsafe cnet_set_list(curl.handle, CURLOPT_HTTPHEADER, list)
    return withExtendedLifetime(exchange) {
      let context = unsafe Unmanaged.passUnretained(exchange).toOpaque()
      for option in [
        CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_PREREQDATA, CURLOPT_XFERINFODATA,
      ] {
        unsafe cnet_set_pointer(curl.handle, option, context)
      }
      unsafe cnet_set_data_call(curl.handle, CURLOPT_HEADERFUNCTION, Exchange.onLine)
      unsafe cnet_set_data_call(curl.handle, CURLOPT_WRITEFUNCTION, Exchange.onBody)
      unsafe cnet_set_before_request(curl.handle, Exchange.onReady)
      unsafe cnet_set_progress(curl.handle, Exchange.onProgress)
      curl.set(CURLOPT_NOPROGRESS, 0)
      return unsafe request.body.withUnsafeBytes { body in
        if request.method.hasBody, unsafe !body.isEmpty || request.method != .delete {
          unsafe cnet_set_size(curl.handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
          // Without bytes there still has to be an address, or libcurl would ask for them.
          let nothing: StaticString = ""
          unsafe cnet_set_pointer(
            curl.handle, CURLOPT_POSTFIELDS,
            body.baseAddress ?? UnsafeRawPointer(nothing.utf8Start))
        }
        return unsafe curl_easy_perform(curl.handle)
      }
    }
  }

  private func setMethod(_ request: HTTPRequest) {
    switch request.method {
    case .get: curl.set(CURLOPT_HTTPGET, 1)
    case .head: curl.set(CURLOPT_NOBODY, 1)
    case .post: curl.set(CURLOPT_POST, 1)
    case .put, .patch, .delete: curl.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
  }

  private func setDelivery(_ delivery: HTTPRequest.Delivery) {
    switch delivery {
    case .repeatable:
      curl.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
      curl.set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
      curl.set(CURLOPT_TCP_KEEPALIVE, 1)
    case .once:
      // HTTP/2 lets a server refuse a stream, which libcurl then sends again.
      curl.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
      curl.set(CURLOPT_FRESH_CONNECT, 1)
      curl.set(CURLOPT_FORBID_REUSE, 1)
    }
  }

  /// Lines for libcurl: a name with a colon and nothing else takes a line of its own away.
  private func lines(of request: HTTPRequest) -> [String] {
    // After `417 Expectation Failed` libcurl would send the request again.
    var lines = ["Expect:"]
    if request.method.hasBody, request.headers["Content-Type"] == nil {
      lines.append("Content-Type:")
    }
    for field in request.headers.fields where !isSameName(field.name, "Expect") {
      lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    return lines
  }
}
