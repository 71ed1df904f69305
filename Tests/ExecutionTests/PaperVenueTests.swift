import EventSourcing
import Events
import Quantities
import Testing

@testable import PaperVenue

/// What the paper venue does with each kind of order, told in words.
struct PaperVenueTests {
  @Test func `the opening balance is paid once for each settlement asset`() {
    var counter = Counter(last: nil)
    #expect(counter.say(.instrumentListed(.testing)).isEmpty)
    var other = InstrumentListed.testing
    other.instrument = "paper:ETH/EUR"
    other.quote = "EUR"
    #expect(counter.say(.instrumentListed(other)) == ["balance 10000 EUR"])
  }

  @Test func `a market order takes its share of the last bar and the rest at the next opens`() {
    var counter = Counter(last: nil)
    counter.bar(100, 100, 100, 100, volume: 5)
    #expect(
      counter.place(.entry, .buy, "1.2") == ["accepted", "fill buy 0.5 @ 100 taker fee 0.025"])
    #expect(counter.bar(101, 101, 101, 101, volume: 0).isEmpty)
    #expect(counter.bar(102, 105, 99, 99, volume: 6) == ["fill buy 0.6 @ 102 taker fee 0.0306"])
    #expect(counter.bar(103, 105, 99, 99) == ["fill buy 0.1 @ 103 taker fee 0.00515"])
    #expect(counter.bar(103, 105, 99, 99).isEmpty)
  }

  @Test func `slippage is against the taker and on the tick`() {
    var configuration = Configuration.testing
    configuration.paper.slippage = "0.0002"
    var counter = Counter(configuration, last: "100.1")
    #expect(counter.place(.entry, .buy, 1).last == "fill buy 1 @ 100.2 taker fee 0.0501")
    #expect(counter.place(.exit, .sell, 1).last == "fill sell 1 @ 100 taker fee 0.05")
  }

  @Test func `a fee is rounded up to eight places`() {
    var configuration = Configuration.testing
    configuration.paper.takerFee = "0.000333333"
    var counter = Counter(configuration, last: "100.1")
    // 100.1 × 0.051 × 0.000333333 = 0.0017016982983
    #expect(counter.place(.entry, .buy, "0.051").last?.hasSuffix("fee 0.0017017") == true)
  }

  @Test func `a stop is filled at its price, or at the open beyond it`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    counter.place(.stop, .sell, 1, stop: 95)
    var touched = counter
    var jumped = counter
    #expect(counter.bar(100, 101, "95.1", 100).isEmpty)
    #expect(touched.bar(100, 101, 95, 100) == ["fill sell 1 @ 95 taker fee 0.0475"])
    #expect(jumped.bar(92, 93, 91, 93) == ["fill sell 1 @ 92 taker fee 0.046"])
  }

  @Test func `a buy stop is the mirror of a sell stop`() {
    var counter = Counter()
    counter.place(.entry, .sell, 1)
    counter.place(.stop, .buy, 1, stop: 105)
    var jumped = counter
    #expect(counter.bar(100, 105, 99, 100) == ["fill buy 1 @ 105 taker fee 0.0525"])
    #expect(jumped.bar(108, 109, 107, 108) == ["fill buy 1 @ 108 taker fee 0.054"])
  }

  @Test func `a stop is filled whole, whatever the volume, but not without any`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    counter.place(.stop, .sell, 1, stop: 95)
    #expect(counter.bar(94, 94, 94, 94, volume: 0).isEmpty)
    #expect(
      counter.bar(94, 94, 94, 94, volume: "0.001") == ["fill sell 1 @ 94 taker fee 0.047"])
  }

  @Test func `of a stop and a target in one bar the stop counts`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    counter.place(.target1, .sell, 1, limit: 110)
    counter.place(.stop, .sell, 1, stop: 95)
    #expect(
      counter.bar(100, 120, 90, 100) == ["fill sell 1 @ 95 taker fee 0.0475", "cancelled 0"])
  }

  @Test func `both targets in one bar are filled, and the stop goes with the last of it`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    counter.place(.stop, .sell, 1, stop: 95)
    counter.place(.target1, .sell, "0.6", limit: 110)
    counter.place(.target2, .sell, "0.4", limit: 120)
    #expect(
      counter.bar(100, 121, 99, 100) == [
        "fill sell 0.6 @ 110 maker fee 0.0132", "fill sell 0.4 @ 120 maker fee 0.0096",
        "cancelled 0",
      ])
    #expect(counter.venue.state.books[0].positions.isEmpty)
  }

  @Test(arguments: [("109.9", 0), ("110", 0), ("110.1", 1)] as [(Price, Int)])
  func `a limit is filled when the price trades through it by a tick`(high: Price, fills: Int) {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    counter.place(.target1, .sell, 1, limit: 110)
    #expect(counter.bar(100, high, 99, 100).count == fills)
  }

  @Test func `a limit takes its share of each bar`() {
    var counter = Counter()
    #expect(counter.place(.entry, .buy, 1, limit: 99) == ["accepted"])
    #expect(
      counter.bar(99, 99, 98, 98, volume: 4) == ["fill buy 0.4 @ 99 maker fee 0.00792"])
    #expect(
      counter.bar(97, 97, 97, 97, volume: 1_000) == ["fill buy 0.6 @ 99 maker fee 0.01188"])
  }

  @Test func `what only reduces is cut to the position`() {
    var counter = Counter()
    counter.place(.entry, .buy, "0.5")
    #expect(
      counter.place(.exit, .sell, 2) == [
        "accepted", "fill sell 0.5 @ 100 taker fee 0.025", "cancelled 0.5",
      ])
  }

  @Test func `a trade does not reduce the position of another`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1, trade: "1")
    counter.place(.entry, .sell, 1, trade: "2")
    counter.place(.stop, .sell, 1, stop: 95, trade: "1")
    counter.place(.stop, .buy, 1, stop: 105, trade: "2")
    #expect(
      counter.bar(100, 105, 95, 100) == [
        "fill sell 1 @ 95 taker fee 0.0475", "fill buy 1 @ 105 taker fee 0.0525",
      ])
  }

  @Test func `only the finest bars count, each once and in order`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1, limit: 99)
    let coarse = CandleClosed.testing(-4, 100, 100, 50, 100, frame: .m5)
    #expect(counter.say(.candleClosed(coarse)).isEmpty)
    let old = CandleClosed.testing(0, 100, 100, 50, 100)
    #expect(counter.say(.candleClosed(old)).isEmpty)
    #expect(counter.bar(99, 99, 98, 98).count == 1)
  }

  @Test func `orders end at their time, and at once when they may not wait`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1, limit: 99, expiresAt: .minute(3))
    #expect(counter.bar(100, 100, 100, 100).isEmpty)
    #expect(counter.bar(100, 100, 100, 100) == ["expired 0"])
    counter.bar(100, 100, 100, 100, volume: 4)
    #expect(
      counter.place(.entry, .buy, 1, timeInForce: .immediateOrCancel) == [
        "accepted", "fill buy 0.4 @ 100 taker fee 0.02", "expired 0.4",
      ])
  }

  /// A request that was long on its way, as in a session that does not wait for everybody.
  @Test func `an order whose time is over when it arrives is not traded`() {
    var counter = Counter()
    counter.bar(100, 100, 100, 100)
    counter.bar(100, 100, 100, 100)
    #expect(counter.place(.entry, .buy, 1, expiresAt: .minute(1)) == ["accepted", "expired 0"])
    #expect(counter.place(.entry, .buy, 1, expiresAt: .minute(100)).count == 2)
  }

  @Test func `what rests can be changed and cancelled, and what does not is ignored`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    counter.place(.stop, .sell, 1, stop: 95)
    #expect(counter.amend(2, "0.5", stop: 96) == ["amended 0.5 stop 96"])
    #expect(counter.amend(2, "0.5", stop: "96.05") == ["amended 0.5 stop 96"])
    #expect(counter.amend(2, 0, stop: 97) == ["amended 0.5 stop 96"])
    #expect(counter.cancel(2) == ["cancelled 0"])
    #expect(counter.cancel(2).isEmpty)
    #expect(counter.amend(2, 1, stop: 95).isEmpty)
    #expect(counter.cancel(1).isEmpty)
  }

  @Test func `orders that break a rule are rejected with its code`() {
    var counter = Counter()
    #expect(
      counter.place(.entry, .buy, 1, instrument: "nowhere") == ["rejected unknown-instrument"])
    #expect(counter.place(.entry, .buy, "0.0005") == ["rejected lot-size"])
    #expect(counter.place(.entry, .buy, 0) == ["rejected lot-size"])
    #expect(counter.place(.entry, .buy, 1, limit: "99.95") == ["rejected tick-size"])
    #expect(counter.place(.entry, .buy, "0.04") == ["rejected minimum-notional"])
    #expect(counter.place(.stop, .sell, 1, stop: 90) == ["rejected reduce-only"])
    // 10,000 at five times is 50,000.
    #expect(counter.place(.entry, .buy, "500.1") == ["rejected margin"])
    #expect(counter.place(.entry, .buy, 500, limit: 100) == ["accepted"])
    #expect(counter.place(.entry, .buy, 1, limit: 100) == ["rejected margin"])
    var early = Counter(last: nil)
    #expect(early.place(.entry, .buy, 1) == ["rejected no-price"])
    var listing = InstrumentListed.testing
    listing.minimumQuantity = "0.5"
    listing.kind = .spot
    var spot = Counter(.testing, listing)
    #expect(spot.place(.entry, .buy, "0.4") == ["rejected below-minimum"])
    #expect(spot.place(.entry, .sell, 1) == ["rejected cannot-short"])
    #expect(spot.place(.entry, .buy, "100.1") == ["rejected margin"])
    // What only reduces may be as small as a lot.
    #expect(spot.place(.entry, .buy, 1).count == 2)
    #expect(spot.place(.exit, .sell, "0.001").count == 2)
  }

  @Test func `names at the venue come from the order, and are short enough`() {
    var venue = Counter().venue
    let request = OrderRequested(
      order: Identifier(high: .max, low: .max), trade: .zero, setup: .zero, instrument: .market,
      side: .buy, kind: .market, purpose: .entry, quantity: 1, reduceOnly: false,
      timeInForce: .goodTillCancelled, attempt: 1, at: .minute(1))
    let said = (venue.answer(.orderRequested(request)) ?? []).map(\.event)
    guard case .orderSendStarted(let sent) = said[0], case .orderFilled(let fill) = said[2] else {
      Issue.record("\(said)")
      return
    }
    #expect(sent.clientOrderID == "t77777777777777777777777774"[...].name)
    #expect(sent.signedAt == .minute(1))
    #expect(fill.venueTradeID == "777777777777777777777777741"[...].name)
    #expect(
      fill.fill
        == Identifier(of: "fill", "paper", "paper:BTC/USDT", "777777777777777777777777741"))
    #expect(fill.at == .minute(1))
  }
}

extension Substring {
  fileprivate var name: Name { Name(self) ?? Name() }
}
