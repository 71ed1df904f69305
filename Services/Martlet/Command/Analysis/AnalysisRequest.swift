import MarketDataFiles
import Quantities
import ServiceKit

/// What the command line asks for.
struct AnalysisRequest {
  let groups: AnalysisGroups
  let isJSON: Bool
  let hasExtras: Bool
  let averagesStochastic: Bool
  let isContract: Bool
  private let trigger: TimeFrame?
  private let levels: TimeFrame?
  private let regime: TimeFrame?

  init(_ invocation: Invocation) throws(UsageError) {
    let help = "martlet help indicators"
    guard !(invocation.flag("csv") && invocation.flag("json")) else {
      throw UsageError(.other("--csv does not go with --json."), help: help)
    }
    isContract = invocation.flag("contract")
    if isContract,
      let other = ["csv", "extras", "averaged-stochastic", "groups", "without"].first(where: {
        invocation.has($0)
      })
    {
      throw UsageError(.other("--contract does not go with --\(other)."), help: help)
    }
    isJSON = invocation.flag("json")
    hasExtras = invocation.flag("extras")
    averagesStochastic = invocation.flag("averaged-stochastic")
    var groups = AnalysisGroups.all
    if let text = invocation.text("groups") {
      groups = try AnalysisGroups(text, option: "groups", help: help)
    }
    if let text = invocation.text("without") {
      groups.remove(try AnalysisGroups(text, option: "without", help: help))
    }
    // Lists have no place in a cell.
    if !isJSON { groups.remove(AnalysisGroups([.levels, .setups])) }
    self.groups = groups
    trigger = try AnalysisRequest.frame("trigger-frame", invocation, help)
    levels = try AnalysisRequest.frame("level-frame", invocation, help)
    regime = try AnalysisRequest.frame("regime-frame", invocation, help)
  }

  var seeksTriggers: Bool { groups.contains(.setups) }

  func frames(over market: AnalysisMarket) -> ReadingFrames {
    ReadingFrames(
      over: market.files.map(\.timeFrame), trigger: trigger, levels: levels, regime: regime)
  }

  private static func frame(
    _ option: String, _ invocation: Invocation, _ help: String
  ) throws(UsageError) -> TimeFrame? {
    guard let text = invocation.text(option) else { return nil }
    guard let frame = TimeFrame(text) else {
      throw UsageError(
        .badValue(option: option, given: text, expected: "a time frame such as 4h"), help: help)
    }
    return frame
  }
}
