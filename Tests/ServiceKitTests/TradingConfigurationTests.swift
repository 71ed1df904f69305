import Events
import Quantities
import ServiceKit
import Testing

private func read(
  _ file: String = "{}", _ sets: [String] = []
) throws(ConfigurationError) -> Configuration {
  var tree = ConfigurationTree()
  try tree.add(json5: Array(file.utf8), from: "m.json5")
  for text in sets { try tree.add(assignment: text) }
  var reader = ConfigurationReader(tree)
  let configuration = Configuration.read(from: &reader)
  try reader.finish()
  return configuration
}

@Test func `what is not configured is the standard`() throws {
  #expect(try read() == .standard)
  #expect(try read("{strategies: [{}]}") == .standard)
}

@Test func `every part of the configuration can be set`() throws {
  let configuration = try read(
    """
    {
      strategies: [
        { name: 'fade', base: 'target-reacher', setups: ['support-rejection'], triggerFrame: '15m', levelFrame: '1h',
          regimeFrame: '4h', entry: 'limit', stopBuffer: 0.5, formingLife: '12h', target1: 1,
          share1: 0.7 },
      ],
      risk: { perTrade: 0.01, maximumTrades: 5, approvalLife: '90s' },
      paper: { account: 'test', deposit: 250000 },
    }
    """, ["risk.leverage=5"])
  var wanted = Configuration.standard
  wanted.strategies[0].name = "fade"
  wanted.strategies[0].setups = [.supportRejection]
  wanted.strategies[0].triggerFrame = .m15
  wanted.strategies[0].levelFrame = .h1
  wanted.strategies[0].regimeFrame = .h4
  wanted.strategies[0].entry = .limit
  wanted.strategies[0].stopBuffer = 0.5
  wanted.strategies[0].formingLife = .hours(12)
  wanted.strategies[0].target1 = 1
  wanted.strategies[0].share1 = "0.7"
  wanted.risk.profile = .custom
  wanted.risk.riskPerTrade = "0.01"
  wanted.risk.maximumTrades = 5
  wanted.risk.approvalLife = .seconds(90)
  wanted.risk.leverage = 5
  wanted.paper.account = "test"
  wanted.paper.deposit = 250_000
  #expect(configuration == wanted)
}

@Test func `a strategy is a shipped one by its name, or changes one`() throws {
  #expect(try read("{strategies: ['linea', 'ema-cross']}").strategies == [.linea, .emaCross])
  #expect(try read("{}", ["strategies=aether,linea"]).strategies == [.aether, .linea])
  #expect(try read("{strategies: [{name: 'aether'}]}").strategies == [.aether])
  var wanted = StrategyConfiguration.emaCross
  wanted.name = "fast"
  wanted.instruments = ["paper:BTC/USDT"]
  wanted.fastLength = 9
  wanted.slowLength = 21
  let text = """
    {strategies: [{name: 'fast', base: 'ema-cross', instruments: ['paper:BTC/USDT'],
      fastLength: 9, slowLength: 21}]}
    """
  #expect(try read(text).strategies == [wanted])
}

@Test func `a profile brings its limits, and a limit of its own makes it custom`() throws {
  for profile in [RiskProfile.conservative, .moderate, .aggressive, .custom] {
    let limits = try read("{risk: {profile: '\(profile.rawValue)'}}").risk
    #expect(limits == .of(profile) && limits.profile == profile)
  }
  let limits = try read("{risk: {profile: 'conservative', maximumTrades: 1}}").risk
  var wanted = RiskConfiguration.conservative
  wanted.maximumTrades = 1
  wanted.profile = .custom
  #expect(limits == wanted)
}

@Test(arguments: RiskLimit.allCases) func `every limit has a key`(limit: RiskLimit) throws {
  // Each is read: a value of the wrong form is refused at its place.
  let error = #expect(throws: ConfigurationError.self) {
    try read("{risk: {\(limit.rawValue): [1]}}")
  }
  #expect(error?.sentence.contains("risk.\(limit.rawValue) is") == true)
}

@Test(arguments: [
  (
    "{risk: {dailyFlatten: 0.01}}",
    "m.json5:1: risk.dailyFlatten is below risk.dailyLoss: all would be closed before entries stop"
  ),
  (
    "{risk: {hardDrawdown: 0.05}}",
    "m.json5:1: risk.hardDrawdown is below risk.softDrawdown: all would stop before sizes are "
      + "halved"
  ),
  (
    "{risk: {marginRatio: 0.5}}",
    "m.json5:1: risk.marginRatio is below risk.marginWarning: the warning comes too late"
  ),
  (
    "{risk: {profile: 'bold'}}",
    "m.json5:1: risk.profile is \"bold\", expected one of conservative, moderate, aggressive, "
      + "custom"
  ),
  (
    "{strategies: [{triggerFrame: '7m'}]}",
    "m.json5:1: strategies[0].triggerFrame must divide levelFrame (4h) and regimeFrame (1d)"
  ),
  (
    "{strategies: [{levelFrame: '60m'}]}",
    "m.json5:1: strategies[0].levelFrame is \"60m\", expected a time frame such as 15m, 1h, 4h "
      + "or 1d"
  ),
  (
    "{strategies: [{minimumStop: 4}]}",
    "m.json5:1: strategies[0].minimumStop must be below maximumStop (4.0)"
  ),
  (
    "{strategies: [{share2: 0.8}]}",
    "m.json5:1: strategies[0].share2 and share1 are more than the whole together"
  ),
  (
    "{strategies: [{setups: ['support-rejectoin']}]}",
    "m.json5:1: strategies[0].setups holds \"support-rejectoin\"; known are "
      + "resistance-rejection, support-rejection, support-breakdown, resistance-breakout, "
      + "wave-momentum, average-cross; did you mean support-rejection?"
  ),
  (
    "{strategies: ['linea', 'aethr']}",
    "m.json5:1: strategies[1] is \"aethr\", which is no shipped strategy (did you mean aether?); "
      + "known are target-reacher, linea, aether, ema-cross"
  ),
  (
    "{strategies: [{name: 'mine'}]}",
    "m.json5:1: strategies[0].name is \"mine\", which is not shipped; known are target-reacher, "
      + "linea, aether, ema-cross; one of them under another name needs `base: "
      + "\"target-reacher\"` or the like"
  ),
  (
    "{strategies: [{name: 'mine', base: 'liena'}]}",
    "m.json5:1: strategies[0].base is \"liena\", which is no shipped strategy "
      + "(did you mean linea?); known are target-reacher, linea, aether, ema-cross"
  ),
  (
    "{strategies: [{name: 'ema-cross', fastLength: 50}]}",
    "m.json5:1: strategies[0].fastLength must be below slowLength (50)"
  ),
  (
    "{strategies: [{retest: {volume: -1}}]}",
    "m.json5:1: strategies[0].retest.volume is -1, expected a decimal between 0 and 100"
  ),
  (
    "{strategies: [{name: 'linea'}, {name: 'linea'}]}",
    "m.json5:1: strategies[1].name is the name of another strategy already"
  ),
  ("{paper: {account: ''}}", "m.json5:1: paper.account is \"\", expected a text of 1 to 31 bytes"),
  (
    "{risk: {perTrade: 0.5}}",
    "m.json5:1: risk.perTrade is 0.5, expected a decimal above 0, at most 0.02"
  ),
  (
    "{risk: {approvalLife: '0s'}}",
    "m.json5:1: risk.approvalLife is \"0s\", expected a time above zero like 250ms, 30s, 5m, 2h "
      + "or 1d"
  ),
  ("{risc: {fee: 0.1}}", "m.json5:1: risc.fee is not known; did you mean risk.fee?"),
])
func `a wrong trading configuration is refused with its place`(_ text: String, _ says: String) {
  let error = #expect(throws: ConfigurationError.self) { try read(text) }
  #expect(error?.sentence == says)
}
