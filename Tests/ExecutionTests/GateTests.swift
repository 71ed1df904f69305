import EventSourcing
import Events
import Quantities
import Testing

@testable import ExecutionCore

/// One of execution's own checks, and an approval that it stops.
struct GateFault: Sendable, CustomTestStringConvertible {
  let reason: AbandonReason
  /// The two numbers, where there are any.
  var numbers: String?
  let prepare: @Sendable (inout Bench, inout TradeApproved) -> Void

  init(
    _ reason: AbandonReason, _ numbers: String? = nil,
    _ prepare: @escaping @Sendable (inout Bench, inout TradeApproved) -> Void
  ) {
    self.reason = reason
    self.numbers = numbers
    self.prepare = prepare
  }

  var testDescription: String { reason.rawValue + (numbers.map { " \($0)" } ?? "") }
}

extension Bench {
  /// Tightens the limits that execution holds.
  fileprivate mutating func tighten(_ change: (inout RiskConfiguration) -> Void) {
    var configuration = Configuration.testing
    change(&configuration.risk)
    say(.configurationApplied(ConfigurationApplied(configuration: configuration)))
  }

  /// A book, seconds after the first minute.
  fileprivate mutating func book(
    _ bids: String, _ asks: String, of instrument: Name = .market,
    cadence: Interval = .seconds(1), after seconds: Int64 = 0
  ) {
    say(
      .bookObserved(
        BookObserved(
          instrument: instrument, bids: .levels(bids), asks: .levels(asks),
          at: .minute(1) + .seconds(seconds), cadence: cadence)))
  }

  fileprivate mutating func price(_ price: Price) {
    say(.candleClosed(.testing(0, price, price, price, price)))
  }

  /// The word on an approval: why it is not entered, with its numbers; nil when it is.
  fileprivate mutating func verdict(on approval: TradeApproved) -> String? {
    for event in answers(to: .tradeApproved(approval)) {
      guard case .tradeAbandoned(let it) = event else { continue }
      guard let value = it.value, let limit = it.limit else { return it.reason.rawValue }
      return "\(it.reason.rawValue) \(value) \(limit)"
    }
    return nil
  }

  fileprivate mutating func answers(to event: Event) -> [Event] {
    (execution.answer(event) ?? []).map(\.event)
  }
}

/// Execution's own checks: risk's, again, from what execution knows itself.
struct GateTests {
  /// In the order of the checks; one coin at 100 with its stop at 90, equity 1 000 000.
  static let faults: [GateFault] = [
    GateFault(.expired) { bench, approval in approval.expiresAt = bench.execution.state.clock },
    GateFault(.cancelled) { bench, _ in
      bench.say(.cancelAllRequested(CancelAllRequested(reason: "lunch")))
      // What was cancelled before is none of a later approval's business: so this one waits.
      bench.tighten { $0.ordersPerSecond = 1 }
    },
    GateFault(.halted) { bench, _ in bench.say(.haltRequested(HaltRequested(reason: "lunch"))) },
    GateFault(.halted) { bench, _ in
      bench.say(
        .tradingHalted(TradingHalted(reason: .dailyFlatten, flatten: true, at: .minute(1))))
    },
    GateFault(.reducing) { bench, _ in bench.say(.limitBreached(.testing(.dailyLoss))) },
    GateFault(.reducing) { bench, _ in
      bench.say(.limitBreached(.testing(.discrepancy, asset: .market)))
    },
    GateFault(.reducing) { bench, _ in
      bench.say(.limitBreached(.testing(.discrepancy, asset: "")))
    },
    GateFault(.diverged) { bench, _ in
      bench.say(
        .ordersReported(
          OrdersReported(account: "paper", instrument: .market, orders: [], at: .minute(1))))
      bench.freeze()
    },
    GateFault(.unknownOutcome) { bench, _ in
      bench.approve(90)
      bench.send(.entry)
      bench.doubt(.entry)
    },
    GateFault(.disconnected) { bench, _ in
      bench.say(
        .venueDisconnected(VenueDisconnected(account: "paper", why: "cut", at: .minute(1))))
    },
    GateFault(.unknownInstrument) { _, approval in approval.instrument = "paper:XRP/USDT" },
    GateFault(.staleData, "76 75") { bench, approval in
      bench.tighten { $0.staleAfter = .seconds(75) }
      bench.tick(seconds: 60 + 76)
      approval.expiresAt = .minute(100)
    },
    GateFault(.staleData) { bench, approval in
      var other = InstrumentListed.testing
      other.instrument = "paper:ETH/USDT"
      bench.say(.instrumentListed(other))
      approval.instrument = "paper:ETH/USDT"
    },
    GateFault(.staleQuote, "6 5") { bench, _ in
      bench.book("99.9x100", "100.1x100", cadence: .seconds(1))
      bench.tick(seconds: 6)
    },
    GateFault(.staleQuote, "61 60") { bench, _ in
      bench.book("99.9x100", "100.1x100", cadence: .minutes(1))
      bench.tick(seconds: 61)
    },
    GateFault(.unknownEquity) { bench, _ in
      var listing = InstrumentListed.testing
      listing.quote = "EUR"
      bench.say(.instrumentListed(listing))
    },
    GateFault(.maximumTrades, "2 2") { bench, _ in
      bench.tighten { $0.maximumTrades = 2 }
      bench.approve(apart: 90)
      bench.approve(apart: 91)
    },
    GateFault(.maximumPerInstrument, "1 1") { bench, _ in
      bench.tighten { $0.maximumPerInstrument = 1 }
      bench.approve(90)
    },
    GateFault(.sharedPosition, "1 1") { bench, _ in bench.approve(90) },
    GateFault(.stopSide, "100 100") { _, approval in approval.stop = 100 },
    GateFault(.priceCollar, "1.1 1.011") { bench, approval in
      bench.tighten { $0.priceCollar = "0.01" }
      bench.price("101.1")
    },
    // The last bar is at 100.
    GateFault(.priceCollar, "2 1.02") { bench, approval in
      bench.tighten { $0.priceCollar = "0.01" }
      bench.book("101.9x100", "102.1x100")
    },
    GateFault(.offGrid, "90.05 0.1") { _, approval in approval.stop = "90.05" },
    GateFault(.offGrid, "99.95 0.1") { _, approval in approval.limitPrice = "99.95" },
    GateFault(.offGrid, "1.0001 0.001") { _, approval in approval.quantity = "1.0001" },
    GateFault(.belowMinimum, "0 0.001") { _, approval in approval.quantity = 0 },
    GateFault(.belowMinimum, "4.9 5") { _, approval in approval.quantity = "0.049" },
    GateFault(.maximumNotional, "100 99") { bench, _ in
      bench.tighten { $0.maximumNotional = "0.1" }
      bench.say(.equityMarked(.testing(990)))
    },
    // 10 of distance, and 0.0007 of 190: 10.133 a coin.
    GateFault(.riskAtStop, "10.133 10.132") { bench, approval in
      bench.tighten { $0.maximumNotional = 10 }
      bench.say(.equityMarked(.testing("506.6")))
    },
    // What the approval itself says may be lost.
    GateFault(.riskAtStop, "10.133 10") { _, approval in approval.budget = 10 },
    // Half of it at 100.1, half at 102.
    GateFault(.expectedSlippage, "0.0105 0.005") { bench, _ in
      bench.book("99.9x100", "100.1x0.5 102x100")
    },
    GateFault(.expectedSlippage, "0.0075 0.005") { bench, approval in
      bench.book("99.5x0.5 99x100", "100.5x100")
      approval = .testing(direction: .short)
    },
    // What is farther than half a percent does not count.
    GateFault(.visibleDepth, "100 50.05") { bench, _ in
      bench.book("99.9x100", "100.1x10 100.6x100")
    },
    GateFault(.visibleDepth, "99 50.05") { bench, approval in
      bench.book("99.9x100", "100.1x10")
      approval.limitPrice = 99
    },
    GateFault(.visibleDepth, "100 0") { bench, _ in bench.book("99.9x100", "") },
    GateFault(.leverage, "5.1 5") { _, approval in approval.leverage = "5.1" },
    GateFault(.accountLeverage, "200 199") { bench, approval in
      bench.tighten {
        $0.accountLeverage = "0.1"
        $0.riskPerTrade = "0.02"
      }
      bench.approve(apart: 90)
      bench.say(.equityMarked(.testing(1_990)))
    },
    GateFault(.orderRate, "1 1") { bench, _ in
      bench.tighten {
        $0.ordersPerSecond = 1
        $0.queuedOrders = 1
      }
      bench.approve(apart: 90)
      bench.approve(apart: 91)
    },
  ]

  @Test(arguments: faults.indices.filter { faults[$0].reason != .cancelled })
  func `each check stops an approval and names itself and its numbers`(index: Int) {
    let fault = Self.faults[index]
    var bench = Bench()
    var approval = TradeApproved.testing()
    fault.prepare(&bench, &approval)
    let said = fault.reason.rawValue + (fault.numbers.map { " \($0)" } ?? "")
    #expect(bench.verdict(on: approval) == said)
    #expect(!bench.execution.state.trades.contains { $0.id == approval.trade })
  }

  @Test func `every reason of execution's own has its check, in their order`() {
    var reasons: [AbandonReason] = []
    for fault in Self.faults where reasons.last != fault.reason { reasons.append(fault.reason) }
    // The venue's refusal is no check.
    let all = AbandonReason.allCases.filter { $0 != .rejected }
    #expect(Set(reasons.map(\.rawValue)) == Set(all.map(\.rawValue)))
  }

  @Test func `an approval without a fault is entered`() {
    var bench = Bench()
    #expect(bench.verdict(on: .testing()) == nil)
  }

  @Test func `an approval is entered while the next book is not due`() {
    for (cadence, age) in [(1, 5), (60, 60)] {
      var bench = Bench()
      bench.book("99.9x100", "100.1x100", cadence: .seconds(Int64(cadence)))
      bench.tick(seconds: age)
      #expect(bench.verdict(on: .testing()) == nil)
    }
  }

  @Test func `a book that is older than the last changes nothing, and one of elsewhere neither`() {
    var bench = Bench()
    bench.book("99.9x100", "100.1x100")
    bench.book("99.9x100", "", after: -1)
    bench.book("99.9x100", "", of: "paper:ETH/USDT")
    #expect(bench.verdict(on: .testing()) == nil)
  }

  /// The limits of the shipped configuration, and the largest approval that risk gives under them.
  @Test(arguments: [1, 2, 10, 1_000])
  func `an approval that a fault of risk's made many times too large is stopped`(times: Int) {
    var configuration = Configuration.testing
    configuration.risk = .moderate
    configuration.risk.staleAfter = .days(1)
    var bench = Bench(configuration)
    bench.say(.equityMarked(.testing(10_000)))
    var approval = TradeApproved.testing(stop: 98)
    approval.quantity = 23
    approval.budget = 50
    #expect(bench.verdict(on: approval) == nil)
    var faulty = TradeApproved.testing(2, stop: 98)
    faulty.quantity = Quantity(23 * times)
    // The fault is in the size, and in all that risk computes from it.
    faulty.budget = Money(50 * times)
    faulty.equity = Money(10_000 * times)
    var second = Bench(configuration)
    second.say(.equityMarked(.testing(10_000)))
    let verdict = second.verdict(on: faulty)
    #expect(verdict == (times == 1 ? nil : "maximum-notional \(2_300 * times) 2500"))
  }

  @Test func `an order of unknown outcome counts as filled, elsewhere too`() {
    var configuration = Configuration.testing
    configuration.risk.accountLeverage = 1
    for doubt in [false, true] {
      var bench = Bench(configuration)
      bench.say(.equityMarked(.testing(150)))
      var other = InstrumentListed.testing
      other.instrument = "paper:ETH/USDT"
      bench.say(.instrumentListed(other))
      var candle = CandleClosed.testing(0, 100, 100, 100, 100)
      candle.instrument = "paper:ETH/USDT"
      bench.say(.candleClosed(candle))
      bench.say(.tradeApproved(.testing(90, stop: 99)))
      if doubt {
        bench.send(.entry)
        bench.doubt(.entry)
      } else {
        bench.reject(.entry)
      }
      var approval = TradeApproved.testing(stop: 99)
      approval.instrument = "paper:ETH/USDT"
      #expect(bench.verdict(on: approval) == (doubt ? "account-leverage 200 150" : nil))
    }
  }

  @Test func `a looser limit holds when risk says so, and never beyond what is configured`() {
    var bench = Bench()
    bench.tighten { $0.maximumTrades = 1 }
    bench.tighten { $0.maximumTrades = 2 }
    bench.approve(apart: 90)
    #expect(bench.verdict(on: .testing(1)) == "maximum-trades 1 1")
    bench.say(.limitChanged(LimitChanged(limit: .maximumTrades, from: 1, to: 50, at: .minute(1))))
    #expect(bench.verdict(on: .testing(2)) == "maximum-trades 1 1")
    bench.say(.limitChanged(LimitChanged(limit: .maximumTrades, from: 1, to: 2, at: .minute(1))))
    #expect(bench.verdict(on: .testing(3)) == nil)
  }

  @Test func `a limit that is over lets approvals through again`() {
    var bench = Bench()
    bench.say(.limitBreached(.testing(.dailyLoss)))
    bench.say(.limitBreached(.testing(.weeklyLoss)))
    bench.say(.limitReset(.testing(.dailyLoss)))
    #expect(bench.verdict(on: .testing(1)) == "reducing")
    bench.say(.limitReset(.testing(.weeklyLoss)))
    #expect(bench.verdict(on: .testing(2)) == nil)
    bench.say(.limitBreached(.testing(.softDrawdown)))
    bench.say(.limitBreached(.testing(.dailyLoss, asset: "USDC")))
    #expect(bench.verdict(on: .testing(3, direction: .short)) == nil)
  }
}
