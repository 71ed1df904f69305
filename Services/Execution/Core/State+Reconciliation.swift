import Events
import Quantities

// When the venue is asked.
extension Execution.State {
  /// The questions that are due, by instrument.
  func questions() -> [Execution.Conclusion] {
    guard reconciliation.nanoseconds > 0, isConnected, !accords.isEmpty else { return [] }
    return accords.filter(isDue).map {
      .reconciliationRequested(
        ReconciliationRequested(instrument: $0.instrument, attempt: $0.attempt + 1, at: clock))
    }
  }

  private func isDue(_ accord: Execution.Accord) -> Bool {
    if accord.isWanted { return true }
    if accord.isAwaiting || accord.difference != nil {
      // Soon at first, and never more often than that.
      let wait = Execution.Limits.reconciliationBackOff * accord.attempt
      let isSlow = accord.attempt > Execution.Limits.reconciliations
      return clock - accord.askedAt >= (isSlow ? max(wait, reconciliation) : wait)
    }
    return clock - accord.askedAt >= reconciliation
      && trades.contains { $0.instrument == accord.instrument }
  }

  /// The place of an instrument's accord, which is made if there is none.
  mutating func accord(of instrument: Name) -> Int {
    let place = accords.firstIndex { $0.instrument >= instrument } ?? accords.endIndex
    if place == accords.endIndex || accords[place].instrument != instrument {
      accords.insert(Execution.Accord(instrument: instrument, askedAt: clock), at: place)
    }
    return place
  }

  /// From the first trade on an instrument is compared now and then.
  mutating func beginAccord(of instrument: Name) { _ = accord(of: instrument) }

  mutating func want(_ instrument: Name) { accords[accord(of: instrument)].isWanted = true }

  /// After a start or a reconnection everything is compared.
  mutating func connect() {
    disconnectedAt = nil
    for listing in listings { want(listing.instrument) }
  }

  mutating func freeze(_ instrument: Name) {
    let place = frozen.firstIndex { $0 >= instrument } ?? frozen.endIndex
    if place == frozen.endIndex || frozen[place] != instrument {
      frozen.insert(instrument, at: place)
    }
  }

  /// Whether the venue counts more of the order than the fills that it told.
  func isMissingFill(_ fact: Execution.OrderFact) -> Bool {
    guard case .filled(let fill) = fact.news,
      let order = trade(fact.trade)?.orders.first(where: { $0.id == fact.order })
    else { return false }
    return !order.fills.contains(fill.id) && fill.total > order.filled + fill.quantity
  }
}

// What the venue answers.
extension Execution.State {
  mutating func note(_ report: PositionReported) {
    accords[accord(of: report.instrument)].reported = Execution.Holdings(
      long: report.long, short: report.short)
  }

  /// Compares what the venue holds with what is booked here.
  mutating func compare(_ report: OrdersReported) {
    let place = accord(of: report.instrument)
    let accord = accords[place]
    noteFound(report)
    externalOrders.removeAll { external in
      external.instrument == report.instrument
        && !report.orders.contains { $0.order == external.order }
    }
    let difference =
      accord.reported.flatMap { positionDifference($0, in: report.instrument) }
      ?? fillDifference(report) ?? orderDifference(report)
    if accord.attempt > 1 { noteMissing(report) }
    accords[place].reported = nil
    accords[place].isAwaiting = false
    accords[place].difference = difference
    if difference == nil { accords[place].attempt = 0 }
  }

  /// What the last comparison came to, if that is news.
  func verdict(on instrument: Name) -> Execution.Conclusion? {
    guard let accord = accords.first(where: { $0.instrument == instrument }) else { return nil }
    guard let difference = accord.difference else {
      guard accord.isDiverged || (frozen.contains(instrument) && !isStuck(instrument)) else {
        return nil
      }
      return .instrumentReconciled(InstrumentReconciled(instrument: instrument, at: clock))
    }
    guard !accord.isDiverged, accord.attempt >= Execution.Limits.reconciliations else {
      return nil
    }
    return .instrumentDiverged(
      InstrumentDiverged(
        instrument: instrument, what: difference.what, expected: difference.expected,
        actual: difference.actual, at: clock))
  }

  /// Whether a trade there waits for a person, whatever the venue says.
  private func isStuck(_ instrument: Name) -> Bool {
    trades.contains { $0.instrument == instrument && $0.isStuck }
  }

  private func positionDifference(
    _ reported: Execution.Holdings, in instrument: Name
  ) -> Execution.Difference? {
    var booked = Execution.Holdings(long: .zero, short: .zero)
    for trade in trades where trade.instrument == instrument {
      switch trade.direction {
      case .long: booked.long += trade.tally.position
      case .short: booked.short += trade.tally.position
      }
    }
    let net = (booked: booked.long - booked.short, reported: reported.long - reported.short)
    let agrees =
      switch mode {
      case .oneWay: net.booked == net.reported
      case .hedge: booked == reported
      }
    guard !agrees else { return nil }
    return Execution.Difference(
      what: .position, expected: net.booked.value, actual: net.reported.value)
  }

  private func orders(of instrument: Name) -> [Execution.Order] {
    trades.filter { $0.instrument == instrument }.flatMap(\.orders)
  }

  private func fillDifference(_ report: OrdersReported) -> Execution.Difference? {
    let ours = orders(of: report.instrument)
    for reported in report.orders {
      guard let order = ours.first(where: { $0.id == reported.order }),
        order.filled != reported.filled
      else { continue }
      return Execution.Difference(
        what: .fills, expected: order.filled.value, actual: reported.filled.value)
    }
    return nil
  }

  /// Orders of others that are known do not count.
  private func orderDifference(_ report: OrdersReported) -> Execution.Difference? {
    let ours = orders(of: report.instrument).filter(\.phase.isAtVenue).map(\.id).sorted()
    let theirs = report.orders.map(\.order).filter { order in
      !externalOrders.contains { $0.order == order }
    }
    guard ours != theirs.sorted() else { return nil }
    return Execution.Difference(
      what: .orders, expected: FixedPoint(ours.count), actual: FixedPoint(theirs.count))
  }

  /// A report that lists an order ends the doubt about it.
  private mutating func noteFound(_ report: OrdersReported) {
    for index in trades.indices where trades[index].instrument == report.instrument {
      for place in trades[index].orders.indices {
        let order = trades[index].orders[place]
        guard let reported = report.orders.first(where: { $0.order == order.id }) else { continue }
        trades[index].orders[place].missingSince = nil
        switch order.phase {
        case .sending, .unknown:
          trades[index].apply(
            Execution.OrderFact(
              order: order.id, trade: trades[index].id, setup: trades[index].setup,
              instrument: report.instrument, side: order.side,
              news: .found(filled: reported.filled), at: report.at), at: clock)
        case .requested, .resting, .partiallyFilled, .filled, .cancelled, .expired, .rejected,
          .absent:
          break
        }
      }
    }
  }

  /// What should rest there and is not listed, twice, is asked about: that it is gone is no proof
  /// of how it ended.
  private mutating func noteMissing(_ report: OrdersReported) {
    for index in trades.indices where trades[index].instrument == report.instrument {
      for place in trades[index].orders.indices {
        let order = trades[index].orders[place]
        guard order.isAtVenue, !report.orders.contains(where: { $0.order == order.id }) else {
          continue
        }
        trades[index].orders[place].missingSince = clock
        trades[index].measure(at: report.at, clock)
      }
    }
  }
}

// Orders that nobody here asked for.
extension Execution.State {
  /// An order of somebody else is shown; one that takes our position away belongs to its trade.
  mutating func note(_ seen: ExternalOrderSeen) {
    switch seen.origin {
    case .foreign, .unaccounted:
      let place = externalOrders.firstIndex { $0.order >= seen.order } ?? externalOrders.endIndex
      if place < externalOrders.endIndex, externalOrders[place].order == seen.order { return }
      externalOrders.insert(
        Execution.ExternalOrder(
          order: seen.order, instrument: seen.instrument, venueOrderID: seen.venueOrderID,
          side: seen.side, quantity: seen.quantity), at: place)
    case .liquidation:
      guard let trade = seen.trade else { return }
      update(trade) { trade, _ in
        guard !trade.orders.contains(where: { $0.id == seen.order }) else { return }
        trade.orders.append(Execution.Order(liquidation: seen))
      }
    }
  }

  mutating func note(_ request: ReconciliationRequested) {
    let place = accord(of: request.instrument)
    accords[place].attempt = request.attempt
    accords[place].askedAt = request.at
    accords[place].isWanted = false
    accords[place].isAwaiting = true
  }

  /// What is held there may not be what is booked: no new exposure, and every trade is at least
  /// protected.
  mutating func note(_ diverged: InstrumentDiverged) {
    accords[accord(of: diverged.instrument)].isDiverged = true
    freeze(diverged.instrument)
    switch diverged.what {
    case .orders: return
    case .position, .fills:
      updateAll {
        $0.instrument == diverged.instrument
      } _: { trade, _ in
        trade.diverge()
      }
    }
  }

  mutating func note(_ reconciled: InstrumentReconciled) {
    accords[accord(of: reconciled.instrument)].isDiverged = false
    updateAll {
      $0.instrument == reconciled.instrument && !$0.isStuck
    } _: { trade, clock in
      trade.reconcile(clock)
    }
    if !isStuck(reconciled.instrument) { frozen.removeAll { $0 == reconciled.instrument } }
  }
}
