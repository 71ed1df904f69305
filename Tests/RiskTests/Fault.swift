import EventSourcing
import Events
import Quantities
import RiskCore
import Testing

/// A thing that is wrong, and what a trigger is refused for when it is.
struct Fault: Sendable, CustomTestStringConvertible {
  let code: RefusalCode
  let value: FixedPoint
  let limit: FixedPoint
  let prepare: @Sendable (Scenario, inout SetupTriggered) -> Void

  var testDescription: String { code.rawValue }

  /// One for each code, in the order of the checks.
  static let all: [Fault] = outside + session + places + size + exposure + rate
}

extension Scenario {
  /// Tightens limits; what another fault tightened stays so, for loosening takes a day.
  func tighten(_ change: (inout RiskConfiguration) -> Void) {
    given(.configured(.testing.with(change)))
  }

  /// A book of now, without bids.
  func book(
    of instrument: Name, asks: [(Price, Quantity)], cadence: Interval = .days(1)
  ) {
    given(
      .bookObserved(
        BookObserved(
          instrument: instrument, bids: [],
          asks: asks.map { BookLevel(price: $0, quantity: $1) },
          at: replica.state.now ?? .noon, cadence: cadence)))
  }

  /// An approval of the past, whatever the limits are now.
  func approved(_ name: String, on instrument: Name, quantity: Quantity = "0.001") {
    let trigger = SetupTriggered.long(name, on: instrument)
    var approval = TradeApproved()
    approval.trade = Identifier(of: "trade", trigger.setup.description)
    approval.instrument = instrument
    approval.direction = .long
    approval.quantity = quantity
    approval.reference = 10
    approval.stop = 10
    approval.leverage = 1
    approval.expiresAt = .noon + .days(1)
    replica.replay(.setupTriggered(trigger), answers: [.tradeApproved(approval)])
  }

  /// An approval of the past whose trade is no more.
  func passed(_ name: String, on instrument: Name, quantity: Quantity = "0.001") {
    approved(name, on: instrument, quantity: quantity)
    given(
      .abandoned(
        Identifier(of: "trade", Identifier(of: "setup", name).description)))
  }
}

extension Event {
  /// A position on ETH whose stop costs nothing.
  fileprivate static func holding(_ quantity: Quantity, at price: Price) -> Event {
    .opened(
      Identifier(of: "held \(quantity)"), on: "paper:ETH/USDT", quantity: quantity, entry: price,
      stop: price)
  }

  /// An instrument whose settlement asset nobody has marked.
  fileprivate static func unquoted(_ instrument: Name) -> Event {
    guard case .instrumentListed(var listing) = Event.listed(instrument) else { fatalError() }
    listing.quote = "EUR"
    return .instrumentListed(listing)
  }
}

extension Fault {
  private static let outside: [Fault] = [
    Fault(code: .halted, value: 1, limit: 0) { scenario, _ in
      scenario.given(.haltRequested(HaltRequested(reason: "lunch")))
    },
    Fault(code: .diverged, value: 1, limit: 0) { scenario, trigger in
      scenario.given(.instrumentDiverged(.testing(trigger.instrument)))
    },
    Fault(code: .discrepancy, value: 3, limit: 2) { scenario, trigger in
      scenario.given(.discrepancyFound(.testing(about: trigger.instrument)))
    },
    Fault(code: .degraded, value: 1, limit: 0) { scenario, trigger in
      scenario.given(
        .feedGapOpened(
          FeedGapOpened(instrument: trigger.instrument, timeFrame: .h1, expected: .noon)))
    },
    // The bar after this one was due a minute later.
    Fault(code: .staleData, value: "15.000000001", limit: 15) { scenario, trigger in
      scenario.feedsPrices = false
      scenario.given(
        .bar(trigger.instrument, trigger.reference, closing: .noon),
        .ticked(.noon + .seconds(75) + .nanoseconds(1)))
    },
    Fault(code: .staleQuote, value: "5.000000001", limit: 5) { scenario, trigger in
      scenario.feedsPrices = true
      scenario.book(of: trigger.instrument, asks: [("27412.5", 100)], cadence: .seconds(1))
      let age = Interval.seconds(5) + .nanoseconds(1)
      scenario.given(.ticked((scenario.replica.state.now ?? .noon) + age))
    },
    Fault(code: .expired, value: 21_600, limit: 21_600) { scenario, _ in
      scenario.feedsPrices = true
      scenario.given(.ticked(.noon + .hours(6)))
    },
  ]

  static let session: [Fault] = [
    Fault(code: .dailyLoss, value: 200, limit: 200) { scenario, _ in
      scenario.given(.marked(equity: 9_800))
    },
    Fault(code: .weeklyLoss, value: 10, limit: 10) { scenario, _ in
      scenario.tighten { $0.weeklyLoss = "0.001" }
      scenario.given(.marked(equity: 9_990))
    },
    Fault(code: .monthlyLoss, value: 5, limit: 5) { scenario, _ in
      scenario.tighten { $0.monthlyLoss = "0.0005" }
      scenario.given(.marked(equity: 9_995))
    },
    Fault(code: .consecutiveLosses, value: 1, limit: 1) { scenario, _ in
      scenario.tighten { $0.consecutiveLosses = 1 }
      scenario.given(.closed(.zero, on: "paper:ETH/USDT", net: -1, multiple: "-0.1"))
    },
    Fault(code: .leverageExceeded, value: 6_002, limit: 6_000) { scenario, _ in
      scenario.tighten { $0.accountLeverage = "0.5" }
      scenario.given(.holding("3.001", at: 2_000), .marked(equity: 10_000))
    },
    Fault(code: .marginRatio, value: 16, limit: 10) { scenario, _ in
      scenario.tighten {
        $0.marginWarning = "0.001"
        $0.marginRatio = "0.001"
      }
      scenario.given(.holding(2, at: 2_000), .marked(equity: 10_000))
    },
  ]

  private static let places: [Fault] = [
    Fault(code: .unknownInstrument, value: 0, limit: 0) { scenario, trigger in
      scenario.feedsPrices = true
      trigger.instrument = "paper:XRP/USDT"
    },
    Fault(code: .noShorting, value: 0, limit: 0) { scenario, trigger in
      scenario.given(.listed("paper:BTC/USDT", kind: .spot))
      trigger.direction = .short
    },
    Fault(code: .unknownEquity, value: 0, limit: 0) { scenario, trigger in
      scenario.given(.unquoted(trigger.instrument))
    },
    Fault(code: .maximumTrades, value: 3, limit: 3) { scenario, _ in
      for name in ["a", "b", "c"] {
        scenario.given(
          .opened(Identifier(of: name), on: "elsewhere", quantity: 1, entry: 10, stop: 10))
      }
    },
    Fault(code: .maximumSetups, value: 1, limit: 1) { scenario, _ in
      scenario.tighten { $0.maximumSetups = 1 }
      scenario.approved("waiting", on: "paper:ETH/USDT")
    },
    Fault(code: .maximumPerInstrument, value: 1, limit: 1) { scenario, trigger in
      scenario.tighten { $0.maximumPerInstrument = 1 }
      scenario.given(
        .opened(
          Identifier(of: "a"), on: "paper:BTC/USDT", quantity: "0.001", entry: 10, stop: 10))
    },
    Fault(code: .sharedPosition, value: 1, limit: 1) { scenario, trigger in
      scenario.given(
        .opened(
          Identifier(of: "a"), on: trigger.instrument, quantity: "0.001", entry: 10, stop: 10,
          direction: trigger.direction))
    },
    Fault(code: .stopSide, value: "27500", limit: "27412.5") { _, trigger in
      trigger.stop = trigger.direction == .long ? 27_500 : 27_000
    },
    Fault(code: .priceCollar, value: "412.5", limit: 270) { scenario, trigger in
      scenario.feedsPrices = false
      scenario.given(
        .bar(trigger.instrument, 27_000, closing: scenario.replica.state.now ?? .noon))
    },
  ]

  private static let size: [Fault] = [
    Fault(code: .noEdge, value: "-0.2", limit: 0) { scenario, _ in
      scenario.tighten {
        $0.kelly = true
        $0.kellyTrades = 1
      }
      scenario.given(.closed(.zero, on: "paper:ETH/USDT", net: -1, multiple: -1))
    },
    Fault(code: .belowMinimum, value: "0.22", limit: 1) { scenario, _ in
      scenario.given(.listed("paper:BTC/USDT", minimumQuantity: 1))
    },
    Fault(code: .insufficientMargin, value: 0, limit: "0.001") { scenario, _ in
      scenario.given(.holding(25, at: 2_000))
    },
    // 27 412.5 - 27 412.5 × 4/5 / 0.996, against a hundred times 414.5.
    Fault(code: .liquidationDistance, value: "5394.427710843373493975", limit: 41_450) {
      scenario, _ in
      scenario.tighten { $0.liquidationDistance = 100 }
    },
  ]

  private static let exposure: [Fault] = [
    Fault(code: .accountLeverage, value: 0, limit: "0.001") { scenario, _ in
      scenario.tighten { $0.accountLeverage = "0.00001" }
    },
    Fault(code: .correlatedExposure, value: 0, limit: "0.001") { scenario, _ in
      scenario.tighten { $0.groupExposure = "0.00001" }
    },
    // 0.1 at the touch and 0.12 at 27 700: 156.818181… more on average.
    Fault(code: .expectedSlippage, value: "0.005720681507275215", limit: "0.005") {
      scenario, trigger in
      scenario.book(of: trigger.instrument, asks: [("27412.5", "0.1"), ("27700", 100)])
    },
    // 0.22 coins against a twentieth of one; what is farther than half a percent does not count.
    Fault(code: .visibleDepth, value: "6030.75", limit: "1370.625") { scenario, trigger in
      scenario.book(of: trigger.instrument, asks: [("27412.5", 1), ("27549.6", 100)])
    },
    Fault(code: .openRisk, value: "400.759217", limit: 300) { scenario, _ in
      scenario.given(
        .opened(
          Identifier(of: "risky"), on: "paper:ETH/USDT", quantity: 1, entry: 1_000,
          stop: 700))
    },
    Fault(code: .correlatedRisk, value: "99.569217", limit: 50) { scenario, _ in
      scenario.tighten { $0.groupRisk = "0.005" }
    },
    // A tenth, and an eighth, of 6 030.75 as long as no hours are known.
    Fault(code: .valueAtRisk, value: "603.075", limit: 100) { scenario, _ in
      scenario.tighten { $0.valueAtRisk = "0.01" }
    },
    Fault(code: .conditionalValueAtRisk, value: "753.84375", limit: 100) { scenario, _ in
      scenario.tighten { $0.conditionalValueAtRisk = "0.01" }
    },
  ]

  private static let rate: [Fault] = [
    Fault(code: .duplicate, value: 0, limit: 2) { scenario, trigger in
      scenario.passed("before", on: trigger.instrument, quantity: "0.22")
    },
    Fault(code: .orderRate, value: 0, limit: 1) { scenario, _ in
      scenario.tighten { $0.ordersPerSecond = 1 }
      scenario.passed("before", on: "paper:ETH/USDT")
    },
  ]
}
