import EventSourcing
import Events
import ExecutionCore
import LedgerCore
import PaperVenue
import Quantities
import RiskCore
import TestSupport
import Testing

/// Risk, execution, the paper venue and the ledger in lock-step over facts that a test makes up.
struct Floor {
  private(set) var log: [Event] = []
  /// The places in the log of what each event answers; its own for a fact.
  private(set) var causes: [Int] = []
  var risk = Replica<Risk>()
  var execution = Replica<Execution>()
  var venue = Replica<PaperVenue>()
  var ledger = Replica<Ledger>()

  mutating func publish(_ events: Event...) {
    var next = log.count
    for event in events { append(event, cause: log.count) }
    while next < log.count {
      let event = log[next]
      for answer in risk.answer(event) ?? [] { append(answer.event, cause: next) }
      for answer in execution.answer(event) ?? [] { append(answer.event, cause: next) }
      for answer in venue.answer(event) ?? [] { append(answer.event, cause: next) }
      for answer in ledger.answer(event) ?? [] { append(answer.event, cause: next) }
      next += 1
    }
  }

  private mutating func append(_ event: Event, cause: Int) {
    log.append(event)
    causes.append(cause)
  }
}

/// A market in which setups trigger at random, big and small, near and far.
private struct Whims {
  var random: Seeded
  var floor = Floor()
  var now = Instant(seconds: 1_600_000_200)
  var prices = [20_000, 1_500, 90]
  var setups = 0
  let hasBooks: Bool

  static let instruments: [Name] = ["paper:BTC/USDT", "paper:ETH/USDT", "paper:SOL/USDT"]

  init(seed: Int) {
    random = Seeded(seed)
    hasBooks = seed % 2 == 1
    var configuration = Configuration.standard
    let profiles: [RiskConfiguration] = [.conservative, .moderate, .aggressive]
    configuration.risk = profiles[seed % 3]
    if random.chance(50) { configuration.risk.accountLeverage = "0.6" }
    if random.chance(50) { configuration.risk.maximumNotional = 2 }
    if random.chance(50) { configuration.risk.maximumPerInstrument = 2 }
    if random.chance(50) { configuration.risk.ordersPerSecond = 1 }
    configuration.risk.kelly = false
    configuration.risk.groupExposure = 5
    configuration.risk.groupRisk = "0.05"
    configuration.risk.valueAtRisk = 1
    configuration.risk.conditionalValueAtRisk = 1
    configuration.paper.doubts = random.chance(50) ? "0.05" : 0
    configuration.paper.rejections = random.chance(50) ? "0.05" : 0
    floor.publish(.configurationApplied(ConfigurationApplied(configuration: configuration)))
    for (index, instrument) in Self.instruments.enumerated() {
      floor.publish(
        .instrumentListed(
          InstrumentListed(
            instrument: instrument, base: ["BTC", "ETH", "SOL"][index], quote: "USDT",
            kind: index == 2 ? .spot : .linear, tick: "0.1", lot: "0.001",
            minimumQuantity: "0.001", minimumNotional: 5, maximumLeverage: 10,
            maintenanceMargin: "0.005")))
    }
  }

  mutating func step() {
    now += .minutes(1)
    floor.publish(.clockTicked(ClockTicked(at: now)))
    for index in prices.indices {
      bar(index)
      if hasBooks { book(index) }
    }
    while random.chance(25) { trigger() }
    if random.chance(1) {
      floor.publish(.haltRequested(HaltRequested(reason: "lunch", flatten: random.chance(30))))
    }
    if random.chance(5) { floor.publish(.resumeRequested(ResumeRequested(reason: "back"))) }
    if random.chance(1) {
      floor.publish(.closeAllRequested(CloseAllRequested(reason: "fear")))
    }
  }

  private mutating func bar(_ index: Int) {
    let scale = max(prices[index] / 400, 1)
    let open = prices[index]
    prices[index] = max(10, open + Int.random(in: -scale...scale, using: &random))
    let close = prices[index]
    floor.publish(
      .candleClosed(
        CandleClosed(
          instrument: Self.instruments[index], timeFrame: .m1, openTime: now - .minutes(1),
          open: Price(open), high: Price(max(open, close)), low: Price(min(open, close)),
          close: Price(close), volume: 1_000, quality: .complete)))
  }

  /// Deep or thin, near or far, and now and then none for so long that the last is too old.
  private mutating func book(_ index: Int) {
    guard !random.chance(10) else { return }
    let price = prices[index]
    let isThin = random.chance(20)
    func side(_ sign: Int, _ random: inout Seeded) -> [BookLevel] {
      var place = price * 10
      return (0..<Int.random(in: 0...10, using: &random)).compactMap { _ in
        place += sign * Int.random(in: 1...max(price / 50, 2), using: &random)
        guard place > 0 else { return nil }
        let quantity = Int.random(in: 1...(isThin ? 300 : 50_000), using: &random)
        return BookLevel(
          price: Price(place) * Ratio("0.1"), quantity: Quantity(quantity) * Ratio("0.001"))
      }
    }
    floor.publish(
      .bookObserved(
        BookObserved(
          instrument: Self.instruments[index], bids: side(-1, &random), asks: side(1, &random),
          at: now, cadence: .seconds(random.chance(50) ? 1 : 60))))
  }

  private mutating func trigger() {
    setups += 1
    let index = Int.random(in: 0..<3, using: &random)
    let isLong = random.chance(60)
    let price = Price(prices[index])
    let distance = price.multiplied(
      by: Ratio(Int.random(in: 2...60, using: &random)).divided(by: 1_000), rounding: .up)
    var trigger = SetupTriggered()
    trigger.setup = Identifier(of: "setup", String(setups))
    trigger.instrument = Self.instruments[index]
    trigger.strategy = Configuration.standard.strategies[0].name
    trigger.direction = isLong ? .long : .short
    trigger.entry = random.chance(50) ? .limit : .market
    trigger.at = now
    trigger.expiresAt = now + .minutes(10)
    trigger.reference = price
    trigger.entryLow = price - (distance * Ratio("0.1"))
    trigger.entryHigh = price
    trigger.stop = isLong ? price - distance : price + distance
    trigger.target1 = isLong ? price + distance : price - distance
    trigger.target2 = trigger.target1
    floor.publish(.setupTriggered(trigger))
  }
}

@Suite struct `Execution's own checks` {
  /// Facts after which the same approval would have been another.
  private static func isNews(_ event: Event) -> Bool {
    switch event {
    case .equityMarked, .limitBreached, .tradingHalted, .haltRequested, .orderFilled,
      .orderOutcomeUnknown, .orderRequested, .candleClosed, .clockTicked, .bookObserved:
      true
    default: false
    }
  }

  @Test(arguments: 0..<10)
  func `never refuse what risk approves on the same facts`(seed: Int) {
    var whims = Whims(seed: seed)
    for _ in 0..<300 { whims.step() }
    let floor = whims.floor
    var approvals = 0
    for (place, event) in floor.log.enumerated() {
      if case .tradeApproved = event { approvals += 1 }
      guard case .tradeAbandoned(let abandoned) = event,
        // An order of unknown outcome is execution's to know.
        ![.rejected, .cancelled, .expired, .unknownOutcome].contains(abandoned.reason)
      else { continue }
      // The approval was given on what was known at its own cause.
      let approval = floor.log[..<place].lastIndex {
        if case .tradeApproved(let it) = $0 { it.trade == abandoned.trade } else { false }
      }
      guard let approval else { continue }
      let between = floor.log[(floor.causes[approval] + 1)...floor.causes[place]]
      #expect(
        between.contains(where: Self.isNews),
        "\(abandoned.reason) \(abandoned.value ?? 0) \(abandoned.limit ?? 0)")
    }
    #expect(approvals > 2)
  }
}
