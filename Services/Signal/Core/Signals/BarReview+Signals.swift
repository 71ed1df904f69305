import Events
import Quantities

extension BarReview {
  /// The signals that begin or end with the bar; call it when the setups are reviewed.
  ///
  /// A sign of its time that shows again before it lapses is renewed: the old one lapses, the new
  /// one counts from now on.
  func signals() -> [Signal.Conclusion] {
    let present = bar.isDegraded ? [] : SignalCheck.all(bar, tape.divergences).filter(\.holds)
    var conclusions: [Signal.Conclusion] = []
    for held in tape.signals {
      let isShown = present.contains { $0.shows(held) }
      guard let reason = lapse(held, isShown: isShown) else { continue }
      conclusions.append(
        .signalLapsed(
          held.lapsed(
            market.instrument, tape.timeFrame, openTime: bar.candle.openTime, reason)))
    }
    for check in present where check.life != nil || !tape.signals.contains(where: check.shows) {
      conclusions.append(.signalFired(fired(check)))
    }
    return conclusions
  }

  /// Why a signal that holds so far ends with this bar; nil when it does not.
  private func lapse(_ held: HeldSignal, isShown: Bool) -> LapseReason? {
    if bar.isDegraded { return .dataDegraded }
    guard let until = held.validUntil else { return isShown ? nil : .conditionEnded }
    if until <= at { return .expired }
    return isShown ? .renewed : nil
  }

  private func fired(_ check: SignalCheck) -> SignalFired {
    let openTime = bar.candle.openTime
    let (role, setup) = role(for: check.direction)
    return SignalFired(
      signal: Identifier(
        of: "signal", market.instrument.description, tape.timeFrame.description,
        check.marker?.rawValue ?? check.kind.rawValue, check.direction?.rawValue ?? "",
        String(openTime.nanoseconds)),
      instrument: market.instrument, timeFrame: tape.timeFrame, openTime: openTime,
      kind: check.kind, marker: check.marker, direction: check.direction, role: role,
      setup: setup, value: check.value, threshold: check.threshold,
      validUntil: check.life.map { at + tape.timeFrame.interval * $0 })
  }

  /// What the signal means to the first setup that listens: one that is active, else one that
  /// is forming; a signal with a direction speaks only to setups of that direction.
  private func role(for direction: Direction?) -> (SignalRole, Identifier?) {
    let listeners = visits.filter { direction == nil || $0.direction == direction }
    if let active = listeners.first(where: { $0.phase == .active }) {
      return (.trigger, active.setup)
    }
    if let forming = listeners.first(where: { $0.phase == .forming }) {
      return (.precondition, forming.setup)
    }
    return (.context, nil)
  }
}
