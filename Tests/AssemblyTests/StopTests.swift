import EventSourcing
import Events
import Quantities
import RiskCore
import Testing

@testable import ExecutionCore

private let bitcoin: Name = "paper:BTC/USDT"
private let ether: Name = "paper:ETH/USDT"

extension Floor {
  /// Two markets at 1 000, ten thousand on the account.
  fileprivate static func open(
    _ change: (inout RiskConfiguration) -> Void = { _ in }
  ) -> Floor {
    var floor = Floor()
    var configuration = Configuration.standard
    configuration.paper.reconciliation = .seconds(0)
    change(&configuration.risk)
    floor.publish(.configurationApplied(ConfigurationApplied(configuration: configuration)))
    for instrument in [bitcoin, ether] {
      floor.publish(
        .instrumentListed(
          InstrumentListed(
            instrument: instrument, base: instrument == bitcoin ? "BTC" : "ETH", quote: "USDT",
            kind: .linear, tick: "0.1", lot: "0.001", minimumQuantity: "0.001",
            minimumNotional: 5, maximumLeverage: 10, maintenanceMargin: "0.005")))
    }
    floor.minute(1, 1_000)
    return floor
  }

  /// A quiet minute.
  fileprivate mutating func minute(_ number: Int, _ price: Price) {
    let now = Instant(seconds: 1_600_000_200 + Int64(60 * number))
    publish(.clockTicked(ClockTicked(at: now)))
    for instrument in [bitcoin, ether] {
      publish(
        .candleClosed(
          CandleClosed(
            instrument: instrument, timeFrame: .m1, openTime: now - .minutes(1), open: price,
            high: price, low: price, close: price, volume: 10_000, quality: .complete)))
    }
  }

  /// What came of a setup that triggers now, all of it.
  @discardableResult
  fileprivate mutating func trigger(
    _ name: String, on instrument: Name, at price: Price = 1_000, stop: Price = 990
  ) -> [Event] {
    let now = execution.state.clock
    var trigger = SetupTriggered()
    trigger.setup = Identifier(of: name)
    trigger.instrument = instrument
    trigger.strategy = Configuration.standard.strategies[0].name
    trigger.direction = .long
    trigger.at = now
    trigger.expiresAt = now + .minutes(10)
    trigger.reference = price
    trigger.entryLow = price
    trigger.entryHigh = price
    trigger.stop = stop
    trigger.target1 = price + 15
    trigger.target2 = price + 30
    return answers { $0.publish(.setupTriggered(trigger)) }
  }

  fileprivate mutating func answers(_ act: (inout Floor) -> Void) -> [Event] {
    let before = log.count
    act(&self)
    return Array(log[before...])
  }
}

extension [Event] {
  fileprivate var refusals: [RefusalCode] {
    compactMap { if case .tradeRefused(let it) = $0 { it.code } else { nil } }
  }

  fileprivate var abandonments: [AbandonReason] {
    compactMap { if case .tradeAbandoned(let it) = $0 { it.reason } else { nil } }
  }

  fileprivate func count(of type: EventType) -> Int { count { $0.type == type } }
}

@Suite struct `What must not go on` {
  @Test func `more filled than was asked for lies in suspense and freezes its instrument`() throws {
    var floor = Floor.open()
    #expect(floor.trigger("first", on: bitcoin).count(of: .tradeOpened) == 1)
    let entry = try #require(
      floor.log.compactMap { if case .orderFilled(let it) = $0 { it } else { nil } }.first)
    var beyond = entry
    beyond.fill = Identifier(of: "beyond")
    beyond.quantity = "0.1"
    beyond.filled = entry.filled + "0.1"
    let said = floor.answers { $0.publish(.orderFilled(beyond)) }
    let suspense = said.flatMap { event -> [Posting] in
      if case .entryPosted(let it) = event { it.postings } else { [] }
    }.filter { $0.kind == .suspense }
    #expect(suspense.map(\.amount) == ["-0.1"])
    #expect(said.count(of: .tradeDiverged) == 1)
    #expect(
      said.contains {
        if case .discrepancyFound(let it) = $0 { it.what == "L5-overfill" } else { false }
      })
    #expect(
      said.contains {
        if case .limitBreached(let it) = $0 {
          it.limit == .discrepancy && it.asset == bitcoin
        } else {
          false
        }
      })
    #expect(floor.execution.state.frozen == [bitcoin])
    #expect(floor.trigger("second", on: bitcoin).refusals == [.diverged])
    let elsewhere = floor.trigger("third", on: ether, stop: 970)
    #expect(elsewhere.refusals == [])
    #expect(elsewhere.count(of: .tradeOpened) == 1)
    // Execution lets nothing in there, whatever risk says.
    var forced = TradeApproved()
    for case .tradeApproved(let approved) in floor.log { forced = approved }
    forced.trade = Identifier(of: "forced")
    forced.instrument = bitcoin
    #expect(floor.answers { $0.publish(.tradeApproved(forced)) }.abandonments == [.reducing])
    // A person has looked.
    floor.publish(.resumeRequested(ResumeRequested(reason: "seen")))
    #expect(floor.execution.state.frozen == [])
    #expect(floor.trigger("fourth", on: bitcoin).refusals != [.diverged])
  }

  @Test func `what an account holds beyond a fifth above its limit leaves, and then it is over`() {
    var floor = Floor.open {
      $0.accountLeverage = "0.4"
      $0.riskPerTrade = "0.02"
      $0.groupRisk = 1
      $0.groupExposure = 10
      $0.valueAtRisk = 1
      $0.conditionalValueAtRisk = 1
      $0.maximumOpenRisk = 1
      $0.dailyLoss = 1
      $0.dailyFlatten = 1
      $0.weeklyLoss = 1
      $0.monthlyLoss = 1
    }
    // 2 500 and 1 500 of the 4 000 that may be held.
    #expect(floor.trigger("first", on: bitcoin).count(of: .tradeOpened) == 1)
    floor.minute(2, 1_000)
    #expect(floor.trigger("second", on: ether, stop: 980).count(of: .tradeOpened) == 1)
    // Half of the money goes; what is held is now four fifths of the rest.
    let said = floor.answers {
      $0.publish(
        .balanceReported(
          BalanceReported(
            account: "paper", asset: "USDT", kind: .withdrawal, amount: 5_000,
            at: $0.execution.state.clock)))
    }
    #expect(said.count(of: .exposureReductionRequested) >= 1)
    #expect(said.count(of: .tradeReduced) >= 1)
    let held = floor.risk.state.exposures.reduce(Quantity.zero) { $0 + $1.quantity }
    #expect(held <= "2.0")
    #expect(held > "1.9")
    floor.minute(3, 1_000)
    #expect(floor.risk.state.breaches.allSatisfy { $0.limit != .leverage })
    #expect(
      floor.answers { floor in for number in 4..<30 { floor.minute(number, 1_000) } }
        .count(of: .exposureReductionRequested) == 0)
    for trade in floor.execution.state.trades {
      #expect(trade.isProtected)
      let stop = trade.last(.stop)
      #expect(stop?.quantity == trade.tally.position)
    }
  }
}
