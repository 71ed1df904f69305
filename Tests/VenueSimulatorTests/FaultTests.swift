import Quantities
import Testing
import VenueSimulatorCore
import Venues

@testable import VenueSimulatorBybit

/// Faults to order, beside the venue's own count of what really happened.
@Suite struct FaultTests {
  @Test(
    arguments: [
      ("acceptThenClose", "1"), ("acceptThenError", "1"), ("acceptThenCut", "1"),
      ("closeBefore", nil), ("errorBefore", nil),
    ] as [(String, String?)])
  func `an order without an answer is there or is not`(fault: String, accepted: String?) throws {
    var client = BybitClient()
    client.fault(.object([.init(fault, 1)]))
    let body =
      Array(
        #"{"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.01","#
          .utf8) + Array(#""price":"50000","orderLinkId":"a"}"#.utf8)
    switch client.send("POST", "/v5/order/create", String(decoding: body, as: UTF8.self)) {
    case .close: #expect(["acceptThenClose", "closeBefore"].contains(fault))
    case .cut: #expect(fault == "acceptThenCut")
    case .reply(let reply): #expect(reply.status == 502)
    }
    #expect(client.truth("a") == ["1", accepted])
    let open = try client.get("/v5/order/realtime", "category=linear&symbol=BTCUSDT").rows
    #expect(open.count == (accepted == nil ? 0 : 1))
    // Only so many orders are hit.
    #expect(try client.order("b").code == "0")
  }

  @Test func `queries that lag show what was`() throws {
    var client = BybitClient()
    client.fault(["queryLag": 3_000])
    _ = try client.order("a")
    let query = "category=linear&symbol=BTCUSDT"
    #expect(try client.get("/v5/order/realtime", query).rows.isEmpty)
    client.wait(.milliseconds(3_100))
    #expect(try client.get("/v5/order/realtime", query).rows.count == 1)
    _ = try client.post(
      "/v5/order/cancel", ["category": "linear", "symbol": "BTCUSDT", "orderLinkId": "a"])
    let seen = try client.get("/v5/order/realtime", query).rows
    #expect(seen.first?["orderStatus"] == "New")
    client.wait(.milliseconds(3_100))
    #expect(try client.get("/v5/order/realtime", query).rows.isEmpty)
  }

  @Test func `maintenance, too many calls, and answers that are no JSON`() throws {
    var client = BybitClient()
    client.fault(["maintenance": 200])
    #expect(try client.get("/v5/account/info", "").code == "10016")
    client.fault(["maintenance": 503])
    guard case .reply(let down) = client.send("GET", "/v5/account/info", "") else { return }
    #expect(down.status == 503)
    client.fault(["reset": true, "rateLimited": 1, "tooMany": 1, "malformed": 1])
    guard case .reply(let many) = client.send("GET", "/v5/account/info", "") else { return }
    #expect(many.status == 429)
    #expect(throws: VenueError.self) { try client.get("/v5/account/info", "") }
    #expect(try client.get("/v5/account/info", "").code == "0")
  }

  @Test func `a clock that is ahead refuses what is late for it`() throws {
    var client = BybitClient()
    client.fault(["clockSkew": 20_000])
    #expect(try client.get("/v5/account/info", "").code == "10002")
    client.lateness = -20_000
    #expect(try client.get("/v5/account/info", "").code == "0")
  }

  @Test func `fills in parts, and more than was asked for`() throws {
    var client = BybitClient()
    client.fault(["liquidity": 4])
    client.wait(.milliseconds(200))
    let price = "\(client.venue.exchange.lastPrice(of: 0) + "30")"
    _ = try client.order("part", qty: "0.01", price: price)
    let part = try client.get("/v5/order/realtime", "category=linear&orderLinkId=part").rows[0]
    #expect(part["orderStatus"] == "PartiallyFilled" && part["cumExecQty"] == "0.004")
    client.fault(["reset": true, "overfills": true])
    client.wait(.milliseconds(200))
    _ = try client.order(
      "more", qty: "0.01", price: "\(client.venue.exchange.lastPrice(of: 0) + "30")")
    let more = try client.get("/v5/order/realtime", "category=linear&orderLinkId=more").rows[0]
    #expect(more["cumExecQty"] == "0.011" && more["qty"] == "0.010")
  }

  @Test func `what the control endpoint does not know is refused`() {
    var client = BybitClient()
    for body in [
      "{\"nothing\":1}", "[]", "{\"queryLag\":-1}", "{\"queryLag\":\"x\"}", "{",
      "{\"funding\":{\"coin\":\"BTC\",\"rate\":\"0.05\"}}", "{\"funding\":{\"coin\":\"BTC\"}}",
    ] {
      let reply = client.venue.control(
        VenueRequest(
          method: "POST", path: "/faults", query: "", headers: [], body: Array(body.utf8),
          address: "127.0.0.1"))
      #expect(reply.status == 400)
    }
  }
}
