import Foundation
import Quantities
import TestSupport
import Testing
import VenueSimulatorCore

@testable import VenueSimulatorBybit

@Suite struct ProtocolTests {
  /// Requests that ccxt and pybit signed, with the secrets that they signed them with.
  @Test(.enabled(if: TestData.isPresent), arguments: ["vectors", "vectors_sdk"])
  func `what foreign clients sign is taken, and nothing else`(folder: String) throws {
    let path = try #require(TestData.folder) + "/venues/\(folder)/bybit.jsonl"
    var signed = 0
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      let row = try JSONTree(reading: Array(line.utf8))
      guard row["signing"]?.elements?.isEmpty == false, let request = Self.request(row) else {
        continue
      }
      var exchange = Exchange(seed: 1, start: Instant(milliseconds: 1_700_000_000_000))
      exchange.open(
        APIKey(
          key: try #require(row["credentials"]?["apiKey"]?.scalar),
          secret: try #require(row["credentials"]?["secret"]?.scalar)), deposits: [])
      var venue = BybitVenue(exchange)
      // That a route is unknown is said before a signature is looked at.
      guard Endpoint(rawValue: request.path) != nil else { continue }
      signed += 1
      let right = try BybitClient.tree(of: venue.answer(request)).code
      #expect(!["10002", "10003", "10004"].contains(right))
      var wrong = request
      if wrong.method == "GET" { wrong.query += "&x=1" } else { wrong.body.append(0x20) }
      #expect(try BybitClient.tree(of: venue.answer(wrong)).code == "10004")
    }
    print("\(folder): \(signed) signed requests")
    #expect(signed > (folder == "vectors" ? 90 : 20))
  }

  private static func request(_ row: JSONTree) -> VenueRequest? {
    guard let url = row["request"]?["url"]?.scalar, let start = url.range(of: "/v5/"),
      case .object(let headers)? = row["request"]?["headers"], row["time_ms"] != nil
    else { return nil }
    let parts = url[start.lowerBound...].split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let fields = headers.compactMap { header in
      header.value.scalar.map { (name: header.name, value: $0) }
    }
    guard fields.contains(where: { $0.name.lowercased() == "x-bapi-sign" }) else { return nil }
    return VenueRequest(
      method: row["request"]?["method"]?.scalar ?? "GET", path: String(parts[0]),
      query: parts.count > 1 ? String(parts[1]) : "", headers: fields,
      body: Array((row["request"]?["body"]?.scalar ?? "").utf8), address: "127.0.0.1")
  }

  @Test(arguments: [(0, "0"), (4_900, "0"), (5_100, "10002"), (-900, "0"), (-1_100, "10002")])
  func `a request is good from a second early to the end of its window`(
    lateness: Int, code: String
  ) throws {
    var client = BybitClient()
    client.lateness = lateness
    #expect(try client.get("/v5/account/info", "").code == code)
  }

  @Test func `who may not, or is not known, is refused by the venue's own numbers`() throws {
    var reader = BybitClient(permissions: [.read])
    #expect(try reader.get("/v5/account/info", "").code == "0")
    #expect(try reader.order().code == "10005")
    reader.key = "nobody"
    #expect(try reader.get("/v5/account/info", "").code == "10003")
    #expect(try reader.get("/v5/no/such/page", "").code == "10017")
    reader.key = "k"
    reader.secret = "other"
    #expect(try reader.get("/v5/account/info", "").code == "10004")
  }

  @Test func `calls are counted for each endpoint and second`() throws {
    var client = BybitClient()
    for number in 0..<10 {
      guard
        case .reply(let reply) = client.send(
          "POST", "/v5/order/cancel-all",
          "{\"category\":\"linear\",\"symbol\":\"BTCUSDT\"}")
      else { throw BybitClient.NoAnswer() }
      let left = reply.headers.first { $0.name == "X-Bapi-Limit-Status" }?.value
      #expect(left == "\(9 - number)")
    }
    let body: JSONTree = ["category": "linear", "symbol": "BTCUSDT"]
    #expect(try client.post("/v5/order/cancel-all", body).code == "10006")
    #expect(try client.order().code == "0")
    client.wait(.milliseconds(1_001))
    #expect(try client.post("/v5/order/cancel-all", body).code == "0")
  }

  @Test func `an address that calls too often is shut out for a while`() throws {
    var client = BybitClient()
    for _ in 0..<600 { _ = client.send("GET", "/v5/market/time", "") }
    func status(_ outcome: Outcome) -> Int {
      guard case .reply(let reply) = outcome else { return 0 }
      return reply.status
    }
    #expect(status(client.send("GET", "/v5/market/time", "")) == 403)
    client.wait(.minutes(9))
    #expect(status(client.send("GET", "/v5/market/time", "")) == 403)
    client.wait(.minutes(2))
    #expect(status(client.send("GET", "/v5/market/time", "")) == 200)
  }

  @Test func `lists are told by pages, each row once`() throws {
    var client = BybitClient()
    client.venue.limits.isOn = false
    var links: [String] = []
    for number in 0..<25 { links.append("l\(number)"); _ = try client.order("l\(number)") }
    var told: [String] = []
    var cursor = ""
    repeat {
      let page = try client.get(
        "/v5/order/realtime", "category=linear&symbol=BTCUSDT&limit=10&cursor=\(cursor)")
      told += page.rows.compactMap { $0["orderLinkId"]?.scalar }
      cursor = page["result"]?["nextPageCursor"]?.scalar ?? ""
    } while !cursor.isEmpty
    #expect(told == links.reversed())
  }

  @Test(arguments: 0..<40)
  func `whatever a stranger sends is answered`(seed: Int) {
    var random = Seeded(seed)
    var client = BybitClient()
    client.venue.limits.isOn = false
    let words = [
      "{", "}", "[", "]", "\"", ":", ",", "category", "linear", "spot", "symbol", "BTCUSDT",
      "-1", "1e400", "99999999999999999999999999", "NaN", "qty", "price", "\\u0000", "\\ud800",
      "null", "limit", "cursor", "start", "9223372036854775807", "interval", "D", "M", "&", "=",
      "%", "%ff", "é", "triggerPrice", "1", "true", "request", "endTime", "startTime", "&end=",
    ]
    let stream = client.venue.openStream("/v5/public/linear") ?? 0
    for endpoint in Endpoint.allCases {
      for _ in 0..<6 {
        let count = Int.random(in: 0..<14, using: &random)
        let text = (0..<count).map { _ in
          words[Int.random(in: 0..<words.count, using: &random)]
        }.joined()
        let query = "category=linear&symbol=BTCUSDT&interval=1&" + text
        let payload = endpoint.isPost ? text : query
        let outcome = client.send(endpoint.isPost ? "POST" : "GET", endpoint.rawValue, payload)
        #expect(throws: Never.self) { try BybitClient.tree(of: outcome) }
        client.venue.receive(Array(text.utf8), on: stream)
      }
    }
  }
}
