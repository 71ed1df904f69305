import Bus
import EventSourcing
import Events
import MarketDataCore
import MarketDataLive
import Quantities
import Requests
import ServiceKit
import Transport
import VenueLink
import Venues

/// A venue's market over the network: the streams and questions of a live feed.
struct LiveMarket: ~Copyable {
  private let venue: VenueConfiguration
  private let directory: DataDirectory
  private let log: Log
  private let clock: SteadyClock
  private var feed: LiveFeed
  private let streams: [StreamLine]
  private let requests: RequestLine
  private var asked: [RequestLine.Ticket: Int] = [:]
  private var nextMeasurement: Instant
  private var measurements = 0
  private var nextLook: Instant
  private let begunAt: Instant
  private var hasBegun = false
  private var wasWhole = false
  private var garbled = 0
  private var nextImages: Instant

  init(
    _ configuration: Configuration, _ venue: VenueConfiguration, after record: FeedRecord,
    _ options: ServiceOptions, watchedBy descriptors: DescriptorSet
  ) throws {
    guard let adapter = VenueRegistry.standard[venue.name.description] else {
      throw LiveFailure.unknownVenue(venue.name)
    }
    let pace = max(1, configuration.market.pace)
    let frames = Set(configuration.strategies.flatMap(\.frames))
    let clock = SteadyClock()
    let feed = LiveFeed(
      FeedPlan(
        instruments: venue.instruments, frames: Array(frames),
        policy: FeedPolicy().times(pace)), after: record)
    let transport = TransportOptions(allowsPlainText: venue.system == .simulated)
    // What a limit or a ban keeps is asked when that ends: nobody is in a hurry here.
    let requests = try RequestLine(
      adapter,
      VenueContext(
        environment: venue.system.environment, now: clock.now, instruments: InstrumentDirectory(),
        hosts: venue.system == .simulated ? .nowhere : nil),
      RequestLine.Options(
        transport: transport, longestWait: .days(7), share: .data, pace: pace),
      clock: { clock.now })
    descriptors.watch(requests.descriptor)
    var random = SystemRandomNumberGenerator()
    streams = feed.wantedStreams.map { stream in
      StreamLine(
        stream, of: adapter, WebSocketClient.Options(transport: transport),
        watchedBy: descriptors, seed: random.next())
    }
    self.requests = requests
    begunAt = clock.now
    nextMeasurement = begunAt
    nextLook = begunAt
    nextImages = begunAt
    self.venue = venue
    self.directory = options.directory
    self.log = options.log
    self.clock = clock
    self.feed = feed
  }
}

extension LiveMarket {
  /// Whether something waits that no descriptor tells of.
  var isBusy: Bool {
    streams.contains(where: \.hasMore)
  }

  /// Does what is due; the facts for the journal, in their order.
  mutating func turn(watching watched: WatchList) throws -> [Proposal] {
    let now = clock.now
    lookAround(at: now)
    takeAnswers()
    begin(at: now)
    for stream in streams { serve(stream, at: now) }
    feed.watched = watched
    feed.advance(to: requests.venueTime)
    for question in feed.takeQuestions() {
      asked[requests.submit(.market(question.call), .data)] = question.id
    }
    for wish in feed.takeWishes() { fulfil(wish, at: now) }
    if let unlisted = feed.takeUnlisted().first {
      throw LiveFailure.notListed(unlisted, venue.name)
    }
    sayHowItStands()
    return feed.takeFacts()
  }

  /// The books that changed since the last time, and twice a second all of them.
  mutating func takeImages() -> [BookImage] {
    var places = feed.takeChangedBooks()
    let now = clock.now
    if now >= nextImages {
      nextImages = now + .milliseconds(500)
      places = Array(feed.books.indices)
    }
    return places.map { place in
      let book = feed.books[place]
      return BookImage(
        instrument: book.instrument, bids: book.bids, asks: book.asks, isWhole: book.isWhole,
        updateID: book.updateID, sequence: book.sequence, at: book.at ?? .epoch)
    }
  }

  /// Finds a venue on this machine where it is now, and measures the venue's clock.
  private mutating func lookAround(at now: Instant) {
    if venue.system == .simulated, now >= nextLook {
      nextLook = now + .seconds(1)
      let found = VenueHosts(announcedIn: directory.venueFile)
      requests.context.hosts = found ?? requests.context.hosts
    }
    guard now >= nextMeasurement, requests.context.hosts != .nowhere else { return }
    measurements += 1
    nextMeasurement = now + (measurements < 5 ? .milliseconds(200) : .seconds(30))
    requests.measureClock()
  }

  /// Begins when the venue's time is known, or a little later without it.
  private mutating func begin(at now: Instant) {
    let isMeasured = requests.venueClock.offset.offset != nil
    guard !hasBegun, isMeasured || now - begunAt > .seconds(5) else { return }
    hasBegun = true
    feed.begin(at: requests.venueTime)
  }

  private mutating func takeAnswers() {
    var isNew = false
    while let answer = requests.next() {
      guard let id = asked.removeValue(forKey: answer.ticket) else { continue }
      let result = answer.result.map { answers in answers.compactMap(\.market) }
      if case .failure(let error) = answer.result {
        log.warning(
          "question_failed", "The venue did not answer a question.",
          ["category": .words(error.category.rawValue), "said": .words(error.text)])
      }
      feed.receive(result, to: id, at: answer.at ?? requests.venueTime)
      isNew = true
    }
    guard isNew else { return }
    requests.context.instruments.add(feed.instruments)
    subscribe()
  }

  /// Streams connect when the instruments are known that they tell of.
  private mutating func subscribe() {
    for stream in streams {
      let topics = feed.topics(of: stream.stream)
      let isKnown = topics.allSatisfy { topic in
        topic.instrument.map { requests.context.instruments[$0] != nil } ?? true
      }
      if isKnown { stream.want(topics) }
    }
  }

  private mutating func serve(_ line: StreamLine, at now: Instant) {
    let stream = line.stream
    line.turn(at: now, in: requests.contextNow)
    while let occurrence = line.next() {
      switch occurrence {
      case .opened:
        log.info("stream_opened", "The stream stands.", ["stream": .words("\(stream)")])
        feed.advance(to: requests.venueTime)
        feed.streamOpened(stream)
      case .lost(let why):
        log.warning(
          "stream_lost", "The stream is lost; it is made again.",
          ["stream": .words("\(stream)"), "why": .words(why)])
        feed.streamLost(stream)
      case .news(let news): feed.receive(news, from: stream)
      case .garbled(let error):
        garbled += 1
        if garbled & (garbled - 1) == 0 {
          log.warning(
            "message_garbled", "A message of the venue makes no sense and was left out.",
            ["said": .words(error.text), "so_far": .whole(Int64(garbled))])
        }
      }
    }
  }

  private mutating func fulfil(_ wish: StreamWish, at now: Instant) {
    switch wish {
    case .reconnect(let stream):
      log.warning(
        "stream_deaf", "The stream does not tell what it should; it is made again.",
        ["stream": .words("\(stream)")])
      streams.first { $0.stream == stream }?.reconnect(at: now)
    case .resubscribe(let topic, let stream):
      log.info(
        "book_broken", "An order book is asked for again.", ["topic": .words("\(topic)")])
      streams.first { $0.stream == stream }?.resubscribe(
        to: topic, at: now, in: requests.contextNow)
    }
  }

  private mutating func sayHowItStands() {
    guard feed.isWhole != wasWhole else { return }
    wasWhole.toggle()
    if wasWhole {
      log.info("feed_whole", "Every line of candles is whole.")
    } else {
      log.warning("feed_broken", "Candles may be missing; they are asked for.")
    }
  }
}

extension VenueAnswer {
  fileprivate var market: MarketAnswer? {
    if case .market(let answer) = self { answer } else { nil }
  }
}

extension StreamTopic {
  /// What a topic of a market is about.
  fileprivate var instrument: Name? {
    switch self {
    case .candles(let name, _), .trades(let name), .ticker(let name), .book(let name, _): name
    case .orders, .executions, .positions, .balances, .deadManSwitch: nil
    }
  }
}

/// Why a venue's market cannot be followed.
enum LiveFailure: ServiceFailure {
  case unknownVenue(Name)
  case notListed(Name, Name)

  var sentence: String {
    switch self {
    case .unknownVenue(let name): "There is no venue \(name)."
    case .notListed(let instrument, let venue): "\(instrument) is not listed at \(venue)."
    }
  }

  var exitCode: ExitCode { .configuration }
}
