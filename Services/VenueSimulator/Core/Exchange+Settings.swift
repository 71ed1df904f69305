import Events
import PaperVenue
public import Quantities

// What an account sets, rather than trades.
extension Exchange {
  public mutating func setLeverage(
    _ leverage: Ratio, of place: Int, for account: Int
  ) -> Rejection? {
    let instrument = instruments[place]
    guard instrument.category == .linear else { return .notOnSpot }
    guard leverage >= .one, leverage <= instrument.maximumLeverage,
      leverage.isMultiple(of: "0.01")
    else { return .leverageOutOfRange }
    guard leverage != accounts[account].leverage[place] else { return .leverageUnchanged }
    accounts[account].leverage[place] = leverage
    accounts[account].engine.setLeverage(leverage, of: instrument.name)
    for position in accounts[account].positions where position.instrument == place {
      tellPosition(place, position.index, account)
    }
    return nil
  }

  /// One position for an instrument, or one for each side.
  public mutating func setHedged(
    _ isHedged: Bool, of places: [Int], for account: Int
  ) -> Rejection? {
    let places = places.filter { instruments[$0].category == .linear }
    guard places.contains(where: { accounts[account].isHedged[$0] != isHedged }) else {
      return .modeUnchanged
    }
    for place in places {
      let holds = accounts[account].positions.contains {
        $0.instrument == place && !$0.quantity.isZero
      }
      if holds { return .modeWithPosition }
      if accounts[account].openOrders.contains(where: { $0.instrument == place }) {
        return .modeWithOrders
      }
    }
    for place in places {
      accounts[account].isHedged[place] = isHedged
      accounts[account].positions.removeAll { $0.instrument == place }
    }
    return nil
  }

  public mutating func setMarginMode(_ mode: MarginMode, for account: Int) {
    accounts[account].marginMode = mode
  }

  /// Sets or takes away (with a price of zero) what protects a position; nil leaves a part as it is.
  public mutating func setTradingStop(
    of place: Int, _ index: Int, for account: Int, takeProfit: Price?, stopLoss: Price?,
    trailing: Price?, activation: Price?
  ) -> Rejection? {
    let held = accounts[account].position(of: place, index)
    guard let held, !held.quantity.isZero else { return .noPosition }
    let instrument = instruments[place]
    for case let price? in [takeProfit, stopLoss, trailing, activation] where !price.isZero {
      guard isOnTick(price, instrument) else { return .priceOffTick }
    }
    var protection = Protection()
    protection.takeProfit = takeProfit
    protection.stopLoss = stopLoss
    if let rejection = protect(held, protection, account) { return rejection }
    if let trailing { trail(held, account, by: trailing, from: activation) }
    tellPosition(place, index, account)
    return nil
  }

  /// Puts up stop and target of a whole position in place of those before.
  mutating func protect(
    _ held: Position, _ protection: Protection, _ account: Int
  ) -> Rejection? {
    let last = lastPrice(of: held.instrument)
    let isLong = held.quantity.isPositive
    if let target = protection.takeProfit, !target.isZero, (target > last) != isLong {
      return .targetOnWrongSide
    }
    if let stop = protection.stopLoss, !stop.isZero, (stop < last) != isLong {
      return .stopOnWrongSide
    }
    if let target = protection.takeProfit {
      replace(held, .takeProfit, account, price: target, isRising: isLong)
    }
    if let stop = protection.stopLoss {
      replace(held, .stopLoss, account, price: stop, isRising: !isLong)
    }
    return nil
  }

  private mutating func replace(
    _ held: Position, _ kind: StopKind, _ account: Int, price: Price, isRising: Bool
  ) {
    guard protectingOrder(held, kind, account)?.trigger?.price != price else { return }
    if let old = protectingOrder(held, kind, account) {
      end(old.number, account, cancelType: "CancelByTpSlTsClear", reason: "EC_NoError")
    }
    guard price.isPositive else { return }
    var order = conditional(
      held.instrument, held.index, held.quantity.isPositive ? .sell : .buy, kind,
      Trigger(price: price, isRising: isRising), held.quantity.magnitude, account, limit: nil)
    order.createType = "CreateBy\(kind.rawValue)"
    accounts[account].append(order)
    happenings.append(.order(account: account, order))
  }

  private mutating func trail(
    _ held: Position, _ account: Int, by distance: Price, from activation: Price?
  ) {
    if let old = protectingOrder(held, .trailing, account) {
      end(old.number, account, cancelType: "CancelByTpSlTsClear", reason: "EC_NoError")
    }
    guard distance.isPositive else { return }
    let last = lastPrice(of: held.instrument)
    let isLong = held.quantity.isPositive
    let start = activation.flatMap { $0.isPositive ? $0 : nil }
    let best = start ?? last
    var order = conditional(
      held.instrument, held.index, isLong ? .sell : .buy, .trailing,
      Trigger(price: isLong ? best - distance : best + distance, isRising: !isLong),
      held.quantity.magnitude, account, limit: nil)
    order.trail = Trail(distance: distance, activation: start, best: best)
    if start != nil { order.trigger = nil }
    order.createType = "CreateByTrailingStop"
    accounts[account].append(order)
    happenings.append(.order(account: account, order))
  }

  /// The order that protects a whole position in one way.
  public func protectingOrder(_ held: Position, _ kind: StopKind, _ account: Int) -> Order? {
    accounts[account].orders.last {
      $0.status == .untriggered && $0.stopKind == kind && $0.instrument == held.instrument
        && $0.ticket.positionIndex == held.index
    }
  }
}
