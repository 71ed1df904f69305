import Events
import MarketDataCore
import Quantities
import Testing

struct BookGeneratorTests {
  private static func market(seed: Int, hasBooks: Bool = true) -> [[Event]] {
    steps(
      Market(
        GeneratedMarket(seed: seed, instruments: 8, days: 5, hasBooks: hasBooks),
        frames: [.h1, .h4]))
  }

  @Test func `a market with books is the same market, with a book before each finest bar`() {
    let plain = Self.market(seed: 3, hasBooks: false)
    let withBooks = Self.market(seed: 3)
    for (step, other) in zip(withBooks, plain) {
      let books = step.filter { $0.type == .bookObserved }
      #expect(step.filter { $0.type != .bookObserved } == other)
      let finest = other.filter {
        if case .candleClosed(let candle) = $0 { candle.timeFrame == .m15 } else { false }
      }
      #expect(books.map { $0.payload.subject } == finest.map { $0.payload.subject })
      let first = step.firstIndex { $0.type == .candleClosed } ?? step.count
      #expect(step.lastIndex { $0.type == .bookObserved } ?? 0 < first)
    }
    #expect(withBooks.count == plain.count)
  }

  @Test(arguments: 0..<6)
  func `books are sound, on the grid, around the close of their bar`(seed: Int) throws {
    let steps = Self.market(seed: seed)
    let listings = steps[0].compactMap { event in
      if case .instrumentListed(let listing) = event { listing } else { nil }
    }
    var (books, oneSided) = (0, 0)
    for step in steps {
      for case .bookObserved(let book) in step {
        books += 1
        if book.bids.isEmpty || book.asks.isEmpty { oneSided += 1 }
        #expect(book.fault == nil)
        #expect(book.cadence == .minutes(15))
        #expect(step.first == .clockTicked(ClockTicked(at: book.at)))
        let listing = try #require(listings.first { $0.instrument == book.instrument })
        let levels = book.bids + book.asks
        #expect(levels.allSatisfy { $0.price.isMultiple(of: listing.tick) })
        #expect(levels.allSatisfy { $0.quantity.isMultiple(of: listing.lot) })
        let close = step.closes(of: book.instrument)
        #expect(book.bids.allSatisfy { $0.price < close })
        #expect(book.asks.allSatisfy { $0.price > close })
      }
    }
    #expect(books > 3_000)
    #expect(oneSided > 0 && oneSided < books / 50)
  }

  @Test func `another seed makes other books, the same seed the same`() {
    func books(_ seed: Int) -> [Event] {
      Self.market(seed: seed).joined().filter { $0.type == .bookObserved }
    }
    #expect(books(4) == books(4))
    #expect(Set(books(4)).isDisjoint(with: books(5)))
  }
}

extension [Event] {
  /// The close of an instrument's finest bar.
  fileprivate func closes(of instrument: Name) -> Price {
    for case .candleClosed(let candle) in self.reversed() where candle.instrument == instrument {
      return candle.close
    }
    return .zero
  }
}
