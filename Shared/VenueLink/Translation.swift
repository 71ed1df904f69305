public import Transport
public import Venues

extension HTTPRequest {
  /// A venue's request as it goes out.
  public init(_ request: VenueRequest) {
    self.init(
      request.method, request.url,
      headers: HTTPHeaders(request.headers.map { HTTPHeaders.Field($0.name, $0.value) }),
      body: request.body, delivery: request.isOnce ? .once : .repeatable)
  }
}

extension VenueResponse {
  /// An answer of HTTP as a venue's adapter reads it.
  public init(_ response: HTTPResponse) {
    self.init(
      status: response.status,
      headers: response.headers.fields.map { HeaderField($0.name, $0.value) },
      body: response.body)
  }
}

extension VenueError {
  /// What the lack of an answer means for what was asked.
  public init(_ error: TransportError) {
    let category: Category =
      switch error.delivery {
      case .nothingSent: .notSent
      case .mayHaveArrived: .unknownOutcome
      }
    self.init(category, text: error.reason.sentence)
  }
}

extension TransportError.Reason {
  /// What to tell a person.
  var sentence: String {
    switch self {
    case .invalidRequest(let part): "the request's \(part) makes no sense"
    case .plainText: "the address is not one of https"
    case .nameNotResolved: "the name of the host is not known"
    case .notConnected: "no connection could be made"
    case .tls(let fault): "the connection is not secure: \(fault.sentence)"
    case .timedOut: "it took too long"
    case .queueFull(let limit): "more than \(limit) requests wait already"
    case .stopped: "it was stopped"
    case .connectionLost: "the connection ended before the answer"
    case .truncated: "the answer ended before it was whole"
    case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
    case .malformed: "the answer is not one of HTTP"
    case .other(let code): "libcurl's error \(code)"
    case .system(let code): "the system's error \(code)"
    }
  }
}

extension TransportError.TLSFault {
  fileprivate var sentence: String {
    switch self {
    case .unknownAuthority: "nobody who is trusted vouches for the certificate"
    case .expired: "the certificate has expired"
    case .notYetValid: "the certificate is not valid yet; is this machine's clock right?"
    case .wrongHost: "the certificate is another host's"
    case .handshake: "the handshake failed"
    case .authorityFile: "the file of authorities cannot be read"
    case .verification(let code): "the certificate was refused, code \(code)"
    }
  }
}
