import Events
import Quantities

extension Ledger.State {
  /// Begins an input: nothing is due, and it is at least this late.
  mutating func begin(at instant: Instant? = nil) {
    if !due.isEmpty { due = Ledger.Due() }
    if let instant, instant > applied { applied = instant }
  }

  mutating func note(_ tick: ClockTicked) {
    begin(at: tick.at)
    if let midnight, tick.at < midnight {
      if endedDay != nil { endedDay = nil }
      return
    }
    endedDay = midnight.map { $0 - .days(1) }
    midnight = tick.at.startOfDay + .days(1)
    lots.removeAll { $0.lapsesAt.map { $0 < tick.at } ?? false }
  }

  mutating func note(_ applied: ConfigurationApplied) {
    begin()
    account = applied.configuration.paper.account
    feeRate = max(applied.configuration.paper.makerFee, applied.configuration.paper.takerFee, .zero)
  }

  /// Fills that came before the instrument was listed are taken now.
  mutating func note(_ listing: InstrumentListed) {
    begin()
    rates.note(listing)
    guard !waiting.isEmpty else { return }
    let fills = waiting.filter { $0.instrument == listing.instrument }
    waiting.removeAll { $0.instrument == listing.instrument }
    for fill in fills { take(fill) }
  }

  mutating func note(_ report: BalanceReported) {
    begin(at: report.at)
    guard report.occasion != nil else { return }
    withBook(of: report.asset, in: named(report.account)) {
      $0.deposits += report.change
      $0.numbered += 1
    }
  }

  /// Changes a book, opening it when it is the first of its asset.
  mutating func withBook(
    of asset: Name, in account: Name, _ change: (inout Ledger.Book) -> Void
  ) {
    if let index = books.firstIndex(where: { $0.asset == asset && $0.account == account }) {
      change(&books[index])
    } else {
      var book = Ledger.Book(account: account, asset: asset)
      change(&book)
      books.append(book)
    }
  }

  /// The place of a holding, which begins to be one when it is not yet; nil when unlisted.
  mutating func hold(_ instrument: Name, in account: Name) -> Int? {
    if let index = index(of: instrument, in: account) { return index }
    guard let place = rates.index(of: instrument) else { return nil }
    let listing = rates.listings[place]
    holdings.append(
      Ledger.Holding(
        account: account, instrument: instrument, base: listing.base, quote: listing.quote,
        kind: listing.kind, listing: place))
    return holdings.count - 1
  }
}

extension BalanceReported {
  /// What the report adds to what was deposited; a snapshot adds nothing.
  var change: Money {
    switch kind {
    case .deposit, .transferIn: amount.magnitude
    case .withdrawal, .transferOut: -amount.magnitude
    case .snapshot: .zero
    }
  }

  /// What is booked; nothing for a snapshot.
  var occasion: EntryOccasion? {
    switch kind {
    case .deposit: .deposit
    case .withdrawal: .withdrawal
    case .transferIn, .transferOut: .transfer
    case .snapshot: nil
    }
  }
}
