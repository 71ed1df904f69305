import Events
import Quantities
import Testing

@Suite struct BookTests {
  private static func book(_ bids: [(Price, Quantity)], _ asks: [(Price, Quantity)]) -> BookObserved
  {
    BookObserved(
      instrument: "paper:BTC/USDT", bids: bids.map { BookLevel(price: $0, quantity: $1) },
      asks: asks.map { BookLevel(price: $0, quantity: $1) }, sequence: 7,
      at: Instant(nanoseconds: 5), cadence: .seconds(1))
  }

  private static func side(from price: Int, by step: Int, _ count: Int) -> [(Price, Quantity)] {
    (0..<count).map { (Price(price + step * $0), 1) }
  }

  private static let cases: [(name: String, book: BookObserved, fault: BookFault?)] = [
    ("both sides", book([(99, 1), (98, 2)], [(100, 1), (102, 3)]), nil),
    ("no bids", book([], [(100, 1)]), nil),
    ("nothing", book([], []), nil),
    ("25 levels", book(side(from: 99, by: -1, 25), side(from: 100, by: 1, 25)), nil),
    ("26 bids", book(side(from: 99, by: -1, 26), []), .tooDeep(levels: 26)),
    ("26 asks", book([], side(from: 99, by: 1, 26)), .tooDeep(levels: 26)),
    ("no quantity", book([(99, 0)], []), .notPositive(BookLevel(price: 99, quantity: 0))),
    ("no price", book([], [(0, 1)]), .notPositive(BookLevel(price: 0, quantity: 1))),
    (
      "bids rise", book([(98, 1), (99, 1)], []), .unordered(side: .buy, price: 99, after: 98)
    ),
    (
      "a bid twice", book([(98, 1), (98, 1)], []), .unordered(side: .buy, price: 98, after: 98)
    ),
    (
      "asks fall", book([], [(101, 1), (100, 1)]),
      .unordered(side: .sell, price: 100, after: 101)
    ),
    ("crossed", book([(100, 1)], [(99, 1)]), .crossed(bid: 100, ask: 99)),
    ("locked", book([(100, 1)], [(100, 1)]), .crossed(bid: 100, ask: 100)),
  ]

  @Test(arguments: cases.indices)
  func `a book says what is wrong with it, and none with a fault is read`(index: Int) {
    let (name, book, fault) = Self.cases[index]
    #expect(book.fault == fault, "\(name)")
    let bytes = Event.bookObserved(book).json
    let read = try? Event(type: .bookObserved, bytes)
    #expect((read != nil) == (fault == nil), "\(name)")
  }

  @Test func `a refusal names what a book should be`() {
    let bytes = Event.bookObserved(Self.book([(100, 1)], [(99, 1)])).json
    #expect(
      throws: EventDecodingError.malformed(
        .bookObserved, offset: bytes.count, expected: "a bid below the ask")
    ) { try Event(type: .bookObserved, bytes) }
  }
}
