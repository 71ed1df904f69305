public import Events
internal import Quantities

extension Configuration {
  /// Reads the sections `strategies`, `risk`, `paper` and `market`; what is not given is `standard`.
  ///
  /// The files of the market are named on the command line and come as they are in `standard`.
  public static func read(
    from reader: inout ConfigurationReader, standard: Configuration = .standard
  ) -> Configuration {
    let configuration = Configuration(
      strategies: reader.sections("strategies", default: standard.strategies) { reader, prefix in
        StrategyConfiguration.read(from: &reader, prefix, standard: .targetReacher)
      },
      risk: RiskConfiguration.read(from: &reader, standard: standard.risk),
      paper: PaperConfiguration.read(from: &reader, standard: standard.paper),
      market: MarketConfiguration.read(from: &reader, standard: standard.market))
    var names: [Name] = []
    for (index, strategy) in configuration.strategies.enumerated() {
      if names.contains(strategy.name) {
        reader.refuse("strategies[\(index)].name", "is the name of another strategy already")
      }
      names.append(strategy.name)
    }
    return configuration
  }
}

extension RiskConfiguration {
  static func read(
    from reader: inout ConfigurationReader, standard: RiskConfiguration
  ) -> RiskConfiguration {
    var risk = standard
    reader.update("risk.riskPerTrade", &risk.riskPerTrade, .positive(upTo: "0.1"))
    reader.update("risk.leverage", &risk.leverage, .between(1, 125))
    risk.maximumTrades = reader.integer(
      "risk.maximumTrades", default: risk.maximumTrades, 1...1000)
    risk.maximumPerInstrument = reader.integer(
      "risk.maximumPerInstrument", default: risk.maximumPerInstrument, 1...100)
    reader.update("risk.maximumOpenRisk", &risk.maximumOpenRisk, .positive(upTo: 1))
    reader.update("risk.maximumNotional", &risk.maximumNotional, .positive(upTo: 125))
    reader.update("risk.dailyLoss", &risk.dailyLoss, .positive(upTo: 1))
    reader.update("risk.dailyFlatten", &risk.dailyFlatten, .positive(upTo: 1))
    reader.update("risk.fee", &risk.fee, .between(0, "0.1"))
    reader.update("risk.slippage", &risk.slippage, .between(0, "0.1"))
    reader.update("risk.approvalLife", &risk.approvalLife)
    if risk.dailyFlatten < risk.dailyLoss {
      reader.refuse(
        "risk.dailyFlatten", "is below risk.dailyLoss: all would be closed before entries stop")
    }
    return risk
  }
}

extension PaperConfiguration {
  static func read(
    from reader: inout ConfigurationReader, standard: PaperConfiguration
  ) -> PaperConfiguration {
    var paper = standard
    reader.update("paper.account", &paper.account)
    reader.update("paper.deposit", &paper.deposit, .positive)
    reader.update("paper.makerFee", &paper.makerFee, .between("-0.1", "0.1"))
    reader.update("paper.takerFee", &paper.takerFee, .between("-0.1", "0.1"))
    reader.update("paper.slippage", &paper.slippage, .between(0, "0.1"))
    reader.update("paper.participation", &paper.participation, .positive(upTo: 1))
    return paper
  }
}

extension MarketConfiguration {
  static func read(
    from reader: inout ConfigurationReader, standard: MarketConfiguration
  ) -> MarketConfiguration {
    var market = standard
    market.source = reader.choice("market.source", default: market.source)
    market.seed = reader.integer("market.seed", default: market.seed, 0 ... .max)
    market.instruments = reader.integer("market.instruments", default: market.instruments, 1...1000)
    market.days = reader.integer("market.days", default: market.days, 0...100_000)
    market.pace = reader.integer("market.pace", default: market.pace, 0...1_000_000)
    return market
  }
}

extension StrategyConfiguration {
  static func read(
    from reader: inout ConfigurationReader, _ prefix: String, standard: StrategyConfiguration
  ) -> StrategyConfiguration {
    var strategy = standard
    reader.update("\(prefix).name", &strategy.name)
    strategy.setups = reader.choices("\(prefix).setups", default: strategy.setups)
    strategy.entry = reader.choice("\(prefix).entry", default: strategy.entry)
    strategy.readFrames(from: &reader, prefix)
    strategy.readDistances(from: &reader, prefix)
    strategy.readLives(from: &reader, prefix)
    strategy.readTargets(from: &reader, prefix)
    return strategy
  }

  private mutating func readFrames(from reader: inout ConfigurationReader, _ prefix: String) {
    reader.update("\(prefix).triggerFrame", &triggerFrame)
    reader.update("\(prefix).levelFrame", &levelFrame)
    reader.update("\(prefix).regimeFrame", &regimeFrame)
    if !triggerFrame.divides(levelFrame) || !levelFrame.divides(regimeFrame) {
      reader.refuse(
        "\(prefix).levelFrame",
        "is no whole number of triggerFrame, or regimeFrame no whole number of it")
    }
  }

  private mutating func readDistances(from reader: inout ConfigurationReader, _ prefix: String) {
    let distance = DecimalBounds.between(0, 100)
    reader.update("\(prefix).formingDistance", &formingDistance, distance)
    reader.update("\(prefix).leavingDistance", &leavingDistance, distance)
    reader.update("\(prefix).triggerDistance", &triggerDistance, distance)
    reader.update("\(prefix).stopBuffer", &stopBuffer, distance)
    reader.update("\(prefix).minimumStop", &minimumStop, distance)
    reader.update("\(prefix).maximumStop", &maximumStop, distance)
    reader.update("\(prefix).minimumRoom", &minimumRoom, distance)
    reader.update("\(prefix).minimumReward", &minimumReward, distance)
    reader.update("\(prefix).trailing", &trailing, .positive(upTo: 100))
    if minimumStop > maximumStop {
      reader.refuse("\(prefix).minimumStop", "is above maximumStop: no stop would do")
    }
    if formingDistance > leavingDistance {
      reader.refuse("\(prefix).formingDistance", "is above leavingDistance: no setup would last")
    }
  }

  private mutating func readLives(from reader: inout ConfigurationReader, _ prefix: String) {
    reader.update("\(prefix).formingLife", &formingLife)
    reader.update("\(prefix).activeLife", &activeLife)
    reader.update("\(prefix).timeout", &timeout)
    reader.update("\(prefix).runnerTimeout", &runnerTimeout)
    triggeredBars = reader.integer("\(prefix).triggeredBars", default: triggeredBars, 1...10_000)
    cooldownBars = reader.integer("\(prefix).cooldownBars", default: cooldownBars, 0...10_000)
  }

  private mutating func readTargets(from reader: inout ConfigurationReader, _ prefix: String) {
    reader.update("\(prefix).target1", &target1, .positive(upTo: 100))
    reader.update("\(prefix).target2", &target2, .positive(upTo: 100))
    reader.update("\(prefix).share1", &share1, .between(0, 1))
    reader.update("\(prefix).share2", &share2, .between(0, 1))
    if target2 < target1 { reader.refuse("\(prefix).target2", "is below target1") }
    if share1 + share2 > .one {
      reader.refuse("\(prefix).share2", "and share1 are more than the whole position")
    }
  }
}

extension ConfigurationReader {
  fileprivate mutating func update<Number: Measure>(
    _ path: String, _ number: inout Number, _ bounds: DecimalBounds
  ) {
    number = decimal(path, default: number, bounds)
  }

  fileprivate mutating func update(
    _ path: String, _ number: inout Double, _ bounds: DecimalBounds
  ) {
    number = self.number(path, default: number, bounds)
  }

  fileprivate mutating func update(_ path: String, _ interval: inout Interval) {
    interval = word(
      path, default: DurationText.text(nanoseconds: interval.nanoseconds),
      expected: "\(DurationText.expected), above zero"
    ) { text in
      DurationText.nanoseconds(text).flatMap { $0 > 0 ? .nanoseconds($0) : nil }
    }
  }

  fileprivate mutating func update(_ path: String, _ name: inout Name) {
    name = word(
      path, default: name.description, expected: "a text of 1 to \(Name.capacity) bytes"
    ) { text in text.isEmpty ? nil : Name(text[...]) }
  }

  fileprivate mutating func update(_ path: String, _ frame: inout TimeFrame) {
    frame = word(
      path, default: frame.description, expected: "a time frame like 5m, 1h, 4h or 1d"
    ) { TimeFrame($0) }
  }
}
