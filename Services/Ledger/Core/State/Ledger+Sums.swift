public import Events
public import Quantities

extension Ledger.State {
  /// Where the account stands among the sorted ones, or would.
  func index(of place: Ledger.Place) -> (index: Int, isThere: Bool) {
    var (low, high) = (0, balances.count)
    while low < high {
      let middle = (low + high) / 2
      if balances[middle].place < place { low = middle + 1 } else { high = middle }
    }
    return (low, low < balances.count && balances[low].place == place)
  }

  /// The amount of one account of the double entry.
  public func balance(
    of kind: AccountKind, in asset: Name, of account: Name, on instrument: Name = Name()
  ) -> Money {
    let found = index(
      of: Ledger.Place(account: account, instrument: instrument, asset: asset, kind: kind))
    return found.isThere ? balances[found.index].amount : .zero
  }

  /// What is owned of an asset: free, held back, or tied up in positions at cost.
  public func balance(of asset: Name, in account: Name) -> Money {
    balance(of: .available, in: asset, of: account) + balance(of: .hold, in: asset, of: account)
      + sum(in: asset, of: account) {
        balance(of: .position, in: asset, of: account, on: $0.instrument)
      }
  }

  /// What the venue holds for the account of an asset: free, held back, or owned by spot trades.
  public func wallet(of asset: Name, in account: Name) -> Money {
    var sum =
      balance(of: .available, in: asset, of: account) + balance(of: .hold, in: asset, of: account)
    for holding in holdings
    where holding.kind == .spot && holding.base == asset && holding.account == account {
      sum += ownedBase(of: holding)
    }
    return sum
  }

  /// The base of a holding that entries have booked, held back or not.
  func ownedBase(of holding: Ledger.Holding) -> Money {
    balance(of: .position, in: holding.base, of: holding.account, on: holding.instrument)
      + balance(of: .hold, in: holding.base, of: holding.account, on: holding.instrument)
  }

  /// What the venue has of an asset and nothing explains.
  public func residue(in asset: Name, of account: Name) -> Money {
    -balance(of: .suspense, in: asset, of: account)
  }

  /// Open profit and loss in an asset at the last prices.
  public func unrealised(in asset: Name, of account: Name) -> Money {
    sum(in: asset, of: account) { unrealised(of: $0) }
  }

  /// Open profit and loss of a holding at the last price.
  public func unrealised(of holding: borrowing Ledger.Holding) -> Money {
    guard let price = rates.listings[holding.listing].price else { return .zero }
    return price * holding.position.quantity - holding.cost
  }

  /// Profit taken in an asset so far, before fees and funding.
  public func realised(in asset: Name, of account: Name) -> Money {
    sum(in: asset, of: account) { $0.realised }
  }

  /// What the account is worth in an asset at the last prices.
  public func equity(in asset: Name, of account: Name) -> Money {
    balance(of: asset, in: account) + unrealised(in: asset, of: account)
  }

  /// Adds up an account's holdings that are quoted in an asset.
  func sum(
    in asset: Name, of account: Name, _ amount: (borrowing Ledger.Holding) -> Money
  ) -> Money {
    var sum = Money.zero
    for index in holdings.indices
    where holdings[index].quote == asset && holdings[index].account == account {
      sum += amount(holdings[index])
    }
    return sum
  }

  func index(of instrument: Name, in account: Name) -> Int? {
    for index in holdings.indices
    where holdings[index].instrument == instrument && holdings[index].account == account {
      return index
    }
    return nil
  }

  /// What an account holds of an instrument, if it ever did.
  public func holding(of instrument: Name, in account: Name) -> Ledger.Holding? {
    index(of: instrument, in: account).map { holdings[$0] }
  }

  /// What the facts say about an asset of an account.
  public func book(of asset: Name, in account: Name) -> Ledger.Book? {
    books.first { $0.asset == asset && $0.account == account }
  }

  func index(ofOrder order: Identifier) -> Int? {
    orders.lastIndex { $0.order == order }
  }

  /// The account that a fact means.
  func named(_ account: Name) -> Name { account.isEmpty ? self.account : account }
}
