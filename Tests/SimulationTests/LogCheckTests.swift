import Bus
import Digest
import EventSourcing
import Events
import JournalCore
import Quantities
import Testing

@testable import Simulation

/// A log in memory, to be damaged.
struct Pages {
  var events: [StoredEvent] = []

  @discardableResult
  mutating func add(
    _ event: Event, by producer: Producer = .marketData, epoch: Int64 = 1,
    cause: SequenceNumber = 0, time: Int64? = nil
  ) -> StoredEvent {
    let count = events.count + 1
    var proposal = Proposal(fact: event, id: Identifier(of: "test", String(count)))
    proposal.cause = cause
    var stored = StoredEvent(
      seq: SequenceNumber(count), time: time ?? Int64(count), producer: producer, epoch: epoch,
      proposal: proposal, chain: .zero)
    stored.chain = stored.chained(after: events.last?.chain ?? .zero)
    events.append(stored)
    return stored
  }

  static func ticks(_ count: Int) -> Pages {
    var pages = Pages()
    for second in 1...count {
      pages.add(.clockTicked(ClockTicked(at: Instant(seconds: Int64(second)))))
    }
    return pages
  }
}

/// The check that speaks, or nil.
func complaint(_ body: () throws -> Void) -> String? {
  do { try body() } catch let violation as Violation { return violation.check } catch {
    return "\(error)"
  }
  return nil
}

@Suite struct `The checkers of the log speak` {
  @Test func `of a gap, a broken link, and time that goes back`() {
    let pages = Pages.ticks(3)
    func check(_ change: (inout [StoredEvent]) -> Void) -> String? {
      var events = pages.events
      change(&events)
      var chains = ChainCheck()
      return complaint { for event in events { try chains.durable(event) } }
    }
    #expect(check { _ in } == nil)
    #expect(check { $0.remove(at: 1) } == "C4")
    #expect(check { $0[1].proposal.payload.append(32) } == "C4")
    #expect(check { $0[2].chain = $0[1].chain } == "C4")
    var late = Pages.ticks(1)
    late.add(.clockTicked(ClockTicked(at: Instant(seconds: 9))), time: -5)
    var chains = ChainCheck()
    #expect(complaint { for event in late.events { try chains.durable(event) } } == "C12")
  }

  @Test func `of somebody who takes what is not there`() throws {
    let pages = Pages.ticks(2)
    var chains = ChainCheck()
    try chains.durable(pages.events[0])
    #expect(complaint { try chains.applied(pages.events[0], by: "a", durable: 1) } == nil)
    #expect(complaint { try chains.applied(pages.events[1], by: "a", durable: 1) } == "C5")
    var other = pages.events[0]
    other.chain = pages.events[1].chain
    #expect(complaint { try chains.applied(other, by: "a", durable: 1) } == "C5")
  }

  @Test func `of an acknowledgement that is not kept`() throws {
    let proposal = Pages.ticks(1).events[0].proposal
    let message = Sequencer.Submission(
      producer: .marketData, epoch: 1, number: 1, span: .facts, proposals: [proposal])
    var disk = Disk()
    let outcomes = disk.write(
      [ProposalBatch(producer: .marketData, epoch: 1, proposals: [proposal])], wall: 1)
    var appends = AppendCheck()
    appends.proposed(message)
    #expect(
      complaint {
        try appends.acknowledged(.marketData, 1, epoch: 1, outcomes[0], by: disk)
      } == "C3")
    disk.sync()
    #expect(
      complaint {
        try appends.acknowledged(.marketData, 1, epoch: 1, outcomes[0], by: disk)
      } == nil)
    #expect(complaint { try appends.finish(Disk()) } == "C3")
    #expect(
      complaint { try appends.acknowledged(.marketData, 1, epoch: 1, [], by: disk) } == "C3")
  }

  @Test func `of one who was fenced`() throws {
    var fences = FenceCheck()
    try fences.raised(.marketData, to: 2)
    #expect(complaint { try fences.durable(Pages.ticks(1).events[0]) } == "C8")
    #expect(complaint { try fences.raised(.marketData, to: 2) } == "C8")
  }

  @Test func `of queues without an end and a clock that goes back`() {
    var bounds = BoundsCheck()
    #expect(complaint { try bounds.inbox(10, limit: 10) } == nil)
    #expect(complaint { try bounds.inbox(11, limit: 10) } == "C11")
    var story = StoryCheck()
    let tick = Event.clockTicked(ClockTicked(at: Instant(seconds: 5)))
    #expect(complaint { try story.durable(tick) } == nil)
    #expect(complaint { try story.durable(tick) } == "C12")
    #expect(story.unfinished() != nil)
  }
}

@Suite struct `The checkers of a world speak` {
  static func options(_ seed: Int = 3) -> Options {
    var options = Options(seed: seed)
    options.bars = 30
    return options
  }

  private func complaint(of world: World) -> String? {
    SimulationTests.complaint { try world.run() }
  }

  @Test func `of nothing while nothing is wrong`() {
    let world = World(Self.options())
    #expect(complaint(of: world) == nil)
    #expect(world.figures.orders > 5)
  }

  @Test func `of a journal that publishes before it is durable`() {
    let world = World(Self.options())
    world.sabotage = .publishesEarly
    #expect(complaint(of: world) == "C5")
  }

  @Test func `of a journal that acknowledges before it is durable`() {
    let world = World(Self.options())
    world.sabotage = .acknowledgesEarly
    #expect(complaint(of: world) == "C3")
  }

  @Test func `of a disk that loses what it had kept`() {
    var options = Self.options()
    options.journalCrashes = 20
    let world = World(options)
    world.sabotage = .forgets
    // What is on its way to a reader may be the first to show it.
    let complaint = complaint(of: world)
    #expect(complaint == "C3" || complaint == "C5")
  }

  @Test func `of a decider that is silent`() {
    let world = World(Self.options())
    world.processes[2] = SimulatedProcess("risk") { _ in Mute(of: .risk) }
    #expect(complaint(of: world) == "C15")
  }

  @Test func `of books in which money came from nowhere`() {
    let world = World(Self.options())
    world.sabotage = .cooks
    #expect(complaint(of: world) == "C7")
  }

  /// All services but the person's command line, each twice at any moment.
  @Test(arguments: Options.Mode.allCases)
  func `of nothing while services are at work twice, and one of the two is fenced`(
    mode: Options.Mode
  ) {
    var options = Self.options()
    options.mode = mode
    options.instruments = 4
    options.doubles = 100
    let world = World(options)
    #expect(complaint(of: world) == nil)
    #expect(world.figures.count(of: .double) > 5)
    #expect(world.figures.count(of: .fenced) > 5)
  }

  @Test func `of a state that is not that of its log`() {
    let world = World(Self.options())
    world.sabotage = .miscounts
    #expect(complaint(of: world) == "C6")
  }
}

/// A service that is there, reads, and never answers.
private struct Mute: Occupant {
  let participations: [Participation]
  let needs = EventTypeSet()

  init(of producer: Producer) {
    participations = [Participation(producer, interests: [.clockTicked])]
  }

  mutating func rebuild(_ stored: StoredEvent, _ event: Event) {}
  mutating func begin(
    _ link: inout LinkState, at position: SequenceNumber, _ welcomes: [Welcome]
  ) {}
  mutating func take(
    _ events: [(stored: StoredEvent, event: Event)], through last: SequenceNumber,
    _ link: inout LinkState
  ) {}
  mutating func idle(_ link: inout LinkState, at now: Int64) -> Bool { false }
  func kept(after seq: SequenceNumber, isCoded: Bool) -> (any Occupant)? { nil }
}
