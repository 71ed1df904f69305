import Events
import ExecutionCore
import Quantities
import Venues

// What the venue shows of orders, wherever it shows it.
extension OrderDesk {
  /// - Parameter isAnswer: whether it was asked for this very order, so that it is no old news.
  mutating func note(_ view: VenueOrder, isAnswer: Bool) {
    guard isBelievable(view) else {
      absurdities += 1
      return
    }
    guard let order = order(view.clientOrderID, view.venueOrderID), let slip = slips[order] else {
      return noteExternal(view)
    }
    guard slip.mayBeThere else { return usurp(slip, by: view) }
    guard view.side == slip.request.side, view.instrument == slip.instrument else {
      absurdities += 1
      return
    }
    show(slip, view)
    guard let slip = slips[order] else { return }
    slips[order]?.reported = max(slip.reported, view.filled)
    settleAmendment(of: order, by: view, isAnswer: isAnswer)
    endIfOver(order, view)
    if let slip = slips[order], slip.reported > slip.filled { pull(slip.instrument, slip) }
  }

  private func order(_ clientOrderID: Name?, _ venueOrderID: Name) -> Identifier? {
    if let clientOrderID, let order = names[clientOrderID] { return order }
    // A name that is not ours makes it another's, whatever number the venue gave it.
    guard clientOrderID == nil || clientOrderID?.isEmpty == true else { return nil }
    return venueNames[venueOrderID]
  }

  /// That it shows at all ends a doubt.
  private mutating func show(_ slip: Slip, _ view: VenueOrder) {
    let isRefused = view.status == .rejected && view.filled.isZero
    switch slip.stage {
    case .requested, .announced: break
    case .sending where isRefused, .doubtful where isRefused, .resting where isRefused:
      identify(slip.order, view.venueOrderID)
      reject(slip, code: view.code.flatMap { Name($0) } ?? "rejected", reason: "told by the venue")
    case .sending: accept(slip, view.venueOrderID, at: clamped(view.createdAt))
    case .doubtful:
      find(slip, view.venueOrderID, filled: view.filled, at: clamped(view.createdAt))
    case .rejected, .absent:
      guard view.status.isLive || view.filled.isPositive else { return }
      find(slip, view.venueOrderID, filled: view.filled, at: clamped(view.createdAt))
    case .resting, .ended: identify(slip.order, view.venueOrderID)
    }
  }

  private mutating func endIfOver(_ order: Identifier, _ view: VenueOrder) {
    guard let slip = slips[order], slip.isResting else { return }
    switch view.status {
    case .untriggered, .open: break
    case .filled: completeIfSmaller(slip, view)
    case .cancelled, .rejected:
      cancelled(slip, filled: max(view.filled, slip.filled), at: clamped(view.updatedAt))
    case .expired: expired(slip, filled: max(view.filled, slip.filled), at: clamped(view.updatedAt))
    }
  }

  /// It is filled, and smaller than it was thought to be: a change that seemed to be refused was
  /// made after all.
  private mutating func completeIfSmaller(_ slip: Slip, _ view: VenueOrder) {
    guard slip.wasToChange, view.quantity < slip.quantity, view.filled >= view.quantity else {
      return
    }
    let it = slip.request
    state(
      .orderAmended(
        OrderAmended(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          quantity: view.quantity, limitPrice: view.limitPrice, stopPrice: view.stopPrice,
          at: clamped(view.updatedAt))),
      Identifier(of: "desk", "smaller", it.order.description, view.quantity.description),
      cause: slip.lastCause)
    changes += 1
  }

  /// An order bears a name that was kept for one which never left: that one never will.
  private mutating func usurp(_ slip: Slip, by view: VenueOrder) {
    see(view, .unaccounted)
    reject(slip, code: "name-taken", reason: "an order with its name is at the venue")
  }

  private mutating func noteExternal(_ view: VenueOrder) {
    guard kind(of: view.instrument) != nil else { return }
    guard view.status.isLive else { return }
    see(view, hasOurForm(view.clientOrderID) ? .unaccounted : .foreign)
  }

  private mutating func see(_ view: VenueOrder, _ origin: OrderOrigin) {
    let id = externalID(view.instrument, view.venueOrderID)
    guard externals[id] == nil else { return }
    state(
      .externalOrderSeen(
        ExternalOrderSeen(
          account: account, order: id, instrument: view.instrument,
          venueOrderID: view.venueOrderID, origin: origin, side: view.side, kind: view.kind,
          quantity: view.quantity, filled: view.filled, limitPrice: view.limitPrice,
          stopPrice: view.stopPrice, at: clamped(view.createdAt))),
      id)
    changes += 1
  }

  /// Whether a name could be of an order of a log like ours.
  func hasOurForm(_ name: Name?) -> Bool {
    guard let name, name.count == 27, name[0] == UInt8(ascii: "t") else { return false }
    return (1..<27).allSatisfy { place in
      switch name[place] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "2")...UInt8(ascii: "7"): true
      default: false
      }
    }
  }

  private func isBelievable(_ view: VenueOrder) -> Bool {
    view.quantity.isPositive && view.quantity <= Limits.quantity && !view.filled.isNegative
      && view.filled <= Limits.quantity && !view.venueOrderID.isEmpty
  }

  /// A time that a venue claims, if it can be one.
  func clamped(_ instant: Instant) -> Instant {
    let latest = bestTime
    guard instant <= latest, let birth, instant >= birth - .days(1) else { return latest }
    return instant
  }
}

// Fills.
extension OrderDesk {
  /// States a fill, once; whether it was news.
  @discardableResult
  mutating func note(_ execution: VenueExecution) -> Bool {
    guard isBelievable(execution) else {
      absurdities += 1
      return false
    }
    let fill = Identifier(
      of: "fill", account.description, execution.instrument.description,
      execution.venueTradeID.description)
    if let horizon, execution.at < horizon { return false }
    guard !fills.contains(fill) else { return false }
    if let order = order(execution.clientOrderID, execution.venueOrderID), let slip = slips[order],
      slip.mayBeThere
    {
      guard slip.request.side == execution.side, slip.instrument == execution.instrument else {
        absurdities += 1
        return false
      }
      show(slip, by: execution)
      guard let slip = slips[order] else { return false }
      state(execution, fill, of: slip)
      return true
    }
    return noteExternal(execution, fill)
  }

  /// A fill proves that the order is there, and may come before any other word of it.
  private mutating func show(_ slip: Slip, by execution: VenueExecution) {
    switch slip.stage {
    case .requested, .announced: break
    case .sending: accept(slip, execution.venueOrderID, at: clamped(execution.at))
    case .doubtful, .rejected, .absent:
      find(
        slip, execution.venueOrderID, filled: slip.filled + execution.quantity,
        at: clamped(execution.at))
    case .resting, .ended: identify(slip.order, execution.venueOrderID)
    }
  }

  private mutating func state(_ execution: VenueExecution, _ fill: Identifier, of slip: Slip) {
    let it = slip.request
    let filled = slip.filled + execution.quantity
    state(
      execution, fill, order: it.order, trade: it.trade, setup: it.setup, filled: filled,
      remaining: max(slip.quantity - filled, .zero), cause: slip.cause)
  }

  /// Somebody else traded on the account: the position changes all the same.
  private mutating func noteExternal(_ execution: VenueExecution, _ fill: Identifier) -> Bool {
    guard kind(of: execution.instrument) != nil else { return false }
    // What others did before the desk was is in the first balance.
    if let birth, execution.at < birth { return false }
    let id = externalID(execution.instrument, execution.venueOrderID)
    if externals[id] == nil {
      let isOurs = hasOurForm(execution.clientOrderID)
      state(
        .externalOrderSeen(
          ExternalOrderSeen(
            account: account, order: id, instrument: execution.instrument,
            venueOrderID: execution.venueOrderID, origin: isOurs ? .unaccounted : .foreign,
            side: execution.side, kind: .market, quantity: execution.quantity, filled: .zero,
            limitPrice: execution.price, at: clamped(execution.at))),
        id)
    }
    let known = externals[id] ?? External(quantity: execution.quantity)
    let filled = known.filled + execution.quantity
    state(
      execution, fill, order: id, trade: .zero, setup: .zero, filled: filled,
      remaining: max(known.quantity - filled, .zero))
    return true
  }

  private mutating func state(
    _ execution: VenueExecution, _ fill: Identifier, order: Identifier, trade: Identifier,
    setup: Identifier, filled: Quantity, remaining: Quantity, cause: Int64 = 0
  ) {
    state(
      .orderFilled(
        OrderFilled(
          order: order, trade: trade, setup: setup, instrument: execution.instrument,
          account: account, fill: fill, venueTradeID: execution.venueTradeID,
          side: execution.side, quantity: execution.quantity, price: execution.price,
          fee: execution.fee, feeAsset: execution.feeAsset, liquidity: execution.liquidity,
          filled: filled, remaining: remaining, at: clamped(execution.at))),
      fill, cause: cause)
    changes += 1
  }

  /// Whether a market could have done it; what cannot be is not booked, and looked at by a person
  /// when the positions differ.
  private func isBelievable(_ it: VenueExecution) -> Bool {
    guard it.quantity.isPositive, it.quantity <= Limits.quantity, it.price.isPositive,
      it.price <= Limits.price, !it.venueTradeID.isEmpty, !it.venueOrderID.isEmpty
    else { return false }
    // Below one, the quantity's own bound is the tighter.
    let most = it.price > 1 ? Limits.notional.divided(by: it.price) : Limits.quantity
    return it.quantity <= most && it.fee.magnitude <= Limits.notional
  }
}
