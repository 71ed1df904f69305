import Simulation
import Testing

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

  @Test func `are as lively as they must be`() {
    var options = Options.drawn(by: 5)
    options.manualOrders = 0
    options.bars = 10
    #expect(Verdict.of(options).violation?.check == "idle")
  }
}
