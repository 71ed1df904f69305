import Bus
import EventSourcing
import Events
import MarketDataCore
import MarketDataFiles
import MarketDataLive
import Quantities
import ServiceKit
import Transport

/// Tells the market to the journal: a recorded or generated one instant after the other, a venue's as
/// it happens.
///
/// In lock-step the journal takes the next instant when everybody has answered the last; a window
/// of instants is on its way so that it never waits for this process. A paced market is told when
/// its time has come. After a restart the market is made again and goes on behind the last clock
/// of the log.
struct MarketDataLoop: ~Copyable {
  private static let window = 64
  /// Facts of a venue's market in one proposal.
  private static let batch = 256

  private let options: ServiceOptions
  private let readiness: Readiness
  private var signals: Signals
  private var link: JournalLink
  private var known = Known()
  private var welcome: Welcome?
  private var read: SequenceNumber = 0
  private var facts: [Event] = []
  /// Behind it the sockets of a venue's market.
  private let descriptors = DescriptorSet()

  /// What the log says about the market so far.
  private struct Known {
    var configuration: Configuration?
    var clock: Instant?
    var hasEnded = false
    /// Of a venue's market.
    var record = FeedRecord()
    var watched = WatchList()

    mutating func note(_ stored: StoredEvent) throws(ServiceStop) {
      let type = stored.proposal.type
      switch type {
      case .configurationApplied, .clockTicked, .marketEnded: break
      case _ where isLive && (FeedRecord.types.contains(type) || WatchList.types.contains(type)):
        break
      default: return
      }
      let event = try Event(reading: stored)
      switch event {
      case .configurationApplied(let applied): configuration = applied.configuration
      case .clockTicked(let tick): clock = tick.at
      case .marketEnded: hasEnded = true
      default: break
      }
      guard isLive else { return }
      record.note(event)
      watched.note(event)
    }

    private var isLive: Bool { configuration?.market.venue != nil }
  }

  init(_ options: ServiceOptions) throws {
    // Signals are blocked before ZeroMQ starts its threads, so that they arrive here only.
    let signals = try Signals()
    let link = try JournalLink(
      dataDirectory: options.directory.path, service: .marketData,
      participations: [Participation(.marketData)], watching: signals.descriptor,
      and: [descriptors.descriptor])
    self.options = options
    readiness = Readiness(of: ServiceName.marketData.rawValue, in: options.directory)
    self.signals = signals
    self.link = link
  }

  /// Works until a signal asks to stop; returns the exit code.
  mutating func run() throws -> ExitCode {
    guard try catchUp(), let configuration = known.configuration else { return .ok }
    if let venue = configuration.market.venue { return try follow(venue, configuration) }
    var market = try market(from: configuration)
    if let clock = known.clock { market.skip(through: clock) }
    try announceStart()
    try readiness.announce()
    var pace = Pace(times: configuration.market.pace)
    var isOver = known.hasEnded
    while !signals.stopRequested {
      while !isOver, link.unacknowledged < Self.window, pace.isDue(market.nextInstant) {
        isOver = try !tellNext(&market)
      }
      let wait = isOver || link.unacknowledged >= Self.window ? 250 : pace.wait(market.nextInstant)
      try turn(wait)
    }
    try leave()
    return .ok
  }

  /// Follows a venue's market until a signal asks to stop.
  private mutating func follow(
    _ venue: VenueConfiguration, _ configuration: Configuration
  ) throws -> ExitCode {
    var market = try LiveMarket(
      configuration, venue, after: known.record, options, watchedBy: descriptors)
    let books = try BookPublisher(dataDirectory: options.directory.path)
    try announceStart()
    try readiness.announce()
    var waiting: ArraySlice<Proposal> = []
    while !signals.stopRequested {
      waiting += try market.turn(watching: known.watched)
      for image in market.takeImages() { try books.publish(image) }
      while !waiting.isEmpty, link.unacknowledged < Self.window {
        try link.propose(Array(waiting.prefix(Self.batch)), as: .marketData)
        waiting = waiting.dropFirst(Self.batch)
      }
      try turn(market.isBusy ? 0 : 50)
    }
    try leave()
    return .ok
  }

  /// Proposes the next instant; false when there is none.
  private mutating func tellNext(_ market: inout Market) throws -> Bool {
    facts.removeAll(keepingCapacity: true)
    guard market.nextStep(into: &facts) else { return false }
    try link.propose(facts.map { Proposal(fact: $0, id: factID(of: $0)) }, as: .marketData)
    return true
  }

  private mutating func turn(_ milliseconds: Int) throws {
    let turn = try link.poll(timeout: milliseconds)
    if let producer = turn.fenced { throw ServiceStop.fenced(producer) }
    if let refusal = turn.refusals.first {
      throw ServiceStop.refused(refusal.producer, "\(refusal.code): \(refusal.detail)")
    }
    if turn.isWoken { _ = signals.next() }
    for stored in turn.events { try known.note(stored) }
    if let welcome = turn.welcomes.first { self.welcome = welcome }
    if let last = turn.events.last { read = last.seq }
    readiness.alive()
  }

  /// Reads the log to the head that the journal had when it let us in, and on until the
  /// configuration is there. False when a signal asked to stop meanwhile.
  private mutating func catchUp() throws -> Bool {
    while !signals.stopRequested {
      if let welcome, read >= welcome.head.log.seq, known.configuration != nil { return true }
      try turn(50)
    }
    return false
  }

  private mutating func announceStart() throws {
    let started = Proposal.started(
      .marketData, as: .marketData, epoch: link.epoch(of: .marketData), appliedThrough: read)
    try link.propose([started], as: .marketData)
    options.log.info(
      "market_ready", "The market goes on.",
      ["after": .words(known.clock?.description ?? "the beginning")])
  }

  private mutating func leave() throws {
    readiness.withdraw()
    let stopped = Proposal.stopped(
      .marketData, as: .marketData, epoch: link.epoch(of: .marketData), appliedThrough: read)
    try link.propose([stopped], as: .marketData)
    let deadline = SystemClock.monotonic() + 2_000_000_000
    while link.unacknowledged > 0, SystemClock.monotonic() < deadline { try turn(20) }
    options.log.info("stopped", "Stopped in order.")
  }
}
