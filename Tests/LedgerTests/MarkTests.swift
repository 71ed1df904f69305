import Events
import LedgerCore
import Quantities
import Testing

@Suite struct `Marks of equity` {
  private func marks(_ said: [Event]) -> [Money] { said.marks.map(\.equity) }

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
  @Test func `closes the books of each asset at the first tick after it`() {
    let scenario = Scenario.ready()
    scenario.given(
      .candle(100), .filled("in", .buy, 2, at: 100, fee: 1),
      .filled("out", .sell, 1, at: 110, fee: 1), .funding("0.5"),
      .tradeClosed("trade", profit: 10), .candle(120, closing: .noon + .minutes(1)))
    #expect(scenario.when(.ticked(.tuesday - .nanoseconds(1))) == [])
    #expect(
      scenario.when(.ticked(.tuesday)).days == [
        DayClosed(
          account: "paper", asset: "USDT", day: .monday, opening: 0, closing: "10027.5",
          deposits: 10_000, realised: 10, unrealised: 20, fees: 2, funding: "0.5", residue: 0,
          trades: 1)
      ])
    #expect(scenario.when(.ticked(.tuesday + .seconds(1))) == [])
    scenario.given(.filled("rest", .sell, 1, at: 100, fee: 1, time: .tuesday + .hours(1)))
    #expect(
      scenario.when(.ticked(.tuesday + .days(1))).days == [
        DayClosed(
          account: "paper", asset: "USDT", day: .tuesday, opening: "10027.5", closing: "10006.5",
          deposits: 0, realised: 0, unrealised: -20, fees: 1, funding: 0, residue: 0, trades: 0)
      ])
  }

  @Test func `tells what the venue has and nothing explains`() {
    let scenario = Scenario.ready()
    scenario.given(
      .reported(.snapshot, 10_003), .reported(.snapshot, 10_003, at: .noon + .seconds(60)))
    let day = scenario.when(.ticked(.tuesday)).days.first
    #expect(day?.residue == 3 && day?.closing == 10_003 && day?.deposits == 10_000)
  }

  @Test func `days without a tick have no books`() {
    let scenario = Scenario.ready()
    let days = scenario.when(.ticked(.tuesday + .days(4))).days
    #expect(days.map(\.day) == [.monday])
    let next = scenario.when(.ticked(.tuesday + .days(5))).days
    #expect(next.map(\.day) == [.tuesday + .days(4)])
    #expect(next.first?.opening == 10_000)
  }

  @Test func `every account has books of its own`() {
    let scenario = Scenario.ready()
    scenario.given(.deposited(5, "BNB"), .deposited(7, in: "second"))
    let days = scenario.when(.ticked(.tuesday)).days
    #expect(days.map(\.account) == ["paper", "paper", "second"])
    #expect(days.map(\.asset) == ["USDT", "BNB", "USDT"])
    #expect(days.map(\.closing) == [10_000, 5, 7])
  }
}
