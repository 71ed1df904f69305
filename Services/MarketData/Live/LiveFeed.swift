import EventSourcing
public import Events
public import MarketDataCore
public import Quantities
public import Venues

/// The market of a venue as facts: what streams tell, made whole by what questions are answered.
///
/// Pure: no socket and no clock. Whoever drives it reads the log to it, tells it the venue's time,
/// what the streams and the answers say, and takes what it wants: facts for the journal, questions
/// for the venue, and wishes for the streams. Candles are told in the order of a recorded market:
/// for each instrument by their ends, of one end the coarser first.
public struct LiveFeed: Sendable {
  public let plan: FeedPlan
  /// By instrument in the plan's order, within one the coarser first.
  var lines: [CandleLine]
  var listings: [Listing]
  var fundings: [FundingWatch]
  /// The order books, in the plan's order.
  public internal(set) var books: [VenueBook]
  /// When each instrument was last heard of on its stream.
  var heard: [Instant]
  /// Since when each stream stands, by kind.
  var streams: [(kind: InstrumentKind, since: Instant?)] = []
  /// The last clock that was told.
  public private(set) var clock: Instant?
  /// The clock of the log's first tick.
  var sessionStart: Instant?
  /// The venue's time.
  private(set) var now = Instant.epoch
  private(set) var hasBegun = false
  private var questions = 0
  var facts: [Proposal] = []
  var asked: [FeedQuestion] = []
  var wishes: [StreamWish] = []
  var changedBooks: [Int] = []
  var rebookAt: [Instant]
  /// When each book was last stated.
  var statedAt: [Instant?]
  /// The instruments whose books are wanted every second.
  public var watched = WatchList()

  /// What is known of an instrument's rules.
  struct Listing: Sendable {
    let instrument: Name
    var told: InstrumentListed?
    /// How many listings the log holds.
    var count = 0
    /// Nil until the venue has said it in this run.
    var rules: VenueInstrument?
    /// The share of a position's value that must stay; zero on spot.
    var maintenance: Ratio?
  }

  /// A feed that goes on where the log ends.
  public init(_ plan: FeedPlan, after record: FeedRecord = FeedRecord()) {
    self.plan = plan
    lines = plan.instruments.flatMap { instrument in
      plan.frames.map { record.line(instrument, $0) ?? CandleLine(instrument, $0) }
    }
    listings = plan.instruments.map { record.listing($0) ?? Listing(instrument: $0) }
    fundings = plan.instruments.map { FundingWatch(published: record.funding($0)) }
    clock = record.clock
    sessionStart = record.sessionStart
    books = plan.instruments.map { VenueBook(instrument: $0) }
    heard = plan.instruments.map { _ in .epoch }
    rebookAt = plan.instruments.map { _ in .epoch }
    statedAt = plan.instruments.map { _ in nil }
    for kind in [InstrumentKind.linear, .spot]
    where plan.instruments.contains(where: { Self.kind(of: $0) == kind }) {
      streams.append((kind, nil))
      catalogues.append(Catalogue(kind: kind))
    }
  }

  /// What is asked about the rules of a kind.
  struct Catalogue: Sendable {
    let kind: InstrumentKind
    var question: Int?
    var askAt = Instant.epoch
    var failures = 0
  }
  var catalogues: [Catalogue] = []
  /// Questions for margins, by the places of their instruments.
  var tiers: [(question: Int, place: Int)] = []
  var unlisted: [Name] = []

  /// A unified symbol tells what kind its instrument is of.
  public static func kind(of symbol: Name) -> InstrumentKind {
    symbol.description.contains(":") ? .linear : .spot
  }

  func place(of instrument: Name) -> Int? {
    plan.instruments.firstIndex(of: instrument)
  }

  func line(_ instrument: Name, _ frame: TimeFrame) -> Int? {
    guard let place = place(of: instrument), let at = plan.frames.firstIndex(of: frame) else {
      return nil
    }
    return place * plan.frames.count + at
  }

  func stream(of instrument: Name) -> Int? {
    let kind = Self.kind(of: instrument)
    return streams.firstIndex { $0.kind == kind }
  }

  /// Since when the stream of an instrument stands.
  func upSince(_ instrument: Name) -> Instant? {
    stream(of: instrument).flatMap { streams[$0].since }
  }
}

extension LiveFeed {
  /// Begins to follow the market; the log is known.
  ///
  /// Nobody watched until now: every line that has begun is broken until it is made whole.
  public mutating func begin(at now: Instant) {
    self.now = now
    hasBegun = true
    for index in lines.indices { breakLine(index) }
    for index in catalogues.indices { catalogues[index].askAt = now }
    for index in heard.indices { heard[index] = now }
    tick(through: now)
    if sessionStart == nil { sessionStart = now }
  }
}

// MARK: - time

extension LiveFeed {
  /// It is this late at the venue.
  public mutating func advance(to instant: Instant) {
    guard hasBegun else { return }
    now = max(now, instant)
    tick(through: now)
    watchLines()
    watchSilence()
    askForRules()
    askForCandles()
    askForFunding()
    release()
    stateBooks()
  }

  /// Tells the clock of the last whole second, unless it was told.
  private mutating func tick(through instant: Instant) {
    let second = Instant(seconds: instant.seconds)
    guard clock.map({ second > $0 }) ?? true else { return }
    tell(clock: second)
  }

  /// Tells the clock at least that late.
  mutating func tell(clock instant: Instant) {
    if let clock, clock >= instant { return }
    clock = instant
    tell(.clockTicked(ClockTicked(at: instant)))
  }

  mutating func tell(_ event: Event, repetition: Int = 0) {
    facts.append(Proposal(fact: event, id: factID(of: event, repetition: repetition)))
  }

  mutating func ask(_ call: MarketCall) -> Int {
    questions += 1
    asked.append(FeedQuestion(id: questions, call: call))
    return questions
  }
}

// MARK: - what is to be done

extension LiveFeed {
  /// The facts since the last time, in their order.
  public mutating func takeFacts() -> [Proposal] {
    defer { facts.removeAll(keepingCapacity: true) }
    return facts
  }

  /// The questions since the last time; each is answered once, whatever happens.
  public mutating func takeQuestions() -> [FeedQuestion] {
    defer { asked.removeAll() }
    return asked
  }

  /// What streams are wanted to do.
  public mutating func takeWishes() -> [StreamWish] {
    defer { wishes.removeAll() }
    return wishes
  }

  /// The books that changed, as places in `books`; one that broke is among them, and empty.
  public mutating func takeChangedBooks() -> [Int] {
    defer { changedBooks.removeAll(keepingCapacity: true) }
    return changedBooks
  }

  /// Whether every instrument is listed, every line whole.
  public var isWhole: Bool {
    lines.allSatisfy { $0.repair == nil && $0.next != nil }
      && listings.allSatisfy { $0.told != nil }
  }

  /// The streams that are wanted.
  public var wantedStreams: [VenueStream] { streams.map { .market($0.kind) } }

  /// What is to be subscribed to on a stream, once the instruments are known.
  public func topics(of stream: VenueStream) -> [StreamTopic] {
    guard case .market(let kind) = stream else { return [] }
    return plan.instruments.filter { Self.kind(of: $0) == kind }.flatMap { instrument in
      plan.frames.map { .candles(instrument, $0) }
        + [.book(instrument, depth: plan.bookDepth)]
        + (kind == .linear ? [.ticker(instrument)] : [])
    }
  }
}
