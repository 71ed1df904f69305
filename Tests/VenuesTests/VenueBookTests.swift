import Events
import Quantities
import TestSupport
import Testing
import Venues

/// Order books that are kept from messages.
@Suite struct VenueBookTests {
  /// A book kept the slow way.
  struct Model {
    var bids: [Price: Quantity] = [:]
    var asks: [Price: Quantity] = [:]
  }

  static func update(_ id: Int64, isSnapshot: Bool, bids: [BookLevel], asks: [BookLevel])
    -> BookUpdate
  {
    BookUpdate(
      instrument: "BTC/USDT", depth: 50, isSnapshot: isSnapshot, bids: bids, asks: asks,
      updateID: id, sequence: id * 3, at: .epoch, matchedAt: nil)
  }

  static func levels(_ random: inout Seeded, below: Bool) -> [BookLevel] {
    (0..<Int.random(in: 0..<6, using: &random)).map { _ in
      let distance = Int.random(in: 1...20, using: &random)
      return BookLevel(
        price: Price(100 + (below ? -distance : distance)),
        quantity: Quantity(Int.random(in: 0..<4, using: &random)))
    }
  }

  @Test(arguments: 0..<50) func `a book is what its messages say`(seed: Int) {
    var random = Seeded(seed)
    var book = VenueBook(instrument: "BTC/USDT")
    var model = Model()
    for id in Int64(1)..<200 {
      let isSnapshot = id == 1 || random.chance(3)
      let update = Self.update(
        id, isSnapshot: isSnapshot, bids: Self.levels(&random, below: true),
        asks: Self.levels(&random, below: false))
      if isSnapshot { model = Model() }
      for level in update.bids { model.bids[level.price] = level.quantity }
      for level in update.asks { model.asks[level.price] = level.quantity }
      #expect(book.apply(update) == .applied)
      let bids = model.bids.filter { !$0.value.isZero }.sorted { $0.key > $1.key }
      let asks = model.asks.filter { !$0.value.isZero }.sorted { $0.key < $1.key }
      #expect(book.bids == bids.map { BookLevel(price: $0.key, quantity: $0.value) })
      #expect(book.asks == asks.map { BookLevel(price: $0.key, quantity: $0.value) })
    }
  }

  @Test func `a missing message takes the book away until it comes whole`() {
    var book = VenueBook(instrument: "BTC/USDT")
    let bid = [BookLevel(price: 99, quantity: 1)]
    let ask = [BookLevel(price: 101, quantity: 1)]
    #expect(book.apply(Self.update(4, isSnapshot: false, bids: bid, asks: ask)) == .broken)
    #expect(book.apply(Self.update(5, isSnapshot: true, bids: bid, asks: ask)) == .applied)
    #expect(book.apply(Self.update(5, isSnapshot: false, bids: [], asks: [])) == .old)
    #expect(book.apply(Self.update(6, isSnapshot: false, bids: [], asks: [])) == .applied)
    #expect(book.apply(Self.update(8, isSnapshot: false, bids: [], asks: [])) == .broken)
    #expect(!book.isWhole && book.bids.isEmpty && book.asks.isEmpty)
    #expect(book.apply(Self.update(9, isSnapshot: false, bids: bid, asks: ask)) == .broken)
    #expect(book.apply(Self.update(1, isSnapshot: true, bids: bid, asks: ask)) == .applied)
    #expect(book.isWhole && book.bids == bid)
  }

  @Test func `sides that cross take the book away`() {
    var book = VenueBook(instrument: "BTC/USDT")
    let bid = [BookLevel(price: 101, quantity: 1)]
    let ask = [BookLevel(price: 101, quantity: 1)]
    #expect(book.apply(Self.update(1, isSnapshot: true, bids: bid, asks: ask)) == .broken)
    #expect(!book.isWhole && book.bids.isEmpty)
  }
}
