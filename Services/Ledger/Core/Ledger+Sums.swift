public import Events
public import Quantities

extension Ledger.State {
  /// The amount of one account of the double entry.
  public func balance(of kind: AccountKind, in asset: Name, of account: Name) -> Money {
    balances.first { $0.asset == asset && $0.kind == kind && $0.account == account }?.amount
      ?? .zero
  }

  /// What is owned of an asset: free, held back, or tied up at cost in spot holdings.
  public func balance(of asset: Name, in account: Name) -> Money {
    let free = balance(of: .available, in: asset, of: account)
    let held = balance(of: .hold, in: asset, of: account)
    let tied = sum(in: asset, of: account) {
      $0.kind == .spot ? balance(of: .position, in: asset, of: $0.instrument) : .zero
    }
    return free + held + tied
  }

  /// Open profit and loss in an asset at the last prices.
  public func unrealised(in asset: Name, of account: Name) -> Money {
    guard openPositions > 0 else { return .zero }
    return sum(in: asset, of: account) { $0.unrealised }
  }

  /// Profit taken in an asset so far, before fees.
  public func realised(in asset: Name, of account: Name) -> Money {
    sum(in: asset, of: account) { $0.position.realised }
  }

  /// What the account is worth in an asset at the last prices.
  public func equity(in asset: Name, of account: Name) -> Money {
    balance(of: asset, in: account) + unrealised(in: asset, of: account)
  }

  /// Adds up the instruments that are quoted in an asset; only the trading account has any.
  func sum(
    in asset: Name, of account: Name, _ amount: (Ledger.Holding) -> Money
  ) -> Money {
    guard account == self.account else { return .zero }
    return holdings.reduce(Money.zero) { $1.quote == asset ? $0 + amount($1) : $0 }
  }

  func holding(of instrument: Name) -> Ledger.Holding? {
    holdings.first { $0.instrument == instrument }
  }

  func index(of instrument: Name) -> Int? {
    holdings.firstIndex { $0.instrument == instrument }
  }

  func book(of asset: Name, in account: Name) -> Ledger.Book? {
    books.first { $0.asset == asset && $0.account == account }
  }
}
