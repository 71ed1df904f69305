import EventSourcing
import Events
import Foundation
import Quantities
import Testing

@testable import PaperVenue

/// Positions, what they cost to hold, and when the venue takes them away.
struct VenueMarginTests {
  /// One row of the reference: side, entry, leverage, maintenance rate, quantity, amount, price.
  static let references: [(isLong: Bool, numbers: [String])] = [
    (true, ["27412.5", "10", "0.004", "1", "0", "24770.33132530"]),
    (false, ["27412.5", "10", "0.004", "1", "0", "30033.61553785"]),
    (true, ["1841.37", "20", "0.0065", "50", "16", "1760.42425767"]),
    (false, ["1841.37", "5", "0.0065", "50", "16", "2195.69200199"]),
  ]

  @Test func `liquidation prices agree with the reference to eight places`() {
    for (isLong, texts) in Self.references {
      let numbers = texts.map { FixedPoint($0) ?? .zero }
      let price = PaperVenue.liquidationPrice(
        isLong: isLong, entry: Price(numbers[0]), leverage: Ratio(numbers[1]),
        quantity: Quantity(numbers[3]), rate: Ratio(numbers[2]), amount: Money(numbers[4]))
      #expect(price.rounded(toMultipleOf: "0.00000001", .halfEven) == Price(numbers[5]))
    }
  }

  @Test func `a long position is taken away when the close uses its margin up`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    counter.place(.target1, .sell, 1, limit: 110)
    // Five times, half a percent: 80 / 0.995 = 80.402…; the low does not count.
    #expect(counter.bar(100, 100, 79, "80.5").isEmpty)
    #expect(
      counter.bar(80, 81, 80, "80.4") == [
        "external liquidation sell 1", "fill sell 1 @ 80 taker fee 0.04", "cancelled 0",
      ])
    #expect(counter.venue.state.books[0].positions.isEmpty)
    #expect(counter.venue.state.balances[0].cash == "9979.91")
  }

  @Test func `a short position is the mirror of it`() {
    var counter = Counter()
    counter.place(.entry, .sell, 1)
    // 120 / 1.005 = 119.402…
    #expect(counter.bar(100, 121, 100, "119.4").isEmpty)
    #expect(
      counter.bar(119, 120, 119, "119.5") == [
        "external liquidation buy 1", "fill buy 1 @ 120 taker fee 0.06",
      ])
  }

  @Test func `of a stop and a liquidation in one bar the stop counts`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    counter.place(.stop, .sell, 1, stop: 90)
    #expect(counter.bar(100, 100, 70, 75) == ["fill sell 1 @ 90 taker fee 0.045"])
  }

  @Test func `funding is paid by who is long and received by who is short`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1, trade: "1")
    counter.place(.entry, .sell, 2, trade: "2")
    let cash = counter.venue.state.balances[0].cash
    let funding = Event.fundingRatePublished(
      FundingRatePublished(instrument: .market, rate: "0.0001", at: .minute(1)))
    #expect(counter.say(funding) == ["funding 0.01 on 1 @ 100", "funding -0.02 on -2 @ 100"])
    #expect(counter.venue.state.balances[0].cash == cash + "0.01")
    let marked = Event.fundingRatePublished(
      FundingRatePublished(instrument: .market, rate: "-0.0003", markPrice: 101, at: .minute(1)))
    #expect(
      counter.say(marked) == ["funding -0.0303 on 1 @ 101", "funding 0.0606 on -2 @ 101"])
  }

  @Test func `in one-way mode trades share one position`() {
    var configuration = Configuration.testing
    configuration.paper.mode = .oneWay
    var counter = Counter(configuration)
    counter.place(.entry, .buy, 1, trade: "1")
    counter.place(.stop, .sell, 1, stop: 95, trade: "1")
    #expect(counter.venue.state.books[0].positions.map(\.quantity) == [1])
    #expect(
      counter.place(.entry, .sell, 1, trade: "2") == [
        "accepted", "fill sell 1 @ 100 taker fee 0.05", "cancelled 0",
      ])
    #expect(counter.venue.state.books[0].positions.isEmpty)
    counter.place(.entry, .sell, 2, trade: "2")
    counter.place(.entry, .buy, 3, trade: "1")
    #expect(counter.venue.state.books[0].positions.map(\.quantity) == [1])
  }

  @Test func `on a spot market both assets are owned, and nothing else is sold`() {
    var listing = InstrumentListed.testing
    listing.kind = .spot
    var counter = Counter(.testing, listing)
    counter.place(.entry, .buy, 2)
    let owned = counter.venue.state.balances.map { "\($0.asset) \($0.cash)" }
    #expect(owned == ["USDT 9799.9", "BTC 2"])
    #expect(counter.place(.entry, .sell, "1.5", limit: 110) == ["accepted"])
    #expect(counter.place(.entry, .sell, "0.6") == ["rejected cannot-short"])
    #expect(
      counter.place(.entry, .sell, "0.5") == ["accepted", "fill sell 0.5 @ 100 taker fee 0.025"])
    #expect(counter.venue.state.balances[1].cash == "1.5")
    let funding = FundingRatePublished(instrument: .market, rate: "0.01", at: .minute(1))
    #expect(counter.say(.fundingRatePublished(funding)).isEmpty)
  }

  @Test func `what is bought on a spot market is paid for, with slippage and fee`() {
    var listing = InstrumentListed.testing
    listing.kind = .spot
    var configuration = Configuration.testing
    configuration.paper.slippage = "0.001"
    configuration.paper.participation = 1
    // 10 000 pay for 99.85 coins at 100.1 and 0.05 % of that, and for no thousandth more.
    for (quantity, answer) in [("99.851", 1), ("99.85", 2)] as [(Quantity, Int)] {
      var counter = Counter(configuration, listing)
      #expect(counter.place(.entry, .buy, quantity).count == answer)
      #expect(counter.venue.state.balances[0].cash >= 0)
    }
    // The price is another when the order meets it: what there is no money for is not bought.
    var counter = Counter(configuration, listing)
    counter.place(.entry, .buy, "99.8", stop: 100)
    counter.bar(110, 111, 109, 110, volume: 100_000)
    let owned = counter.venue.state.balances
    #expect(owned[0].cash >= 0 && owned[0].cash < 1)
    #expect(owned[1].cash > 90 && owned[1].cash < 91)
  }

  @Test func `a purchase that rests binds its fee too`() {
    var listing = InstrumentListed.testing
    listing.kind = .spot
    // 60 coins at 99 bind 5 940 and 2.97 of fee; what is left pays for no 40.96 more.
    for (quantity, answer) in [("40.96", ["rejected margin"]), ("40.95", ["accepted"])]
      as [(Quantity, [String])]
    {
      var counter = Counter(.testing, listing)
      #expect(counter.place(.entry, .buy, 60, limit: 99) == ["accepted"])
      #expect(counter.place(.entry, .buy, quantity, limit: 99, trade: "2") == answer)
    }
  }

  @Test func `open profit pays for no new position`() {
    var configuration = Configuration.testing
    configuration.paper.participation = 1
    var counter = Counter(configuration)
    counter.place(.entry, .buy, 400)
    counter.bar(150, 150, 150, 150, volume: 100_000)
    // 10,000 less 20 of fees and the margin of 8,000 leave 1,980, five times of it 9,900.
    #expect(counter.place(.entry, .buy, "66.1", trade: "2") == ["rejected margin"])
    #expect(counter.place(.entry, .buy, 66, trade: "2").count == 2)
  }

  @Test func `the venue states what it holds when it is asked`() {
    var counter = Counter()
    let ask = Event.reconciliationRequested(
      ReconciliationRequested(instrument: .market, attempt: 1, at: .minute(1)))
    #expect(counter.say(ask) == ["holds 0 0", "rest 0", "balance 10000 USDT"])
    counter.place(.entry, .buy, 1, trade: "1")
    counter.place(.entry, .sell, 2, trade: "2")
    counter.place(.stop, .sell, 1, stop: 95, trade: "1")
    #expect(counter.say(ask) == ["holds 1 2", "rest 1"])
  }
}
