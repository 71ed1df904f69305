import Events
import MarketDataCore
import MarketDataLive
import Quantities
import TestSupport
import Testing
import Venues

/// Order books of a live feed over a stream that loses, doubles and breaks off.
@Suite struct LiveBookTests {
  private static let symbol: Name = "BTC/USDT:USDT"
  private static let stream = VenueStream.market(.linear)
  private static let noon = Instant(seconds: 1_704_110_400)

  /// The true book after so many changes: bids below 1000, asks above.
  private static func truth(_ number: Int64) -> (bids: [BookLevel], asks: [BookLevel]) {
    let levels = (1...3).map { step in
      (Int64(step), Quantity(FixedPoint(Int(number % 7) + step)))
    }
    return (
      levels.map { BookLevel(price: Price(FixedPoint(Int(1000 - $0.0))), quantity: $0.1) },
      levels.map { BookLevel(price: Price(FixedPoint(Int(1000 + $0.0))), quantity: $0.1) }
    )
  }

  private static func update(_ number: Int64, isSnapshot: Bool, at now: Instant) -> BookUpdate {
    let (bids, asks) = truth(number)
    return BookUpdate(
      instrument: symbol, depth: 50, isSnapshot: isSnapshot, bids: bids, asks: asks,
      updateID: number, sequence: number * 10, at: now, matchedAt: nil)
  }

  /// A feed whose instrument is listed and whose stream stands.
  private static func feed() -> LiveFeed {
    let market = FakeMarket()
    var feed = LiveFeed(FeedPlan(instruments: [symbol], frames: [.m15], history: 2))
    feed.begin(at: noon)
    for _ in 0..<3 {
      feed.advance(to: noon)
      for question in feed.takeQuestions() {
        feed.receive(
          .success([market.answer(question.call, [symbol], at: noon)]), to: question.id, at: noon)
      }
    }
    feed.streamOpened(stream)
    return feed
  }

  @Test(arguments: 0..<40)
  func `a book that is served is the true one, whatever was lost`(seed: Int) {
    var random = Seeded(seed)
    var feed = Self.feed()
    var now = Self.noon
    var number: Int64 = 100
    var (wantsSnapshot, served, refused) = (true, 0, 0)
    for _ in 0..<400 {
      now += .milliseconds(200)
      number += 1
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<8: break
      case 8..<11:
        feed.streamLost(Self.stream)
        #expect(!feed.books[0].isWhole, "a book is served across a gap")
        feed.streamOpened(Self.stream)
        wantsSnapshot = true
      default:
        feed.receive(
          .book(Self.update(number, isSnapshot: wantsSnapshot, at: now)), from: Self.stream)
        wantsSnapshot = false
      }
      feed.advance(to: now)
      for wish in feed.takeWishes() {
        #expect(wish == .resubscribe(.book(Self.symbol, depth: 50), Self.stream))
        wantsSnapshot = true
      }
      if feed.books[0].isWhole {
        let (bids, asks) = Self.truth(feed.books[0].updateID)
        #expect(feed.books[0].bids == bids && feed.books[0].asks == asks)
        served += 1
      } else {
        refused += 1
      }
    }
    #expect(served > 100 && refused > 0)
  }

  @Test func `a crossed book is not served, and asked for again`() {
    var feed = Self.feed()
    feed.receive(.book(Self.update(1, isSnapshot: true, at: Self.noon)), from: Self.stream)
    #expect(feed.books[0].isWhole)
    var crossed = Self.update(2, isSnapshot: false, at: Self.noon)
    crossed.bids = [BookLevel(price: 1002, quantity: 1)]
    _ = feed.takeChangedBooks()
    feed.receive(.book(crossed), from: Self.stream)
    #expect(!feed.books[0].isWhole && feed.books[0].bids.isEmpty)
    #expect(feed.takeChangedBooks() == [0], "others hear that it is not served")
    #expect(feed.takeWishes().count == 1)
  }

  private static func observations(_ feed: inout LiveFeed) -> [BookObserved] {
    feed.takeFacts().compactMap { proposal in
      guard proposal.type == .bookObserved,
        case .bookObserved(let book)? = try? Event(
          type: proposal.type, version: proposal.version, payload: proposal.payload)
      else { return nil }
      return book
    }
  }

  /// How often a book is stated in two minutes.
  @Test(arguments: [(true, 115...121, Interval.seconds(1)), (false, 2...3, .minutes(1))])
  func `a book is stated every second where something is at stake, else every minute`(
    isWatched: Bool, count: ClosedRange<Int>, cadence: Interval
  ) {
    var feed = Self.feed()
    if isWatched {
      var active = SetupActivated()
      active.instrument = Self.symbol
      feed.watched.note(.setupActivated(active))
    }
    var now = Self.noon
    var stated: [BookObserved] = []
    for number in 1...480 {
      now += .milliseconds(250)
      feed.receive(
        .book(Self.update(Int64(number), isSnapshot: number == 1, at: now)), from: Self.stream)
      feed.advance(to: now)
      stated += Self.observations(&feed)
    }
    #expect(count.contains(stated.count), "\(stated.count)")
    for (book, next) in zip(stated, stated.dropFirst()) {
      #expect(book.cadence == cadence && next.at - book.at <= cadence + .milliseconds(250))
    }
    for book in stated {
      let (bids, asks) = Self.truth((book.sequence ?? 0) / 10)
      #expect(book.bids == bids && book.asks == asks)
    }
  }

  @Test func `a book of which nothing is heard is not stated, nor one that broke`() {
    var feed = Self.feed()
    var active = SetupActivated()
    active.instrument = Self.symbol
    feed.watched.note(.setupActivated(active))
    feed.receive(.book(Self.update(1, isSnapshot: true, at: Self.noon)), from: Self.stream)
    feed.advance(to: Self.noon + .seconds(1))
    #expect(Self.observations(&feed).count == 1)
    feed.advance(to: Self.noon + .seconds(6))
    #expect(Self.observations(&feed).isEmpty)
    feed.receive(
      .book(Self.update(2, isSnapshot: false, at: Self.noon)), from: Self.stream)
    feed.advance(to: Self.noon + .seconds(8))
    #expect(Self.observations(&feed).count == 1)
    feed.receive(
      .book(Self.update(9, isSnapshot: false, at: Self.noon)), from: Self.stream)
    feed.advance(to: Self.noon + .seconds(10))
    #expect(Self.observations(&feed).isEmpty)
  }
}
