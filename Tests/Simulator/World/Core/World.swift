import Bus
import Digest
import EventSourcing
import Events
import ExecutionCore
import IndicatorCore
import JournalCore
import LedgerCore
import PaperVenue
import Quantities
import RiskCore
import ServiceKit
import SignalCore

/// All services, the log, a venue, and everything that can go wrong between them, in one thread
/// and in virtual time: one seed, one course of events.
public final class World {
  static let logID = Identifier(of: "simulated")

  public let options: Options
  /// What goes wrong at the moment: the options at first, nothing after the healing.
  var weather: Options
  var dice: Dice
  var agenda = Agenda()
  /// Nanoseconds since the beginning.
  var now: Int64 = 0
  /// How far the journal's clock is off.
  var clockOffset: Int64 = 0
  var disk = Disk()
  var journal: JournalProcess?
  var journalLife = 0
  var journalPausedUntil: Int64 = 0
  var journalWaiting: [Action] = []
  var processes: [SimulatedProcess] = []
  var wires: [Wire] = []
  /// The events of the log as values, each read once.
  var known: [(chain: Digest256, event: Event)] = []
  var checks: Checks
  var diskFullUntil: Int64 = 0
  var diskIsFullForAll = false
  var story: MarketStory
  /// Of a live world.
  var exchange: Exchange
  /// To the venue, one for each process.
  var lines: [VenueLine] = []
  var venueClosedUntil: Int64 = 0
  var isHealed = false
  var healedAt: Int64 = 0
  /// When an order was last of unknown outcome.
  var doubtedAt: Int64 = 0
  /// Breaks something on purpose, to hear the checkers.
  var sabotage: Sabotage?
  /// A disk that lied was caught.
  var isCaught = false
  public internal(set) var figures = Figures()
  /// The last things that happened, for people.
  public internal(set) var timeline = Timeline()

  public init(_ options: Options) {
    self.options = options
    weather = options
    dice = Dice(seed: options.seed &+ 2)
    checks = Checks(options)
    let story = MarketStory(options)
    self.story = story
    exchange = Exchange(options, story.listings)
    processes = [
      World.deciding("indicator", Indicator.self), World.deciding("signal", SignalCore.Signal.self),
      World.deciding("risk", Risk.self),
      SimulatedProcess("execution") { [unowned self] _ in
        guard options.mode == .live else {
          return DecidingOccupant([
            DeciderPerformer(Execution.self), DeciderPerformer(PaperVenue.self),
          ])
        }
        return TradingOccupant(at: self.steadyTime)
      },
      World.deciding("ledger", Ledger.self),
      SimulatedProcess("market-data") { [unowned self] _ in
        MarketOccupant(self.story, healedAt: self.isHealed ? self.healedAt : nil)
      },
      SimulatedProcess("person") { PersonOccupant(options, life: $0) },
    ]
    processes += processes.indices.filter { processes[$0].name != "person" }.map { index in
      SimulatedProcess(
        "\(processes[index].name)'s double", of: index, processes[index].make)
    }
    wires = processes.map { _ in Wire() }
    lines = processes.map { _ in VenueLine() }
  }

  private static func deciding<D: Decider>(_ name: String, _ decider: D.Type) -> SimulatedProcess {
    SimulatedProcess(name) { _ in DecidingOccupant([DeciderPerformer(decider)]) }
  }

  /// The journal's wall clock.
  var wall: Int64 { MarketStory.beginning.nanoseconds + now + clockOffset }

  /// How long something is away that went down.
  func downtime() -> Int64 {
    isHealed ? 10_000_000 : 1_000_000 + dice.wait(mean: Int64(weather.downtime) * 1_000_000)
  }
}

// MARK: - the run

extension World {
  /// Runs to the end; throws what must not be.
  public func run() throws {
    do {
      try live()
    } catch let error as BusError {
      try judge(error)
    }
    figures.virtualSeconds = Int(now / 1_000_000_000)
  }

  private func live() throws {
    agenda.add(.startJournal, at: 0)
    for index in processes.indices where processes[index].original == nil {
      agenda.add(.start(process: index), at: dice.wait(mean: 50_000_000))
    }
    agenda.add(.trouble, at: 1_000_000_000)
    if options.mode == .live { agenda.add(.bar(0), at: 0) }
    while let (time, action) = agenda.next() {
      now = max(now, time)
      figures.steps += 1
      guard try perform(action) else { break }
    }
    try checks.finish(self)
  }

  /// A reader that finds the log other than it was has caught a disk that lied; any other
  /// complaint of a link is a fault.
  private func judge(_ error: BusError) throws {
    switch error {
    case .truncated, .branched:
      guard options.isLying, figures.count(of: .lyingDisk) > 0 else { fallthrough }
      isCaught = true
    default: throw Violation("link", "\(error)")
    }
  }

  /// Does the next thing; false when the world has come to its end.
  private func perform(_ action: Action) throws -> Bool {
    switch action {
    case .reachesJournal(let bytes, let from, let life):
      guard reachesTheLiving(action) else { return true }
      try journalReceives(bytes, from: JournalProcess.Contact(process: from, life: life))
    case .asksJournal(let request, let from, let life):
      guard reachesTheLiving(action) else { return true }
      journalServes(request, to: JournalProcess.Contact(process: from, life: life))
    case .reaches(let message, let index, let life):
      guard isAlive(index, life, action) else { return true }
      try receive(message, by: index)
    case .turn(let index, let life): if isAlive(index, life, action) { try turn(index) }
    case .send(let index, let life): if isAlive(index, life, action) { try flush(index) }
    case .wake(let index, let life): if isAlive(index, life, action) { try wake(index) }
    case .start(let index): start(index)
    case .resume(let index, let life): if processes[index].life == life { resume(index) }
    case .order(let life): if journalLives(life, action) { try journalOrders() }
    case .sync(let life): if journalLives(life, action) { try journalSyncs() }
    case .acknowledge(let life): if journalLives(life, action) { try journalAcknowledges() }
    case .publish(let life): if journalLives(life, action) { try journalPublishes() }
    case .sayHead(let life): if journalLives(life, action) { journalSaysHead() }
    case .startJournal: try startJournal()
    case .resumeJournal(let life): if journalLife == life { resumeJournal() }
    case .venue(let action, let index, let life, let number):
      try perform(action, of: index, life: life, line: number)
    case .bar(let step): try meetBar(step)
    case .trouble: try makeTrouble()
    case .heal: try heal()
    case .judge: return try !isOver()
    }
    return true
  }

  /// Whether the incarnation is there and does not die or stop at this very moment.
  func isAlive(_ index: Int, _ life: Int, _ action: Action) -> Bool {
    let process = processes[index]
    guard process.life == life, process.isUp else { return false }
    if process.pausedUntil > now {
      // Its own plans wait for it; of what others send, no more than fits.
      if case .reaches = action, process.waiting.count >= weather.capacity {
        figures.note(.overflow)
      } else {
        process.waiting.append(action)
      }
      return false
    }
    if dice.chance(of: weather.crashes) {
      crash(index)
      return false
    }
    if dice.chance(of: weather.doubles) { startDouble(of: index) }
    if dice.chance(of: weather.pauses) { pause(index) }
    return true
  }

  private func journalLives(_ life: Int, _ action: Action) -> Bool {
    guard journalLife == life, journal != nil else { return false }
    if journalPausedUntil > now {
      journalWaiting.append(action)
      return false
    }
    if dice.chance(of: weather.journalCrashes) {
      crashJournal()
      return false
    }
    return true
  }

  private func reachesTheLiving(_ action: Action) -> Bool {
    guard journal != nil else { return false }
    if journalPausedUntil > now {
      if journalWaiting.count < weather.capacity { journalWaiting.append(action) }
      return false
    }
    return true
  }

  func resumeJournal() {
    let waiting = journalWaiting
    journalWaiting = []
    for action in waiting { agenda.add(action, at: now) }
  }
}
