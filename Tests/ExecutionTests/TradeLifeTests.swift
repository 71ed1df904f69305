import EventSourcing
import Events
import PaperVenue
import Quantities
import Testing

@testable import ExecutionCore

/// Whole trades against the paper venue, told as a log.
struct TradeLifeTests {
  /// A floor whose last price is 100 and whose bars are deep.
  static func floor(_ configuration: Configuration = .testing) -> Floor {
    var floor = Floor(configuration)
    floor.bar(0, 100, 100, 100, 100)
    return floor
  }

  @Test func `the stop is ordered before the targets, and they after its acknowledgement`() {
    var floor = Self.floor()
    let said = floor.publish(.tradeApproved(.testing()))
    #expect(
      lines(said) == [
        "request entry buy 1", "send", "accepted", "fill buy 1 @ 100 taker fee 0.05",
        "opened 1 @ 100 stop 90 targets 115 130", "request stop sell 1 stop 90", "send",
        "accepted", "request target1 sell 0.5 @ 115", "request target2 sell 0.3 @ 130", "send",
        "accepted", "send", "accepted",
      ])
  }

  @Test func `a stop loses one R and its fees`() {
    var floor = Self.floor()
    floor.publish(.tradeApproved(.testing()))
    let said = floor.bar(1, 100, 101, 89, 95)
    #expect(
      lines(said) == [
        "fill sell 1 @ 90 taker fee 0.045", "cancelled 0", "cancelled 0",
        "closed stop @ 90 net -10.095 R -1.0095", "cancel trade-closed", "cancel trade-closed",
      ])
    #expect(floor.execution.state.trades.isEmpty)
    #expect(floor.venue.state.books[0].orders.isEmpty)
    #expect(floor.venue.state.balances[0].cash == "9989.905")
  }

  @Test func `the first target moves the stop to break-even, where the rest leaves`() {
    var floor = Self.floor()
    floor.publish(.tradeApproved(.testing()))
    #expect(
      lines(floor.bar(1, 100, "115.1", 100, 112)) == [
        "fill sell 0.5 @ 115 maker fee 0.0115", "target 1 0.5 left 0.5", "amend 0.5 stop 100.2",
        "amended 0.5 stop 100.2", "stop 90 to 100.2 break-even",
      ])
    #expect(
      lines(floor.bar(2, 112, 112, 99, 99)).dropFirst(2) == [
        "closed break-even @ 107.6 net 7.51345 R 0.751345", "cancel trade-closed",
      ])
  }

  @Test func `after the second target the stop follows the best price and never goes back`() {
    var floor = Self.floor()
    floor.publish(.tradeApproved(.testing()))
    #expect(
      lines(floor.bar(1, 100, "130.1", 100, 128)) == [
        "fill sell 0.5 @ 115 maker fee 0.0115", "fill sell 0.3 @ 130 maker fee 0.0078",
        "target 1 0.5 left 0.5", "amend 0.5 stop 100.2", "target 2 0.3 left 0.2",
        "amended 0.5 stop 100.2", "stop 90 to 100.2 break-even", "amend 0.2 stop 100.2",
        "amended 0.2 stop 100.2",
      ])
    floor.bar(5, 128, 140, 128, 139, frame: .m5)
    #expect(
      lines(floor.publish(.indicatorsComputed(.testing(atr: 4, openTime: .minute(5))))) == [
        "amend 0.2 stop 128", "amended 0.2 stop 128", "stop 100.2 to 128 trailing",
      ])
    #expect(
      lines(floor.publish(.indicatorsComputed(.testing(atr: 5, openTime: .minute(10))))).isEmpty)
    #expect(
      lines(floor.bar(11, 130, 130, 127, 127)).dropFirst()
        == ["closed trail @ 122.1 net 22.0179 R 2.20179"])
  }

  @Test func `an entry that is filled in part is not left waiting`() {
    var floor = Self.floor()
    floor.bar(1, 100, 100, 100, 100, volume: 4)
    let said = lines(floor.publish(.tradeApproved(.testing(at: 2))))
    #expect(
      said.prefix(6) == [
        "request entry buy 1", "send", "accepted", "fill buy 0.4 @ 100 taker fee 0.02",
        "cancel entry-lapsed", "cancelled 0.4",
      ])
    #expect(said[6] == "opened 0.4 @ 100 stop 90 targets 115 130")
    #expect(said.contains("request target1 sell 0.2 @ 115"))
    #expect(said.contains("request target2 sell 0.12 @ 130"))
  }

  @Test func `a limit entry waits for a trade through it and lapses at its time`() {
    var floor = Self.floor()
    let said = floor.publish(.tradeApproved(.testing(entry: .limit, limit: 98, at: 1)))
    #expect(lines(said) == ["request entry buy 1 @ 98", "send", "accepted"])
    #expect(lines(floor.bar(1, 100, 100, 98, 99)).isEmpty)
    var filled = floor
    #expect(
      lines(filled.bar(2, 99, 99, "97.9", 99)).prefix(2) == [
        "fill buy 1 @ 98 maker fee 0.0196", "opened 1 @ 98 stop 90 targets 110 122",
      ])
    for minute in 2..<5 { floor.bar(minute, 99, 99, 99, 99) }
    #expect(lines(floor.bar(5, 99, 99, 99, 99)) == ["expired 0", "abandoned expired"])
  }

  @Test func `half of less than two lots leaves whole at the first target`() {
    var floor = Self.floor()
    let said = lines(floor.publish(.tradeApproved(.testing(quantity: "0.051", stop: 99))))
    #expect(said.contains("request target1 sell 0.025 @ 101.5"))
    var small = Self.floor(.testing)
    var approval = TradeApproved.testing(quantity: "0.001", stop: 99)
    approval.instrument = "paper:BIG"
    var listing = InstrumentListed.testing
    listing.instrument = "paper:BIG"
    listing.minimumNotional = 0
    small.publish(.instrumentListed(listing))
    var candle = CandleClosed.testing(0, 100, 100, 100, 100)
    candle.instrument = "paper:BIG"
    small.publish(.candleClosed(candle))
    let least = lines(small.publish(.tradeApproved(approval)))
    #expect(least.contains("request target1 sell 0.001 @ 101.5"))
    #expect(!least.contains { $0.hasPrefix("request target2") })
  }

  @Test func `no first target in time closes the trade at the market`() {
    var configuration = Configuration.testing
    configuration.strategies[0].timeout = .minutes(3)
    var floor = Self.floor(configuration)
    floor.publish(.tradeApproved(.testing()))
    floor.bar(1, 100, 101, 99, 100)
    floor.bar(2, 100, 101, 99, 100)
    let said = lines(floor.bar(3, 100, 101, 99, 101))
    #expect(said.prefix(3) == ["cancel replaced", "cancel replaced", "request exit sell 1"])
    #expect(said.contains("closed timeout @ 101 net 0.8995 R 0.08995"))
    #expect(floor.venue.state.books[0].orders.isEmpty)
  }

  @Test func `a halt that flattens closes what is open and lets nothing in`() {
    var floor = Self.floor()
    floor.publish(.tradeApproved(.testing()))
    let halted = TradingHalted(reason: .requested, flatten: true, at: .minute(1))
    let said = lines(floor.publish(.tradingHalted(halted)))
    #expect(said.contains("closed halted @ 100 net -0.1 R -0.01"))
    #expect(
      lines(floor.publish(.tradeApproved(.testing(2)))) == ["abandoned halted"])
    floor.publish(.tradingResumed(TradingResumed(isReleased: true, at: .minute(1))))
    #expect(lines(floor.publish(.tradeApproved(.testing(3)))).first == "request entry buy 1")
  }

  @Test func `an approval that is late, or known, is not entered`() {
    var floor = Self.floor()
    floor.bar(9, 100, 100, 100, 100)
    #expect(lines(floor.publish(.tradeApproved(.testing(at: 5)))) == ["abandoned expired"])
    #expect(lines(floor.publish(.tradeApproved(.testing(at: 10)))).isEmpty)
    var unknown = TradeApproved.testing(2, at: 10)
    unknown.strategy = "nobody"
    #expect(lines(floor.publish(.tradeApproved(unknown))) == ["abandoned unknown-instrument"])
  }

  @Test func `an opposite regime secures a trade in profit, and lets a runner go`() {
    var floor = Self.floor()
    floor.publish(.tradeApproved(.testing()))
    let flip = RegimeChanged(
      instrument: .market, timeFrame: .d1, openTime: .minute(0), from: .neutral,
      to: .trendingDown, strength: 50)
    #expect(lines(floor.publish(.regimeChanged(flip))).isEmpty)
    floor.bar(1, 100, 108, 100, 108, frame: .m5)
    #expect(
      lines(floor.publish(.regimeChanged(flip))) == [
        "amend 1 stop 100.2", "amended 1 stop 100.2", "stop 90 to 100.2 regime",
      ])
    floor.bar(7, 108, 131, 108, 131)
    let said = lines(floor.publish(.regimeChanged(flip)))
    #expect(said.first == "request exit sell 0.2")
    #expect(said.contains { $0.hasPrefix("closed regime") })
  }
}
