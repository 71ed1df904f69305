import Quantities
import Testing
import VenueSimulatorCore

@testable import VenueSimulatorBybit

/// A venue and a client of it that signs as the real exchange wants it, without a socket.
struct BybitClient {
  var venue: BybitVenue
  var time = RandomTrading.start
  var key = "k"
  var secret = "s"
  var window = 5_000
  /// How far the client's clock is behind.
  var lateness = 0

  init(permissions: [Permission] = [.read, .trade]) {
    var exchange = Exchange(seed: 4, start: RandomTrading.start)
    exchange.open(
      APIKey(key: "k", secret: "s", permissions: permissions), deposits: [("USDT", "100000")])
    venue = BybitVenue(exchange)
    venue.advance(to: time, wall: time)
  }

  mutating func wait(_ interval: Interval) {
    time += interval
    venue.advance(to: time, wall: time)
  }

  /// What a signed request brings back.
  mutating func send(_ method: String, _ path: String, _ payload: String) -> Outcome {
    let stamp = "\(time.milliseconds - Int64(lateness))"
    let sign = Signature.of(Array("\(stamp)\(key)\(window)\(payload)".utf8), secret: secret)
    return venue.answer(
      VenueRequest(
        method: method, path: path, query: method == "GET" ? payload : "",
        headers: [
          ("X-BAPI-API-KEY", key), ("X-Bapi-Timestamp", stamp), ("x-bapi-sign", sign),
          ("X-BAPI-RECV-WINDOW", "\(window)"),
        ], body: method == "GET" ? [] : Array(payload.utf8), address: "127.0.0.1"))
  }

  mutating func get(_ path: String, _ query: String) throws -> JSONTree {
    try Self.tree(of: send("GET", path, query))
  }

  mutating func post(_ path: String, _ body: JSONTree) throws -> JSONTree {
    try Self.tree(of: send("POST", path, body.string))
  }

  static func tree(of outcome: Outcome) throws -> JSONTree {
    guard case .reply(let reply) = outcome else { throw NoAnswer() }
    return try JSONTree(reading: reply.body)
  }

  struct NoAnswer: Error {}

  /// An order that rests far from the market.
  mutating func order(_ link: String = "", qty: String = "0.01", price: String = "50000") throws
    -> JSONTree
  {
    try post(
      "/v5/order/create",
      [
        "category": "linear", "symbol": "BTCUSDT", "side": "Buy", "orderType": "Limit",
        "qty": .text(qty), "price": .text(price), "orderLinkId": .text(link),
      ])
  }

  /// Orders faults at the control endpoint.
  mutating func fault(_ tree: JSONTree) {
    let reply = venue.control(
      VenueRequest(
        method: "POST", path: "/faults", query: "", headers: [], body: tree.utf8,
        address: "127.0.0.1"))
    #expect(reply.status == 200)
  }

  /// What an order with a link really came to: how often it arrived, and how often it was taken.
  mutating func truth(_ link: String) -> [String?] {
    let reply = venue.control(
      VenueRequest(
        method: "GET", path: "/truth", query: "", headers: [], body: [], address: "127.0.0.1"))
    let tree = try? JSONTree(reading: reply.body)
    return [tree?["posts"]?[link]?.scalar, tree?["accepted"]?[link]?.scalar]
  }

  /// Says something on a stream, and takes what the stream answers.
  mutating func say(_ tree: JSONTree, on stream: Int) throws -> [JSONTree] {
    venue.receive(tree.utf8, on: stream)
    return try heard(on: stream)
  }

  mutating func heard(on stream: Int) throws -> [JSONTree] {
    try venue.takeMessages().filter { $0.id == stream }.map { try JSONTree(reading: $0.text) }
  }

  mutating func open(_ path: String) throws -> Int {
    let stream = venue.openStream(path)
    return try #require(stream)
  }

  mutating func authenticatedStream(_ path: String) throws -> Int {
    let stream = try open(path)
    let expiry = "\(time.milliseconds + 1_000)"
    let sign = Signature.of(Array("GET/realtime\(expiry)".utf8), secret: secret)
    let answer = try say(
      ["op": "auth", "args": [.text(key), .number(expiry), .text(sign)]], on: stream)
    #expect(answer.first?["op"] == "auth")
    return stream
  }
}

extension JSONTree {
  var code: String { self["retCode"]?.scalar ?? "" }
  var rows: [JSONTree] { self["result"]?["list"]?.elements ?? [] }
}
