import Events
import LedgerCore
import Quantities
import Testing

@Suite struct `Marks of equity` {
  private func marks(_ said: [Event]) -> [Money] {
    said.compactMap {
      guard case .equityMarked(let mark) = $0 else { return nil }
      return mark.equity
    }
  }

  @Test func `a flat account is not marked by candles`() {
    let scenario = Scenario.ready()
    #expect(scenario.when(.candle(100)) == [])
    scenario.given(.filled("in", .buy, 1, at: 100), .filled("out", .sell, 1, at: 100))
    #expect(scenario.when(.candle(101)) == [])
  }

  @Test func `only the finest frame marks, every frame prices`() {
    let scenario = Scenario.ready()
    scenario.given(.candle(100, .h1), .candle(100), .filled("in", .buy, 1, at: 100))
    let later = Instant.noon + .hours(1)
    #expect(scenario.when(.candle(107, .h1, closing: later)) == [])
    #expect(scenario.state.equity(in: "USDT", of: "paper") == 10_007)
    #expect(marks(scenario.when(.candle(107, closing: later))) == [10_007])
  }

  @Test func `a candle of another instrument marks nothing`() {
    let scenario = Scenario.ready()
    scenario.given(.filled("in", .buy, 1, at: 100))
    #expect(scenario.when(.candle(2_000, of: "ETH/USDT")) == [])
    #expect(scenario.when(.candle(2_000, of: "XRP/USDT")) == [])
  }

  @Test func `an older candle does not turn the price back`() {
    let scenario = Scenario.ready()
    scenario.given(
      .candle(100), .filled("in", .buy, 1, at: 100),
      .candle(50, closing: .noon - .minutes(1)))
    #expect(scenario.state.equity(in: "USDT", of: "paper") == 10_000)
  }

  @Test func `a short gains when the price falls`() {
    let scenario = Scenario.ready()
    scenario.given(.candle(100), .filled("in", .sell, 2, at: 100, fee: 1))
    #expect(marks(scenario.when(.candle(90, closing: .noon + .minutes(1)))) == [10_019])
  }
}

@Suite struct `The end of the day` {
  private func closed(_ said: [Event]) -> [DayClosed] {
    said.compactMap {
      guard case .dayClosed(let day) = $0 else { return nil }
      return day
    }
  }

  private func tradeClosed() -> Event {
    var trade = TradeClosed()
    trade.instrument = "BTC/USDT"
    return .tradeClosed(trade)
  }

  @Test func `closes the books of each asset at the first tick after it`() {
    let scenario = Scenario.ready()
    scenario.given(
      .candle(100), .filled("in", .buy, 2, at: 100, fee: 1),
      .filled("out", .sell, 1, at: 110, fee: 1), tradeClosed(),
      .candle(120, closing: .noon + .minutes(1)))
    #expect(scenario.when(.ticked(.tuesday - .nanoseconds(1))) == [])
    #expect(
      closed(scenario.when(.ticked(.tuesday))) == [
        DayClosed(
          account: "paper", asset: "USDT", day: .monday, opening: 0, closing: 10_028,
          deposits: 10_000, realised: 10, fees: 2, trades: 1)
      ])
    #expect(scenario.when(.ticked(.tuesday + .seconds(1))) == [])
    scenario.given(.filled("rest", .sell, 1, at: 100, fee: 1, time: .tuesday + .hours(1)))
    #expect(
      closed(scenario.when(.ticked(.tuesday + .days(1)))) == [
        DayClosed(
          account: "paper", asset: "USDT", day: .tuesday, opening: 10_028, closing: 10_007,
          deposits: 0, realised: 0, fees: 1, trades: 0)
      ])
  }

  @Test func `days without a tick have no books`() {
    let scenario = Scenario.ready()
    let days = closed(scenario.when(.ticked(.tuesday + .days(4))))
    #expect(days.map(\.day) == [.monday])
    let next = closed(scenario.when(.ticked(.tuesday + .days(5))))
    #expect(next.map(\.day) == [.tuesday + .days(4)])
    #expect(next.first?.opening == 10_000)
  }
}
