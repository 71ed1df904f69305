import Events
import Quantities
import Requests
import Testing
import Venues

/// What is refused before it is signed.
@Suite struct TicketRulesTests {
  static let adapter = BybitAdapter()

  static var instruments: InstrumentDirectory {
    var linear = VenueInstrument(
      symbol: "BTC/USDT:USDT", venueSymbol: "BTCUSDT", kind: .linear, base: "BTC", quote: "USDT",
      settle: "USDT", tick: "0.1", lot: "0.001")
    linear.minimumQuantity = "0.001"
    linear.maximumQuantity = 1190
    linear.maximumMarketQuantity = 500
    linear.minimumNotional = 5
    linear.minimumPrice = "0.1"
    linear.maximumPrice = 2_000_000
    linear.maximumLeverage = 100
    linear.leverageStep = "0.01"
    var spot = VenueInstrument(
      symbol: "BTC/USDT", venueSymbol: "BTCUSDT", kind: .spot, base: "BTC", quote: "USDT",
      settle: "USDT", tick: "0.01", lot: "0.000001")
    spot.minimumNotional = 5
    return InstrumentDirectory([linear, spot])
  }

  // No key: whatever reaches the signer fails with `auth`.
  static let context = VenueContext(
    environment: .mainnet, now: Instant(milliseconds: 1_700_000_000_000), instruments: instruments)

  static func refusal(_ call: VenueCall) -> VenueError? {
    do throws(VenueError) {
      _ = try adapter.request(call, page: .first, in: context)
      return nil
    } catch { return error }
  }

  static func ticket(_ change: (inout OrderTicket) -> Void = { _ in }) -> VenueCall {
    var ticket = OrderTicket(
      instrument: "BTC/USDT:USDT", clientOrderID: "a-1", side: .buy, kind: .limit,
      quantity: "0.01", limitPrice: 30_000)
    change(&ticket)
    return .trading(.place(ticket))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var field: String
    var testDescription: String
    var change: @Sendable (inout OrderTicket) -> Void
    init(_ field: String, _ text: String, _ change: @escaping @Sendable (inout OrderTicket) -> Void)
    {
      self.field = field
      testDescription = "\(field): \(text)"
      self.change = change
    }
  }

  static let cases: [Case] = [
    Case("limitPrice", "off the tick") { $0.limitPrice = "30000.05" },
    Case("limitPrice", "missing") { $0.limitPrice = nil },
    Case("limitPrice", "negative") { $0.limitPrice = -1 },
    Case("limitPrice", "too high") { $0.limitPrice = 2_000_001 },
    Case("limitPrice", "one too many") { $0.kind = .market },
    Case("stopPrice", "missing") { $0.kind = .stopLimit },
    Case("stopPrice", "one too many") { $0.stopPrice = 100 },
    Case("stopPrice", "off the tick") {
      $0.kind = .stopLimit
      $0.stopPrice = "100.01"
    },
    Case("quantity", "off the lot") { $0.quantity = "0.0105" },
    Case("quantity", "zero") { $0.quantity = 0 },
    Case("quantity", "below the least") { $0.quantity = "0.0001" },
    Case("quantity", "above the most") { $0.quantity = 1191 },
    Case("quantity", "above the most at the market") {
      $0.quantity = 501
      $0.kind = .market
      $0.limitPrice = nil
    },
    Case("quantity", "worth too little") {
      $0.quantity = "0.001"
      $0.limitPrice = 4000
    },
    Case("quantity", "out of range") {
      $0.instrument = "BTC/USDT"
      $0.quantity = 10_000_000_000
      $0.limitPrice = 1_000_000_000_000_000
    },
    Case("clientOrderID", "empty") { $0.clientOrderID = Name() },
    Case("clientOrderID", "a letter it may not have") { $0.clientOrderID = "a b" },
    Case("clientOrderID", "a quotation mark") { $0.clientOrderID = "a\"b" },
    Case("cost", "not on contracts") { $0.cost = 10 },
    Case("kind", "unsupported") { $0.kind = .trailing },
    Case("timeInForce", "post-only at the market") {
      $0.kind = .market
      $0.limitPrice = nil
      $0.timeInForce = .postOnly
    },
    Case("takeProfit", "off the tick") { $0.takeProfit = AttachedExit(triggerPrice: "1.05") },
    Case("stopLoss", "with an order that reduces") {
      $0.isReduceOnly = true
      $0.stopLoss = AttachedExit(triggerPrice: 100)
    },
    Case("isReduceOnly", "on spot") {
      $0.instrument = "BTC/USDT"
      $0.isReduceOnly = true
    },
    Case("positionSide", "on spot") {
      $0.instrument = "BTC/USDT"
      $0.positionSide = .buy
    },
    Case("cost", "worth too little") {
      $0.instrument = "BTC/USDT"
      $0.kind = .market
      $0.limitPrice = nil
      $0.quantity = 0
      $0.cost = 1
    },
    Case("instrument", "not listed") { $0.instrument = "DOGE/USDT" },
  ]

  @Test(arguments: cases) func `the field is named, and nothing is signed`(one: Case) throws {
    let error = try #require(Self.refusal(Self.ticket(one.change)))
    #expect(error.field == one.field, "\(error)")
    #expect([.invalidOrder, .unsupported, .badSymbol].contains(error.category), "\(error)")
    #expect(error.category.provesThatNothingHappened)
  }

  @Test func `a good order reaches the signer`() {
    #expect(Self.refusal(Self.ticket())?.category == .auth)
    #expect(
      Self.refusal(
        Self.ticket {
          $0.isReduceOnly = true
          $0.quantity = "0.001"
          $0.limitPrice = 100
        })?.category == .auth)
  }

  @Test func `other calls name their field too`() {
    let calls: [(VenueCall, String)] = [
      (.trading(.setLeverage("BTC/USDT:USDT", 101)), "leverage"),
      (.trading(.setLeverage("BTC/USDT:USDT", "1.005")), "leverage"),
      (.trading(.setLeverage("BTC/USDT", 2)), "instrument"),
      (.trading(.cancelAllAfter(.seconds(1))), "window"),
      (.trading(.cancel(OrderReference(instrument: "BTC/USDT"))), "order"),
      (.trading(.amend(OrderChange(order: reference))), "change"),
      (.trading(.amend(OrderChange(order: reference, limitPrice: "1.05"))), "limitPrice"),
      (.market(.orderBook("BTC/USDT", depth: 5000)), "limit"),
      (.market(.trades("BTC/USDT", limit: 61)), "limit"),
      (.market(.fundingRate("BTC/USDT")), "instrument"),
      (
        .market(
          .candles(CandleQuery(instrument: "BTC/USDT", timeFrame: TimeFrame(seconds: 120)))),
        "timeFrame"
      ),
      (.endpoint(EndpointCall(.post, "/v5/asset/withdraw/create")), "path"),
      (.batch(.place([])), "orders"),
      (.account(.setProtection(PositionProtection(instrument: "BTC/USDT:USDT"))), "protection"),
    ]
    for (call, field) in calls {
      #expect(Self.refusal(call)?.field == field, "\(call): \(Self.refusal(call)?.field ?? "")")
    }
  }

  private var reference: OrderReference {
    OrderReference(instrument: "BTC/USDT:USDT", clientOrderID: "a")
  }
}
