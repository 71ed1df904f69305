import Events
import Quantities

extension RiskConfiguration {
  /// Reads the limits: those of `risk.profile`, and what is given beside it.
  ///
  /// A profile with a limit of its own is a custom one.
  static func read(
    from reader: inout ConfigurationReader, defaults: RiskConfiguration
  ) -> RiskConfiguration {
    let profile: RiskProfile = reader.choice("risk.profile", default: defaults.profile)
    let named = profile == defaults.profile ? defaults : RiskConfiguration.of(profile)
    var limits = named
    limits.readSize(from: &reader)
    limits.readExposure(from: &reader)
    limits.readLosses(from: &reader)
    limits.readOrders(from: &reader)
    if limits != named { limits.profile = .custom }
    limits.refuseContradictions(to: &reader)
    return limits
  }

  private mutating func take(
    _ key: String, _ path: WritableKeyPath<RiskConfiguration, Ratio>, _ bounds: DecimalBounds,
    from reader: inout ConfigurationReader
  ) {
    self[keyPath: path] = reader.decimal("risk.\(key)", default: self[keyPath: path], bounds)
  }

  private mutating func readSize(from reader: inout ConfigurationReader) {
    take("perTrade", \.riskPerTrade, .positive(upTo: "0.02"), from: &reader)
    take("leverage", \.leverage, .between(1, 100), from: &reader)
    take("maximumLeverage", \.maximumLeverage, .between(1, 100), from: &reader)
    take("maximumNotional", \.maximumNotional, .positive(upTo: 100), from: &reader)
    kelly = reader.flag("risk.kelly", default: kelly)
    take("kellyFraction", \.kellyFraction, .positive(upTo: 1), from: &reader)
    kellyTrades = reader.integer("risk.kellyTrades", default: kellyTrades, 50...100_000)
    take("fee", \.fee, .between(0, "0.05"), from: &reader)
    take("slippage", \.slippage, .between(0, "0.05"), from: &reader)
    take("liquidationDistance", \.liquidationDistance, .between(1, 100), from: &reader)
  }

  private mutating func readExposure(from reader: inout ConfigurationReader) {
    maximumTrades = reader.integer("risk.maximumTrades", default: maximumTrades, 1...100)
    maximumSetups = reader.integer("risk.maximumSetups", default: maximumSetups, 1...100)
    maximumPerInstrument = reader.integer(
      "risk.maximumPerInstrument", default: maximumPerInstrument, 1...100)
    take("maximumOpenRisk", \.maximumOpenRisk, .positive(upTo: 1), from: &reader)
    take("accountLeverage", \.accountLeverage, .positive(upTo: 100), from: &reader)
    take("groupCorrelation", \.groupCorrelation, .between(0, 1), from: &reader)
    take("groupRisk", \.groupRisk, .positive(upTo: 1), from: &reader)
    take("groupExposure", \.groupExposure, .positive(upTo: 100), from: &reader)
    take("valueAtRisk", \.valueAtRisk, .positive(upTo: 1), from: &reader)
    take("conditionalValueAtRisk", \.conditionalValueAtRisk, .positive(upTo: 1), from: &reader)
    take("marginWarning", \.marginWarning, .positive(upTo: 1), from: &reader)
    take("marginRatio", \.marginRatio, .positive(upTo: 1), from: &reader)
  }

  private mutating func readLosses(from reader: inout ConfigurationReader) {
    take("dailyLoss", \.dailyLoss, .positive(upTo: 1), from: &reader)
    take("dailyFlatten", \.dailyFlatten, .positive(upTo: 1), from: &reader)
    take("weeklyLoss", \.weeklyLoss, .positive(upTo: 1), from: &reader)
    take("monthlyLoss", \.monthlyLoss, .positive(upTo: 1), from: &reader)
    consecutiveLosses = reader.integer(
      "risk.consecutiveLosses", default: consecutiveLosses, 1...1_000)
    lossPause = reader.interval("risk.lossPause", default: lossPause)
    take("softDrawdown", \.softDrawdown, .positive(upTo: 1), from: &reader)
    take("hardDrawdown", \.hardDrawdown, .positive(upTo: 1), from: &reader)
    flattenOnDailyLoss = reader.flag("risk.flattenOnDailyLoss", default: flattenOnDailyLoss)
    flattenOnDrawdown = reader.flag("risk.flattenOnDrawdown", default: flattenOnDrawdown)
    flattenOnKill = reader.flag("risk.flattenOnKill", default: flattenOnKill)
    flattenOnRequest = reader.flag("risk.flattenOnRequest", default: flattenOnRequest)
  }

  private mutating func readOrders(from reader: inout ConfigurationReader) {
    priceCollar = reader.decimal(
      "risk.priceCollar", default: priceCollar, .positive(upTo: 1))
    take("bookSlippage", \.bookSlippage, .positive(upTo: 1), from: &reader)
    take("depthShare", \.depthShare, .positive(upTo: 1), from: &reader)
    quoteAge = reader.interval("risk.quoteAge", default: quoteAge)
    staleAfter = reader.interval("risk.staleAfter", default: staleAfter)
    cancelStaleAfter = reader.interval("risk.cancelStaleAfter", default: cancelStaleAfter)
    duplicateWindow = reader.interval("risk.duplicateWindow", default: duplicateWindow)
    ordersPerSecond = reader.integer("risk.ordersPerSecond", default: ordersPerSecond, 1...1_000)
    ordersPerMinute = reader.integer("risk.ordersPerMinute", default: ordersPerMinute, 1...10_000)
    queuedOrders = reader.integer("risk.queuedOrders", default: queuedOrders, 0...1_000)
    rejectionsPerMinute = reader.integer(
      "risk.rejectionsPerMinute", default: rejectionsPerMinute, 1...1_000)
    approvalLife = reader.interval("risk.approvalLife", default: approvalLife)
    looseningDelay = reader.interval("risk.looseningDelay", default: looseningDelay)
  }

  private func refuseContradictions(to reader: inout ConfigurationReader) {
    if dailyFlatten < dailyLoss {
      reader.refuse(
        "risk.dailyFlatten", "is below risk.dailyLoss: all would be closed before entries stop")
    }
    if cancelStaleAfter < staleAfter {
      reader.refuse(
        "risk.cancelStaleAfter",
        "is below risk.staleAfter: entries would be cancelled as soon as they are made")
    }
    if hardDrawdown < softDrawdown {
      reader.refuse(
        "risk.hardDrawdown", "is below risk.softDrawdown: all would stop before sizes are halved")
    }
    if marginRatio < marginWarning {
      reader.refuse("risk.marginRatio", "is below risk.marginWarning: the warning comes too late")
    }
  }
}
