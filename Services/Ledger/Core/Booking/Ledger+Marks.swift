import Events
import Quantities

extension Ledger.State {
  /// What the account is worth in an asset at the last prices.
  func mark(of asset: Name, in account: Name, at instant: Instant) -> EquityMarked {
    let balance = balance(of: asset, in: account)
    let unrealised = unrealised(in: asset, of: account)
    return EquityMarked(
      account: account, asset: asset, balance: balance, unrealised: unrealised,
      equity: balance + unrealised, deposits: book(of: asset, in: account)?.deposits ?? .zero,
      at: instant)
  }
}

extension Ledger {
  /// Equity at a candle of the finest time frame, of each account with a position in it.
  static func marks(by close: Close, in state: State) -> [Conclusion] {
    guard let place = state.rates.index(of: close.instrument),
      state.rates.listings[place].finest == close.timeFrame
    else { return [] }
    var marks: [Conclusion] = []
    for index in state.holdings.indices
    where state.holdings[index].listing == place && state.holdings[index].isOpen {
      marks.append(
        .equityMarked(
          state.mark(
            of: state.holdings[index].quote, in: state.holdings[index].account, at: close.at)))
    }
    return marks
  }

  /// The books of the UTC day that ended with this tick, at the last prices before it.
  ///
  /// Days without a single tick have no books of their own.
  static func closings(in state: State) -> [Conclusion] {
    guard let day = state.endedDay else { return [] }
    var batch = Batch(state)
    for book in state.books { batch.say(.dayClosed(state.closing(of: book, day))) }
    return batch.finish()
  }
}

extension Ledger.State {
  /// Where a book stands now.
  func standing(of book: Ledger.Book) -> Ledger.Opening {
    Ledger.Opening(
      equity: equity(in: book.asset, of: book.account), deposits: book.deposits,
      realised: realised(in: book.asset, of: book.account),
      unrealised: unrealised(in: book.asset, of: book.account), fees: book.fees,
      funding: book.funding, residue: residue(in: book.asset, of: book.account))
  }

  func closing(of book: Ledger.Book, _ day: Instant) -> DayClosed {
    let (now, then) = (standing(of: book), book.opening)
    return DayClosed(
      account: book.account, asset: book.asset, day: day, opening: then.equity,
      closing: now.equity, deposits: now.deposits - then.deposits,
      realised: now.realised - then.realised, unrealised: now.unrealised - then.unrealised,
      fees: now.fees - then.fees, funding: now.funding - then.funding,
      residue: now.residue - then.residue, trades: book.trades)
  }
}
