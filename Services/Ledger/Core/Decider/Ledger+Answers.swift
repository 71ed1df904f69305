import Events
import Quantities

extension Ledger.State {
  mutating func note(_ entry: EntryPosted) {
    for posting in entry.postings { note(posting) }
    dated = max(dated, entry.at)
    switch entry.occasion {
    case .hold, .residue:
      // Their names count them; the order is the last that was due.
      if let order = due.order, let index = index(ofOrder: order) { orders[index].holds += 1 }
    case .fill, .funding, .deposit, .withdrawal, .transfer: break
    }
  }

  private mutating func note(_ posting: Posting) {
    let place = Ledger.Place(posting)
    let found = index(of: place)
    if found.isThere {
      balances[found.index].amount += posting.amount
    } else {
      balances.insert(Ledger.Balance(place: place, amount: posting.amount), at: found.index)
    }
  }

  mutating func note(_ changed: PositionChanged) {
    guard let index = index(of: changed.instrument, in: changed.account) else { return }
    holdings[index].position.quantity = changed.quantity
    holdings[index].position.cost = changed.cost
    holdings[index].position.realised = changed.realised
    holdings[index].position.fees = changed.fees
  }

  /// The end of one day is the beginning of the next.
  mutating func note(_ day: DayClosed) {
    guard
      let index = books.firstIndex(where: { $0.asset == day.asset && $0.account == day.account })
    else { return }
    books[index].opening = standing(of: books[index])
    books[index].trades = 0
  }

  /// What stands is remembered until it is cleared; the rest is over once it is said.
  mutating func note(_ found: DiscrepancyFound) {
    guard let law = Ledger.Law(found.what), law.isLasting else { return }
    let known = differences.firstIndex { $0.id == found.discrepancy }
    let difference = Ledger.Difference(
      id: found.discrepancy, what: found.what, account: found.account, asset: found.asset,
      about: found.about, expected: found.expected, actual: found.actual,
      since: known.map { differences[$0].since } ?? found.at, standing: found.at)
    if let known { differences[known] = difference } else { differences.append(difference) }
  }

  mutating func note(_ cleared: DiscrepancyCleared) {
    differences.removeAll { $0.id == cleared.discrepancy }
  }
}
