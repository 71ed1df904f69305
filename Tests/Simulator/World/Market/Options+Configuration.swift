import Events
import JournalCore
import OrderDesk
import Quantities

extension Options {
  /// How the journal orders events.
  var order: Sequencer.Mode {
    switch mode {
    case .lockstep: .lockstep
    case .paced, .live: .live
    }
  }

  /// The producers that answer events.
  var roster: [Producer] { Producer.deciders }

  /// What is traded, and how: quick strategies, wide limits but for those that were drawn tight.
  var configuration: Configuration {
    var quick = StrategyConfiguration.emaCross
    quick.name = "quick"
    quick.triggerFrame = .m1
    quick.levelFrame = .m1
    quick.regimeFrame = .m5
    quick.fastLength = 3
    quick.slowLength = 8
    quick.formingDistance = 3
    quick.leavingDistance = 6
    quick.formingLife = .minutes(20)
    quick.activeLife = .minutes(10)
    quick.triggeredBars = 3
    quick.cooldownBars = 2
    quick.timeout = .minutes(3)
    quick.runnerTimeout = .minutes(6)
    var desk = DeskConfiguration()
    if hasDeadManSwitch { desk.deadManSwitch = .seconds(60) }
    return Configuration(
      strategies: [quick], risk: limits, paper: paper, desk: desk,
      market: MarketConfiguration(
        source: .generator, seed: seed, instruments: instruments, days: 1, pace: 0, files: [],
        books: hasBooks))
  }

  private var limits: RiskConfiguration {
    var limits = RiskConfiguration()
    limits.profile = .custom
    limits.riskPerTrade = Ratio(riskPerTrade) / 10_000
    limits.leverage = Ratio(leverage)
    limits.maximumLeverage = Ratio(leverage)
    limits.maximumNotional = 3
    limits.maximumTrades = maximumTrades
    limits.maximumSetups = maximumTrades
    limits.maximumPerInstrument = perInstrument
    limits.maximumOpenRisk = Ratio(openRisk) / 100
    limits.accountLeverage = Ratio(leverage)
    limits.groupRisk = 1
    limits.groupExposure = Ratio(leverage)
    limits.valueAtRisk = 10
    limits.conditionalValueAtRisk = 10
    limits.dailyLoss = Ratio(dailyLoss) / 100
    limits.dailyFlatten = Ratio(dailyLoss) / 100
    limits.weeklyLoss = 1
    limits.monthlyLoss = 1
    limits.consecutiveLosses = 1_000
    limits.softDrawdown = 1
    limits.hardDrawdown = 1
    limits.priceCollar = "0.05"
    limits.staleAfter = .seconds(90)
    limits.ordersPerSecond = 20
    limits.ordersPerMinute = 200
    limits.rejectionsPerMinute = 20
    limits.approvalLife = .minutes(2)
    limits.liquidationDistance = 1
    limits.quoteAge = .seconds(90)
    limits.bookSlippage = "0.05"
    limits.depthShare = 1
    return limits
  }

  private var paper: PaperConfiguration {
    PaperConfiguration(
      account: "sim", deposit: 10_000, makerFee: "0.0002", takerFee: "0.00055",
      slippage: "0.0002", participation: Ratio(participation) / 100,
      mode: isHedged ? .hedge : .oneWay, latency: .milliseconds(Int64(latency)),
      rejections: Ratio(rejections) / 100, doubts: Ratio(doubts) / 100,
      reconciliation: .minutes(3), bookAge: .seconds(booksMatch ? 15 : 5))
  }
}
