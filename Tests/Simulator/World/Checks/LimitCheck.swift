import Events
import Quantities

/// C8: what is approved stays within the limits, whatever becomes of it: an approval counts as a
/// position from its word on, until its trade is over.
///
/// It is a second reading of the limits, by sums over trades and nothing of risk's own code; where
/// limits change it asks for no more than the widest of them.
struct LimitCheck {
  private struct Trade {
    var id: Identifier
    var instrument: Name
    var isLong: Bool
    var quantity: Quantity
    var entry: Price
    var stop: Price
    /// In the log, as risk's answer to this.
    var cause: SequenceNumber
    var isEntered = false
    var lapsesAt: Instant
    /// The event that ended it.
    var ended: SequenceNumber?

    /// What is lost at the stop, without costs.
    var loss: Money {
      let distance = isLong ? entry - stop : stop - entry
      return distance.isPositive ? distance * quantity : .zero
    }
  }

  private var trades: [Trade] = []
  private var entries: Set<Identifier> = []
  private var widest: RiskConfiguration?
  private var mode = PositionMode.hedge
  private var clocks: [(seq: SequenceNumber, at: Instant)] = []
  private(set) var most = 0

  mutating func durable(_ stored: StoredEvent, _ event: Event) throws(Violation) {
    switch event {
    case .configurationApplied(let it):
      widen(to: it.configuration.risk)
      mode = it.configuration.paper.mode
    case .clockTicked(let it): clocks.append((stored.seq, it.at))
    case .tradeApproved(let it): try approve(it, cause: stored.proposal.cause)
    // Until it is sent, an approval can lapse; what is sent counts as filled.
    case .orderRequested(let it): if it.purpose == .entry { entries.insert(it.order) }
    case .orderSendStarted(let it): enter(it.order, of: it.trade, true)
    case .orderRejected(let it): enter(it.order, of: it.trade, false)
    case .orderConfirmedAbsent(let it): enter(it.order, of: it.trade, false)
    case .orderCancelled(let it): if it.filled.isZero { enter(it.order, of: it.trade, false) }
    case .orderExpired(let it): if it.filled.isZero { enter(it.order, of: it.trade, false) }
    case .orderFound(let it): enter(it.order, of: it.trade, true)
    case .orderFilled(let it): enter(it.order, of: it.trade, true)
    case .tradeOpened(let it):
      change(it.trade) { trade in
        trade.quantity = it.quantity
        trade.entry = it.entry
        trade.stop = it.stop
      }
    case .targetReached(let it): change(it.trade) { $0.quantity = it.remaining }
    case .tradeReduced(let it): change(it.trade) { $0.quantity = it.remaining }
    case .stopMoved(let it): change(it.trade) { $0.stop = it.to }
    case .tradeClosed(let it): change(it.trade) { $0.ended = stored.seq }
    case .tradeAbandoned(let it): change(it.trade) { $0.ended = stored.seq }
    default: break
    }
  }

  private mutating func enter(_ order: Identifier, of trade: Identifier, _ isEntered: Bool) {
    guard entries.contains(order) else { return }
    change(trade) { $0.isEntered = isEntered }
  }

  private mutating func change(_ id: Identifier, _ body: (inout Trade) -> Void) {
    guard let place = trades.lastIndex(where: { $0.id == id }) else { return }
    body(&trades[place])
  }

  private mutating func widen(to limits: RiskConfiguration) {
    guard var known = widest else { return widest = limits }
    known.maximumTrades = max(known.maximumTrades, limits.maximumTrades)
    known.maximumPerInstrument = max(known.maximumPerInstrument, limits.maximumPerInstrument)
    known.maximumOpenRisk = max(known.maximumOpenRisk, limits.maximumOpenRisk)
    known.riskPerTrade = max(known.riskPerTrade, limits.riskPerTrade)
    known.maximumNotional = max(known.maximumNotional, limits.maximumNotional)
    widest = known
  }

  private mutating func approve(
    _ it: TradeApproved, cause: SequenceNumber
  ) throws(Violation) {
    guard let limits = widest else {
      throw Violation("C8", "trade \(it.trade.short) was approved before there were limits")
    }
    let entry = it.limitPrice ?? it.reference
    trades.append(
      Trade(
        id: it.trade, instrument: it.instrument, isLong: it.direction == .long,
        quantity: it.quantity, entry: entry, stop: it.stop, cause: cause,
        lapsesAt: it.expiresAt))
    let now = clocks.last { $0.seq <= cause }?.at ?? .epoch
    trades.removeAll { trade in
      guard let ended = trade.ended else { return false }
      return ended + 2_000 < cause
    }
    let open = trades.filter { trade in
      if let ended = trade.ended, ended <= cause { return false }
      return trade.isEntered || trade.lapsesAt > now
    }
    most = max(most, open.count)
    let equity = max(it.equity, .zero)
    try expect(open.count, limits.maximumTrades, "trades at once")
    let here = open.count { $0.instrument == it.instrument }
    try expect(here, limits.maximumPerInstrument, "trades at once in \(it.instrument)")
    let sharing = open.count {
      $0.instrument == it.instrument && (mode == .oneWay || $0.isLong == (it.direction == .long))
    }
    try expect(sharing, 1, "trades on one position in \(it.instrument)")
    let loss = open.reduce(Money.zero) { $0 + $1.loss }
    try expect(
      loss, equity.multiplied(by: limits.maximumOpenRisk, rounding: .up), "at risk at all stops")
    if let trade = open.last {
      let allowed = equity.multiplied(by: limits.riskPerTrade, rounding: .up)
      try expect(trade.loss, allowed, "at risk at the stop of \(it.trade.short)")
      let notional = entry.multiplied(by: it.quantity, rounding: .down)
      try expect(
        notional, equity.multiplied(by: limits.maximumNotional, rounding: .up),
        "in one trade, \(it.trade.short)")
    }
  }

  private func expect<Amount: Comparable>(
    _ value: Amount, _ limit: Amount, _ what: String
  ) throws(Violation) {
    if value > limit { throw Violation("C8", "\(value) \(what), and \(limit) are allowed") }
  }
}
