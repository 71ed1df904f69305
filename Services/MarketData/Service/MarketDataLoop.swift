import Bus
import EventSourcing
import Events
import MarketDataCore
import MarketDataFiles
import Quantities
import ServiceKit

/// Tells the market to the journal, one instant after the other.
///
/// In lock-step the journal takes the next instant when everybody has answered the last; a window
/// of instants is on its way so that it never waits for this process. A paced market is told when
/// its time has come. After a restart the market is made again and goes on behind the last clock
/// of the log.
struct MarketDataLoop: ~Copyable {
  private static let window = 64

  private let options: ServiceOptions
  private let readiness: Readiness
  private var signals: Signals
  private var link: JournalLink
  private var known = Known()
  private var welcome: Welcome?
  private var read: SequenceNumber = 0
  private var facts: [Event] = []

  /// What the log says about the market so far.
  private struct Known {
    var configuration: Configuration?
    var clock: Instant?
    var hasEnded = false

    mutating func note(_ stored: StoredEvent) throws(ServiceStop) {
      switch stored.proposal.type {
      case .configurationApplied, .clockTicked, .marketEnded: break
      default: return
      }
      switch try Event(reading: stored) {
      case .configurationApplied(let applied): configuration = applied.configuration
      case .clockTicked(let tick): clock = tick.at
      case .marketEnded: hasEnded = true
      default: break
      }
    }
  }

  init(_ options: ServiceOptions) throws {
    // Signals are blocked before ZeroMQ starts its threads, so that they arrive here only.
    let signals = try Signals()
    let link = try JournalLink(
      dataDirectory: options.directory.path, service: .marketData,
      participations: [Participation(.marketData)], watching: signals.descriptor)
    self.options = options
    readiness = Readiness(of: ServiceName.marketData.rawValue, in: options.directory)
    self.signals = signals
    self.link = link
  }

  /// Works until a signal asks to stop; returns the exit code.
  mutating func run() throws -> ExitCode {
    guard try catchUp(), let configuration = known.configuration else { return .ok }
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
