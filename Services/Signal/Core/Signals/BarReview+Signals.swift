import Events
import Quantities

/// One signal on one bar: whether it holds, and the two numbers that say so.
private struct SignalCheck {
  var kind: SignalKind
  var direction: Direction?
  var holds: Bool
  var value: Double
  var threshold: Double
}

extension BarReview {
  /// The signals that begin or end with the bar; call it when the setups are reviewed.
  func signals() -> [Signal.Conclusion] {
    var conclusions: [Signal.Conclusion] = []
    for held in tape.signals {
      if let reason = lapse(held) { conclusions.append(.signalLapsed(lapsed(held, reason))) }
    }
    guard !bar.isDegraded else { return conclusions }
    for check in checks() + divergenceChecks() where check.holds {
      let isHeld = tape.signals.contains {
        $0.kind == check.kind && $0.direction == check.direction
      }
      // A new divergence takes the place of the one before.
      if !isHeld || check.kind == .macdDivergence { conclusions.append(fired(check)) }
    }
    return conclusions
  }

  private func checks() -> [SignalCheck] {
    let rsi = bar.meaningfulRSI
    let ratio = bar.volumeRatio
    let range = bar.range
    let wick = bar.rejection
    return [
      SignalCheck(
        kind: .rsiOverbought, direction: .short, holds: rsi.map { $0 > SignalRule.overbought },
        value: rsi, threshold: SignalRule.overbought),
      SignalCheck(
        kind: .rsiOversold, direction: .long, holds: rsi.map { $0 < SignalRule.oversold },
        value: rsi, threshold: SignalRule.oversold),
      SignalCheck(
        kind: .volumeSpike, holds: ratio.map { $0 > SignalRule.spike }, value: ratio,
        threshold: SignalRule.spike),
      SignalCheck(
        kind: .volumeDecline, holds: ratio.map { $0 < SignalRule.decline }, value: ratio,
        threshold: SignalRule.decline),
      SignalCheck(
        kind: .rejectionWick, direction: .short, holds: wick == .short,
        value: bar.upperWick / range, threshold: SignalRule.wickShare),
      SignalCheck(
        kind: .rejectionWick, direction: .long, holds: wick == .long,
        value: bar.lowerWick / range, threshold: SignalRule.wickShare),
    ]
  }

  private func divergenceChecks() -> [SignalCheck] {
    tape.divergences.map {
      SignalCheck(
        kind: .macdDivergence, direction: $0.direction, holds: true, value: $0.later,
        threshold: $0.earlier)
    }
  }

  /// Why a signal that holds so far ends with this bar; nil when it does not.
  private func lapse(_ held: HeldSignal) -> LapseReason? {
    if bar.isDegraded { return .dataDegraded }
    switch held.kind {
    case .macdDivergence:
      guard let direction = held.direction else { return .expired }
      let isRenewed = tape.divergences.contains { $0.direction == direction }
      return isRenewed || !tape.hasDivergence(for: direction) ? .expired : nil
    case .rsiOverbought, .rsiOversold, .volumeSpike, .volumeDecline, .rejectionWick,
      .priceInEntryZone, .cipherMarker:
      let holds = checks().contains {
        $0.kind == held.kind && $0.direction == held.direction && $0.holds
      }
      return holds ? nil : .conditionEnded
    }
  }

  private func fired(_ check: SignalCheck) -> Signal.Conclusion {
    let openTime = bar.candle.openTime
    let (role, setup) = role(for: check.direction)
    return .signalFired(
      SignalFired(
        signal: Identifier(
          of: "signal", market.instrument.description, tape.timeFrame.description,
          check.kind.rawValue, check.direction?.rawValue ?? "", String(openTime.nanoseconds)),
        instrument: market.instrument, timeFrame: tape.timeFrame, openTime: openTime,
        kind: check.kind, direction: check.direction, role: role, setup: setup,
        value: check.value, threshold: check.threshold))
  }

  private func lapsed(_ held: HeldSignal, _ reason: LapseReason) -> SignalLapsed {
    SignalLapsed(
      signal: held.id, instrument: market.instrument, timeFrame: tape.timeFrame,
      openTime: bar.candle.openTime, kind: held.kind, reason: reason)
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

extension SignalCheck {
  fileprivate init(
    kind: SignalKind, direction: Direction? = nil, holds: Bool?, value: Double?, threshold: Double
  ) {
    self.init(
      kind: kind, direction: direction, holds: holds ?? false, value: value ?? 0,
      threshold: threshold)
  }
}
