public import Events
import Quantities

extension Risk {
  /// Two accounts of the same thing that differ.
  public struct Discrepancy: Sendable, Codable, Equatable {
    public let id: Identifier
    /// Or an instrument; empty for all of the account.
    public let asset: Name
  }
}

// What is not as the log says holds back what it concerns, and nothing else.
extension Risk.State {
  mutating func note(_ diverged: InstrumentDiverged) { diverge(diverged.instrument) }

  /// The instrument is held back; when the venue knows what was never sent, everything is.
  mutating func noteDivergence(_ trade: TradeDiverged) {
    note(trade)
    diverge(trade.instrument)
  }

  private mutating func diverge(_ instrument: Name) {
    if !diverged.contains(instrument) { diverged.append(instrument) }
  }

  mutating func note(_ reconciled: InstrumentReconciled) {
    diverged.removeAll { $0 == reconciled.instrument }
  }

  mutating func note(_ found: DiscrepancyFound) {
    guard found.account == account, !discrepancies.contains(where: { $0.id == found.discrepancy })
    else { return }
    discrepancies.append(Risk.Discrepancy(id: found.discrepancy, asset: found.asset))
  }

  mutating func note(_ cleared: DiscrepancyCleared) {
    discrepancies.removeAll { $0.id == cleared.discrepancy }
  }

  /// The discrepancy that concerns an instrument: its own, of its asset, or of all.
  func discrepancy(of instrument: Name) -> Risk.Breach? {
    let asset = listing(of: instrument)?.asset
    return breaches.first {
      $0.limit == .discrepancy && $0.account == account
        && ($0.asset == instrument || $0.asset == asset || $0.asset.isEmpty)
    }
  }

  func checkAccord(of instrument: Name) throws(Refusal) {
    if diverged.contains(instrument) { throw Refusal(.diverged, value: 1, limit: 0) }
    guard let breach = discrepancy(of: instrument) else { return }
    throw Refusal(.discrepancy, value: breach.value, limit: breach.allowed)
  }
}

extension Risk {
  /// Only what was never sent and is there all the same stops everything.
  static func halt(after trade: TradeDiverged, in state: State) -> [Conclusion] {
    switch trade.cause {
    case .unsent:
      halt(for: .diverged, flatten: state.configuration?.flattenOnKill ?? false, in: state)
    case .contradiction, .stuck, .stray: []
    }
  }

  /// The first of the discrepancies of an asset is said to hold it back.
  static func breach(by found: DiscrepancyFound, in state: State) -> [Conclusion] {
    guard found.account == state.account, state.breach(of: .discrepancy, in: found.asset) == nil
    else { return [] }
    return [
      .limitBreached(
        LimitBreached(
          limit: .discrepancy, account: found.account, asset: found.asset, value: found.actual,
          allowed: found.expected, mode: max(state.mode(in: found.asset), .reducing),
          at: state.now ?? found.at))
    ]
  }

  /// The last of them releases it.
  static func reset(by cleared: DiscrepancyCleared, in state: State) -> [Conclusion] {
    guard cleared.account == state.account,
      state.breach(of: .discrepancy, in: cleared.asset) != nil,
      !state.discrepancies.contains(where: { $0.asset == cleared.asset })
    else { return [] }
    var after = state
    var reset = LimitReset(
      limit: .discrepancy, account: cleared.account, asset: cleared.asset, mode: .active,
      at: state.now ?? cleared.at)
    after.note(reset)
    reset.mode = after.mode(in: cleared.asset)
    return [.limitReset(reset)]
  }
}
