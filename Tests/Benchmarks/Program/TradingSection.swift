import Counting
import EventSourcing
import Events
import ExecutionCore
import PaperVenue
import Quantities

/// What execution and the paper venue cost: in a quiet market, and from an approval to the end of
/// its trade.
enum TradingSection {
  static func run() {
    var floor = TradingFloor()
    floor.prepare()
    report("quiet", floor.quietMinutes(20_000), in: floor)
    let busy = floor.trades(2_000)
    report("trading", busy, in: floor)
    BookSection.run(floor.setUp) { measure($0, PaperVenue.self, $1, $2) }
  }

  /// Feeds what the log would hold to each decider alone; the answers of both are in it.
  private static func report(_ name: String, _ events: [Event], in floor: TradingFloor) {
    figure("\(name), events", spaced(Double(events.count)))
    measure("\(name), execution", Execution.self, events, floor.setUp)
    measure("\(name), paper venue", PaperVenue.self, events, floor.setUp)
  }

  private static func measure<D: Decider>(
    _ name: String, _ decider: D.Type, _ events: [Event], _ setUp: [Event]
  ) {
    let inputs = events.count { D.Input($0) != nil }
    var replica = Replica<D>()
    var allocations: UInt64 = 0
    let time = medianDuration(of: 5) {
      replica = Replica<D>()
      for event in setUp { _ = replica.answer(event) }
      let before = counting_allocations()
      for event in events { _ = replica.answer(event) }
      allocations = UInt64(counting_allocations() - before)
    }
    withExtendedLifetime(replica) {}
    figure(
      name,
      "\(tenths(time.processor / Double(inputs) * 1e9)) ns, "
        + "\(hundredths(Double(allocations) / Double(inputs))) allocations, "
        + "\(spaced(Double(inputs))) inputs")
  }
}

/// Execution and the venue against each other, to make a log of what both read.
struct TradingFloor {
  private var execution = Replica<Execution>()
  private var venue = Replica<PaperVenue>()
  private(set) var setUp: [Event] = []
  private var minute = 0
  private let instrument: Name = "bench:BTC/USDT"

  mutating func prepare() {
    var configuration = Configuration.standard
    configuration.strategies[0].triggerFrame = .m1
    configuration.paper.deposit = 10_000_000
    setUp = cascade([
      .configurationApplied(ConfigurationApplied(configuration: configuration)),
      .instrumentListed(Self.listing(of: instrument)),
      .equityMarked(Self.equity(of: configuration)),
    ])
    setUp += bar(100, 100, 100)
  }

  /// Minutes in which nothing is open.
  mutating func quietMinutes(_ count: Int) -> [Event] {
    (0..<count).flatMap { _ in bar(100, 101, 99) }
  }

  /// Trades one after the other: entry, first target, and the stop at break-even.
  mutating func trades(_ count: Int) -> [Event] {
    var events: [Event] = []
    for number in 0..<count {
      events += cascade([
        .tradeApproved(
          Self.approval(number, of: instrument, at: Instant(seconds: Int64(60 * minute))))
      ])
      events += bar(100, 101, 99)
      events += bar(100, "115.5", 99)
      for _ in 0..<5 { events += bar(110, 112, 105) }
      events += bar(110, 110, 99)
    }
    return events
  }

  static func listing(of instrument: Name) -> InstrumentListed {
    InstrumentListed(
      instrument: instrument, base: "BTC", quote: "USDT", kind: .linear, tick: "0.1",
      lot: "0.001", minimumQuantity: "0.001", minimumNotional: 5, maximumLeverage: 10,
      maintenanceMargin: "0.005")
  }

  /// More than any trade here needs.
  static func equity(of configuration: Configuration) -> EquityMarked {
    EquityMarked(
      account: configuration.paper.account, asset: "USDT", balance: 10_000_000, unrealised: 0,
      equity: 10_000_000, deposits: 10_000_000, at: .epoch)
  }

  static func approval(_ number: Int, of instrument: Name, at now: Instant) -> TradeApproved {
    let name = String(number)
    return TradeApproved(
      trade: Identifier(of: "trade", name), setup: Identifier(of: "setup", name),
      strategy: "target-reacher", instrument: instrument, direction: .long, entry: .market,
      quantity: 1, reference: 100, entryLow: 95, entryHigh: 105, stop: 90, target1: 115,
      target2: 130, leverage: 1, equity: 10_000, budget: 50, lossPerUnit: 10, lossAtStop: 10,
      asOf: now, expiresAt: now + .minutes(5))
  }

  private mutating func bar(_ open: Price, _ high: Price, _ low: Price) -> [Event] {
    let candle = CandleClosed(
      instrument: instrument, timeFrame: .m1, openTime: Instant(seconds: Int64(60 * minute)),
      open: open, high: high, low: low, close: 100, volume: 10_000, quality: .complete)
    minute += 1
    return cascade([.clockTicked(ClockTicked(at: candle.closeTime)), .candleClosed(candle)])
  }

  private mutating func cascade(_ events: [Event]) -> [Event] {
    var queue = events
    var next = 0
    while next < queue.count {
      let event = queue[next]
      next += 1
      queue += (execution.answer(event) ?? []).map(\.event)
      queue += (venue.answer(event) ?? []).map(\.event)
    }
    return queue
  }
}
