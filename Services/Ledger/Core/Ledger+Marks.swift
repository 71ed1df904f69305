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
  /// Equity at a candle of the finest time frame, while a position in its instrument is open.
  static func marks(by close: Close, in state: State) -> [Conclusion] {
    guard state.openPositions > 0, let holding = state.holding(of: close.instrument),
      !holding.position.isFlat, holding.finest == close.timeFrame
    else { return [] }
    return [
      .equityMarked(state.mark(of: holding.quote, in: state.account, at: close.at))
    ]
  }

  /// The books of the UTC day that ended with this tick, at the last prices before it.
  ///
  /// Days without a single tick have no books of their own.
  static func closings(in state: State) -> [Conclusion] {
    guard let day = state.endedDay else { return [] }
    return state.books.map { book in
      let realised = state.realised(in: book.asset, of: book.account)
      return .dayClosed(
        DayClosed(
          account: book.account, asset: book.asset, day: day, opening: book.opening.equity,
          closing: state.equity(in: book.asset, of: book.account),
          deposits: book.deposits - book.opening.deposits,
          realised: realised - book.opening.realised, fees: book.fees - book.opening.fees,
          trades: book.trades))
    }
  }
}
