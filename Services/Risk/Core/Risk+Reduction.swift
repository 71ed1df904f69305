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
  /// allowed; nothing while they hold less than `hit`.
  func reductions(to ceiling: Ceiling, in asset: Name, at instant: Instant) -> [Risk.Conclusion] {
    let held = openNotional(in: asset)
    guard held > ceiling.hit else { return [] }
    var excess = held - ceiling.cleared
    var said: [Risk.Conclusion] = []
    for exposure in worstFirst(in: asset) {
      guard excess.isPositive, let lot = listing(of: exposure.instrument)?.lot else { break }
      let price = prices(of: exposure.instrument)?.last ?? exposure.entry
      guard price.isPositive else { continue }
      let wanted = excess.value.dividedIfInRange(by: price.value, rounding: .up)
        .map { Quantity($0).rounded(toLot: lot, .up) }
      let quantity = min(exposure.quantity, wanted ?? exposure.quantity)
      guard quantity.isPositive else { continue }
      excess -= price.multiplied(by: quantity, rounding: .floor)
      said.append(
        .exposureReductionRequested(
          ExposureReductionRequested(
            trade: exposure.trade, instrument: exposure.instrument, quantity: quantity, held: held,
            allowed: ceiling.cleared, at: instant)))
    }
    return said
  }

  /// Open trades by what they gain at the last prices; of equal ones the older first.
  private func worstFirst(in asset: Name) -> [Risk.Exposure] {
    let open = exposures.filter { $0.phase == .open && $0.asset == asset }
    let gains = open.map { exposure in
      let last = prices(of: exposure.instrument)?.last ?? exposure.entry
      let gain = (last - exposure.entry) * exposure.quantity
      return exposure.direction == .long ? gain : -gain
    }
    return open.indices.sorted { gains[$0] == gains[$1] ? $0 < $1 : gains[$0] < gains[$1] }
      .map { open[$0] }
  }

  /// The excess of a breach is asked for once.
  mutating func note(_ request: ExposureReductionRequested) {
    guard let asset = exposures.first(where: { $0.trade == request.trade })?.asset else { return }
    for index in breaches.indices
    where breaches[index].limit == .leverage && breaches[index].asset == asset
      && breaches[index].account == account
    {
      breaches[index].isReduced = true
    }
  }
}
