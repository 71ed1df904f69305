import Events
import Quantities

extension Risk {
  /// The limits of the day that a mark hits; losing exactly the limit counts.
  static func breaches(by mark: EquityMarked, in state: State) -> [Conclusion] {
    guard mark.account == state.account, let configuration = state.configuration,
      let book = state.book(of: mark.asset), book.base.isPositive, !book.profitOfDay.isPositive
    else { return [] }
    let until = state.midnight ?? mark.at.startOfDay + .days(1)
    func breach(of limit: LimitKind, at fraction: Ratio) -> LimitBreached? {
      let loss = -book.profitOfDay
      let allowed = book.base.multiplied(by: fraction, rounding: .floor)
      guard loss >= allowed, state.breach(of: limit, in: book.asset) == nil else { return nil }
      return LimitBreached(
        limit: limit, account: book.account, asset: book.asset, value: loss, allowed: allowed,
        at: mark.at, until: until)
    }
    var conclusions: [Conclusion] = []
    if let breach = breach(of: .dailyLoss, at: configuration.dailyLoss) {
      conclusions.append(.limitBreached(breach))
    }
    if let breach = breach(of: .dailyFlatten, at: configuration.dailyFlatten) {
      conclusions.append(.limitBreached(breach))
      conclusions.append(
        .tradingHalted(TradingHalted(reason: .dailyFlatten, flatten: true, at: mark.at)))
    }
    return conclusions
  }

  /// The limits whose day is over; with the last that closed everything, trading goes on.
  static func resets(in state: State) -> [Conclusion] {
    guard !state.breaches.isEmpty, let now = state.now else { return [] }
    var after = state
    var conclusions: [Conclusion] = []
    for breach in state.breaches where breach.until <= now {
      let reset = LimitReset(
        limit: breach.limit, account: breach.account, asset: breach.asset, at: now)
      conclusions.append(.limitReset(reset))
      after.note(reset)
    }
    if !state.halts.isEmpty, after.halts.isEmpty {
      conclusions.append(.tradingResumed(TradingResumed(at: now)))
    }
    return conclusions
  }

  /// A halt for a reason that does not hold yet.
  static func halt(for reason: HaltReason, in state: State) -> [Conclusion] {
    guard !state.halts.contains(reason) else { return [] }
    return [
      .tradingHalted(TradingHalted(reason: reason, flatten: false, at: state.now ?? .epoch))
    ]
  }

  /// A person's word ends every halt but the day's loss, which lasts until the next UTC day.
  static func resumption(in state: State) -> [Conclusion] {
    guard !state.halts.isEmpty, !state.halts.contains(.dailyFlatten) else { return [] }
    return [.tradingResumed(TradingResumed(at: state.now ?? .epoch))]
  }
}
