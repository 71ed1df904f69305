import Quantities
import Testing

@testable import VenueSimulatorCore

@Suite struct OrderLifeTests {
  /// A venue with one account, moved on by hand.
  struct Desk {
    var exchange: Exchange
    var time = RandomTrading.start

    init() {
      exchange = Exchange(seed: 9, start: time)
      exchange.open(APIKey(key: "k", secret: "s"), deposits: [("USDT", "100000")])
    }

    var last: Price { exchange.lastPrice(of: 0) }

    mutating func place(
      _ side: Side, _ quantity: Quantity, at price: Price? = nil,
      _ change: (inout Ticket) -> Void = { _ in }
    ) throws -> Order {
      var ticket = Ticket(
        instrument: 0, side: side, kind: price == nil ? .market : .limit, quantity: quantity,
        price: price)
      change(&ticket)
      return try exchange.place(ticket, for: 0).get()
    }

    func now(_ order: Order) -> Order { exchange.accounts[0][order.number] }

    mutating func jump(_ ratio: Ratio) {
      exchange.jump(coin: "BTC", by: ratio)
      wait(.milliseconds(200))
    }

    mutating func wait(_ interval: Interval) {
      time += interval
      exchange.advance(to: time)
    }

    func near(_ share: Ratio) -> Price { (last * share).rounded(toTick: "0.1", .halfEven) }
  }

  @Test func `a market order is filled a tick beside the last price, and pays the taker's fee`()
    throws
  {
    var desk = Desk()
    let last = desk.last
    let order = try desk.place(.buy, "0.5")
    #expect(order.status == .filled && order.averagePrice == last + "0.1")
    let fee = ((last + "0.1") * Quantity("0.5")) * "0.00055"
    #expect(desk.exchange.accounts[0].wallet(of: "USDT") == "100000" - fee)
  }

  @Test func `a limit beyond the market is filled at the market`() throws {
    var desk = Desk()
    let last = desk.last
    let order = try desk.place(.buy, "0.1", at: desk.near("1.01"))
    #expect(order.status == .filled && order.averagePrice == last + "0.1")
  }

  @Test func `what is deeper than the book rests, or goes`() throws {
    var desk = Desk()
    desk.exchange.liquidity = 100
    desk.wait(.milliseconds(200))
    let resting = try desk.place(.buy, "0.5", at: desk.near("1.0005"))
    #expect(resting.status == .partiallyFilled && resting.filled == "0.1")
    let market = try desk.place(.sell, "0.5")
    #expect(market.status == .cancelled && market.filled == "0.1")
    let whole = try desk.place(.buy, "0.5", at: desk.near("1.01")) {
      $0.timeInForce = .fillOrKill
    }
    #expect(whole.status == .cancelled && whole.filled.isZero)
  }

  @Test func `a post-only order that would take is taken in and cancelled`() throws {
    var desk = Desk()
    let order = try desk.place(.buy, "0.1", at: desk.near("1.01")) { $0.timeInForce = .postOnly }
    #expect(order.status == .cancelled)
    #expect(order.rejectReason == "EC_PostOnlyWillTakeLiquidity")
  }

  @Test func `an order that is moved into the market is filled there`() throws {
    var desk = Desk()
    let order = try desk.place(.buy, "0.1", at: desk.near("0.99"))
    let last = desk.last
    _ = try desk.exchange.amend(
      order.number, for: 0, quantity: nil, price: desk.near("1.01"), trigger: nil,
      protection: nil
    ).get()
    #expect(desk.now(order).status == .filled && desk.now(order).averagePrice == last + "0.1")
  }

  @Test func `stop and target of an order close its position, and clear each other`() throws {
    var desk = Desk()
    let (target, stop) = (desk.near("1.05"), desk.near("0.97"))
    _ = try desk.place(.buy, "0.1") {
      $0.protection.takeProfit = target
      $0.protection.stopLoss = stop
    }
    #expect(desk.exchange.accounts[0].openOrders.count == 2)
    desk.jump("-0.04")
    #expect(desk.exchange.accounts[0].position(of: 0, 0)?.quantity == .zero)
    #expect(desk.exchange.accounts[0].openOrders.isEmpty)
  }

  @Test func `a trailing stop follows the price and closes behind it`() throws {
    var desk = Desk()
    _ = try desk.place(.buy, "0.1")
    let entry = desk.last
    let distance = (entry * "0.02").rounded(toTick: "0.1", .up)
    #expect(
      desk.exchange.setTradingStop(
        of: 0, 0, for: 0, takeProfit: nil, stopLoss: nil, trailing: distance, activation: nil)
        == nil)
    desk.jump("0.06")
    #expect(desk.exchange.accounts[0].position(of: 0, 0)?.quantity == "0.1")
    desk.jump("-0.03")
    #expect(desk.exchange.accounts[0].position(of: 0, 0)?.quantity == .zero)
    #expect(desk.exchange.accounts[0].executions.last!.price > entry)
  }

  @Test func `a position without margin is taken away`() throws {
    var desk = Desk()
    _ = desk.exchange.setLeverage("50", of: 0, for: 0)
    _ = try desk.place(.buy, "1")
    desk.jump("-0.05")
    let account = desk.exchange.accounts[0]
    #expect(account.executions.last?.kind == .liquidation)
    #expect(account.position(of: 0, 0)?.quantity == .zero)
    #expect(account.orders.last?.createType == "CreateByLiq")
  }

  @Test func `funding is charged at its time`() throws {
    var desk = Desk()
    _ = try desk.place(.buy, "0.1")
    desk.wait(.hours(9))
    let charges = desk.exchange.accounts[0].executions.filter { $0.kind == .funding }
    #expect(
      charges.count == 1
        && charges[0].feeRate
          == desk.exchange.markets[0].fundingRate(
            at: TimeFrame(seconds: 28_800).opening(of: desk.time))
    )
  }

  @Test func `funding is charged at once when somebody orders it`() throws {
    var desk = Desk()
    _ = try desk.place(.buy, "0.1")
    desk.exchange.chargeFunding(coin: "ETH", rate: "0.001")
    desk.exchange.chargeFunding(coin: "BTC", rate: "0.001")
    let charges = desk.exchange.accounts[0].executions.filter { $0.kind == .funding }
    try #require(charges.count == 1)
    #expect(charges[0].fee == charges[0].value * "0.001")
    #expect(charges[0].feeRate == "0.001" && charges[0].at == desk.exchange.now)
  }

  @Test(arguments: [
    ("0.0001", "60000", Rejection.quantityTooSmall), ("0.0015", "60000", .quantityOffLot),
    ("0.01", "60000.05", .priceOffTick), ("0.001", "1000", .valueTooSmall),
    ("100", "50000", .margin), ("2000", "60000", .quantityTooLarge),
    ("0.01", "190000", .priceOutOfRange),
  ])
  func `an order that breaks a rule is refused`(quantity: String, price: String, why: Rejection)
    throws
  {
    var desk = Desk()
    let ticket = Ticket(
      instrument: 0, side: .buy, kind: .limit, quantity: try #require(Quantity(quantity)),
      price: Price(price))
    #expect(throws: why) { try desk.exchange.place(ticket, for: 0).get() }
    #expect(desk.exchange.accounts[0].orders.isEmpty)
  }

  @Test func `a link names one order for ever`() throws {
    var desk = Desk()
    let order = try desk.place(.buy, "0.01", at: desk.near("0.9")) { $0.link = "one" }
    _ = try desk.exchange.cancel(order.number, for: 0).get()
    #expect(throws: Rejection.duplicateLink) { try desk.place(.buy, "0.01") { $0.link = "one" } }
  }
}
