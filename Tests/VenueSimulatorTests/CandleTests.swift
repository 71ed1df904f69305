import Quantities
import Testing

@testable import VenueSimulatorCore

@Suite struct CandleTests {
  static let names = ["1", "3", "5", "15", "30", "60", "120", "240", "360", "720", "D", "W", "M"]

  static let exchange: Exchange = {
    var exchange = Exchange(seed: 5, start: RandomTrading.start)
    exchange.advance(to: RandomTrading.start + .minutes(95))
    return exchange
  }()

  @Test(arguments: names)
  func `every interval has its history, without a hole`(name: String) throws {
    let interval = try #require(CandleInterval(name))
    let history = Self.exchange.markets[0].history
    let candles = history.candles(interval, from: history.beginning, to: Self.exchange.now)
    // Twenty years are no thousand months.
    #expect(candles.count >= (name == "M" ? 240 : 1_000))
    #expect(candles.last?.start == interval.opening(of: Self.exchange.clock - .nanoseconds(1)))
    for (a, b) in zip(candles, candles.dropFirst()).suffix(1_000) {
      #expect(interval.closing(of: a.start) == b.start)
      #expect(a.close == b.open || a.start >= RandomTrading.start - .minutes(1))
      #expect(a.low <= min(a.open, a.close) && a.high >= max(a.open, a.close) && a.low > 0)
    }
  }

  @Test(arguments: ["5", "15", "60"])
  func `coarse candles are made of fine ones`(name: String) throws {
    let interval = try #require(CandleInterval(name))
    let history = Self.exchange.markets[0].history
    let now = Self.exchange.now
    for candle in history.candles(interval, from: now - .hours(6), to: now) {
      let end = interval.closing(of: candle.start) - .nanoseconds(1)
      let parts = history.candles(.minutes(1), from: candle.start, to: end)
      #expect(parts.first?.open == candle.open && parts.last?.close == candle.close)
      #expect(parts.map(\.high).max() == candle.high && parts.map(\.low).min() == candle.low)
      #expect(parts.reduce(0) { $0 + $1.lots } == candle.lots)
    }
  }

  @Test func `months that pass are folded, not lost`() throws {
    var exchange = Exchange(seed: 6, start: RandomTrading.start)
    let end = RandomTrading.start + .days(20)
    exchange.advance(to: end)
    let history = exchange.markets[0].history
    #expect(history.minutes.count <= CandleHistory.minuteDays.most * 1_440 + 1)
    let days = history.candles(.day, from: end - .days(40), to: end)
    #expect(days.count == 40)
    let hours = history.candles(.minutes(60), from: end - .days(30), to: end)
    #expect(zip(hours, hours.dropFirst()).allSatisfy { $0.start + .hours(1) == $1.start })
    #expect(hours.count == 720)
  }

  @Test func `a recording is played as it was, and then goes on from the seed`() throws {
    let bars = [("100", "130", "90", "120"), ("120", "125", "80", "85"), ("85", "85", "85", "85")]
      .map { bar in
        Recording.Bar(
          open: Price(bar.0) ?? 0, high: Price(bar.1) ?? 0, low: Price(bar.2) ?? 0,
          close: Price(bar.3) ?? 0, volume: "600")
      }
    let start = RandomTrading.start.startOfDay
    var exchange = Exchange(
      seed: 1, start: start,
      recordings: [Recording(coin: "ETH", length: .minutes(5), bars: bars)])
    var time = start
    for _ in 0..<1_800 {
      time += .milliseconds(500)
      exchange.advance(to: time)
    }
    let market = exchange.markets[1]
    let played = market.history.candles(.minutes(5), from: start, to: time - .nanoseconds(1))
    #expect(played.count == 3)
    for (candle, bar) in zip(played, bars) {
      #expect(market.price(of: candle.open) == bar.open)
      #expect(market.price(of: candle.high) == bar.high)
      #expect(market.price(of: candle.low) == bar.low)
      #expect(market.price(of: candle.close) == bar.close)
      #expect(market.quantity(of: candle.lots) > "590")
    }
    exchange.advance(to: time + .minutes(5))
    #expect(exchange.markets[1].lastPrice != "85")
  }
}
