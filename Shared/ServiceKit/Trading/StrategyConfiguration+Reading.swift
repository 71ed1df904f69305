import Events
import Quantities

extension StrategyConfiguration {
  /// Reads one strategy from an element of the array `strategies`: the name of a shipped one, or a
  /// section that says what is different.
  ///
  /// - Parameter word: what stands in the place of a section.
  static func read(
    from reader: inout ConfigurationReader, at section: String, word: String?
  ) -> StrategyConfiguration {
    if let word { return shipped(word, from: &reader, at: section) ?? .targetReacher }
    let name = reader.name("\(section).name", default: targetReacher.name)
    var strategy = base(of: name, from: &reader, at: section)
    strategy.name = name
    strategy.instruments = reader.texts("\(section).instruments", default: []).compactMap { text in
      if let name = Name(text[...]), !text.isEmpty { return name }
      reader.refuse(
        "\(section).instruments", "holds \"\(text)\", expected names like bybit:BTC/USDT")
      return nil
    }
    strategy.setups = setups(from: &reader, at: "\(section).setups", default: strategy.setups)
    strategy.readFrames(from: &reader, at: section)
    strategy.regimeRule = reader.choice("\(section).regimeRule", default: strategy.regimeRule)
    strategy.entry = reader.choice("\(section).entry", default: strategy.entry)
    strategy.readDistances(from: &reader, at: section)
    strategy.readPatterns(from: &reader, at: section)
    strategy.readLives(from: &reader, at: section)
    strategy.readPlan(from: &reader, at: section)
    return strategy
  }

  /// The shipped strategy that a section changes: `base` says which, or its name does.
  private static func base(
    of name: Name, from reader: inout ConfigurationReader, at section: String
  ) -> StrategyConfiguration {
    guard let base = reader.text("\(section).base") else {
      if let strategy = shipped.first(where: { $0.name == name }) { return strategy }
      reader.refuse(
        "\(section).name",
        "is \"\(name)\", which is not shipped\(nearest(to: name.description)); known are "
          + "\(shippedNames.joined(separator: ", ")); one of them under another name needs "
          + "`base: \"\(targetReacher.name)\"` or the like")
      return .targetReacher
    }
    return shipped(base, from: &reader, at: "\(section).base") ?? .targetReacher
  }

  /// The shipped strategy of that name; refuses a name that none has.
  private static func shipped(
    _ word: String, from reader: inout ConfigurationReader, at path: String
  ) -> StrategyConfiguration? {
    if let strategy = shipped.first(where: { $0.name.description == word }) { return strategy }
    reader.refuse(
      path,
      "is \"\(word)\", which is no shipped strategy\(nearest(to: word)); known are "
        + shippedNames.joined(separator: ", "))
    return nil
  }

  private static var shippedNames: [String] { shipped.map(\.name.description) }

  private static func nearest(to word: String) -> String {
    Suggestion.nearest(to: word, among: shippedNames).map { " (did you mean \($0)?)" } ?? ""
  }

  private static func setups(
    from reader: inout ConfigurationReader, at path: String, default standard: [SetupType]
  ) -> [SetupType] {
    let words = reader.texts(path, default: standard.map(\.rawValue))
    if words.isEmpty { reader.refuse(path, "is empty: a strategy waits for something") }
    return words.compactMap { word in
      guard let type = SetupType(rawValue: word) else {
        let known = SetupType.allCases.map(\.rawValue)
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

  private mutating func readFrames(from reader: inout ConfigurationReader, at section: String) {
    triggerFrame = reader.frame("\(section).triggerFrame", default: triggerFrame)
    levelFrame = reader.frame("\(section).levelFrame", default: levelFrame)
    regimeFrame = reader.frame("\(section).regimeFrame", default: regimeFrame)
    if !(triggerFrame.divides(levelFrame) && triggerFrame.divides(regimeFrame)) {
      reader.refuse(
        "\(section).triggerFrame",
        "must divide levelFrame (\(levelFrame)) and regimeFrame (\(regimeFrame))")
    }
  }
}

// The thresholds, in groups.
extension StrategyConfiguration {
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
    if formingDistance > leavingDistance {
      reader.refuse(
        "\(section).formingDistance", "must not be above leavingDistance (\(leavingDistance))")
    }
  }

  private mutating func readPatterns(from reader: inout ConfigurationReader, at section: String) {
    minimumTests = reader.integer("\(section).minimumTests", default: minimumTests, 3...100)
    let rule = "\(section).retest"
    retest.distance = reader.number(
      "\(rule).distance", default: retest.distance, .between(0, 10))
    retest.volume = reader.number("\(rule).volume", default: retest.volume, .between(0, 100))
    retest.body = reader.number("\(rule).body", default: retest.body, .between(0, 1))
    retest.tail = reader.number("\(rule).tail", default: retest.tail, .between(0, 1))
    retest.bars = reader.integer("\(rule).bars", default: retest.bars, 1...1000)
    stopDistance = reader.number(
      "\(section).stopDistance", default: stopDistance, .positive(upTo: 40))
    fastLength = reader.integer("\(section).fastLength", default: fastLength, 1...1000)
    slowLength = reader.integer("\(section).slowLength", default: slowLength, 2...1000)
    if fastLength >= slowLength {
      reader.refuse("\(section).fastLength", "must be below slowLength (\(slowLength))")
    }
  }

  private mutating func readLives(from reader: inout ConfigurationReader, at section: String) {
    formingLife = reader.interval("\(section).formingLife", default: formingLife)
    activeLife = reader.interval("\(section).activeLife", default: activeLife)
    triggeredBars = reader.integer("\(section).triggeredBars", default: triggeredBars, 1...1000)
    cooldownBars = reader.integer("\(section).cooldownBars", default: cooldownBars, 0...1000)
  }

  private mutating func readPlan(from reader: inout ConfigurationReader, at section: String) {
    target1 = reader.decimal("\(section).target1", default: target1, .positive(upTo: 100))
    target2 = reader.decimal("\(section).target2", default: target2, .positive(upTo: 100))
    share1 = reader.decimal("\(section).share1", default: share1, .between(0, 1))
    share2 = reader.decimal("\(section).share2", default: share2, .between(0, 1))
    trailing = reader.number("\(section).trailing", default: trailing, .positive(upTo: 50))
    timeout = reader.interval("\(section).timeout", default: timeout)
    runnerTimeout = reader.interval("\(section).runnerTimeout", default: runnerTimeout)
    averageExit = reader.decimal(
      "\(section).averageExit", default: averageExit, .between(0, 100))
    if target1 >= target2 {
      reader.refuse("\(section).target1", "must be below target2 (\(target2))")
    }
    if share1 + share2 > 1 {
      reader.refuse("\(section).share2", "and share1 are more than the whole together")
    }
  }
}
