import Foundation
import Quantities
import Requests
import TestSupport
import Testing
import Transport

@Suite struct TLSTests {
  /// A server of HTTPS: counts POSTs, prints nothing but its port.
  static let server = """
    import http.server, ssl, sys, threading
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'
        def log_message(self, *a): pass
        def answer(self):
            self.rfile.read(int(self.headers.get('Content-Length', 0)))
            self.send_response(200)
            self.send_header('Content-Length', '2')
            self.end_headers()
            self.wfile.write(b'{}')
        do_GET = do_POST = answer
    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *a): pass
    s = Server(('127.0.0.1', 0), Handler)
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    c.load_cert_chain(sys.argv[1] + '.pem', sys.argv[1] + '.key')
    s.socket = c.wrap_socket(s.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=s.serve_forever, daemon=True).start()
    print(s.server_address[1], flush=True)
    sys.stdin.read()
    """

  @Test func `only the certificate of a known authority, for this host and today, is good enough`()
    throws
  {
    let certificates = try Certificates.shared.get()
    let trusting = TransportOptions(
      authorities: certificates.authority, connectTimeout: .seconds(10))
    let strange = TransportOptions(authorities: certificates.folder + "/stranger.pem")
    let cases: [(String, TransportOptions, TransportError.TLSFault?)] = [
      ("good", trusting, nil),
      ("good", strange, .unknownAuthority),
      ("good", TransportOptions(), .unknownAuthority),
      ("good", TransportOptions(authorities: "/nowhere.pem"), .authorityFile),
      ("other", trusting, .wrongHost),
      ("expired", trusting, .expired),
    ]
    var servers: [String: PythonServer] = [:]
    for (name, options, fault) in cases {
      let server =
        try servers[name]
        ?? PythonServer(
          Self.server, ["\(certificates.folder)/\(name)"])
      servers[name] = server
      let url = "https://127.0.0.1:\(server.port)/v5"
      for method in [HTTPMethod.get, .post] {
        var client = HTTPClient(options)
        if let fault {
          #expect(throws: TransportError(.nothingSent, .tls(fault)), "\(name)") {
            try client.answer(to: HTTPRequest(method, url))
          }
        } else {
          #expect(try client.answer(to: HTTPRequest(method, url)).status == 200)
          #expect(try client.answer(to: HTTPRequest(method, url)).body == Array("{}".utf8))
        }
      }
      var socket = WebSocketClient.Options(transport: options)
      socket.transport.connectTimeout = .seconds(10)
      let expected: WebSocketFailure =
        fault.map { .transport(.tls($0)) } ?? .handshake(.refused(status: 200))
      #expect(throws: expected, "\(name)") {
        let client = try WebSocketClient(
          "wss://127.0.0.1:\(server.port)/", socket, at: Instant(seconds: 0))
        _ = client.descriptor
      }
    }
  }

  @Test func `a server without TLS is no server with it`() {
    let server = Loopback { peer in
      _ = peer.read()
      peer.write(answer("200 OK"))
    }
    defer { server.stop() }
    var client = HTTPClient()
    #expect(throws: TransportError(.nothingSent, .tls(.handshake))) {
      try client.answer(to: HTTPRequest(.post, "https://127.0.0.1:\(server.port)/", body: [1]))
    }
    #expect(server.connections == 1)
  }
}
