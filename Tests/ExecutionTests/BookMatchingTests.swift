import EventSourcing
import Events
import Quantities
import Testing

@testable import PaperVenue

/// What the paper venue does with orders while it knows order books, told in words.
struct BookMatchingTests {
  /// A venue that has just seen a usual book.
  private static func watching(cadence: Interval = .seconds(1)) -> Counter {
    var counter = Counter()
    counter.book("99.9x1 99.8x2 99.5x3", "100.1x1 100.2x2 100.5x3", cadence: cadence)
    return counter
  }

  // Orders that arrive.

  @Test func `a market order takes level after level, and waits with what is left`() {
    var counter = Self.watching()
    #expect(
      counter.place(.entry, .buy, 7) == [
        "accepted", "fill buy 1 @ 100.1 taker fee 0.05005", "fill buy 2 @ 100.2 taker fee 0.1002",
        "fill buy 3 @ 100.5 taker fee 0.15075",
      ])
    #expect(
      counter.book("99.9x1", "100.3x0.4 100.4x5") == [
        "fill buy 0.4 @ 100.3 taker fee 0.02006", "fill buy 0.6 @ 100.4 taker fee 0.03012",
      ])
    #expect(counter.book("99.9x1", "100.3x5").isEmpty)
  }

  @Test func `what was taken is not there again until the next book`() {
    var counter = Self.watching()
    counter.place(.entry, .buy, "1.5")
    #expect(
      counter.place(.entry, .buy, 1, trade: "2") == [
        "accepted", "fill buy 1 @ 100.2 taker fee 0.0501",
      ])
    counter.book("99.9x1", "100.1x1 100.2x2")
    #expect(
      counter.place(.entry, .buy, 1, trade: "3").last == "fill buy 1 @ 100.1 taker fee 0.05005")
  }

  @Test func `the same book again has what was taken of it no more`() {
    var counter = Counter()
    counter.book("99.9x1", "100.1x1 100.2x2", sequence: 7)
    counter.place(.entry, .buy, 1)
    counter.book("99.9x1", "100.1x1 100.2x2", sequence: 7)
    #expect(
      counter.place(.entry, .buy, 1, trade: "2").last == "fill buy 1 @ 100.2 taker fee 0.0501")
    counter.book("99.9x1", "100.1x1 100.2x2", sequence: 8)
    #expect(
      counter.place(.entry, .buy, 1, trade: "3").last == "fill buy 1 @ 100.1 taker fee 0.05005")
  }

  @Test func `less than a lot cannot be taken`() {
    var counter = Counter()
    counter.book("99.9x1", "100.1x0.0009 100.2x0.5019")
    #expect(
      counter.place(.entry, .buy, 1, timeInForce: .immediateOrCancel) == [
        "accepted", "fill buy 0.501 @ 100.2 taker fee 0.0251001", "expired 0.501",
      ])
  }

  @Test func `a limit takes what is at its price or better, and rests with the rest`() {
    var counter = Self.watching()
    #expect(
      counter.place(.entry, .buy, 5, limit: "100.2") == [
        "accepted", "fill buy 1 @ 100.1 taker fee 0.05005", "fill buy 2 @ 100.2 taker fee 0.1002",
      ])
    #expect(counter.book("99.9x1", "100.2x9").isEmpty)
    #expect(
      counter.book("99.9x1", "100.1x9") == ["fill buy 2 @ 100.2 maker fee 0.04008"])
  }

  @Test func `immediate or cancel takes what there is, fill or kill all or nothing`() {
    var counter = Self.watching()
    #expect(
      counter.place(.entry, .sell, 4, limit: "99.8", timeInForce: .immediateOrCancel) == [
        "accepted", "fill sell 1 @ 99.9 taker fee 0.04995",
        "fill sell 2 @ 99.8 taker fee 0.0998", "expired 3",
      ])
    #expect(
      counter.place(.entry, .buy, 4, limit: "100.2", trade: "2", timeInForce: .fillOrKill)
        == ["accepted", "expired 0"])
    #expect(
      counter.place(.entry, .buy, 3, limit: "100.2", trade: "2", timeInForce: .fillOrKill) == [
        "accepted", "fill buy 1 @ 100.1 taker fee 0.05005", "fill buy 2 @ 100.2 taker fee 0.1002",
      ])
  }

  @Test(arguments: [("100", true), ("100.1", false), ("100.2", false)])
  func `post-only is refused when it would take from the book`(limit: String, rests: Bool) throws {
    var counter = Self.watching()
    let price = try #require(Price(limit))
    #expect(
      counter.place(.entry, .buy, 1, limit: price, timeInForce: .postOnly)
        == [rests ? "accepted" : "rejected would-take"])
  }

  @Test func `post-only rests beside the last close when the book says so`() {
    var counter = Counter()
    #expect(
      counter.place(.entry, .buy, 1, limit: 100, timeInForce: .postOnly)
        == ["rejected would-take"])
    counter.book("99.9x1", "100.1x1")
    #expect(counter.place(.entry, .buy, 1, limit: 100, timeInForce: .postOnly) == ["accepted"])
    #expect(counter.amend(2, 1, limit: "100.1") == ["amended 1 limit 100"])
  }

  @Test func `a limit that is changed to cross takes what it crosses`() {
    var counter = Self.watching()
    counter.place(.entry, .buy, 1, limit: 99)
    #expect(
      counter.amend(1, 2, limit: "100.1") == [
        "amended 2 limit 100.1", "fill buy 1 @ 100.1 taker fee 0.05005",
      ])
  }

  @Test(arguments: [(5, "100.1"), (6, "100")])
  func `a book that is too old is none`(age: Int64, price: String) {
    var counter = Self.watching()
    counter.seconds += age
    #expect(counter.place(.entry, .buy, 1).last?.hasPrefix("fill buy 1 @ \(price) ") == true)
  }

  @Test func `a book that is not later than the last changes nothing`() {
    var counter = Self.watching()
    counter.seconds -= 1
    counter.book("99.9x1", "100x9")
    #expect(counter.place(.entry, .buy, 1).last == "fill buy 1 @ 100.1 taker fee 0.05005")
  }

  @Test func `a side without levels has nothing to take`() {
    var counter = Counter()
    counter.book("99.9x1", "")
    #expect(counter.place(.entry, .buy, 1) == ["accepted"])
    #expect(
      counter.place(.entry, .buy, 1, timeInForce: .immediateOrCancel) == ["accepted", "expired 0"])
  }

  // Orders that rest.

  @Test(arguments: [("100.1x9", 0), ("100x9", 0), ("99.9x9", 1), ("99.8x9", 1)])
  func `a limit is filled at its price by what is offered beyond it by a tick`(
    asks: String, fills: Int
  ) {
    var counter = Self.watching()
    counter.place(.entry, .buy, 1, limit: 100)
    let filled = counter.book("99.7x1", asks)
    #expect(filled == Array(repeating: "fill buy 1 @ 100 maker fee 0.02", count: fills))
  }

  @Test func `a limit is filled by no more than is offered beyond it`() {
    var counter = Self.watching()
    counter.place(.entry, .sell, 5, limit: 100)
    #expect(counter.book("100.1x0.5 99x9", "100.2x1") == ["fill sell 0.5 @ 100 maker fee 0.01"])
    // Of two at one price the earlier comes first, and leaves the other what is left.
    counter.place(.entry, .sell, 1, limit: 100, trade: "2")
    #expect(
      counter.book("100.2x3 100.1x2", "100.3x1") == [
        "fill sell 4.5 @ 100 maker fee 0.09", "fill sell 0.5 @ 100 maker fee 0.01",
      ])
  }

  @Test(arguments: [("95.1x1", false), ("95x1", true), ("94.5x1", true), ("", false)])
  func `a stop is triggered when its side of the book is at its price or beyond`(
    bids: String, triggered: Bool
  ) {
    var counter = Self.watching()
    counter.place(.entry, .buy, "0.5")
    counter.place(.stop, .sell, "0.5", stop: 95)
    let price = bids.split(separator: "x").first ?? ""
    let lines = counter.book(bids, "96x1")
    #expect(lines.count == (triggered ? 1 : 0))
    #expect(lines.allSatisfy { $0.hasPrefix("fill sell 0.5 @ \(price) taker") })
  }

  @Test func `a stop is filled whole, beyond the book with slippage`() {
    var configuration = Configuration.testing
    configuration.paper.slippage = "0.001"
    var counter = Counter(configuration)
    counter.book("99.9x9", "100.1x9")
    counter.place(.entry, .buy, 4)
    counter.place(.stop, .sell, 4, stop: 95)
    #expect(
      counter.book("94x1 93x1", "96x1") == [
        "fill sell 1 @ 94 taker fee 0.047", "fill sell 1 @ 93 taker fee 0.0465",
        // 93 less a thousandth.
        "fill sell 2 @ 92.9 taker fee 0.0929",
      ])
  }

  @Test func `of a stop and a limit that one book fills the stop comes first`() {
    var counter = Self.watching()
    counter.place(.entry, .sell, 1)
    counter.place(.entry, .buy, 1, limit: 106, trade: "2", timeInForce: .postOnly)
    counter.place(.entry, .buy, 1, limit: 99, trade: "2")
    counter.place(.stop, .buy, 1, stop: "98.5")
    #expect(
      counter.book("98x1", "98.6x1.5") == [
        "fill buy 1 @ 98.6 taker fee 0.0493", "fill buy 0.5 @ 99 maker fee 0.0099",
      ])
  }

  @Test func `a take-profit takes the book, at no better a price than its trigger`() {
    var counter = Self.watching()
    counter.place(.entry, .buy, 1)
    counter.place(.target1, .sell, 1, stop: 110, kind: .takeProfit)
    #expect(counter.book("109.9x9", "111x1").isEmpty)
    #expect(
      counter.book("110.5x0.4 109.5x0.3", "111x1") == [
        "fill sell 0.4 @ 110 taker fee 0.022", "fill sell 0.3 @ 109.5 taker fee 0.016425",
      ])
    #expect(counter.book("108x9", "111x1") == ["fill sell 0.3 @ 108 taker fee 0.0162"])
  }

  @Test func `a stop-limit becomes a limit with the book that triggers it`() {
    var counter = Self.watching()
    counter.place(.entry, .buy, 1, limit: 102, stop: 101, kind: .stopLimit)
    #expect(counter.book("100.9x1", "101x1").isEmpty)
    #expect(counter.book("101.5x1", "101.7x0.4 102x3") == ["fill buy 0.4 @ 102 maker fee 0.00816"])
  }

  @Test func `orders meet only books that are later than their arrival`() {
    var configuration = Configuration.testing
    configuration.paper.latency = .milliseconds(1_500)
    var counter = Counter(configuration)
    counter.book("99.9x9", "100.1x9")
    #expect(counter.place(.entry, .buy, 1) == ["accepted"])
    #expect(counter.book("99.9x9", "100.2x9").isEmpty)
    #expect(counter.book("99.9x9", "100.3x9") == ["fill buy 1 @ 100.3 taker fee 0.05015"])
    #expect(counter.place(.entry, .buy, 1, timeInForce: .immediateOrCancel) == ["accepted"])
    #expect(counter.book("99.9x9", "").isEmpty)
    #expect(counter.book("99.9x9", "") == ["expired 0"])
  }

  // Books and bars.

  @Test func `a bar during which books came triggers stops and nothing else`() {
    var counter = Self.watching()
    counter.place(.entry, .buy, 1)
    counter.place(.target1, .sell, "0.5", limit: 110)
    counter.place(.entry, .sell, 20, trade: "2")
    counter.place(.stop, .sell, 1, stop: 95)
    #expect(counter.bar(100, 120, 96, 100).isEmpty)
    counter.book("99x1", "101x1")
    #expect(
      counter.bar(100, 120, 94, 100) == ["fill sell 1 @ 95 taker fee 0.0475", "cancelled 0"])
  }

  @Test func `when no books come any more, bars fill again`() {
    var counter = Self.watching()
    counter.place(.entry, .buy, 1, limit: 99)
    #expect(counter.bar(100, 100, 98, 100).isEmpty)
    #expect(counter.bar(100, 100, 98, 100) == ["fill buy 1 @ 99 maker fee 0.0198"])
  }

  @Test func `books that come seldom serve what arrives, and bars all else`() {
    var counter = Self.watching(cadence: .minutes(1))
    #expect(
      counter.place(.entry, .buy, "1.5") == [
        "accepted", "fill buy 1 @ 100.1 taker fee 0.05005",
        "fill buy 0.5 @ 100.2 taker fee 0.02505",
      ])
    counter.place(.target1, .sell, "0.5", limit: 110)
    counter.place(.stop, .sell, "1.5", stop: 95)
    #expect(counter.book("94x9", "94.1x9", cadence: .minutes(1)).isEmpty)
    #expect(counter.book("112x9", "112.1x9", cadence: .minutes(1)).isEmpty)
    #expect(counter.bar(100, 111, 99, 100) == ["fill sell 0.5 @ 110 maker fee 0.011"])
    #expect(counter.bar(100, 101, 94, 100).first == "fill sell 1 @ 95 taker fee 0.0475")
  }

  @Test func `what a bar fills is taken from the book`() {
    var counter = Counter()
    counter.place(.entry, .sell, 1)
    counter.place(.stop, .buy, 1, stop: 101)
    counter.seconds = 57
    counter.book("99.9x9", "100.1x1 100.2x1", cadence: .minutes(1))
    #expect(counter.bar(100, 101, 100, 100) == ["fill buy 1 @ 101 taker fee 0.0505"])
    #expect(
      counter.place(.entry, .buy, 1, trade: "2").last == "fill buy 1 @ 100.2 taker fee 0.0501")
  }
}
