import Events
import Quantities

// A position above the limit of leverage is not only left alone: the excess leaves.
extension Risk.State {
  /// What open trades hold in an asset, at the last prices; what only may be filled does not count.
  private func openNotional(in asset: Name) -> Money {
    exposures.reduce(.zero) {
      $1.phase == .open && $1.asset == asset ? $0 + notional(of: $1) : $0
    }
  }

  /// What the open trades of an asset have to give up, worst first, so that they hold no more than
  /// allowed; at first nothing while they hold less than `hit`.
  ///
  /// What was asked for before is waited for, and a trade that waits for a person is left alone.
  func reductions(
    of breach: Risk.Breach, to ceiling: Ceiling, at instant: Instant
  ) -> [Risk.Conclusion] {
    let held = openNotional(in: breach.asset)
    guard isTimeToReduce(breach, at: instant),
      held > (breach.reducedAt == nil ? ceiling.hit : ceiling.cleared)
    else { return [] }
    var excess = held - ceiling.cleared
    var said: [Risk.Conclusion] = []
    for exposure in worstFirst(in: breach.asset) {
      guard excess.isPositive else { break }
      let price = prices(of: exposure.instrument)?.last ?? exposure.entry
      guard let quantity = part(of: exposure, worth: excess, at: price) else { continue }
      excess -= price.multiplied(by: quantity, rounding: .floor)
      said.append(
        .exposureReductionRequested(
          ExposureReductionRequested(
            trade: exposure.trade, instrument: exposure.instrument, quantity: quantity, held: held,
            allowed: ceiling.cleared, at: instant)))
    }
    return said
  }

  private func isTimeToReduce(_ breach: Risk.Breach, at instant: Instant) -> Bool {
    guard let last = breach.reducedAt else { return true }
    return instant - last >= Risk.reductionPause
      && !exposures.contains {
        $0.asset == breach.asset && $0.isShrinking && !diverged.contains($0.instrument)
      }
  }

  /// How much of a trade is worth so much, at least as much as the venue trades.
  private func part(of exposure: Risk.Exposure, worth excess: Money, at price: Price) -> Quantity? {
    guard let listing = listing(of: exposure.instrument), price.isPositive else { return nil }
    let worth = max(excess, listing.minimumNotional)
    let wanted = worth.value.dividedIfInRange(by: price.value, rounding: .up)
      .map { max(Quantity($0), listing.minimumQuantity).rounded(toLot: listing.lot, .up) }
    let quantity = min(exposure.quantity, wanted ?? exposure.quantity)
    return quantity.isPositive ? quantity : nil
  }

  /// Open trades by what they gain at the last prices; of equal ones the older first.
  private func worstFirst(in asset: Name) -> [Risk.Exposure] {
    let open = exposures.filter {
      $0.phase == .open && $0.asset == asset && !diverged.contains($0.instrument)
    }
    let gains = open.map { exposure in
      let last = prices(of: exposure.instrument)?.last ?? exposure.entry
      let gain = (last - exposure.entry) * exposure.quantity
      return exposure.direction == .long ? gain : -gain
    }
    return open.indices.sorted { gains[$0] == gains[$1] ? $0 < $1 : gains[$0] < gains[$1] }
      .map { open[$0] }
  }

  /// Remembers when the excess of a breach was asked to leave, and of which trade.
  mutating func note(_ request: ExposureReductionRequested) {
    guard let index = exposures.firstIndex(where: { $0.trade == request.trade }) else { return }
    exposures[index].isShrinking = true
    let asset = exposures[index].asset
    for index in breaches.indices
    where breaches[index].limit == .leverage && breaches[index].asset == asset
      && breaches[index].account == account
    {
      breaches[index].reducedAt = request.at
    }
  }
}
