import EventSourcing
import Events
import Foundation
import Quantities
import TestSupport
import Testing

@testable import PaperVenue

/// What holds in any order books, with orders of any kind, at any time.
struct BookLawTests {
  /// What happened between two books, counted from the answers alone.
  private struct Ledger {
    var book: BookObserved?
    var bought = Quantity.zero
    var sold = Quantity.zero
    var fills = 0
    var makers = 0
    var levels = 0
    var positions: [Identifier: Quantity] = [:]
    var cash = Money.zero

    mutating func meet(_ next: BookObserved) {
      book = next
      (bought, sold) = (.zero, .zero)
    }

    /// Checks a fill against the book that was stated last.
    mutating func check(_ fill: OrderFilled, _ request: OrderRequested) {
      fills += 1
      if fill.liquidity == .maker { makers += 1 }
      #expect(fill.quantity.isPositive && fill.filled <= request.quantity)
      #expect(fill.filled + fill.remaining == request.quantity)
      if let limit = request.limitPrice {
        #expect(fill.side == .buy ? fill.price <= limit : fill.price >= limit)
      }
      let cost = fill.price * fill.quantity
      cash += (fill.side == .buy ? .zero - cost : cost) - fill.fee
      positions[fill.trade, default: .zero] +=
        fill.side == .buy ? fill.quantity : -fill.quantity
      let sides = fill.side == .buy ? book?.asks : book?.bids
      guard let best = sides?.first?.price else {
        Issue.record("a fill without a book")
        return
      }
      #expect(fill.side == .buy ? fill.price >= best : fill.price <= best, "better than the touch")
      if fill.price != best { levels += 1 }
      guard request.kind != .stop else { return }
      // Stops are filled whole; what all others took was there.
      if fill.side == .buy { bought += fill.quantity } else { sold += fill.quantity }
      let there = (sides ?? []).reduce(Quantity.zero) { $0 + $1.quantity }
      #expect((fill.side == .buy ? bought : sold) <= there, "more than was offered")
    }
  }

  private static func side(_ touch: Int, _ step: Int, _ random: inout Seeded) -> [BookLevel] {
    var price = touch
    return (0..<Int.random(in: 0...6, using: &random)).map { _ in
      defer { price += step * Int.random(in: 1...4, using: &random) }
      return BookLevel(
        price: Price(price) * Ratio("0.1"),
        quantity: Quantity(Int.random(in: 1...3_000, using: &random)) * Ratio("0.001"))
    }
  }

  private static func request(
    _ number: Int, around touch: Int, at: Instant, _ random: inout Seeded
  ) -> OrderRequested {
    func near() -> Price { Price(touch + Int.random(in: -8...8, using: &random)) * Ratio("0.1") }
    let side: Side = random.chance(50) ? .buy : .sell
    var request = OrderRequested(
      order: Identifier(of: "order", "\(number)"),
      trade: Identifier(of: "trade", "\(Int.random(in: 0..<4, using: &random))"), setup: .zero,
      instrument: .market, side: side, kind: .market, purpose: .entry,
      quantity: Quantity(Int.random(in: 100...6_000, using: &random)) * Ratio("0.001"),
      reduceOnly: random.chance(30), timeInForce: .goodTillCancelled, attempt: 1, at: at)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: break
    case 1, 2:
      request.kind = .limit
      request.limitPrice = near()
    case 3:
      request.kind = .stop
      request.stopPrice = near()
    case 4:
      request.kind = .takeProfit
      request.stopPrice = near()
    default:
      request.kind = .stopLimit
      request.stopPrice = near()
      request.limitPrice = near()
    }
    if request.kind == .limit || request.kind == .market {
      request.timeInForce =
        [.goodTillCancelled, .immediateOrCancel, .fillOrKill].randomElement(using: &random)!
    }
    if request.kind == .limit, random.chance(20) { request.timeInForce = .postOnly }
    return request
  }

  /// Books every second and orders between them; the same seed, the same answers.
  private static func run(
    seed: Int, through disturb: (inout Replica<PaperVenue>) -> Void = { _ in }
  ) -> (Ledger, [Event], Replica<PaperVenue>) {
    var random = Seeded(seed &* 31 &+ 5)
    var configuration = Configuration.testing
    configuration.paper.slippage = "0.0003"
    configuration.paper.deposit = 100_000_000
    if seed % 3 == 0 { configuration.paper.mode = .oneWay }
    var counter = Counter(configuration)
    var (ledger, said, requests) = (Ledger(), [Event](), [Identifier: OrderRequested]())
    var touch = 1_000
    func tell(_ event: Event) {
      let answers = (counter.venue.answer(event) ?? []).map(\.event)
      said += answers
      for case .orderFilled(let fill) in answers {
        if let request = requests[fill.order] { ledger.check(fill, request) }
      }
      disturb(&counter.venue)
    }
    for second in 0..<400 {
      touch = max(900, touch + Int.random(in: -3...3, using: &random))
      let at = Instant.minute(1) + .seconds(Int64(second + 1))
      let book = BookObserved(
        instrument: .market, bids: side(touch - 1, -1, &random), asks: side(touch, 1, &random),
        at: at, cadence: .seconds(1))
      ledger.meet(book)
      tell(.bookObserved(book))
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let request = request(requests.count, around: touch, at: at, &random)
        requests[request.order] = request
        tell(.orderRequested(request))
      }
    }
    return (ledger, said, counter.venue)
  }

  @Test(arguments: 0..<12)
  func `no fill is better than the touch, nor more than is offered, and the books agree`(
    seed: Int
  ) {
    let (ledger, _, venue) = Self.run(seed: seed)
    // A market in which nothing happens proves nothing.
    #expect(ledger.fills > 100 && ledger.makers > 5 && ledger.levels > 20)
    let state = venue.state
    #expect(state.balances[0].cash == 100_000_000 + ledger.cash)
    let held = state.books[0].positions.reduce(Quantity.zero) { $0 + $1.quantity }
    #expect(held == ledger.positions.values.reduce(.zero, +))
  }

  @Test(arguments: 0..<4)
  func `a state that was written and read goes on as if nothing had been`(seed: Int) throws {
    let (_, undisturbed, _) = Self.run(seed: seed)
    var turns = 0
    let (_, disturbed, _) = Self.run(seed: seed) { venue in
      turns += 1
      guard turns % 37 == 0 else { return }
      do {
        let bytes = try JSONEncoder().encode(venue.state)
        venue = Replica(restoring: try JSONDecoder().decode(PaperVenue.State.self, from: bytes))
      } catch { Issue.record(error) }
    }
    #expect(undisturbed == disturbed)
  }
}
