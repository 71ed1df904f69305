public import Events
public import Quantities

extension Risk {
  /// A looser limit that does not hold yet.
  public struct ScheduledChange: Sendable, Codable, Equatable {
    public let limit: RiskLimit
    public let to: FixedPoint
    public let effectiveAt: Instant
  }
}

extension Risk.State {
  /// What is no limit is taken over at once; the limits are changed by what `changes` says.
  mutating func note(_ applied: ConfigurationApplied) {
    account = applied.configuration.paper.account
    mode = applied.configuration.paper.mode
    guard var limits = configuration else {
      configuration = applied.configuration.risk
      return
    }
    limits.profile = applied.configuration.risk.profile
    limits.flattenOnDailyLoss = applied.configuration.risk.flattenOnDailyLoss
    limits.flattenOnDrawdown = applied.configuration.risk.flattenOnDrawdown
    limits.flattenOnKill = applied.configuration.risk.flattenOnKill
    limits.flattenOnRequest = applied.configuration.risk.flattenOnRequest
    limits.approvalLife = applied.configuration.risk.approvalLife
    configuration = limits
  }

  mutating func note(_ change: LimitChangeScheduled) {
    scheduled.removeAll { $0.limit == change.limit }
    scheduled.append(
      Risk.ScheduledChange(
        limit: change.limit, to: change.to, effectiveAt: change.effectiveAt))
  }

  mutating func note(_ change: LimitChanged) {
    scheduled.removeAll { $0.limit == change.limit }
    if var limits = configuration {
      change.limit.set(change.to, in: &limits)
      configuration = limits
    }
  }
}

extension Risk {
  /// How the limits in force become those that are wanted: what is tighter at once, what is looser
  /// after the delay; a change that waited and is no longer wanted is taken back.
  static func changes(to wanted: RiskConfiguration, in state: State) -> [Conclusion] {
    guard let inForce = state.configuration else { return [] }
    let now = state.now ?? .epoch
    return RiskLimit.allCases.compactMap { limit in
      let (from, to) = (limit.value(in: inForce), limit.value(in: wanted))
      let waiting = state.scheduled.first { $0.limit == limit }
      if limit.isLooser(to, than: from) {
        guard waiting?.to != to else { return nil }
        return .limitChangeScheduled(
          LimitChangeScheduled(
            limit: limit, from: from, to: to, at: now, effectiveAt: now + inForce.looseningDelay))
      }
      guard from != to || waiting != nil else { return nil }
      return .limitChanged(LimitChanged(limit: limit, from: from, to: to, at: now))
    }
  }

  /// The looser limits whose time has come.
  static func changesDue(in state: State) -> [Conclusion] {
    guard !state.scheduled.isEmpty, let now = state.now, let inForce = state.configuration else {
      return []
    }
    return state.scheduled.filter { $0.effectiveAt <= now }.map { change in
      .limitChanged(
        LimitChanged(
          limit: change.limit, from: change.limit.value(in: inForce), to: change.to, at: now))
    }
  }
}
