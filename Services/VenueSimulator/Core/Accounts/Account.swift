internal import Events
public import PaperVenue
public import Quantities

/// What a key allows.
public enum Permission: String, Sendable, Hashable, CaseIterable {
  case read, trade, withdraw
}

/// A key to an account.
public struct APIKey: Sendable, Hashable {
  public let key: String
  public let secret: String
  public let permissions: [Permission]

  public init(key: String, secret: String, permissions: [Permission] = [.read, .trade]) {
    self.key = key
    self.secret = secret
    self.permissions = permissions
  }
}

/// How an account puts up margin for its contracts.
public enum MarginMode: String, Sendable, Hashable {
  case isolated = "ISOLATED_MARGIN"
  case regular = "REGULAR_MARGIN"
  case portfolio = "PORTFOLIO_MARGIN"
}

/// A trader at the venue.
public struct Account: Sendable {
  /// The venue's number of it.
  public let uid: Int
  public let key: APIKey
  /// The matching engine, which keeps the account's orders and coins.
  public internal(set) var engine: PaperVenue.State
  public internal(set) var marginMode = MarginMode.regular
  /// For each instrument.
  public internal(set) var leverage: [Ratio]
  public internal(set) var isHedged: [Bool]
  public internal(set) var positions: [Position] = []
  /// All that is remembered, the oldest first.
  public internal(set) var orders: [Order] = []
  public internal(set) var executions: [Execution] = []
  /// The coins that were ever held, in order.
  public internal(set) var coins: [String]
  /// The number of the first order that is remembered.
  private var firstOrder = 0

  /// Closed orders and executions that are remembered.
  static let memory = 20_000

  init(
    uid: Int, key: APIKey, engine: PaperVenue.State, instruments: [Instrument],
    coins: [String]
  ) {
    self.uid = uid
    self.key = key
    self.engine = engine
    leverage = instruments.map { min($0.maximumLeverage, 10) }
    isHedged = instruments.map { _ in false }
    self.coins = coins
  }

  /// What is in the wallet of a coin; profit that is not taken yet does not count.
  public func wallet(of coin: String) -> Money {
    guard let name = Name(coin) else { return .zero }
    return engine.cash(of: name) + engine.openCost(in: name)
  }

  public var openOrders: [Order] { orders.filter { $0.status.isOpen } }

  /// The number of the next order.
  var nextNumber: Int { firstOrder + orders.count }

  subscript(number: Int) -> Order {
    get { orders[number - firstOrder] }
    set { orders[number - firstOrder] = newValue }
  }

  mutating func append(_ order: Order) {
    orders.append(order)
    if orders.count > Self.memory + 4_096 { forget() }
  }

  /// Takes back the last order, which was refused.
  mutating func removeLast() { orders.removeLast() }

  /// Forgets what was closed at the beginning.
  private mutating func forget() {
    let old = orders.prefix(4_096).prefix { !$0.status.isOpen }
    firstOrder += old.count
    orders.removeFirst(old.count)
  }

  mutating func note(_ execution: Execution) {
    executions.append(execution)
    if executions.count > Self.memory + 4_096 { executions.removeFirst(4_096) }
  }

  /// The number of an order by the venue's name of it, or the trader's; the latest counts.
  public func number(id: String, link: String) -> Int? {
    let place = orders.lastIndex { id.isEmpty ? $0.link == link : $0.id == id }
    return place.map { $0 + firstOrder }
  }

  func place(of instrument: Int, _ index: Int) -> Int? {
    positions.firstIndex { $0.instrument == instrument && $0.index == index }
  }

  public func position(of instrument: Int, _ index: Int) -> Position? {
    place(of: instrument, index).map { positions[$0] }
  }

  /// A position in which nothing is.
  public func emptyPosition(of instrument: Int, _ index: Int) -> Position {
    Position(instrument: instrument, index: index, createdAt: .epoch, updatedAt: .epoch)
  }
}
