import Events
import Quantities

extension Ledger {
  /// So long the venue's balance may differ before the difference goes into suspense: a fill may
  /// be on its way.
  static let patience = Interval.seconds(60)
}

extension Ledger.Batch {
  /// Whether the venue has what the facts explain.
  ///
  /// A difference is said at once. When the same difference stands for a minute, the residue is
  /// booked: the balance is then the venue's, and suspense says how much of it nothing explains.
  /// When the facts explain it after all, suspense is emptied again.
  mutating func compare(_ report: BalanceReported) {
    let account = state.named(report.account)
    let residue = state.residue(in: report.asset, of: account)
    let explained = state.wallet(of: report.asset, in: account) - residue
    let missing = report.amount - explained
    let violation = Ledger.Violation(
      law: .venueBalance, account: account, asset: report.asset, expected: explained.value,
      actual: report.amount.value)
    let known = state.differences.first { $0.id == violation.id }
    guard !missing.isZero else {
      settle(residue: .zero, of: report, was: residue)
      if let known { clear(known) }
      return
    }
    if let known, known.actual - known.expected == missing.value {
      guard report.at - known.standing >= Ledger.patience else { return }
      settle(residue: missing, of: report, was: residue)
    } else {
      find(violation)
    }
  }

  private mutating func settle(residue: Money, of report: BalanceReported, was before: Money) {
    guard residue != before else { return }
    let account = state.named(report.account)
    var draft = Ledger.Draft(
      Identifier(
        of: "entry", "residue", account.description, report.asset.description,
        String(report.at.nanoseconds)),
      .residue, of: account, at: report.at)
    draft.post(.available, report.asset, residue - before)
    draft.post(.suspense, report.asset, before - residue)
    post(draft)
    touch(report.asset, in: account)
  }
}
