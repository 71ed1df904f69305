import Events
import LedgerCore
import Quantities
import Testing
import Venues

@testable import Simulation

/// The course of one trade, to be spoilt.
struct Course {
  static let trade = Identifier(of: "trade")
  static let order = Identifier(of: "order")

  static func approved(
    _ name: String = "trade", quantity: Quantity = 2, _ direction: Direction = .long,
    in instrument: Name = "sim:AAA/USDT"
  ) -> Event {
    var it = TradeApproved()
    it.trade = Identifier(of: name)
    it.instrument = instrument
    it.direction = direction
    it.quantity = quantity
    it.reference = 100
    it.stop = direction == .long ? 99 : 101
    it.equity = 10_000
    it.expiresAt = Instant(seconds: 600)
    return .tradeApproved(it)
  }

  static func requested(
    _ name: String = "order", _ purpose: OrderPurpose = .entry, quantity: Quantity = 2,
    reduceOnly: Bool = false
  ) -> Event {
    .orderRequested(
      OrderRequested(
        order: Identifier(of: name), trade: trade, setup: .zero, instrument: "sim:AAA/USDT",
        side: .buy, kind: .market, purpose: purpose, quantity: quantity, reduceOnly: reduceOnly,
        timeInForce: .goodTillCancelled, attempt: 1, at: .epoch))
  }

  static var sent: Event {
    var it = OrderSendStarted()
    it.order = order
    it.clientOrderID = "tone"
    return .orderSendStarted(it)
  }

  static var accepted: Event {
    var it = OrderAccepted()
    it.order = order
    return .orderAccepted(it)
  }

  static var unknown: Event {
    var it = OrderOutcomeUnknown()
    it.order = order
    return .orderOutcomeUnknown(it)
  }

  static var absent: Event {
    var it = OrderConfirmedAbsent()
    it.order = order
    return .orderConfirmedAbsent(it)
  }

  static var rejected: Event {
    var it = OrderRejected()
    it.order = order
    return .orderRejected(it)
  }

  static func filled(_ name: String = "fill") -> Event {
    var it = OrderFilled()
    it.order = order
    it.trade = trade
    it.fill = Identifier(of: name)
    it.venueTradeID = Name(name) ?? Name()
    it.instrument = "sim:AAA/USDT"
    it.side = .buy
    it.quantity = 1
    it.price = 100
    return .orderFilled(it)
  }
}

@Suite struct `The checkers of trades speak` {
  private func complaint(_ events: [Event]) -> String? {
    var pages = Pages()
    var orders = OrderCheck()
    return SimulationTests.complaint {
      for event in events {
        let cause = SequenceNumber(pages.events.count)
        try orders.durable(pages.add(event, cause: cause), event)
      }
    }
  }

  @Test func `of an order twice, unasked for, unapproved, or too large`() {
    let begun = [Course.approved(), Course.requested()]
    #expect(complaint(begun + [Course.sent, Course.accepted, Course.filled()]) == nil)
    #expect(complaint(begun + [Course.sent, Course.sent]) == "C1")
    #expect(complaint(begun + [Course.accepted, Course.accepted]) == "C1")
    #expect(complaint(begun + [Course.requested()]) == "C1")
    #expect(complaint([Course.sent]) == "C8")
    #expect(complaint([Course.requested()]) == "C8")
    #expect(complaint([Course.approved(), Course.approved()]) == "C8")
    #expect(complaint(begun + [Course.requested("second", quantity: 1)]) == "C8")
    #expect(complaint(begun + [Course.requested("exit", .exit)]) == "C8")
    #expect(complaint(begun + [Course.requested("exit", .exit, reduceOnly: true)]) == nil)
  }

  @Test func `of an entry while trading is held`() {
    let halt = Event.tradingHalted(TradingHalted(reason: .requested, flatten: false, at: .epoch))
    let resume = Event.tradingResumed(TradingResumed(at: .epoch))
    #expect(complaint([Course.approved(), halt, Course.requested()]) == "C8")
    #expect(complaint([Course.approved(), halt, resume, Course.requested()]) == nil)
  }

  @Test func `of a doubt that ends without evidence, and a denial that was wrong`() {
    let doubtful = [Course.approved(), Course.requested(), Course.sent, Course.unknown]
    #expect(complaint(doubtful + [Course.rejected]) == "C9")
    #expect(complaint(doubtful + [Course.absent]) == nil)
    #expect(complaint(doubtful + [Course.absent, Course.accepted]) == "C9")
    #expect(complaint(doubtful + [Course.absent, Course.filled()]) == "C9")
    #expect(complaint(doubtful + [Course.filled(), Course.filled()]) == "C2")
  }

  @Test func `of more trades, or more at risk, than may be`() {
    var configuration = Configuration()
    configuration.risk.maximumTrades = 2
    configuration.risk.maximumPerInstrument = 2
    configuration.risk.maximumNotional = 1
    func complaint(_ approvals: [Event]) -> String? {
      var pages = Pages()
      var limits = LimitCheck()
      let events =
        [.configurationApplied(ConfigurationApplied(configuration: configuration))]
        + approvals
      return SimulationTests.complaint {
        for event in events { try limits.durable(pages.add(event), event) }
      }
    }
    let both = [Course.approved("a"), Course.approved("b", .short)]
    #expect(complaint(both) == nil)
    #expect(complaint(both + [Course.approved("c", in: "sim:BBB/USDT")]) == "C8")
    // They would share a position.
    #expect(complaint([Course.approved("a"), Course.approved("b")]) == "C8")
    configuration.paper.mode = .oneWay
    #expect(complaint(both) == "C8")
    configuration.paper.mode = .hedge
    // At one a unit, 50 is half a percent.
    #expect(complaint([Course.approved(quantity: 50)]) == nil)
    #expect(complaint([Course.approved(quantity: 51)]) == "C8")
    configuration.risk.riskPerTrade = 1
    #expect(complaint([Course.approved(quantity: 101)]) == "C8")
    configuration.risk.maximumOpenRisk = "0.001"
    #expect(complaint([Course.approved(quantity: 11)]) == "C8")
  }

  @Test func `of books that miss a fill or post twice`() {
    var books = BookCheck()
    #expect(SimulationTests.complaint { try books.durable(Course.filled()) } == nil)
    let empty = Ledger.initial()
    #expect(SimulationTests.complaint { try books.compare(with: empty, isFaulty: false) } == "C2")
    var entry = EntryPosted()
    entry.entry = Identifier(of: "entry")
    #expect(SimulationTests.complaint { try books.durable(.entryPosted(entry)) } == nil)
    #expect(SimulationTests.complaint { try books.durable(.entryPosted(entry)) } == "C2")
  }

  @Test func `of funding that is charged twice, at another rate, or for what is not held`() {
    func rate(_ rate: Ratio = "0.001") -> Event {
      .fundingRatePublished(
        FundingRatePublished(instrument: "sim:AAA/USDT", rate: rate, at: .epoch))
    }
    func charged(_ quantity: Quantity = 1, _ amount: Money = "0.1") -> Event {
      .fundingCharged(
        FundingCharged(
          account: "sim", payment: Identifier(of: "payment"), instrument: "sim:AAA/USDT",
          trade: Course.trade, asset: "USDT",
          quantity: quantity, price: 100, rate: "0.001", amount: amount, at: .epoch))
    }
    func complaint(_ events: [Event]) -> String? {
      var books = BookCheck()
      return SimulationTests.complaint {
        for (index, event) in events.enumerated() {
          try books.durable(event, at: SequenceNumber(index), cause: 1)
        }
      }
    }
    let held = [Course.filled(), rate()]
    #expect(complaint(held + [charged()]) == nil)
    #expect(complaint(held + [charged(), charged()]) == "C2")
    // A later rate is for a later charge.
    #expect(complaint(held + [rate("0.002"), charged()]) == nil)
    #expect(complaint([Course.filled(), rate("0.002"), charged()]) == "C2")
    #expect(complaint([Course.filled(), charged()]) == "C2")
    #expect(complaint(held + [charged(2, "0.2")]) == "C2")
    #expect(complaint(held + [charged(1, "0.11")]) == "C2")
  }

  @Test func `of funding that a venue did not charge, or that is wrong, missing or told twice`() {
    var options = Options(seed: 1)
    options.mode = .live
    let world = World(options)
    let instrument = MarketStory.name(0)
    var exchange = world.exchange
    var bar = CandleClosed()
    (bar.instrument, bar.timeFrame, bar.volume) = (instrument, .s15, 100)
    (bar.open, bar.high, bar.low, bar.close) = (100, 100, 100, 100)
    exchange.meet(bar, at: .epoch)
    _ = exchange.place(
      OrderTicket(
        instrument: instrument, clientOrderID: "tone", side: .buy, kind: .market, quantity: 1,
        positionSide: .buy), at: .epoch, visibility: .zero)
    bar.openTime = bar.openTime + .seconds(15)
    exchange.meet(bar, at: .epoch)
    let rate = FundingRatePublished(instrument: instrument, rate: "0.001", at: .epoch)
    exchange.charge(rate, at: .epoch)
    #expect(exchange.payments.map(\.fee) == ["0.1"])
    let id = VenueCheck.id(of: exchange.payments[0])
    func charged(_ amount: Money = "0.1") -> Event {
      .fundingCharged(
        FundingCharged(
          account: "sim", payment: id, instrument: instrument, asset: "USDT", quantity: 1,
          price: 100, rate: "0.001", amount: amount, at: .epoch))
    }
    func check(_ events: [Event], as id: Identifier) -> (complaint: String?, difference: String?) {
      var venue = VenueCheck()
      let complaint = SimulationTests.complaint {
        for event in events { try venue.durable(event, as: id) }
        for _ in events { try venue.durable(Course.sent) }
        try venue.compare(with: exchange)
      }
      return (complaint, venue.differenceOfFunding(from: exchange))
    }
    #expect(check([charged()], as: id).complaint == nil)
    #expect(check([charged()], as: id).difference == nil)
    #expect(check([charged(), charged()], as: id).complaint == "C2")
    #expect(check([charged()], as: Identifier(of: "another")).complaint == "C2")
    #expect(check([], as: id).difference != nil)
    #expect(check([charged("0.2")], as: id).difference != nil)
  }

  @Test func `of what the venue counts otherwise`() {
    var venue = VenueCheck()
    let ticket = OrderTicket(
      instrument: "sim:AAA/USDT", clientOrderID: "tone", side: .buy, kind: .market, quantity: 1)
    #expect(SimulationTests.complaint { try venue.arrived(ticket, times: 1) } == "C8")
    #expect(SimulationTests.complaint { try venue.durable(Course.sent) } == nil)
    #expect(SimulationTests.complaint { try venue.arrived(ticket, times: 1) } == nil)
    #expect(SimulationTests.complaint { try venue.arrived(ticket, times: 2) } == "C1")
    var exchange = Exchange(Options(seed: 1), [])
    #expect(SimulationTests.complaint { try venue.compare(with: exchange) } == nil)
    #expect(SimulationTests.complaint { try venue.durable(Course.filled()) } == nil)
    #expect(SimulationTests.complaint { try venue.compare(with: exchange) } == "C2")
    #expect(SimulationTests.complaint { try venue.durable(Course.filled()) } == "C2")
    _ = exchange.note(arrivalOf: "tone")
    #expect(exchange.note(arrivalOf: "tone") == 2)
  }
}
