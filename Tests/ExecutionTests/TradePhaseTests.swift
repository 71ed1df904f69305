import EventSourcing
import Events
import Quantities
import Testing

@testable import ExecutionCore

/// Every pair of a phase and an input has an answer, and this is the list of them.
struct TradePhaseTests {
  static let phases: [(name: String, bench: Bench)] = [
    ("pending", .pending()), ("open", .open()), ("partial", .partial()), ("runner", .runner()),
    ("closing", .closing()), ("closed", .closed()), ("diverged", .diverged()),
    ("cutting", .cutting()), ("overdrawn", .overdrawn()),
  ]

  static let inputs: [(name: String, feed: @Sendable (inout Bench) -> [String])] = [
    ("tick", { $0.tick(seconds: 48 * 3_600 + 1) }),
    ("11 days", { $0.tick(seconds: 11 * 86_400) }),
    (
      "halt",
      { $0.say(.tradingHalted(TradingHalted(reason: .requested, flatten: false, at: .minute(1)))) }
    ),
    (
      "flatten",
      { $0.say(.tradingHalted(TradingHalted(reason: .requested, flatten: true, at: .minute(1)))) }
    ),
    ("resume", { $0.say(.tradingResumed(TradingResumed(isReleased: true, at: .minute(1)))) }),
    ("trend with", { $0.say(.regimeChanged(regime(.trendingUp))) }),
    ("trend against", { $0.say(.regimeChanged(regime(.trendingDown))) }),
    ("setup void", { $0.say(.setupCancelled(void)) }),
    ("candle", { $0.say(.candleClosed(.testing(5, 100, 150, 100, 140, frame: .m5))) }),
    ("indicators", { $0.say(.indicatorsComputed(.testing(atr: 2, openTime: .minute(5)))) }),
    ("same approval", { $0.approve() }),
    ("other approval", { $0.approve(2) }),
    (
      "opposite approval",
      { $0.say(.tradeApproved(.testing(2, direction: .short))) }
    ),
    ("listing", { $0.say(.instrumentListed(.testing)) }),
    ("configuration", { $0.say(.configurationApplied(.init(configuration: .testing))) }),
    ("entry part", { $0.fill(.entry, "0.4") }),
    ("entry whole", { $0.fill(.entry, 1) }),
    ("entry gone", { $0.cancelled(.entry) }),
    ("entry refused", { $0.reject(.entry) }),
    ("stop part", { $0.has(.stop) ? $0.fill(.stop, "0.1", 90) : ["none"] }),
    ("stop gone", { $0.has(.stop) ? $0.cancelled(.stop) : ["none"] }),
    ("target 1", { $0.has(.target1) ? $0.fill(.target1, "0.5", 115) : ["none"] }),
    ("target 2", { $0.has(.target2) ? $0.fill(.target2, "0.3", 130) : ["none"] }),
    ("target gone", { $0.has(.target1) ? $0.cancelled(.target1) : ["none"] }),
    ("exit whole", { $0.has(.exit) ? $0.fill(.exit, 1, 100) : ["none"] }),
    ("exit refused", { $0.has(.exit) ? $0.reject(.exit) : ["none"] }),
    ("exit gone", { $0.has(.exit) ? $0.cancelled(.exit) : ["none"] }),
    ("exit part", { $0.has(.exit) ? $0.fill(.exit, "0.1", 100) : ["none"] }),
    (
      "stop whole",
      { $0.has(.stop) ? $0.fill(.stop, $0.position.isPositive ? $0.position : 1, 90) : ["none"] }
    ),
    ("stop refused", { $0.has(.stop) ? $0.reject(.stop) : ["none"] }),
    ("halt asked", { $0.say(.haltRequested(HaltRequested(reason: "lunch"))) }),
    ("cancel all", { $0.say(.cancelAllRequested(CancelAllRequested(reason: "lunch"))) }),
    ("close all", { $0.say(.closeAllRequested(CloseAllRequested(reason: "lunch"))) }),
    ("close it", { $0.close(1) }),
    ("close other", { $0.close(2) }),
    ("funding", { $0.say(.fundingCharged(.testing(2))) }),
    ("foreign order", { $0.say(.externalOrderSeen(.testing(.foreign))) }),
    ("unaccounted order", { $0.say(.externalOrderSeen(.testing(.unaccounted))) }),
    ("liquidation", { $0.say(.externalOrderSeen(.testing(.liquidation))) }),
    ("connected", { $0.say(.venueConnected(VenueConnected(account: "paper", at: .minute(1)))) }),
    (
      "disconnected",
      {
        $0.say(
          .venueDisconnected(VenueDisconnected(account: "paper", why: "cut", at: .minute(1))))
      }
    ),
    (
      "halt and flatten",
      { $0.say(.haltRequested(HaltRequested(reason: "lunch", flatten: true))) }
    ),
    ("limit hit", { $0.say(.limitBreached(.testing(.dailyLoss))) }),
    ("limit of others", { $0.say(.limitBreached(.testing(.dailyLoss, asset: "USDC"))) }),
    ("warning", { $0.say(.limitBreached(.testing(.marginWarning))) }),
    ("limit over", { $0.say(.limitReset(.testing(.dailyLoss))) }),
    ("limit changed", { $0.say(.limitChanged(.testing)) }),
    ("equity", { $0.say(.equityMarked(.testing())) }),
    ("reduce part", { $0.say(.exposureReductionRequested(.testing("0.1"))) }),
    ("reduce all", { $0.say(.exposureReductionRequested(.testing(1))) }),
    ("reduce other", { $0.say(.exposureReductionRequested(.testing(1, of: 2))) }),
    ("report agrees", { $0.report() }),
    ("report differs", { $0.report(long: 7) }),
    ("third report differs", { $0.ask(attempt: 3) + $0.report(long: 7) }),
  ]

  static func regime(_ to: Regime) -> RegimeChanged {
    RegimeChanged(
      instrument: .market, timeFrame: .d1, openTime: .minute(0), from: .neutral, to: to,
      strength: 50)
  }

  static var void: SetupCancelled {
    var cancelled = SetupCancelled()
    cancelled.setup = Identifier(of: "setup", "1")
    return cancelled
  }

  @Test func `every pair of phase and input has its answer`() {
    let table = Self.phases.flatMap { phase in
      Self.inputs.map { input in
        var bench = phase.bench
        let said = input.feed(&bench)
        let next = bench.trade.map(Self.name) ?? "over"
        let answer = said.isEmpty ? "-" : said.joined(separator: ", ")
        return "\(phase.name) | \(input.name) | \(next) | \(answer)"
      }
    }
    let expected = [Self.verdicts, Self.troubledVerdicts].flatMap { $0.split(separator: "\n") }
      .map(String.init)
    for (actual, wanted) in zip(table, expected) { #expect(actual == wanted) }
    #expect(table.count == expected.count)
    if table != expected { print(table.joined(separator: "\n")) }
  }

  @Test func `a trade that is over stays over`() {
    for (name, feed) in Self.inputs where !["other approval", "opposite approval"].contains(name) {
      var bench = Bench.closed()
      bench.cancelled(.target1)
      bench.cancelled(.target2)
      #expect(bench.trade == nil)
      _ = feed(&bench)
      #expect(bench.trade == nil, "\(name)")
    }
  }

  static func name(_ trade: Execution.Trade) -> String {
    switch trade.phase {
    case .pending: "pending"
    case .open: "open"
    case .partial: "partial"
    case .closing: "closing"
    case .closed: "closed"
    case .abandoned: "abandoned"
    case .diverged: "diverged"
    }
  }
}

extension Bench {
  func has(_ purpose: OrderPurpose) -> Bool { orders[purpose] != nil }
}
