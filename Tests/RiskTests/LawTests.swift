import EventSourcing
import Events
import Quantities
import RiskCore
import TestSupport
import Testing

/// A market and a venue that answer approvals as they like, and an auditor who counts for himself.
///
/// The auditor knows nothing of how risk counts: an approval is at risk from its word on, whatever
/// became of its order, until the trade is closed, abandoned, or lapsed without an order.
struct World {
  struct Trade {
    let id: Identifier
    let instrument: Name
    let isLong: Bool
    var quantity: Quantity
    let entry: Price
    var stop: Price
    let lapsesAt: Instant
    var isRequested = false
    var isOpen = false
  }

  static let limits = RiskConfiguration.testing.with {
    $0.maximumTrades = 3
    $0.maximumPerInstrument = 2
    $0.maximumSetups = 2
    $0.maximumOpenRisk = "0.025"
    $0.accountLeverage = "1.6"
    $0.groupRisk = "0.02"
    $0.groupExposure = "1.5"
  }

  static let instruments: [Name] = ["paper:BTC/USDT", "paper:ETH/USDT", "paper:SOL/USDT"]

  var seed: Seeded
  var replica = Replica<Risk>()
  var now = Instant.noon
  var price: Price = "27412.5"
  var equity: Money = 10_000
  var trades: [Trade] = []
  var setups = 0
  /// The auditor's own account of what holds entries back.
  var equityAtMidnight: Money = 10_000
  var isDayLost = false
  var isHalted = false
  var complaints: [String] = []
  var approvals = 0
  var refusals: Set<RefusalCode> = []

  init(seed: Int) {
    self.seed = Seeded(seed)
    say(.configured(Self.limits))
    for instrument in Self.instruments { say(.listed(instrument)) }
    say(.ticked(now))
    say(.marked(equity: equity, at: now))
    for instrument in Self.instruments { say(.bar(instrument, price, closing: now)) }
  }
}

extension World {
  private mutating func say(_ event: Event) {
    for said in (replica.answer(event) ?? []).map(\.event) {
      switch said {
      case .tradeApproved(let approval): audit(approval)
      case .tradeRefused(let refused): refusals.insert(refused.code)
      case .tradingHalted: isHalted = true
      case .tradingResumed: isHalted = false
      default: break
      }
    }
  }

  mutating func step() {
    switch Int.random(in: 0..<20, using: &seed) {
    case 0..<6: passTime()
    case 6..<8: mark()
    case 8..<13: trigger()
    case 13 where Int.random(in: 0..<10, using: &seed) == 0:
      say(.haltRequested(HaltRequested(reason: "test")))
    case 14: say(.resumeRequested(ResumeRequested(reason: "test")))
    default: lead()
    }
  }

  private mutating func passTime() {
    let before = now
    now += .minutes(Int64.random(in: 1...120, using: &seed))
    if now.startOfDay > before.startOfDay {
      equityAtMidnight = equity
      isDayLost = false
    }
    say(.ticked(now))
    price += Price(Int.random(in: -40...40, using: &seed))
    for instrument in Self.instruments { say(.bar(instrument, price, closing: now)) }
    let instant = now
    trades.removeAll { !$0.isRequested && !$0.isOpen && $0.lapsesAt < instant }
  }

  private mutating func mark() {
    equity += Money(Int.random(in: -60...55, using: &seed))
    say(.marked(equity: equity, at: now))
    if (equityAtMidnight - equity).value * 50 >= equityAtMidnight.value { isDayLost = true }
  }

  private mutating func trigger() {
    setups += 1
    let instrument = Self.instruments.randomElement(using: &seed) ?? "?"
    let distance = Price(Int.random(in: 100...1_200, using: &seed))
    let isLong = Bool.random(using: &seed)
    var trigger =
      isLong
      ? SetupTriggered.long(
        "\(setups)", on: instrument, reference: price, stop: price - distance)
      : SetupTriggered.short(
        "\(setups)", on: instrument, reference: price, stop: price + distance)
    trigger.expiresAt = now + .hours(1)
    say(.setupTriggered(trigger))
  }

  /// Something happens to a trade, or nothing: its order's outcome is not known.
  private mutating func lead() {
    guard let index = trades.indices.randomElement(using: &seed) else { return }
    let trade = trades[index]
    let direction: Direction = trade.isLong ? .long : .short
    switch Int.random(in: 0..<5, using: &seed) {
    case 0 where !trade.isOpen:
      trades[index].isRequested = true
      say(.entryRequested(trade.id))
    case 1 where trade.isRequested && !trade.isOpen:
      trades[index].isOpen = true
      if seed.chance(30) { trades[index].quantity = trade.quantity - "0.001" }
      guard trades[index].quantity.isPositive else { return }
      say(
        .opened(
          trade.id, on: trade.instrument, quantity: trades[index].quantity, entry: trade.entry,
          stop: trade.stop, direction: direction))
    case 2 where trade.isOpen:
      var moved = StopMoved()
      moved.trade = trade.id
      moved.to = trade.stop + (trade.isLong ? 10 : -10)
      trades[index].stop = moved.to
      say(.stopMoved(moved))
    case 3 where trade.isOpen:
      trades.remove(at: index)
      say(.closed(trade.id, on: trade.instrument, net: 1, multiple: 1, at: now))
    case 4 where !trade.isOpen:
      trades.remove(at: index)
      say(.abandoned(trade.id))
    default: break
    }
  }
}

// The auditor.
extension World {
  private mutating func complain(_ complaint: String) {
    complaints.append("\(complaint) at \(now)")
  }

  private mutating func audit(_ approval: TradeApproved) {
    approvals += 1
    if isHalted { complain("approved while halted") }
    if isDayLost { complain("approved on a lost day") }
    trades.append(
      Trade(
        id: approval.trade, instrument: approval.instrument, isLong: approval.direction == .long,
        quantity: approval.quantity, entry: approval.reference, stop: approval.stop,
        lapsesAt: approval.expiresAt + .minutes(1)))
    if approval.lossAtStop > approval.budget { complain("above its budget") }
    if trades.count > 3 { complain("\(trades.count) trades") }
    if trades.count(where: { $0.instrument == approval.instrument }) > 2 { complain("a third") }
    if trades.count(where: { !$0.isOpen }) > 2 { complain("too many wait") }
    auditSums(isLong: approval.direction == .long)
  }

  /// Nothing is known of how prices move together, so all do.
  private mutating func auditSums(isLong: Bool) {
    let allowed = equity.value
    let risks = trades.map { trade in
      let distance = trade.isLong ? trade.entry - trade.stop : trade.stop - trade.entry
      let costs = (trade.entry + trade.stop).value * "0.0007"
      return max(0, (distance.value + costs) * trade.quantity.value)
    }
    let sum = risks.reduce(0, +)
    if sum > allowed * "0.025" { complain("open risk \(sum)") }
    let together = zip(trades, risks).reduce(FixedPoint.zero) {
      $1.0.isLong == isLong ? $0 + $1.1 : $0
    }
    if together > allowed * "0.02" { complain("correlated risk \(together)") }
    let gross = trades.reduce(FixedPoint.zero) { $0 + $1.quantity.value * price.value }
    if gross > allowed * "1.6" { complain("exposure \(gross)") }
    let along = trades.reduce(FixedPoint.zero) {
      $1.isLong == isLong ? $0 + $1.quantity.value * price.value : $0
    }
    // Statistics are rounded to a millionth.
    if along > allowed * "1.5" + "0.000001" { complain("correlated exposure \(along)") }
  }
}

@Suite struct `Whatever happens` {
  @Test(arguments: 0..<100) func `no limit is passed`(seed: Int) {
    var world = World(seed: seed)
    for _ in 0..<300 { world.step() }
    #expect(world.complaints == [])
  }

  @Test func `the worlds are busy ones`() {
    var approvals = 0
    var refusals: Set<RefusalCode> = []
    for seed in 0..<40 {
      var world = World(seed: seed)
      for _ in 0..<300 { world.step() }
      approvals += world.approvals
      refusals.formUnion(world.refusals)
    }
    #expect(approvals > 500)
    #expect(
      refusals.isSuperset(of: [
        .halted, .dailyLoss, .maximumTrades, .maximumSetups, .sharedPosition, .openRisk,
        .correlatedRisk, .correlatedExposure, .accountLeverage,
      ]), "\(refusals)")
  }
}
