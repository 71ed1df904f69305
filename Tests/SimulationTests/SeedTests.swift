import Events
import Quantities
import Testing

@testable import Simulation

@Suite struct `Simulated worlds` {
  /// Shorter than those of the program, so that a debug build runs them in seconds.
  static func options(_ seed: Int) -> Options {
    var options = Options.drawn(by: seed)
    options.bars = 24
    return options
  }

  @Test(arguments: 1_000..<1_024) func `break no law`(seed: Int) {
    let verdict = Verdict.of(Self.options(seed), isWhole: false)
    if !verdict.isGood { Issue.record("\(verdict.report)") }
  }

  @Test(arguments: Options.Mode.allCases) func `take the same course again`(mode: Options.Mode) {
    var options = Self.options(7)
    options.mode = mode
    let first = Verdict.of(options, isWhole: false)
    let again = Verdict.of(options, isWhole: false)
    #expect(first.digest == again.digest)
    #expect(first.figures == again.figures)
    #expect(first.figures.events > 100)
    options.seed = 8
    #expect(Verdict.of(options, isWhole: false).digest != first.digest)
  }

  @Test func `trade on spot markets too, and pay funding for contracts alone`() throws {
    var options = Options(seed: 11)
    options.bars = 80
    options.instruments = 3
    options.spotMarkets = 2
    options.fundingSteps = 3
    let world = World(options)
    try world.run()
    var bought: Set<Name> = []
    var charged: Set<Name> = []
    for (_, event) in world.known {
      switch event {
      case .orderFilled(let it) where it.side == .buy: bought.insert(it.instrument)
      case .fundingCharged(let it): charged.insert(it.instrument)
      default: break
      }
    }
    #expect(bought == Set((0..<3).map(MarketStory.name)))
    #expect(charged == [MarketStory.name(0)])
  }

  @Test func `pay funding at a venue too, for trades that are known`() throws {
    var options = Options(seed: 12)
    options.mode = .live
    options.bars = 60
    options.instruments = 4
    options.perInstrument = 1
    options.fundingSteps = 3
    let world = World(options)
    try world.run()
    let charges = world.known.compactMap {
      if case .fundingCharged(let it) = $0.event { it } else { nil }
    }
    #expect(charges.count == world.exchange.payments.count)
    #expect(charges.count >= 5)
    #expect(charges.allSatisfy { $0.trade != nil && $0.setup != nil })
  }

  @Test func `are as lively as they must be`() {
    var options = Options.drawn(by: 5)
    options.manualOrders = 0
    options.bars = 10
    #expect(Verdict.of(options).violation?.check == "idle")
  }
}
