import Events
import Quantities

extension Ledger {
  /// Every violation of the laws that a state shows by itself: all but L8, which needs the
  /// venue's word, and L10, which needs a second state.
  public static func invariants(of state: State) -> [Violation] {
    var laws = Laws(state: state)
    laws.checkPostings()
    for index in state.holdings.indices { laws.check(state.holdings[index]) }
    for index in state.books.indices { laws.check(state.books[index]) }
    laws.checkHolds()
    laws.checkSpotOrders()
    for index in state.orders.indices { laws.check(state.orders[index]) }
    laws.checkWaiting()
    laws.checkDates()
    return laws.violations
  }
}

/// A reading of a state that collects what does not hold.
private struct Laws {
  let state: Ledger.State
  var violations: [Ledger.Violation] = []

  init(state: Ledger.State) { self.state = state }

  mutating func expect(
    _ law: Ledger.Law, _ account: Name, _ asset: Name, _ expected: FixedPoint,
    _ actual: FixedPoint, about: Identifier? = nil
  ) {
    guard expected != actual else { return }
    violations.append(
      Ledger.Violation(
        law: law, account: account, asset: asset, about: about, expected: expected,
        actual: actual))
  }

  mutating func expect(
    _ law: Ledger.Law, _ account: Name, _ asset: Name, _ expected: Money, _ actual: Money
  ) {
    expect(law, account, asset, expected.value, actual.value)
  }

  mutating func checkPostings() {
    var sums: [(asset: Name, sum: Money)] = []
    for balance in state.balances {
      let asset = balance.place.asset
      if let index = sums.firstIndex(where: { $0.asset == asset }) {
        sums[index].sum += balance.amount
      } else {
        sums.append((asset, balance.amount))
      }
    }
    for (asset, sum) in sums { expect(.postings, state.account, asset, .zero, sum) }
  }

  mutating func check(_ holding: Ledger.Holding) {
    let (account, name) = (holding.account, holding.instrument)
    expect(.position, account, name, holding.filled.value, holding.position.quantity.value)
    expect(
      .position, account, holding.base, holding.filled.value, state.ownedBase(of: holding).value)
    if holding.position.isFlat {
      expect(.position, account, holding.quote, .zero, holding.position.cost)
    }
    var (lots, cost) = (Quantity.zero, Money.zero)
    for index in state.lots.indices
    where state.lots[index].instrument == name && state.lots[index].account == account {
      let position = state.lots[index].position
      lots += position.quantity
      cost += position.cost
      if position.isFlat, !position.cost.isZero {
        expect(.position, account, name, .zero, position.cost.value, about: state.lots[index].trade)
      }
    }
    expect(.position, account, holding.quote, holding.cost, cost)
    expect(.position, account, name, holding.filled.value, lots.value)
    let tied = state.balance(of: .position, in: holding.quote, of: account, on: name)
    switch holding.kind {
    case .linear:
      expect(.position, account, holding.quote, holding.cost - holding.position.cost, tied)
    case .spot:
      expect(.position, account, holding.quote, holding.cost, tied)
      checkFree(holding.quote, in: account)
      checkFree(holding.base, in: account)
    }
    expect(.trades, account, name, holding.proceeds, holding.realised - holding.cost)
    expect(
      .trades, account, name, holding.proceeds,
      holding.position.realised - holding.position.cost)
    expect(
      .suspense, account, name, Money(holding.excess.value),
      -state.balance(of: .suspense, in: holding.base, of: account, on: name))
  }

  /// What is not held back: free, or owned by spot trades.
  mutating func checkFree(_ asset: Name, in account: Name) {
    var free = state.balance(of: .available, in: asset, of: account)
    for index in state.rates.listings.indices
    where state.rates.listings[index].kind == .spot && state.rates.listings[index].base == asset {
      let name = state.rates.listings[index].instrument
      free += state.balance(of: .position, in: asset, of: account, on: name)
    }
    let violation = Ledger.Violation(
      law: .available, account: account, asset: asset, expected: .zero, actual: free.value)
    if free.isNegative, !violations.contains(violation) { violations.append(violation) }
  }

  mutating func check(_ book: Ledger.Book) {
    let (account, asset) = (book.account, book.asset)
    let spent = book.fees + book.funding
    let residue = state.residue(in: asset, of: account)
    let realised = state.realised(in: asset, of: account)
    let held = state.sum(in: asset, of: account) { holding in
      state.rates.listings[holding.listing].price.map { $0 * holding.filled } ?? holding.cost
    }
    expect(
      .equity, account, asset, book.deposits + book.proceeds - spent + residue + held,
      state.equity(in: asset, of: account))
    expect(
      .explained, account, asset, book.deposits + realised - spent + residue,
      state.balance(of: asset, in: account))
    var (fees, funding, profit) = (Money.zero, Money.zero, Money.zero)
    for balance in state.balances
    where balance.place.account == account && balance.place.asset == asset {
      switch balance.place.kind {
      case .fee: fees += balance.amount
      case .funding: funding += balance.amount
      case .profit: profit -= balance.amount
      case .available, .hold, .position, .transfer, .suspense, .external: break
      }
    }
    expect(.fees, account, asset, book.fees, fees)
    expect(.funding, account, asset, book.funding, funding)
    expect(.profit, account, asset, realised, profit)
  }
}

extension Laws {
  /// L2 and L3 over every account that holds something back, or should.
  mutating func checkHolds() {
    var sums: [(place: Ledger.Place, sum: Money)] = []
    func add(_ amount: Money, _ place: Ledger.Place) {
      guard !amount.isZero else { return }
      if let index = sums.firstIndex(where: { $0.place == place }) {
        sums[index].sum += amount
      } else {
        sums.append((place, amount))
      }
    }
    for index in state.orders.indices where state.orders[index].rests {
      let order = state.orders[index]
      guard let listing = state.rates.listing(of: order.instrument) else { continue }
      let hold = order.hold(listing.kind)
      add(
        hold.quote, Ledger.Place(account: order.account, asset: listing.quote, kind: .hold))
      add(
        hold.base,
        Ledger.Place(
          account: order.account, instrument: order.instrument, asset: listing.base, kind: .hold))
    }
    for balance in state.balances where balance.place.kind == .hold {
      if balance.amount.isNegative {
        expect(.held, balance.place.account, balance.place.asset, .zero, balance.amount)
      }
      let expected = sums.first { $0.place == balance.place }?.sum ?? .zero
      expect(.hold, balance.place.account, balance.place.asset, expected, balance.amount)
      sums.removeAll { $0.place == balance.place }
    }
    for (place, sum) in sums { expect(.hold, place.account, place.asset, sum, .zero) }
  }

  /// L2 where an order rests on a spot market that nothing was traded on yet; in an account that
  /// money was ever stated of, for whose an order is, its first fill says for sure.
  mutating func checkSpotOrders() {
    for index in state.orders.indices where state.orders[index].rests {
      let order = state.orders[index]
      guard let listing = state.rates.listing(of: order.instrument), listing.kind == .spot,
        state.holding(of: order.instrument, in: order.account) == nil,
        state.book(of: listing.quote, in: order.account) != nil
      else { continue }
      checkFree(listing.quote, in: order.account)
      checkFree(listing.base, in: order.account)
    }
  }

  mutating func check(_ order: Ledger.Order) {
    if order.filled != order.stated {
      expect(
        .orderFills, order.account, order.instrument, order.stated.value, order.filled.value,
        about: order.order)
    }
    if let terms = order.terms, !order.excess.isZero {
      expect(
        .overfill, order.account, order.instrument, terms.quantity.value, order.filled.value,
        about: order.order)
    }
  }

  mutating func checkDates() {
    guard state.dated > state.applied else { return }
    // In whole nanoseconds; the first moment there is may be far away.
    let late = Int128(state.dated.nanoseconds) - Int128(state.applied.nanoseconds)
    expect(
      .dated, state.account, Name(), .zero, FixedPoint(mantissa: late * FixedPoint.one.mantissa))
  }

  mutating func checkWaiting() {
    for fill in state.waiting {
      expect(
        .listed, state.named(fill.account), fill.instrument, .zero, fill.quantity.magnitude.value,
        about: fill.fill)
    }
  }
}
