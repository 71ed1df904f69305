import Events
import Quantities

extension Ledger {
  /// Says of every law that does not hold after an entry what has not been said yet.
  static func violations(of state: State, at instant: Instant) -> [Conclusion] {
    let found = invariants(of: state).map {
      DiscrepancyFound(
        account: $0.account, asset: $0.asset, what: $0.law.name, expected: $0.expected,
        actual: $0.actual, at: instant)
    }
    return news(found, in: state)
  }

  /// Whether what the venue says is filled of an order is what its fills add up to.
  static func mismatches(
    of order: Identifier, at instant: Instant, in state: State
  ) -> [Conclusion] {
    guard let progress = state.orders.first(where: { $0.order == order }),
      progress.filled != progress.stated
    else { return [] }
    return [
      .discrepancyFound(
        DiscrepancyFound(
          account: state.account, asset: progress.instrument, what: Law.orderFills.name,
          expected: progress.stated.value, actual: progress.filled.value, at: instant))
    ]
  }

  /// Whether the venue's balance is the ledger's.
  static func comparison(with report: BalanceReported, in state: State) -> [Conclusion] {
    let balance = state.balance(of: report.asset, in: report.account)
    guard balance != report.amount else { return [] }
    let found = DiscrepancyFound(
      account: report.account, asset: report.asset, what: Law.venueBalance.name,
      expected: balance.value, actual: report.amount.value, at: report.at)
    return news([found], in: state)
  }

  static func news(_ found: [DiscrepancyFound], in state: State) -> [Conclusion] {
    found.filter { !state.differences.contains($0.difference) }.map { .discrepancyFound($0) }
  }
}
