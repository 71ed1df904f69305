import Testing

@testable import Transport

@Suite struct HandshakeTests {
  static func client(_ offer: DeflateParameters? = nil, _ names: [String] = []) throws
    -> ClientHandshake
  {
    try ClientHandshake(
      host: "server.example.com", target: "/v5/public?x=1", headers: ["X-Key": "7"],
      subprotocols: names, offer: offer, key: (0x7468_6520_7361_6d70, 0x6c65_206e_6f6e_6365))
  }

  static func head(_ lines: String...) throws -> HTTPHead {
    let text = lines.map { $0 + "\r\n" }.joined() + "\r\n"
    return try #require(try HTTPHead(Array(text.utf8)))
  }

  @Test func `the key of the standard has the answer of the standard`() throws {
    #expect(WebSocketKey.answer(to: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    let text = String(decoding: try Self.client().request, as: UTF8.self)
    #expect(text.hasPrefix("GET /v5/public?x=1 HTTP/1.1\r\nHost: server.example.com\r\n"))
    #expect(text.contains("\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"))
    #expect(text.contains("\r\nX-Key: 7\r\n") && text.hasSuffix("\r\n\r\n"))
    let texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"]
    let coded = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]
    #expect(texts.map { WebSocketKey.base64(Array($0.utf8)) } == coded)
  }

  @Test func `both sides agree`() throws {
    let offers: [DeflateParameters?] = [
      nil, DeflateParameters(), DeflateParameters(serverNoContextTakeover: true),
      DeflateParameters(clientNoContextTakeover: true),
      DeflateParameters(serverMaxWindowBits: 10, clientMaxWindowBits: 9),
    ]
    for offer in offers {
      let client = try Self.client(offer, ["v1", "v2"])
      let request = try #require(try HTTPHead(client.request))
      #expect(request.length == client.request.count)
      let (bytes, agreed) = try ServerHandshake.accept(request, subprotocols: ["v2"])
      let answer = try #require(try HTTPHead(bytes))
      #expect(try client.agreement(in: answer) == agreed)
      #expect(agreed.subprotocol == "v2")
      #expect(agreed.compression == offer)
      let (_, plain) = try ServerHandshake.accept(request, compresses: false)
      #expect(plain == WebSocketAgreement())
    }
  }

  static let good = [
    "HTTP/1.1 101 Switching Protocols", "Upgrade: WebSocket", "Connection: keep-alive, upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
  ]

  static let answers: [(Int, String, HandshakeError?)] = [
    (0, "HTTP/1.1 101 Switching Protocols", nil),
    (0, "HTTP/1.0 101 Switching Protocols", .version),
    (0, "HTTP/1.1 403 Forbidden", .refused(status: 403)),
    (0, "HTTP/1.1 200 OK", .refused(status: 200)),
    (0, "HTTP/1.1 1o1 What", .version),
    (1, "Upgrade: h2c", .field("Upgrade")),
    (2, "Connection: close", .field("Connection")),
    (3, "Sec-WebSocket-Accept: AAAA", .field("Sec-WebSocket-Accept")),
    (1, "X: y", .field("Upgrade")),
  ]

  @Test(arguments: answers.indices)
  func `an answer that does not answer is refused`(index: Int) throws {
    let (line, text, expected) = Self.answers[index]
    var lines = Self.good
    lines[line] = text
    let answer = try #require(
      try HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)))
    let client = try Self.client()
    if let expected {
      #expect(throws: expected) { try client.agreement(in: answer) }
    } else {
      #expect(try client.agreement(in: answer) == WebSocketAgreement())
    }
  }

  static let extensions: [(String, DeflateParameters?)] = [
    ("permessage-deflate", DeflateParameters()),
    ("permessage-deflate; server_no_context_takeover", .init(serverNoContextTakeover: true)),
    ("permessage-deflate;client_max_window_bits=12", .init(clientMaxWindowBits: 12)),
    ("permessage-deflate; server_max_window_bits=\"9\"", .init(serverMaxWindowBits: 9)),
    ("permessage-deflate; server_max_window_bits=8", .init(serverMaxWindowBits: 8)),
    ("permessage-deflate; server_max_window_bits=7", nil),
    ("permessage-deflate; server_max_window_bits=16", nil),
    ("permessage-deflate; server_max_window_bits=+9", nil),
    ("permessage-deflate; server_max_window_bits", nil),
    ("permessage-deflate; client_max_window_bits", nil),
    ("permessage-deflate; client_no_context_takeover=1", nil),
    ("permessage-deflate; unknown", nil),
    ("permessage-deflate; client_no_context_takeover; client_no_context_takeover", nil),
    ("permessage-deflate, permessage-deflate", nil),
    ("x-webkit-deflate-frame", nil),
    ("permessage-deflate;;", nil),
  ]

  @Test(arguments: extensions.indices)
  func `an extension is taken as it was offered, or refused`(index: Int) throws {
    let (text, expected) = Self.extensions[index]
    let lines = Self.good + ["Sec-WebSocket-Extensions: \(text)"]
    let answer = try #require(
      try HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)))
    let client = try Self.client(DeflateParameters())
    if let expected {
      #expect(try client.agreement(in: answer).compression == expected)
    } else {
      #expect(throws: HandshakeError.self) { try client.agreement(in: answer) }
    }
    #expect(throws: HandshakeError.self) { try Self.client().agreement(in: answer) }
  }

  @Test func `a request that does not ask is refused with its status`() throws {
    let good = try #require(try HTTPHead(try Self.client().request))
    #expect(throws: Never.self) { try ServerHandshake.accept(good) }
    func refusal(_ change: (inout [HTTPHeaders.Field]) -> Void, _ start: String = "GET / HTTP/1.1")
      -> String
    {
      var fields = good.headers.fields
      change(&fields)
      let lines = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
      do {
        let head = try HTTPHead(Array("\(start)\r\n\(lines)\r\n".utf8))
        _ = try ServerHandshake.accept(try #require(head))
        return ""
      } catch let error as HandshakeError {
        return String(decoding: ServerHandshake.refusal(of: error), as: UTF8.self)
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal { _ in }.isEmpty)
    #expect(refusal({ _ in }, "POST / HTTP/1.1").hasPrefix("HTTP/1.1 405 "))
    #expect(refusal({ _ in }, "GET / HTTP/1.0").hasPrefix("HTTP/1.1 505 "))
    for name in ["Host", "Upgrade", "Connection", "Sec-WebSocket-Key"] {
      #expect(refusal { $0.removeAll { $0.name == name } }.hasPrefix("HTTP/1.1 400 "))
    }
    #expect(
      refusal { $0.removeAll { $0.name == "Sec-WebSocket-Version" } }.contains(
        "426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\n"))
    for key in ["", "short", "dGhlIHNhbXBsZSBub25jZQ=!", "dGhlIHNhbXBsZSBub25jZR=="] {
      #expect(
        refusal { fields in
          fields.removeAll { $0.name == "Sec-WebSocket-Key" }
          fields.append(.init("Sec-WebSocket-Key", key))
        }.hasPrefix("HTTP/1.1 400 "), "\(key)")
    }
  }

  @Test func `nothing breaks out of its line`() {
    for (host, target, value) in [
      ("h\r\nX: y", "/", "1"), ("h", "/\r\nX: y", "1"), ("h", "/", "1\r\nX: y"), ("h", "x", "1"),
    ] {
      #expect(throws: HandshakeError.self) {
        try ClientHandshake(host: host, target: target, headers: ["A": value], key: (1, 2))
      }
    }
  }

  @Test func `a head is read when it is whole, and refused when it is none`() throws {
    let bytes = Array("HTTP/1.1 101 \r\nA:b\r\nc: \t d e \r\n\r\nrest".utf8)
    for count in 0..<(bytes.count - 4) {
      #expect(try HTTPHead(bytes[..<count]) == nil)
    }
    let head = try #require(try HTTPHead(bytes))
    #expect(head.length == bytes.count - 4)
    #expect(head.headers == ["A": "b", "c": "d e"])
    #expect(head.headers["C"] == "d e")
    for text in [
      "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\nA: b\r\n\r\n", "G / H\r\n: b\r\n\r\n",
      "G / H\r\nA b\r\n\r\n", "G / H\r\nA: b\r\n folded: x\r\n\r\n", "G / H\r\nA : b\r\n\r\n",
      "G / H\r\nA: b\u{1}\r\n\r\n", "G / H\r\nA: b\rc\r\n\r\n",
    ] {
      #expect(throws: HTTPHead.Fault.self, "\(text)") { try HTTPHead(Array(text.utf8)) }
    }
    #expect(throws: HTTPHead.Fault.tooLong(limit: 50)) {
      try HTTPHead([UInt8](repeating: 65, count: 60), limit: 50)
    }
  }
}
