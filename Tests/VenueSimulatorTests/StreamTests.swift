import Quantities
import Testing
import VenueSimulatorCore

@testable import VenueSimulatorBybit

@Suite struct StreamTests {
  @Test(arguments: [50, 200])
  func `a book kept from snapshot and deltas is the book`(depth: Int) throws {
    var client = BybitClient()
    let stream = try client.open("/v5/public/linear")
    let topic: JSONTree = .text("orderbook.\(depth).BTCUSDT")
    let first = try client.say(["op": "subscribe", "req_id": "7", "args": [topic]], on: stream)
    #expect(first.first?["success"] == true && first.first?["req_id"] == "7")
    var kept = Kept()
    kept.take(first[1])
    #expect(first[1]["type"] == "snapshot")
    for _ in 0..<100 {
      client.wait(.milliseconds(100))
      for message in try client.heard(on: stream) {
        #expect(message["type"] == "delta")
        kept.take(message)
      }
      let query = "category=linear&symbol=BTCUSDT&limit=\(depth)"
      let book = try client.get("/v5/market/orderbook", query)["result"]
      #expect(kept.side("b", rising: false) == book?["b"])
      #expect(kept.side("a", rising: true) == book?["a"])
    }
    #expect(kept.isGapless)
  }

  /// A book as a client keeps it.
  private struct Kept {
    var sides: [String: [String: String]] = [:]
    var update = 0
    var isGapless = true

    mutating func take(_ message: JSONTree) {
      let number = message["data"]?["u"]?.scalar.flatMap { Int($0) } ?? 0
      if message["type"] == "snapshot" {
        sides = [:]
      } else if number != update + 1 {
        isGapless = false
      }
      update = number
      for name in ["a", "b"] {
        for level in message["data"]?[name]?.elements ?? [] {
          guard let price = level.elements?[0].scalar, let size = level.elements?[1].scalar else {
            continue
          }
          sides[name, default: [:]][price] = size == "0" ? nil : size
        }
      }
    }

    func side(_ name: String, rising: Bool) -> JSONTree {
      let levels = (sides[name] ?? [:]).sorted {
        let a = Price($0.key) ?? .zero
        let b = Price($1.key) ?? .zero
        return rising ? a < b : a > b
      }
      return .array(levels.map { [.text($0.key), .text($0.value)] })
    }
  }

  @Test func `each minute is told as closed once, as the query tells it`() throws {
    var client = BybitClient()
    let stream = try client.open("/v5/public/spot")
    _ = try client.say(
      ["op": "subscribe", "args": ["kline.1.ETHUSDT", "kline.3.ETHUSDT"]], on: stream)
    var closed: [String: JSONTree] = [:]
    for _ in 0..<400 {
      client.wait(.seconds(1))
      for message in try client.heard(on: stream) where message["topic"] == "kline.1.ETHUSDT" {
        guard let row = message["data"]?.elements?[0], row["confirm"] == true else { continue }
        let start = try #require(row["start"]?.scalar)
        #expect(closed[start] == nil)
        closed[start] = row
      }
    }
    #expect(closed.count == 6 || closed.count == 7)
    let rows = try client.get(
      "/v5/market/kline", "category=spot&symbol=ETHUSDT&interval=1&limit=20"
    ).rows
    for (start, row) in closed {
      let cells = try #require(rows.first { $0.elements?[0].scalar == start }?.elements)
      let names = ["open", "high", "low", "close", "volume", "turnover"]
      #expect(names.map { row[$0] } == cells.dropFirst().map { Optional($0) })
    }
  }

  @Test func `changes of a ticker lead to the ticker`() throws {
    var client = BybitClient()
    let stream = try client.open("/v5/public/linear")
    var kept: [String: JSONTree] = [:]
    var messages = try client.say(
      ["op": "subscribe", "args": ["tickers.BTCUSDT"]], on: stream)
    messages.removeFirst()
    for _ in 0..<50 {
      for message in messages {
        guard case .object(let members)? = message["data"] else { continue }
        for member in members { kept[member.name] = member.value }
      }
      let now = try client.get("/v5/market/tickers", "category=linear&symbol=BTCUSDT").rows[0]
      for name in ["lastPrice", "bid1Price", "ask1Size", "volume24h", "fundingRate"] {
        #expect(kept[name] == now[name])
      }
      client.wait(.milliseconds(100))
      messages = try client.heard(on: stream)
      #expect(messages.allSatisfy { $0["type"] == "delta" })
    }
  }

  @Test func `an account hears of its orders, and a stranger of nothing`() throws {
    var client = BybitClient()
    let stream = try client.authenticatedStream("/v5/private")
    let stranger = try client.open("/v5/private")
    let topics: JSONTree = ["order", "execution", "position", "wallet"]
    #expect(try client.say(["op": "subscribe", "args": topics], on: stream)[0]["success"] == true)
    let refused = try client.say(["op": "subscribe", "args": topics], on: stranger)
    #expect(refused[0]["success"] == false)
    _ = try client.order("a", price: "\(client.venue.exchange.lastPrice(of: 0) + "10")")
    let messages = client.venue.takeMessages()
    #expect(messages.allSatisfy { $0.id == stream })
    let heard = try messages.map { try JSONTree(reading: $0.text) }
    let told = Set(heard.compactMap { $0["topic"]?.scalar })
    #expect(told == ["order", "execution", "position", "wallet"])
    let last = heard.last { $0["topic"] == "order" }?["data"]?.elements?[0]
    #expect(last?["orderStatus"] == "Filled" && last?["orderLinkId"] == "a")
  }

  @Test func `orders go by streams, with the limits of calls`() throws {
    var client = BybitClient()
    let stream = try client.authenticatedStream("/v5/trade")
    func order(_ name: String, _ stamp: String) -> JSONTree {
      [
        "reqId": .text(name), "op": "order.create",
        "header": ["X-BAPI-TIMESTAMP": .text(stamp)],
        "args": [
          [
            "category": "linear", "symbol": "BTCUSDT", "side": "Buy", "orderType": "Limit",
            "qty": "0.01", "price": "50000", "orderLinkId": .text(name),
          ]
        ],
      ]
    }
    let stamp = "\(client.time.milliseconds)"
    let answer = try client.say(order("a", stamp), on: stream)[0]
    #expect(answer["retCode"] == 0 && answer["reqId"] == "a")
    #expect(answer["header"]?["X-Bapi-Limit-Status"] == "9")
    #expect(client.truth("a") == ["1", "1"])
    #expect(try client.say(order("b", "1"), on: stream)[0]["retCode"] == 10002)
    client.fault(["acceptThenClose": 1])
    #expect(try client.say(order("d", stamp), on: stream).isEmpty)
    #expect(client.truth("d") == ["1", "1"])
    #expect(client.venue.takeCuts() == [stream])
    let stranger = try client.open("/v5/trade")
    #expect(try client.say(order("c", stamp), on: stranger)[0]["retCode"] == 10003)
  }

  @Test func `messages are doubled, lost, late or held back to order, and silence is silence`()
    throws
  {
    var client = BybitClient()
    let stream = try client.authenticatedStream("/v5/private")
    _ = try client.say(["op": "subscribe", "args": ["order"]], on: stream)
    client.fault(["duplicates": 100])
    _ = try client.order("a")
    #expect(try client.heard(on: stream).count == 2)
    client.fault(["reset": true, "losses": 100])
    _ = try client.order("b")
    #expect(try client.heard(on: stream).isEmpty)
    client.fault(["reset": true, "streamDelay": 2_000])
    _ = try client.order("c")
    #expect(try client.heard(on: stream).isEmpty)
    client.wait(.milliseconds(2_100))
    #expect(try client.heard(on: stream).count == 1)
    client.fault(["reset": true, "swaps": 100])
    _ = try client.order("d")
    _ = try client.order("e")
    let links = try client.heard(on: stream).map { $0["data"]?.elements?[0]["orderLinkId"]?.scalar }
    #expect(links == ["e", "d"])
    client.fault(["reset": true, "silent": true])
    #expect(try client.say(["op": "ping"], on: stream).isEmpty)
  }

  @Test(arguments: [
    ("/v5/public/linear", "orderbook.7.BTCUSDT"), ("/v5/public/linear", "kline.2.BTCUSDT"),
    ("/v5/public/spot", "tickers.NOCOIN"), ("/v5/public/inverse", "tickers.BTCUSD"),
  ])
  func `what there is not cannot be subscribed to`(path: String, topic: String) throws {
    var client = BybitClient()
    let stream = try client.open(path)
    let answer = try client.say(["op": "subscribe", "args": [.text(topic)]], on: stream)
    #expect(answer.count == 1 && answer[0]["success"] == false)
  }
}
