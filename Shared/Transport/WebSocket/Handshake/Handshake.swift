/// What a handshake agreed to.
public struct WebSocketAgreement: Sendable, Hashable {
  public var subprotocol: String?
  /// Nil without compression.
  public var compression: DeflateParameters?
}

/// Why a handshake failed.
public enum HandshakeError: Error, Sendable, Hashable {
  case head(HTTPHead.Fault)
  /// Not a request, or not an answer, of HTTP/1.1.
  case version
  case method(String)
  /// The server answered with something else than 101.
  case refused(status: Int)
  /// A field that must be there is not, or says something else.
  case field(String)
  /// The server took an extension or a subprotocol that was not offered, or in a wrong way.
  case notOffered(String)
  /// The client speaks another version than 13.
  case socketVersion
}

/// The client's side of opening a WebSocket (RFC 6455 section 4.1).
public struct ClientHandshake: Sendable {
  private let key: String
  private let subprotocols: [String]
  private let offer: DeflateParameters?
  /// The bytes to send.
  public let request: [UInt8]

  /// Host is what stands in the field `Host`, target is path and query; the key is two random words.
  ///
  /// Headers and target must not hold line breaks: such are refused as `.field`.
  public init(
    host: String, target: String, headers: HTTPHeaders = [:], subprotocols: [String] = [],
    offer: DeflateParameters? = nil, key: (UInt64, UInt64)
  ) throws(HandshakeError) {
    guard headers.firstInvalid == nil else { throw .field(headers.firstInvalid?.name ?? "") }
    guard !host.isEmpty, isVisible(host) else { throw .field("Host") }
    guard target.hasPrefix("/"), isVisible(target) else { throw .field("target") }
    self.key = WebSocketKey.make(key.0, key.1)
    self.subprotocols = subprotocols
    self.offer = offer
    var text = "GET \(target) HTTP/1.1\r\nHost: \(host)\r\nUpgrade: websocket\r\n"
    text += "Connection: Upgrade\r\nSec-WebSocket-Key: \(self.key)\r\n"
    text += "Sec-WebSocket-Version: 13\r\n"
    if !subprotocols.isEmpty {
      text += "Sec-WebSocket-Protocol: \(subprotocols.joined(separator: ", "))\r\n"
    }
    if let offer { text += "Sec-WebSocket-Extensions: \(offer.offer)\r\n" }
    for field in headers.fields { text += "\(field.name): \(field.value)\r\n" }
    request = Array((text + "\r\n").utf8)
  }

  /// What the server's answer agrees to.
  public func agreement(in answer: HTTPHead) throws(HandshakeError) -> WebSocketAgreement {
    let (version, status, headers) = (answer.start.0, answer.start.1, answer.headers)
    guard version == "HTTP/1.1", status.utf8.count == 3, let status = Int(status) else {
      throw .version
    }
    guard status == 101 else { throw .refused(status: status) }
    guard headers.contains("websocket", in: "Upgrade") else { throw .field("Upgrade") }
    guard headers.contains("Upgrade", in: "Connection") else { throw .field("Connection") }
    guard headers.values("Sec-WebSocket-Accept") == [WebSocketKey.answer(to: key)] else {
      throw .field("Sec-WebSocket-Accept")
    }
    var agreement = WebSocketAgreement()
    let chosen = headers.values("Sec-WebSocket-Protocol")
    if let name = chosen.first {
      guard chosen.count == 1, subprotocols.contains(name) else { throw .notOffered(name) }
      agreement.subprotocol = name
    }
    let values = headers.values("Sec-WebSocket-Extensions")
    guard let taken = ExtensionOffer.list(values) else { throw .field("Sec-WebSocket-Extensions") }
    if let first = taken.first {
      guard let offer, taken.count == 1, first.name == DeflateParameters.name,
        let parameters = DeflateParameters(answer: first, to: offer)
      else { throw .notOffered(values.joined(separator: ", ")) }
      agreement.compression = parameters
    }
    return agreement
  }
}

/// The server's side of opening a WebSocket (RFC 6455 section 4.2).
public enum ServerHandshake {
  /// The bytes that accept a request, and what they agree to.
  ///
  /// Of the client's subprotocols the first that is known is taken; of its offers of compression
  /// the first that makes sense, when `compresses` says so.
  public static func accept(
    _ request: HTTPHead, subprotocols: [String] = [], compresses: Bool = true
  ) throws(HandshakeError) -> (answer: [UInt8], agreement: WebSocketAgreement) {
    let headers = request.headers
    guard request.start.0 == "GET" else { throw .method(request.start.0) }
    guard request.start.2 == "HTTP/1.1" else { throw .version }
    guard headers.values("Host").count == 1 else { throw .field("Host") }
    guard headers.contains("websocket", in: "Upgrade") else { throw .field("Upgrade") }
    guard headers.contains("Upgrade", in: "Connection") else { throw .field("Connection") }
    guard headers.values("Sec-WebSocket-Version") == ["13"] else { throw .socketVersion }
    let keys = headers.values("Sec-WebSocket-Key")
    guard keys.count == 1, WebSocketKey.isKey(keys[0]) else { throw .field("Sec-WebSocket-Key") }
    let offered = headers.values("Sec-WebSocket-Protocol").flatMap { $0.split(separator: ",") }
    let values = headers.values("Sec-WebSocket-Extensions")
    guard let offers = ExtensionOffer.list(values) else { throw .field("Sec-WebSocket-Extensions") }
    var agreement = WebSocketAgreement()
    agreement.subprotocol = offered.map(trimmed).first { subprotocols.contains($0) }
    if compresses {
      agreement.compression =
        offers.lazy.filter { $0.name == DeflateParameters.name }
        .compactMap { DeflateParameters(offered: $0) }.first
    }
    return (answer(keys[0], agreement), agreement)
  }

  private static func answer(_ key: String, _ agreement: WebSocketAgreement) -> [UInt8] {
    var text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    text += "Sec-WebSocket-Accept: \(WebSocketKey.answer(to: key))\r\n"
    if let name = agreement.subprotocol { text += "Sec-WebSocket-Protocol: \(name)\r\n" }
    if let parameters = agreement.compression {
      text += "Sec-WebSocket-Extensions: \(parameters.words)\r\n"
    }
    return Array((text + "\r\n").utf8)
  }

  /// The bytes that refuse a request.
  public static func refusal(of error: HandshakeError) -> [UInt8] {
    let status =
      switch error {
      case .socketVersion: "426 Upgrade Required\r\nSec-WebSocket-Version: 13"
      case .method: "405 Method Not Allowed\r\nAllow: GET"
      case .version: "505 HTTP Version Not Supported"
      case .head(.tooLong): "431 Request Header Fields Too Large"
      case .head, .refused, .field, .notOffered: "400 Bad Request"
      }
    return Array("HTTP/1.1 \(status)\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".utf8)
  }
}

/// Whether a text has no space and no control character.
func isVisible(_ text: String) -> Bool { text.utf8.allSatisfy { $0 > 32 && $0 != 127 } }
