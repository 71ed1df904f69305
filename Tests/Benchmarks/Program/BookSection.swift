import Events
import PaperVenue
import Quantities

/// What order books cost the paper venue: one a second, deep and changing, met by orders that wait
/// for other prices.
enum BookSection {
  static func run(_ setUp: [Event], _ measure: (String, [Event], [Event]) -> Void) {
    let books = (1...10_000).map { Event.bookObserved(book(Int64($0))) }
    for resting in [0, 10] {
      let orders = (0..<resting).map { Event.orderRequested(order($0)) }
      measure("books, paper venue, \(resting) orders at rest", books, setUp + orders)
    }
  }

  private static let instrument: Name = "bench:BTC/USDT"

  private static func book(_ second: Int64) -> BookObserved {
    let shift = Price(Int(second % 7)) * Ratio("0.1")
    func side(_ sign: Int) -> [BookLevel] {
      (1...25).map { place in
        BookLevel(
          price: 100 + shift + Price(sign * place) * Ratio("0.1"),
          quantity: Quantity(place) * Ratio("0.217"))
      }
    }
    return BookObserved(
      instrument: instrument, bids: side(-1), asks: side(1), sequence: second,
      at: Instant(seconds: 120 + second), cadence: .seconds(1))
  }

  private static func order(_ number: Int) -> OrderRequested {
    let name = String(number)
    return OrderRequested(
      order: Identifier(of: "resting", name), trade: Identifier(of: "trade", name), setup: .zero,
      instrument: instrument, side: .buy, kind: .limit, purpose: .entry, quantity: 1,
      limitPrice: 50, reduceOnly: false, timeInForce: .goodTillCancelled, attempt: 1,
      at: Instant(seconds: 60))
  }
}
