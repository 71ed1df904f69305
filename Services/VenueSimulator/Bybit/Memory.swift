import Quantities
import VenueSimulatorCore

/// What orders, executions and positions were a while ago, for queries that lag.
struct Memory: Sendable {
  private var orders: [(at: Instant, account: Int, order: Order)] = []
  private var positions: [(at: Instant, account: Int, position: Position)] = []
  /// What wallets held, from the first time that somebody asked.
  private var wallets: [(at: Instant, account: Int, wallet: JSONTree)] = []
  private static let length: Interval = .seconds(120)

  mutating func note(_ happenings: [Happening], _ exchange: Exchange) {
    for happening in happenings {
      switch happening {
      case .order(let account, let order): orders.append((exchange.now, account, order))
      case .position(let account, let instrument, let index):
        guard let position = exchange.accounts[account].position(of: instrument, index) else {
          continue
        }
        positions.append((exchange.now, account, position))
      case .wallet(let account):
        see(exchange.wallet(of: account, coins: nil), of: account, exchange)
      case .ticked, .minuteClosed, .execution: break
      }
    }
    let edge = exchange.now - Self.length
    if let first = orders.first, first.at < edge - .seconds(30) {
      orders.removeAll { $0.at < edge }
    }
    if let first = positions.first, first.at < edge - .seconds(30) {
      positions.removeAll { $0.at < edge }
    }
  }

  /// Notes what a wallet holds now; the last one before the edge is what it was there.
  private mutating func see(_ wallet: JSONTree, of account: Int, _ exchange: Exchange) {
    wallets.append((exchange.now, account, wallet))
    let edge = exchange.now - Self.length
    let last = wallets.last { $0.account == account && $0.at < edge }?.at ?? .epoch
    wallets.removeAll { $0.account == account && $0.at < last }
  }

  /// The wallet of an account as it was at a time, or as it was first seen after it.
  mutating func wallet(
    of account: Int, coins: [String]?, in exchange: Exchange, at time: Instant
  ) -> JSONTree {
    if !wallets.contains(where: { $0.account == account }) {
      see(exchange.wallet(of: account, coins: nil), of: account, exchange)
    }
    guard time < exchange.now else { return exchange.wallet(of: account, coins: coins) }
    let own = wallets.filter { $0.account == account }
    let shown = own.last { $0.at <= time } ?? own.first
    return shown?.wallet ?? exchange.wallet(of: account, coins: coins)
  }

  /// The orders of an account as they were at a time, the oldest first.
  func orders(of account: Int, in exchange: Exchange, at time: Instant) -> [Order] {
    let all = exchange.accounts[account].orders
    guard time < exchange.now else { return all }
    return all.compactMap { order in
      guard order.createdAt <= time else { return nil }
      guard order.updatedAt > time else { return order }
      return orders.last {
        $0.at <= time && $0.account == account && $0.order.id == order.id
      }?.order ?? order
    }
  }

  /// The positions of an account as they were at a time.
  func positions(of account: Int, in exchange: Exchange, at time: Instant) -> [Position] {
    let all = exchange.accounts[account].positions
    guard time < exchange.now else { return all }
    return all.compactMap { position in
      guard position.updatedAt > time else { return position }
      return positions.last {
        $0.at <= time && $0.account == account && $0.position.instrument == position.instrument
          && $0.position.index == position.index
      }?.position
    }
  }
}
