import Events
import Quantities

extension Ledger {
  /// A run of answers, each of which the next already takes into account; checked at its end.
  struct Batch {
    private(set) var state: State
    private(set) var said: [Conclusion] = []
    private var marks: [(account: Name, asset: Name)] = []
    let at: Instant

    init(_ state: State) {
      self.state = state
      at = state.applied
    }

    mutating func say(_ conclusion: Conclusion) {
      said.append(conclusion)
      Ledger.evolve(&state, with: conclusion)
    }

    /// Posts an entry; one without legs is none.
    mutating func post(_ draft: Draft) {
      var draft = draft
      for (asset, sum) in draft.balance() {
        find(
          Violation(
            law: .postings, account: draft.entry.account, asset: asset, about: draft.entry.entry,
            expected: .zero, actual: sum.value))
      }
      if !draft.entry.postings.isEmpty { say(.entryPosted(draft.entry)) }
    }

    /// Remembers that an account is worth something else in an asset.
    mutating func touch(_ asset: Name, in account: Name) {
      if !marks.contains(where: { $0.asset == asset && $0.account == account }) {
        marks.append((account, asset))
      }
    }

    /// Marks what was touched, and says which laws do not hold any more and which do again.
    consuming func finish() -> [Conclusion] {
      for mark in marks {
        say(.equityMarked(state.mark(of: mark.asset, in: mark.account, at: at)))
      }
      review()
      return said
    }
  }
}

extension Ledger.Batch {
  /// Says of every law that does not hold what has not been said, and of every one that does
  /// again that it is so.
  private mutating func review() {
    let violations = Ledger.invariants(of: state)
    if violations.isEmpty, state.differences.isEmpty { return }
    for violation in violations { find(violation) }
    for difference in state.differences where Ledger.Law(difference.what)?.isStanding ?? false {
      if !violations.contains(where: { $0.id == difference.id }) { clear(difference) }
    }
  }

  /// Says what differs, unless it has been said as it is.
  mutating func find(_ violation: Ledger.Violation) {
    let amount = violation.actual - violation.expected
    let known = state.differences.contains {
      $0.id == violation.id && $0.actual - $0.expected == amount
    }
    guard !known else { return }
    say(
      .discrepancyFound(
        DiscrepancyFound(
          discrepancy: violation.id, what: violation.law.name, account: violation.account,
          asset: violation.asset, about: violation.about, expected: violation.expected,
          actual: violation.actual, at: at)))
  }

  mutating func clear(_ difference: Ledger.Difference) {
    say(
      .discrepancyCleared(
        DiscrepancyCleared(
          discrepancy: difference.id, what: difference.what, account: difference.account,
          asset: difference.asset, about: difference.about, since: difference.since, at: at)))
  }
}
