import Assembly
import Events
import Quantities
import Testing

/// The whole suite over a market that states order books.
struct BookRunTests {
  private static func run(_ change: (inout Configuration) -> Void = { _ in }) throws -> [Event] {
    var configuration = Configuration.small
    configuration.market.books = true
    change(&configuration)
    return try RecordedRun(configuration).log.map { try Event($0) }
  }

  /// Fills of market orders, and the book that each met.
  private static func fills(_ log: [Event]) -> [(fill: OrderFilled, book: BookObserved?)] {
    var book: BookObserved?
    var requests: [Identifier: OrderRequested] = [:]
    var found: [(OrderFilled, BookObserved?)] = []
    for event in log {
      switch event {
      case .bookObserved(let it): book = it
      case .orderRequested(let it): requests[it.order] = it
      case .orderFilled(let it) where requests[it.order]?.kind == .market: found.append((it, book))
      default: break
      }
    }
    return found
  }

  @Test func `orders at the market are filled at the levels of the book of their moment`() throws {
    let fills = try Self.fills(Self.run())
    #expect(fills.count >= 3)
    var met = 0
    for (fill, book) in fills {
      let side = fill.side == .buy ? book?.asks : book?.bids
      guard book?.at == fill.at, side?.isEmpty == false else { continue }
      met += 1
      #expect(side?.contains { $0.price == fill.price } == true)
    }
    #expect(met >= 3)
  }

  @Test func `a book that is too thin keeps entries out`() throws {
    let log = try Self.run { $0.risk.depthShare = "0.000001" }
    #expect(!log.contains { $0.type == .tradeApproved })
    #expect(
      log.contains {
        if case .tradeRefused(let it) = $0 { it.code == .visibleDepth } else { false }
      })
  }

  @Test func `what was concluded is derived again, also when all orders meet books`() throws {
    var configuration = Configuration.small
    configuration.market.books = true
    configuration.paper.bookAge = .minutes(15)
    let run = try RecordedRun(configuration)
    var derivations = Derivations()
    for stored in run.log { try derivations.read(stored, Event(stored)) }
    try derivations.finish()
    #expect(run.log.contains { $0.proposal.type == .tradeClosed })
  }
}
