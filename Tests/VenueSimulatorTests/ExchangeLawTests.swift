import Events
import PaperVenue
import Quantities
import Testing

@testable import VenueSimulatorCore

/// What holds at a venue whatever its traders do.
@Suite struct ExchangeLawTests {
  static let seeds = 0..<8
  static let steps = 160

  @Test(arguments: seeds)
  func `fills, coins and positions agree at every step`(seed: Int) throws {
    var trading = RandomTrading(seed: seed)
    for step in 1...Self.steps {
      trading.step()
      checkCoins(trading)
      guard step.isMultiple(of: 10) else { continue }
      checkOrders(trading)
      checkPositions(trading)
      checkBooks(trading)
    }
    #expect(trading.executions.count > 20)
  }

  /// No order has more than it asked for, and its fills are what was told of it.
  private func checkOrders(_ trading: RandomTrading) {
    for order in trading.told where order.ticket.trigger == nil || order.status != .untriggered {
      let fills = trading.executions.filter { $0.orderID == order.id && $0.kind != .funding }
      let filled = fills.reduce(Quantity.zero) { $0 + $1.quantity }
      #expect(filled == order.filled)
      #expect(order.filled <= order.quantity)
      #expect((order.status == .filled) == (order.filled == order.quantity))
      #expect(fills.reduce(Money.zero) { $0 + $1.value } == order.value)
      #expect(fills.reduce(Money.zero) { $0 + $1.fee } == order.fee)
      if let limit = order.price, order.ticket.kind == .limit {
        for fill in fills where fill.at >= order.updatedAt {
          #expect(order.ticket.side == .buy ? fill.price <= limit : fill.price >= limit)
        }
      }
    }
  }

  /// What is owned is what came in, less what was spent, plus what was earned.
  private func checkCoins(_ trading: RandomTrading) {
    var settlement = RandomTrading.deposit
    var coins: [String: Money] = ["BTC": "1"]
    for execution in trading.executions {
      let instrument = trading.exchange.instruments[execution.instrument]
      if execution.feeCoin == "USDT" {
        settlement -= execution.fee
      } else {
        coins[execution.feeCoin, default: .zero] -= execution.fee
      }
      guard instrument.category == .spot else {
        settlement += execution.profit
        continue
      }
      let amount = Money(execution.quantity.value)
      settlement += execution.side == .buy ? -execution.value : execution.value
      coins[instrument.base, default: .zero] += execution.side == .buy ? amount : -amount
    }
    let account = trading.exchange.accounts[0]
    // Average costs are divided, and so rounded to 10⁻¹⁸ now and then.
    #expect((account.wallet(of: "USDT") - settlement).magnitude < "0.000000001")
    for (coin, amount) in coins { #expect(account.wallet(of: coin) == amount) }
  }

  /// The exchange's own positions are the sum of the fills and those of its engine.
  private func checkPositions(_ trading: RandomTrading) {
    let account = trading.exchange.accounts[0]
    for position in account.positions {
      let trade = trading.exchange.trade(position.instrument, position.index)
      let name = trading.exchange.instruments[position.instrument].name
      let held = account.engine.books.first { $0.listing.instrument == name }?.position(of: trade)
      #expect(held == position.quantity)
      #expect(position.quantity.isZero == position.cost.isZero)
    }
    let open = account.positions.reduce(Money.zero) { $0 + $1.cost }
    #expect((account.engine.openCost(in: "USDT") - open).magnitude < "0.000000001")
  }

  /// Bids fall, asks rise, and between them is a gap; nothing that rests could be traded.
  private func checkBooks(_ trading: RandomTrading) {
    for (place, instrument) in trading.exchange.instruments.enumerated() {
      let book = trading.exchange.market(of: place).book(of: instrument, depth: 50)
      #expect(book.bids.map(\.price) == book.bids.map(\.price).sorted(by: >))
      #expect(book.asks.map(\.price) == book.asks.map(\.price).sorted())
      #expect(Set(book.bids.map(\.price)).count == 50 && Set(book.asks.map(\.price)).count == 50)
      guard let bid = book.bids.first?.price, let ask = book.asks.first?.price else { continue }
      #expect(bid < ask)
    }
  }

  @Test(arguments: [1, 2])
  func `the same seed and the same calls give the same venue`(seed: Int) {
    var first = RandomTrading(seed: seed)
    var second = RandomTrading(seed: seed)
    for _ in 0..<200 {
      first.step()
      second.step()
    }
    #expect(first.executions == second.executions && first.told == second.told)
    #expect(!first.executions.isEmpty)
  }

  @Test func `the changes of a book lead to the next one`() {
    var exchange = Exchange(seed: 3, start: RandomTrading.start)
    var time = RandomTrading.start
    var book = exchange.market(of: 0).book(of: exchange.instruments[0], depth: 200)
    var kept = book
    for _ in 0..<300 {
      time += .milliseconds(100)
      exchange.advance(to: time)
      let next = exchange.market(of: 0).book(of: exchange.instruments[0], depth: 200)
      let changes = next.changes(since: book)
      kept.bids = applying(changes.bids, to: kept.bids).sorted { $0.price > $1.price }
      kept.asks = applying(changes.asks, to: kept.asks).sorted { $0.price < $1.price }
      #expect(kept == next)
      book = next
    }
  }

  private func applying(
    _ changes: [OrderBook.Level], to levels: [OrderBook.Level]
  ) -> [OrderBook.Level] {
    let rest = levels.filter { level in !changes.contains { $0.price == level.price } }
    return rest + changes.filter { !$0.size.isZero }
  }
}
