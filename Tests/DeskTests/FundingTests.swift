import Events
import OrderDesk
import Quantities
import TestSupport
import Testing
import Venues

@Suite struct `Funding at a venue` {
  /// A world that holds two coins long, of one trade.
  private static func holding(_ quantity: Quantity = 2) -> DeskWorld {
    var world = DeskWorld.connected()
    let (_, place) = world.resting(1)
    world.venue.fill(place, quantity)
    world.run(.seconds(3))
    return world
  }

  /// Which ways a payment comes to be known.
  enum Way: String, CaseIterable {
    case told, asked, both, doubled, late
  }

  @Test(arguments: Way.allCases) func `is stated once, however it is told`(way: Way) {
    var world = Self.holding()
    if way == .asked { world.muteStream() }
    if way == .doubled { world.venue.faults.doubledNews = 100 }
    world.venue.charge("0.001")
    if way == .late {
      for place in world.venue.news.indices { world.venue.news[place].at += .seconds(40) }
    }
    let payment = world.venue.payments[0]
    if way == .told { world.venue.payments = [] }
    world.run(.seconds(90))
    #expect(
      world.charges == [
        FundingCharged(
          account: "main",
          payment: Identifier(
            of: "funding", "main", market.description, payment.venueTradeID.description),
          instrument: market, trade: Identifier(of: "trade", "1"),
          setup: Identifier(of: "setup", "1"), asset: "USDT", quantity: 2, price: 100,
          rate: "0.001", amount: "0.2", at: payment.at)
      ])
    world.run(.minutes(6), step: .seconds(1))
    #expect(world.charges.count == 1)
  }

  @Test func `is stated once though the process dies before, between and after`() {
    for seed in 1...20 {
      var world = Self.holding()
      world.seed = Seeded(seed)
      // Nothing says so before the death; then the stream and two questions do.
      world.venue.charge("0.001")
      world.crash()
      world.run(.seconds(90))
      // It dies with the fact on its way to the log.
      world.venue.charge("-0.002")
      while world.underway.isEmpty, world.complaints.isEmpty {
        world.run(.milliseconds(10), step: .milliseconds(10))
      }
      world.crash()
      world.run(.seconds(90))
      world.crash()
      world.run(.seconds(90))
      #expect(world.charges.map(\.amount) == ["0.2", "-0.4"])
      #expect(world.complaints == [])
    }
  }

  @Test func `comes in any order`() {
    var world = Self.holding()
    world.venue.charge("0.001")
    world.run(.milliseconds(10), step: .milliseconds(10))
    world.venue.charge("0.003")
    let news = world.venue.news
    world.venue.news = []
    for (at, item) in zip(news.map(\.at), news.map(\.news).reversed()) {
      world.venue.news.append((at, item))
    }
    world.run(.seconds(90))
    #expect(world.charges.map(\.rate) == ["0.003", "0.001"])
  }

  @Test func `of a fill that was not told before is of its trade`() {
    // Whichever question is answered first.
    for seed in 1...10 {
      var world = DeskWorld.connected()
      world.seed = Seeded(seed)
      let (_, place) = world.resting(1)
      world.muteStream()
      world.venue.fill(place, 2)
      world.run(.milliseconds(10), step: .milliseconds(10))
      world.venue.charge("0.001")
      world.run(.seconds(90))
      #expect(world.charges.map(\.trade) == [Identifier(of: "trade", "1")])
    }
  }

  @Test func `is of the trade that held the position when it was paid`() {
    var world = Self.holding()
    world.venue.isReducing = true
    var request = OrderRequested.testing(2, .stop, kind: .stop, side: .sell, at: world.now)
    request.trade = Identifier(of: "trade", "1")
    world.append(.orderRequested(request))
    world.run(.seconds(3))
    let stop = world.venue.orders.count - 1
    world.muteStream()
    world.venue.charge("0.001")
    world.run(.milliseconds(10), step: .milliseconds(10))
    world.venue.fill(stop, 2)
    world.run(.seconds(90))
    #expect(world.venue.long.isZero)
    #expect(world.charges.map(\.trade) == [Identifier(of: "trade", "1")])
  }

  @Test func `of what several trades hold is of none of them`() {
    var world = Self.holding()
    let (_, other) = world.resting(2)
    world.venue.fill(other, 1)
    world.run(.seconds(3))
    world.venue.charge("0.001")
    world.run(.seconds(5))
    #expect(world.charges.map(\.quantity) == [3])
    #expect(world.charges.map(\.trade) == [nil])
    // Nor is what the venue counts otherwise.
    var external = Self.holding()
    external.venue.long += 1
    external.venue.charge("0.001")
    external.run(.seconds(5))
    #expect(external.charges.map(\.trade) == [nil])
    #expect(external.charges.map(\.quantity) == [3])
  }

  @Test func `of both sides of a contract is two payments`() {
    var world = Self.holding()
    world.venue.short = 1
    world.venue.charge("0.001")
    world.run(.seconds(90))
    #expect(world.charges.map(\.quantity) == [2, -1])
    #expect(world.charges.map(\.amount) == ["0.2", "-0.1"])
    #expect(world.charges.map(\.trade) == [Identifier(of: "trade", "1"), nil])
  }

  @Test func `that was paid before the books began is in their first balance`() {
    var world = DeskWorld(seed: 1)
    world.venue.long = 1
    world.venue.charge("0.001")
    world.run(.seconds(60))
    #expect(world.statements.contains("balance deposit 9999.9"))
    #expect(world.charges == [])
    world.venue.charge("0.002")
    world.run(.seconds(60))
    #expect(world.charges.map(\.rate) == ["0.002"])
  }

  @Test func `is in the first balance or stated, whenever it is paid`() {
    var stated = 0
    for moment in 0..<200 {
      var world = DeskWorld(seed: moment % 10)
      world.venue.long = 1
      world.run(.milliseconds(20 * Int64(moment)), step: .milliseconds(20))
      world.venue.charge("0.001")
      world.run(.seconds(60), step: .milliseconds(20))
      let deposits = world.events.compactMap {
        if case .balanceReported(let it) = $0, it.kind == .deposit { it.amount } else { nil }
      }
      #expect(deposits.count == 1)
      let paid = world.charges.reduce(Money.zero) { $0 + $1.amount }
      #expect(deposits.first.map { $0 - paid } == world.venue.cash, "at \(moment)")
      stated += world.charges.count
    }
    #expect((20..<180).contains(stated))
  }

  @Test func `puts the comparison of the balance off`() {
    var world = Self.holding()
    world.venue.isReducing = true
    let (_, stop) = world.resting(2, .stop)
    world.venue.fill(stop, 2)
    world.run(.seconds(70))
    // Booked by the venue when nothing is held any more.
    world.venue.long = 1
    world.venue.charge("0.001")
    world.venue.long = 0
    func ask() -> Bool {
      let before = world.statements.count
      world.append(
        .reconciliationRequested(
          ReconciliationRequested(instrument: market, attempt: 1, at: world.now)))
      world.run(.seconds(8))
      return world.statements.suffix(from: before).contains { $0.hasPrefix("balance") }
    }
    #expect(!ask())
    world.run(.seconds(60))
    #expect(ask())
  }

  @Test(arguments: [
    ("price", "0", "2", "0.2"), ("price", "2000000000", "2", "0.2"),
    ("quantity", "100", "-2", "0.2"),
    ("quantity", "100", "20000000000000", "0.2"), ("fee", "100", "2", "201"),
    ("fee", "100", "2", "-201"),
  ])
  func `that cannot be is not stated`(what: String, price: String, quantity: String, fee: String) {
    var world = Self.holding()
    var payment = FundingPayment(
      instrument: market, venueTradeID: "f", fee: Money(fee) ?? 0, feeAsset: "USDT",
      rate: "0.001", quantity: Quantity(quantity) ?? 0, price: Price(price) ?? 0,
      at: world.venue.now)
    world.venue.news.append((world.venue.now, .funding(payment)))
    world.run(.seconds(3))
    #expect(world.charges == [])
    #expect(world.desk.absurdities == 1)
    // The same within bounds is.
    (payment.price, payment.quantity, payment.fee) = (100, 2, 200)
    world.venue.news.append((world.venue.now, .funding(payment)))
    world.run(.seconds(3))
    #expect(world.charges.count == 1)
  }

  @Test func `without a rate is at that which was paid`() {
    var world = Self.holding()
    world.venue.charge("0.001")
    world.venue.payments[0].rate = nil
    world.venue.news = [(world.venue.now, .funding(world.venue.payments[0]))]
    world.run(.seconds(3))
    #expect(world.charges.map(\.rate) == ["0.001"])
  }

  @Test func `is remembered no longer than it is asked for`() {
    var policy = OrderDesk.Policy()
    policy.retention = .minutes(10)
    var world = DeskWorld.connected(policy)
    let (_, place) = world.resting(1)
    world.venue.fill(place, 2)
    for _ in 0..<20 {
      world.venue.charge("0.001")
      world.run(.seconds(3))
    }
    world.run(.seconds(30))
    #expect(world.charges.count == 20)
    #expect(world.desk.memory >= 20)
    world.run(.minutes(30), step: .seconds(1))
    #expect(world.desk.memory <= 1)
    // What is told again after that is too old to be news.
    world.venue.news.append((world.venue.now, .funding(world.venue.payments[0])))
    world.tick()
    #expect(!world.underway.contains { $0.fact.event.type == .fundingCharged })
    #expect(world.charges.count == 20)
  }
}

extension DeskWorld {
  var charges: [FundingCharged] {
    events.compactMap { if case .fundingCharged(let it) = $0 { it } else { nil } }
  }
}
