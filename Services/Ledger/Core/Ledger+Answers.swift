import Events
import Quantities

extension Ledger.State {
  mutating func note(_ entry: EntryPosted) {
    for posting in entry.postings { note(posting) }
  }

  private mutating func note(_ posting: Posting) {
    let place = balances.firstIndex {
      $0.asset == posting.asset && $0.kind == posting.kind && $0.account == posting.account
    }
    if let place {
      balances[place].amount += posting.amount
    } else {
      balances.append(
        Ledger.Balance(
          account: posting.account, kind: posting.kind, asset: posting.asset,
          amount: posting.amount))
    }
  }

  mutating func note(_ changed: PositionChanged) {
    guard let index = index(of: changed.instrument) else { return }
    holdings[index].position.quantity = changed.quantity
    holdings[index].position.cost = changed.cost
    holdings[index].position.realised = changed.realised
    holdings[index].position.fees = changed.fees
    openPositions = holdings.count { !$0.position.isFlat }
  }

  /// The end of one day is the beginning of the next.
  mutating func note(_ day: DayClosed) {
    guard
      let index = books.firstIndex(where: { $0.asset == day.asset && $0.account == day.account })
    else { return }
    books[index].opening = Ledger.Opening(
      equity: day.closing, deposits: books[index].deposits,
      realised: realised(in: day.asset, of: day.account), fees: books[index].fees)
    books[index].trades = 0
  }

  /// What an order's fills do not add up to is over once it is said; all else may last.
  mutating func note(_ found: DiscrepancyFound) {
    guard found.what != Ledger.Law.orderFills.name else { return }
    differences.removeAll {
      $0.what == found.what && $0.asset == found.asset && $0.account == found.account
    }
    differences.append(found.difference)
  }
}

extension DiscrepancyFound {
  var difference: Ledger.Difference {
    Ledger.Difference(account: account, asset: asset, what: what, amount: actual - expected)
  }
}
