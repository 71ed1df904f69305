public import Events
public import Quantities

extension Ledger {
  /// What must hold at every step; the raw value is the text in the log.
  public enum Law: String, Sendable, CaseIterable {
    /// The postings of every asset sum to zero.
    case postings = "L1-postings"
    /// Spot is never sold short, nor bought with money that is not there.
    case spot = "L2-spot"
    /// A position is the sum of its fills, in its own account and in the entries.
    case position = "L4-position"
    /// The fills of an order add up to what the venue says is filled.
    case orderFills = "L5-order-fills"
    /// Equity is deposits, less fees, with every fill at its price and what it left at the last.
    case equity = "L6-equity"
    /// Deposits, profit and fees explain a balance.
    case explained = "L7-explained"
    /// The account of the fees holds what the fills say was paid.
    case fees = "L7-fees"
    /// The account of the profit has given what the positions say was taken.
    case profit = "L7-profit"
    /// The venue's balance is the ledger's.
    case venueBalance = "L8-venue-balance"
    /// What is filled has been listed.
    case listed = "listed"

    public var name: Name {
      guard let name = Name(rawValue) else { preconditionFailure("a law's name is short") }
      return name
    }
  }

  /// A law that does not hold, for one asset (or instrument) of an account.
  public struct Violation: Sendable, Hashable {
    public let law: Law
    public let account: Name
    public let asset: Name
    public let expected: FixedPoint
    public let actual: FixedPoint
  }

  /// Every violation of the laws that a state shows by itself: L1, L2, L4, L6 and L7.
  public static func invariants(of state: State) -> [Violation] {
    state.unbalancedAssets() + state.holdings.flatMap(state.violations)
      + state.books.flatMap(state.violations)
  }
}

extension Ledger.State {
  fileprivate func unbalancedAssets() -> [Ledger.Violation] {
    var sums: [(asset: Name, sum: Money)] = []
    for balance in balances {
      if let index = sums.firstIndex(where: { $0.asset == balance.asset }) {
        sums[index].sum += balance.amount
      } else {
        sums.append((balance.asset, balance.amount))
      }
    }
    return sums.compactMap {
      violation(of: .postings, account: account, $0.asset, expected: 0, actual: $0.sum.value)
    }
  }

  fileprivate func violations(of holding: Ledger.Holding) -> [Ledger.Violation] {
    let position = holding.position
    let name = holding.instrument
    let booked = balance(of: .position, in: holding.base, of: name).value
    var laws = [
      violation(
        of: .position, account: account, name, expected: holding.filled.value,
        actual: position.quantity.value),
      violation(
        of: .position, account: name, holding.base, expected: holding.filled.value, actual: booked),
    ]
    if holding.kind == .spot {
      let cost = balance(of: .position, in: holding.quote, of: name).value
      let free = balance(of: .available, in: holding.quote, of: account).value
      laws += [
        violation(
          of: .position, account: name, holding.quote, expected: position.cost.value, actual: cost),
        violation(
          of: .spot, account: account, name, expected: max(0, position.quantity.value),
          actual: position.quantity.value),
        violation(
          of: .spot, account: account, holding.quote, expected: max(0, free), actual: free),
      ]
    }
    return laws.compactMap { $0 }
  }

  fileprivate func violations(of book: Ledger.Book) -> [Ledger.Violation] {
    let held = sum(in: book.asset, of: book.account) { holding in
      holding.price.map { $0 * holding.filled } ?? .zero
    }
    let realised = realised(in: book.asset, of: book.account)
    let worth = book.deposits + book.proceeds - book.fees + held
    return [
      violation(
        of: .equity, account: book.account, book.asset, expected: worth.value,
        actual: equity(in: book.asset, of: book.account).value),
      violation(
        of: .explained, account: book.account, book.asset,
        expected: (book.deposits + realised - book.fees).value,
        actual: balance(of: book.asset, in: book.account).value),
      violation(
        of: .fees, account: book.account, book.asset, expected: book.fees.value,
        actual: balance(of: .fee, in: book.asset, of: book.account).value),
      violation(
        of: .profit, account: book.account, book.asset, expected: realised.value,
        actual: -balance(of: .profit, in: book.asset, of: book.account).value),
    ].compactMap { $0 }
  }

  private func violation(
    of law: Ledger.Law, account: Name, _ asset: Name, expected: FixedPoint, actual: FixedPoint
  ) -> Ledger.Violation? {
    guard expected != actual else { return nil }
    return Ledger.Violation(
      law: law, account: account, asset: asset, expected: expected, actual: actual)
  }
}
