import Events
import Quantities

extension Ledger {
  /// An entry in the making. It leaves balanced, whatever was put into it: what is missing on one
  /// side goes to suspense, and is said.
  struct Draft {
    private(set) var entry: EntryPosted

    init(
      _ entry: Identifier, _ occasion: EntryOccasion, of account: Name, on instrument: Name? = nil,
      at instant: Instant
    ) {
      self.entry = EntryPosted(
        entry: entry, occasion: occasion, account: account, instrument: instrument, postings: [],
        at: instant)
      self.entry.postings.reserveCapacity(8)
    }

    /// Says whose trade it is.
    mutating func attribute(trade: Identifier?, setup: Identifier?, strategy: Name) {
      entry.trade = trade == .zero ? nil : trade
      entry.setup = setup == .zero ? nil : setup
      entry.strategy = strategy.isEmpty ? nil : strategy
    }

    /// Adds a leg; one of zero is left out.
    mutating func post(
      _ kind: AccountKind, _ asset: Name, _ amount: Money, on instrument: Name? = nil
    ) {
      guard !amount.isZero else { return }
      entry.postings.append(
        Posting(
          account: entry.account, instrument: instrument, kind: kind, asset: asset, amount: amount))
    }

    /// Puts what the legs do not add up to into suspense; returns it by asset.
    mutating func balance() -> [(asset: Name, sum: Money)] {
      var sums: [(asset: Name, sum: Money)] = []
      for posting in entry.postings {
        if let index = sums.firstIndex(where: { $0.asset == posting.asset }) {
          sums[index].sum += posting.amount
        } else {
          sums.append((posting.asset, posting.amount))
        }
      }
      sums.removeAll { $0.sum.isZero }
      for (asset, sum) in sums { post(.suspense, asset, -sum) }
      return sums
    }
  }
}
