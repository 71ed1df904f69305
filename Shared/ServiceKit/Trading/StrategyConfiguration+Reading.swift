import Events
import Quantities

extension StrategyConfiguration {
  /// Reads one strategy from a section of the array `strategies`.
  static func read(
    from reader: inout ConfigurationReader, at section: String
  ) -> StrategyConfiguration {
    let standard = StrategyConfiguration.targetReacher
    var strategy = standard
    strategy.name = reader.name("\(section).name", default: standard.name)
    strategy.setups = setups(from: &reader, at: "\(section).setups", default: standard.setups)
    strategy.triggerFrame = reader.frame(
      "\(section).triggerFrame", default: standard.triggerFrame)
    strategy.levelFrame = reader.frame("\(section).levelFrame", default: standard.levelFrame)
    strategy.regimeFrame = reader.frame("\(section).regimeFrame", default: standard.regimeFrame)
    if !(strategy.triggerFrame.divides(strategy.levelFrame)
      && strategy.triggerFrame.divides(strategy.regimeFrame))
    {
      reader.refuse(
        "\(section).triggerFrame",
        "must divide levelFrame (\(strategy.levelFrame)) and regimeFrame (\(strategy.regimeFrame))")
    }
    strategy.entry = reader.choice("\(section).entry", default: standard.entry)
    strategy.readDistances(from: &reader, at: section)
    strategy.readPlan(from: &reader, at: section)
    return strategy
  }

  private static func setups(
    from reader: inout ConfigurationReader, at path: String, default standard: [SetupType]
  ) -> [SetupType] {
    let words = reader.texts(path, default: standard.map(\.rawValue))
    return words.compactMap { word in
      guard let type = SetupType(rawValue: word), offered.contains(type) else {
        let known = offered.map(\.rawValue)
        let near = Suggestion.nearest(to: word, among: known)
        reader.refuse(
          path,
          "holds \"\(word)\"; known are \(known.joined(separator: ", "))"
            + (near.map { "; did you mean \($0)?" } ?? ""))
        return nil
      }
      return type
    }
  }

  /// The setup types that deciders know how to lead.
  private static let offered: [SetupType] = [.resistanceRejection, .supportRejection]

  private mutating func readDistances(
    from reader: inout ConfigurationReader, at section: String
  ) {
    formingDistance = reader.number(
      "\(section).formingDistance", default: formingDistance, .positive(upTo: 20))
    leavingDistance = reader.number(
      "\(section).leavingDistance", default: leavingDistance, .positive(upTo: 40))
    triggerDistance = reader.number(
      "\(section).triggerDistance", default: triggerDistance, .positive(upTo: 20))
    stopBuffer = reader.number("\(section).stopBuffer", default: stopBuffer, .between(0, 10))
    minimumStop = reader.number("\(section).minimumStop", default: minimumStop, .between(0, 20))
    maximumStop = reader.number(
      "\(section).maximumStop", default: maximumStop, .positive(upTo: 40))
    minimumRoom = reader.number("\(section).minimumRoom", default: minimumRoom, .between(0, 20))
    minimumReward = reader.number(
      "\(section).minimumReward", default: minimumReward, .between(0, 20))
    if minimumStop >= maximumStop {
      reader.refuse("\(section).minimumStop", "must be below maximumStop (\(maximumStop))")
    }
  }

  private mutating func readPlan(from reader: inout ConfigurationReader, at section: String) {
    formingLife = reader.interval("\(section).formingLife", default: formingLife)
    activeLife = reader.interval("\(section).activeLife", default: activeLife)
    triggeredBars = reader.integer("\(section).triggeredBars", default: triggeredBars, 1...1000)
    cooldownBars = reader.integer("\(section).cooldownBars", default: cooldownBars, 0...1000)
    target1 = reader.decimal("\(section).target1", default: target1, .positive(upTo: 100))
    target2 = reader.decimal("\(section).target2", default: target2, .positive(upTo: 100))
    share1 = reader.decimal("\(section).share1", default: share1, .between(0, 1))
    share2 = reader.decimal("\(section).share2", default: share2, .between(0, 1))
    trailing = reader.number("\(section).trailing", default: trailing, .positive(upTo: 50))
    timeout = reader.interval("\(section).timeout", default: timeout)
    runnerTimeout = reader.interval("\(section).runnerTimeout", default: runnerTimeout)
    if target1 >= target2 {
      reader.refuse("\(section).target1", "must be below target2 (\(target2))")
    }
    if share1 + share2 > 1 {
      reader.refuse("\(section).share2", "and share1 are more than the whole together")
    }
  }
}
