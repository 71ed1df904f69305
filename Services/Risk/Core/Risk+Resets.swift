import Events
import Quantities

extension Risk {
  /// The limits whose time or cause is over; with the last that closed everything, trading goes
  /// on.
  static func resets(in state: State) -> [Conclusion] {
    guard !state.breaches.isEmpty, let now = state.now else { return [] }
    return reset(in: state, at: now) { breach in
      switch breach.limit {
      case .dailyLoss, .dailyFlatten, .weeklyLoss, .consecutiveLosses: breach.isOver(at: now)
      case .monthlyLoss: breach.isOver(at: now) && breach.isReleased
      // Holdings end without a mark.
      case .leverage, .marginWarning, .marginRatio: !state.isHeld(breach)
      case .softDrawdown, .hardDrawdown, .discrepancy: false
      }
    }
  }

  /// What a person's word ends: every halt but the day's loss, which lasts until the next UTC day,
  /// the drawdown that halted, and a month's loss whose month is over.
  static func resumption(in state: State) -> [Conclusion] {
    let now = state.now ?? .epoch
    let isHeld = state.halts.contains(.dailyFlatten)
    let halted = state.breaches.filter { $0.limit == .hardDrawdown }
    var after = state
    if !isHeld { after.halts = [] }
    let resets = reset(in: after, at: now) { breach in
      switch breach.limit {
      case .hardDrawdown, .discrepancy: true
      // It is measured from the same height, which begins anew.
      case .softDrawdown:
        halted.contains { $0.asset == breach.asset && $0.account == breach.account }
      case .monthlyLoss: breach.isOver(at: now)
      case .dailyLoss, .dailyFlatten, .weeklyLoss, .consecutiveLosses, .leverage, .marginWarning,
        .marginRatio:
        false
      }
    }
    // Whoever asked learns that something was released.
    guard !isHeld, !state.halts.isEmpty || !state.diverged.isEmpty || !resets.isEmpty else {
      return resets
    }
    return [.tradingResumed(TradingResumed(isReleased: true, at: now))] + resets
  }

  /// Resets some breaches; says that trading goes on when that ends the last halt.
  private static func reset(
    in state: State, at now: Instant, where isOver: (Breach) -> Bool
  ) -> [Conclusion] {
    var after = state
    var conclusions: [Conclusion] = []
    for breach in state.breaches where isOver(breach) {
      var reset = LimitReset(
        limit: breach.limit, account: breach.account, asset: breach.asset, mode: .active, at: now)
      after.note(reset)
      reset.mode = after.mode(in: breach.asset)
      conclusions.append(.limitReset(reset))
    }
    if !state.halts.isEmpty, after.halts.isEmpty {
      conclusions.append(.tradingResumed(TradingResumed(at: now)))
    }
    return conclusions
  }
}

extension Risk.Breach {
  fileprivate func isOver(at instant: Instant) -> Bool { until.map { $0 <= instant } ?? true }
}
