import EventSourcing
import Events
import Foundation
import Quantities
import TestSupport
import Testing

@testable import ExecutionCore
@testable import PaperVenue

/// Markets that nobody planned, at a venue that refuses, forgets and delays, with a person who
/// interferes.
struct FaultyMarketTests {
  /// Every seed draws what goes wrong in it, and how often.
  private static func configuration(_ random: inout Seeded) -> Configuration {
    var configuration = Configuration.testing
    configuration.strategies[0].timeout = .minutes(90)
    configuration.strategies[0].runnerTimeout = .minutes(240)
    configuration.strategies[0].averageExit = random.chance(50) ? 2 : 0
    configuration.paper.slippage = "0.0003"
    configuration.paper.mode = random.chance(80) ? .hedge : .oneWay
    configuration.paper.rejections = Ratio(Int.random(in: 0...8, using: &random)) / 100
    configuration.paper.doubts = Ratio(Int.random(in: 0...8, using: &random)) / 100
    configuration.paper.latency = .milliseconds(Int64(Int.random(in: 0...900, using: &random)))
    configuration.paper.reconciliation = .minutes(7)
    return configuration
  }

  private static func whim(_ random: inout Seeded, _ floor: Floor, at instant: Instant) -> [Event] {
    switch Int.random(in: 0..<200, using: &random) {
    case 0: return [.cancelAllRequested(CancelAllRequested(reason: "whim"))]
    case 1: return [.closeAllRequested(CloseAllRequested(reason: "whim"))]
    case 2:
      guard let trade = floor.trade else { return [] }
      return [.closeRequested(CloseRequested(trade: trade.id, reason: "whim"))]
    case 3...5:
      let rate = Ratio(Int.random(in: -30...30, using: &random)) / 100_000
      return [
        .fundingRatePublished(
          FundingRatePublished(instrument: .market, rate: rate, at: instant))
      ]
    case 6...15: return [.tradingResumed(TradingResumed(isReleased: true, at: instant))]
    default: return []
    }
  }

  private static func run(
    seed: Int, minutes: Int, watch: @escaping (Floor, Event) -> Void = { _, _ in },
    through disturb: (inout Floor, Int) -> Void = { _, _ in }
  ) -> Floor {
    var random = Seeded(seed &+ 90_001)
    var floor = Floor(configuration(&random))
    floor.watch = watch
    var market = RandomMarket(seed: seed)
    for minute in 0..<minutes {
      for batch in market.next() { floor.publish(batch) }
      let whims = whim(&random, floor, at: .minute(market.minute + 1))
      if !whims.isEmpty { floor.publish(whims) }
      disturb(&floor, minute)
    }
    return floor
  }

  @Test(arguments: 0..<24)
  func `no fault breaks a law of orders and trades`(seed: Int) {
    let inspector = Inspector()
    _ = Self.run(seed: seed, minutes: 700, watch: inspector.watch)
    // A seed in which nothing goes on proves nothing.
    #expect(inspector.orders > 40, "seed \(seed) did nothing")
    #expect(inspector.closed > 3, "seed \(seed) closed nothing")
  }

  @Test(arguments: 0..<6)
  func `a restart at any event gives the same state and the same orders`(seed: Int) throws {
    let undisturbed = Self.run(seed: seed, minutes: 250)
    let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
    let disturbed = Self.run(
      seed: seed, minutes: 250,
      through: { floor, minute in
        guard minute % 7 == seed else { return }
        do {
          let execution = try encoder.encode(floor.execution.state)
          let venue = try encoder.encode(floor.venue.state)
          floor.execution = Replica(
            restoring: try decoder.decode(Execution.State.self, from: execution))
          floor.venue = Replica(restoring: try decoder.decode(PaperVenue.State.self, from: venue))
        } catch { Issue.record(error) }
      })
    #expect(undisturbed.log == disturbed.log)
    var execution = Replica<Execution>()
    var venue = Replica<PaperVenue>()
    for (event, answers) in zip(undisturbed.log, undisturbed.answers) {
      execution.replay(event, answers: answers.execution)
      venue.replay(event, answers: answers.venue)
    }
    #expect(execution.state == undisturbed.execution.state)
    #expect(venue.state == undisturbed.venue.state)
    #expect(
      Execution.outstanding(in: execution.state)
        == Execution.outstanding(in: undisturbed.execution.state))
  }
}

/// Looks at every event and holds what was said to the laws; it counts for itself.
private final class Inspector {
  private(set) var orders = 0
  private(set) var closed = 0
  private var requested: Set<Identifier> = []
  private var sent: Set<Identifier> = []
  private var fills: Set<Identifier> = []
  private var stops: [Identifier: (price: Price, direction: Direction)] = [:]
  private var doubtful: [Identifier: Name] = [:]
  private var positions: [Identifier: Quantity] = [:]

  func watch(_ floor: Floor, _ event: Event) {
    switch event {
    case .orderRequested(let it):
      orders += 1
      check(requested.insert(it.order).inserted, "an order twice")
      if it.purpose == .entry {
        check(!doubtful.values.contains(it.instrument), "new exposure beside a doubt")
      }
    case .orderSendStarted(let it):
      check(requested.contains(it.order), "sent and never asked for")
      check(sent.insert(it.order).inserted, "sent twice")
    case .orderOutcomeUnknown(let it): doubtful[it.order] = it.instrument
    case .orderFound(let it): doubtful[it.order] = nil
    case .orderConfirmedAbsent(let it): doubtful[it.order] = nil
    case .orderCancelled(let it): doubtful[it.order] = nil
    case .orderFilled(let it):
      check(fills.insert(it.fill).inserted, "a fill twice")
      positions[it.trade, default: .zero] += it.side == .buy ? it.quantity : -it.quantity
    case .tradeOpened(let it): stops[it.trade] = (it.stop, it.direction)
    case .stopMoved(let it): move(it)
    case .tradeClosed(let it):
      closed += 1
      check(positions[it.trade, default: .zero].isZero, "closed while not flat")
      check(it.net == it.profit - it.fees - it.funding, "the net is wrong")
      check(it.longestUnprotected <= it.unprotected, "the longest is longer than all")
    default: break
    }
    for trade in floor.execution.state.trades { inspect(trade) }
  }

  private func move(_ moved: StopMoved) {
    guard let stop = stops[moved.trade] else { return check(false, "moved before it stood") }
    let isTowardsProfit =
      stop.direction == .long ? moved.to >= stop.price : moved.to <= stop.price
    check(isTowardsProfit, "a stop moved away from profit")
    stops[moved.trade]?.price = moved.to
  }

  private func inspect(_ trade: Execution.Trade) {
    check(
      trade.signedPosition == positions[trade.id, default: .zero],
      "the entry is not exits and position")
    check(!trade.tally.position.isNegative, "more left than came")
    let targets = trade.orders.filter {
      $0.phase.isLive && $0.change == nil && ($0.purpose == .target1 || $0.purpose == .target2)
    }
    let isWhole = trade.orders.allSatisfy { $0.phase.isSettled || $0.phase.isLive }
    if isWhole, trade.tally.position.isPositive {
      check(
        targets.reduce(Quantity.zero) { $0 + $1.remaining } <= trade.tally.position,
        "targets beyond the position")
    }
    for order in trade.orders where order.purpose != .entry {
      check(order.reduceOnly, "an exit that may open")
    }
  }

  private func check(_ holds: Bool, _ what: Comment) {
    if !holds { Issue.record(what) }
  }
}
