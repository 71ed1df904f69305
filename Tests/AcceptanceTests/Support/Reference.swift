import Assembly
import Digest
import Events
import MarketDataFiles
import ServiceKit
import Testing

/// What a backtest in this process concludes, and the states it ends with.
struct Reference {
  let digest: Digest256
  let states: [Producer: Digest256]

  init(_ configuration: Configuration) throws {
    var market = try market(from: configuration)
    var backtest = Backtest(configuration)
    backtest.run(&market)
    var states: [Producer: Digest256] = [:]
    for (producer, state) in backtest.states { states[producer] = try CodedState.hash(state) }
    self.states = states
    digest = backtest.conclusionDigest()
  }

  /// Expects a session to have concluded the same, and its services to have left in these states.
  func expectSame(_ audit: Audit, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(audit.digest == digest, sourceLocation: sourceLocation)
    #expect(audit.finalStates == states, sourceLocation: sourceLocation)
  }
}

/// The digest that `martlet backtest --json` prints.
func digestOfBacktest(_ scratch: Scratch, _ arguments: [String]) throws -> String {
  let ended = try scratch.start("martlet", ["backtest", "--json"] + arguments).end(within: 60)
  try #require(ended.code == 0, "\(ended.complaints)")
  let found = try #require(ended.printed.firstMatch(of: /"digest":"([0-9a-f]{64})"/))
  return String(found.1)
}
