import EventSourcing
import Events
import Quantities
import Testing

@testable import ExecutionCore
@testable import PaperVenue

/// Looks at every event and at every pause, and counts for itself.
final class Auditor {
  private var requested: Set<Identifier> = []
  private var fills: Set<Identifier> = []
  private var positions: [Identifier: Quantity] = [:]
  private(set) var cash = Money.zero
  private(set) var net = Money.zero
  private(set) var closed: [CloseReason: Int] = [:]
  private(set) var partialFills = 0

  func watch(_ floor: Floor, _ event: Event) {
    switch event {
    case .orderRequested(let it):
      check(requested.insert(it.order).inserted, "an order twice")
    case .orderFilled(let it): count(it)
    case .tradeClosed(let it):
      net += it.net
      closed[it.reason, default: 0] += 1
      check(positions[it.trade, default: .zero].isZero, "closed while not flat")
    case .tradeDiverged: Issue.record("diverged")
    default: break
    }
    for trade in floor.execution.state.trades {
      let stops = trade.orders.count { $0.purpose == .stop && $0.phase.isLive }
      check(stops <= 1, "two live stops")
      check(!trade.tally.position.isNegative, "more left than came")
    }
  }

  /// An expectation that costs nothing while it holds.
  private func check(_ holds: Bool, _ what: Comment) {
    if !holds { Issue.record(what) }
  }

  private func count(_ fill: OrderFilled) {
    check(fills.insert(fill.fill).inserted, "a fill twice")
    let cost = fill.price * fill.quantity
    let before = positions[fill.trade, default: .zero]
    let after = fill.side == .buy ? before + fill.quantity : before - fill.quantity
    positions[fill.trade] = after
    cash += (fill.side == .buy ? .zero - cost : cost) - fill.fee
    if !fill.remaining.isZero { partialFills += 1 }
    check(before.isZero || before.signum * after.signum >= 0, "an exit beyond flat")
  }

  /// What must hold whenever a cascade has died out.
  func audit(_ floor: Floor) {
    let book = floor.venue.state.books[0]
    for trade in floor.execution.state.trades {
      check(trade.signedPosition == book.position(of: trade.id), "the books differ")
      check(
        trade.tally.entered == trade.tally.exited + trade.tally.position, "the tally is wrong")
      let live = Set(trade.orders.filter(\.phase.isLive).map(\.id))
      let resting = Set(book.orders.filter { $0.trade == trade.id }.map(\.id))
      check(live == resting, "the orders differ")
      let exits = trade.orders.filter {
        $0.phase.isLive && $0.kind == .limit && $0.purpose != .entry
      }
      check(
        exits.reduce(.zero) { $0 + $1.remaining } <= trade.tally.position,
        "targets beyond the position")
    }
    for position in book.positions {
      let stop = book.orders.first { $0.trade == position.trade && $0.kind == .stop }
      check(
        stop.map { $0.remaining >= position.quantity.magnitude } ?? false,
        "a position without a stop")
    }
    for (trade, quantity) in positions {
      check(book.position(of: trade) == quantity, "fills and positions differ")
    }
    check(Execution.outstanding(in: floor.execution.state).isEmpty, "something is left to do")
    check(floor.venue.state.balances[0].cash == 10_000 + cash, "the cash differs")
  }

  /// All is flat, and the profit is what the cash gained.
  func conclude(_ floor: Floor) {
    #expect(floor.execution.state.trades.isEmpty)
    #expect(floor.venue.state.books[0].orders.isEmpty)
    #expect(floor.venue.state.books[0].positions.isEmpty)
    #expect(net == cash, "profit is not what the cash gained")
  }
}
