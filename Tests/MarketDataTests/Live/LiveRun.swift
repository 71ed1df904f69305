import EventSourcing
import Events
import MarketDataCore
import MarketDataLive
import Quantities
import TestSupport
import Testing
import Venues

/// A live feed over a fake market in virtual time, with everything that can go wrong between them.
struct LiveRun {
  /// In a hundred, of steps or of messages.
  struct Faults {
    var cuts = 0
    var losses = 0
    var duplicates = 0
    var delays = 0
    var nonsense = 0
    var failures = 0
    var restarts = 0

    static let calm = Faults()
    static let storm = Faults(
      cuts: 2, losses: 10, duplicates: 10, delays: 10, nonsense: 5, failures: 20, restarts: 1)
  }

  static let instruments: [Name] = ["BTC/USDT:USDT", "ETH/USDT"]
  static let frames: [TimeFrame] = [.m1, .m5, .m15]
  /// How far time goes at once.
  var step = Interval.milliseconds(500)

  var market = FakeMarket()
  var plan: FeedPlan
  var feed: LiveFeed
  var faults: Faults
  var tick: Price = "0.1"
  /// Whether the stream says anything at all.
  var isSilent = false
  private(set) var now: Instant
  private var random: Seeded
  private var facts: [(proposal: Proposal, event: Event)] = []
  private var known: [Identifier: Proposal] = [:]
  private var answers: [(due: Instant, id: Int, call: MarketCall)] = []
  private var late: [(news: StreamNews, stream: VenueStream)] = []
  /// When each stream stands again; nil while it does.
  private var reopening: [Instant?]
  private(set) var reconnections = 0

  init(
    seed: Int, faults: Faults = .calm, history: Int = 20, instruments: [Name] = LiveRun.instruments,
    frames: [TimeFrame] = LiveRun.frames, starting: Interval = .hours(40)
  ) {
    plan = FeedPlan(instruments: instruments, frames: frames, history: history)
    feed = LiveFeed(plan)
    self.faults = faults
    random = Seeded(seed)
    now = market.beginning + starting + .seconds(Int64(Int.random(in: 0..<900, using: &random)))
    reopening = feed.wantedStreams.map { _ in .epoch }
    feed.begin(at: now)
  }

  var events: [Event] { facts.map(\.event) }

  /// Lets time pass.
  mutating func run(for interval: Interval) {
    let end = now + interval
    while now < end { stepOnce() }
  }

  private mutating func stepOnce() {
    let before = now
    now += step
    if random.chance(faults.restarts) { restart() }
    let delayed = late
    late = []
    for (index, stream) in feed.wantedStreams.enumerated() {
      reopen(index, stream)
      if random.chance(faults.cuts) { cut(index, stream) }
      if reopening[index] == nil, !isSilent { speak(on: stream, since: before) }
    }
    for (news, stream) in delayed where isUp(stream) { feed.receive(news, from: stream) }
    answer()
    feed.advance(to: now)
    settle()
  }

  private func isUp(_ stream: VenueStream) -> Bool {
    feed.wantedStreams.firstIndex(of: stream).map { reopening[$0] == nil } ?? false
  }

  private mutating func reopen(_ index: Int, _ stream: VenueStream) {
    guard let due = reopening[index], now >= due, !feed.instruments.isEmpty else { return }
    reopening[index] = nil
    feed.streamOpened(stream)
  }

  mutating func cut(_ index: Int, _ stream: VenueStream) {
    guard reopening[index] == nil else { return }
    reopening[index] = now + .milliseconds(Int64(Int.random(in: 250..<8_000, using: &random)))
    feed.streamLost(stream)
  }

  /// Every candle that ended since then, and now and then the one that is open.
  private mutating func speak(on stream: VenueStream, since before: Instant) {
    var news: [StreamNews] = []
    for case .candles(let instrument, let frame) in feed.topics(of: stream) {
      var opening = frame.opening(of: before)
      while frame.closing(of: opening) <= now {
        if !market.isHole(frame, opening) {
          news.append(.candle(market.candle(instrument, frame, opening)))
        }
        opening = frame.closing(of: opening)
      }
      if now.nanoseconds % 5_000_000_000 == 0 {
        var open = market.candle(instrument, frame, frame.opening(of: now), isClosed: false)
        open.close -= 1
        news.append(.candle(open))
      }
    }
    news.shuffle(using: &random)
    for item in news { deliver(item, on: stream) }
  }

  private mutating func deliver(_ news: StreamNews, on stream: VenueStream) {
    if random.chance(faults.losses) { return }
    if random.chance(faults.nonsense), case .candle(var candle) = news {
      // Numbers that contradict each other, and a candle that opens when none does.
      candle.low = candle.high + 1
      feed.receive(.candle(candle), from: stream)
      candle.openTime += .seconds(7)
      candle.low = 1
      feed.receive(.candle(candle), from: stream)
    }
    if random.chance(faults.delays) { return late.append((news, stream)) }
    feed.receive(news, from: stream)
    if random.chance(faults.duplicates) { feed.receive(news, from: stream) }
  }

  private mutating func answer() {
    for question in feed.takeQuestions() {
      let delay = Interval.milliseconds(Int64(Int.random(in: 50..<2_500, using: &random)))
      answers.append((now + delay, question.id, question.call))
    }
    let due = answers.filter { $0.due <= now }
    answers.removeAll { $0.due <= now }
    for (at, id, call) in due {
      if random.chance(faults.failures) {
        feed.receive(.failure(VenueError(.maintenance)), to: id, at: at)
      } else {
        let answer = market.answer(call, plan.instruments, at: at, tick: tick)
        feed.receive(.success([answer]), to: id, at: at)
      }
    }
  }

  /// Takes what the feed says, as a journal would: what it has is not appended again.
  private mutating func settle() {
    for wish in feed.takeWishes() {
      guard case .reconnect(let stream) = wish,
        let index = feed.wantedStreams.firstIndex(of: stream)
      else { continue }
      reconnections += 1
      reopening[index] = now + .milliseconds(500)
    }
    for proposal in feed.takeFacts() {
      if let other = known[proposal.id] {
        #expect(other == proposal, "another fact of the same id")
        continue
      }
      known[proposal.id] = proposal
      guard
        let event = try? Event(
          type: proposal.type, version: proposal.version, payload: proposal.payload)
      else {
        continue
      }
      facts.append((proposal, event))
    }
  }

  /// The process ends; what it said last may not have arrived.
  mutating func restart() {
    for fact in facts.suffix(Int.random(in: 0..<6, using: &random)) {
      known[fact.proposal.id] = nil
      facts.removeLast()
    }
    var record = FeedRecord()
    for fact in facts { record.note(fact.event) }
    feed = LiveFeed(plan, after: record)
    answers = []
    late = []
    reopening = reopening.map { _ in now + .seconds(1) }
    feed.begin(at: now)
  }
}
