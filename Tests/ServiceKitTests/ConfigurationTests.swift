import Quantities
import ServiceKit
import Testing

private enum Mode: String, CaseIterable { case paper, live }

private struct Example: Equatable {
  var perTrade: Ratio = "0.005"
  var maxTrades = 3
  var mode = Mode.paper
  var name = "none"
  var fast = false
  var wait: Int64 = 30_000_000_000
  var symbols = ["BTC"]
  var strategies: [String] = []
}

private func read(
  _ file: String = "{}", _ environment: [String: String] = [:], _ sets: [String] = []
) throws(ConfigurationError) -> Example {
  var tree = ConfigurationTree()
  try tree.add(json5: Array(file.utf8), from: "m.json5")
  tree.add(environment: environment)
  for text in sets { try tree.add(assignment: text) }
  var reader = ConfigurationReader(tree)
  let example = Example(
    perTrade: reader.decimal("risk.perTrade", default: "0.005", .positive(upTo: "0.1")),
    maxTrades: reader.integer("risk.maxTrades", default: 3, 1...100),
    mode: reader.choice("mode", default: Mode.paper),
    name: reader.text("name", default: "none"),
    fast: reader.flag("market.fast", default: false),
    wait: reader.duration("bus.wait", default: "30s"),
    symbols: reader.texts("market.symbols", default: ["BTC"]),
    strategies: reader.sections("strategies") { reader, prefix in
      let name = reader.text("\(prefix).name", default: "?")
      let weight: Ratio = reader.decimal("\(prefix).weight", default: "1", .between("0", "2"))
      return "\(name)*\(weight)"
    })
  try reader.finish()
  return example
}

@Test func `an empty configuration gives the defaults`() throws {
  #expect(try read() == Example())
}

@Test func `a JSON5 file gives values, exactly`() throws {
  let example = try read(
    """
    { // comments, bare keys, trailing commas
      risk: { perTrade: 0.0100, maxTrades: 5, },
      mode: 'live', name: "x",
      market: { fast: true, symbols: ['ETH', 'SOL'] },
      bus: { wait: "250ms" },
      strategies: [{ name: 'a' }, { name: 'b', weight: 0.3 }],
    }
    """)
  #expect(
    example
      == Example(
        perTrade: "0.01", maxTrades: 5, mode: .live, name: "x", fast: true, wait: 250_000_000,
        symbols: ["ETH", "SOL"], strategies: ["a*1", "b*0.3"]))
}

@Test func `an exact decimal may also stand in quotes`() throws {
  #expect(try read("{risk: {perTrade: '0.010000000000000001'}}").perTrade == "0.010000000000000001")
}

@Test func `the environment wins over the file, and the command line over both`() throws {
  let file = "{risk: {perTrade: 0.01, maxTrades: 1}, market: {symbols: ['A', 'B', 'C']}}"
  let variables = ["MARTLET_RISK_PER_TRADE": "0.02", "MARTLET_MARKET_SYMBOLS": "X, Y"]
  #expect(try read(file).perTrade == "0.01")
  let second = try read(file, variables)
  #expect(second.perTrade == "0.02" && second.maxTrades == 1 && second.symbols == ["X", "Y"])
  let third = try read(file, variables, ["risk.perTrade=0.03", "market.symbols=[\"Z\"]"])
  #expect(third.perTrade == "0.03" && third.symbols == ["Z"])
}

@Test func `typed values are read from text where only text can stand`() throws {
  let example = try read(
    "{}", ["MARTLET_MARKET_FAST": "true"],
    ["mode=live", "risk.maxTrades=7", "strategies=[{name: 'q', weight: 2}]"])
  #expect(example.fast && example.mode == .live && example.maxTrades == 7)
  #expect(example.strategies == ["q*2"])
}

/// A configuration and what must be said about it.
struct ConfigurationCase: Sendable, CustomTestStringConvertible {
  var file = "{}"
  var environment: [String: String] = [:]
  var sets: [String] = []
  let says: String
  var testDescription: String { says }
}

@Test(arguments: [
  ConfigurationCase(
    file: "{risk: {perTrad: 0.01}}",
    says: "m.json5: risk.perTrad is not known; did you mean risk.perTrade?"),
  ConfigurationCase(
    file: "{riks: {perTrade: 0.01}}",
    says: "m.json5: riks.perTrade is not known; did you mean risk.perTrade?"),
  ConfigurationCase(
    file: "{perTrade: 0.01}",
    says: "m.json5: perTrade is not known; did you mean risk.perTrade?"),
  ConfigurationCase(file: "{banana: 1}", says: "m.json5: banana is not known"),
  ConfigurationCase(file: "{risk: 1}", says: "m.json5: risk is a section, not a value"),
  ConfigurationCase(
    file: "{risk: {perTrade: 5}}",
    says: "m.json5: risk.perTrade is 5, expected a decimal above 0, at most 0.1"),
  ConfigurationCase(
    file: "{risk: {perTrade: 0}}",
    says: "m.json5: risk.perTrade is 0, expected a decimal above 0, at most 0.1"),
  ConfigurationCase(
    file: "{risk: {perTrade: true}}",
    says: "m.json5: risk.perTrade is true, expected a decimal above 0, at most 0.1"),
  ConfigurationCase(
    file: "{risk: {maxTrades: 1.5}}",
    says: "m.json5: risk.maxTrades is 1.5, expected a whole number between 1 and 100"),
  ConfigurationCase(
    file: "{risk: {maxTrades: null}}",
    says: "m.json5: risk.maxTrades is null, expected a whole number between 1 and 100"),
  ConfigurationCase(
    file: "{mode: 'papre'}",
    says: "m.json5: mode is \"papre\", expected one of paper, live; did you mean paper?"),
  ConfigurationCase(file: "{name: 4}", says: "m.json5: name is 4, expected a text"),
  ConfigurationCase(
    file: "{market: {fast: 'yes'}}",
    says: "m.json5: market.fast is \"yes\", expected true or false"),
  ConfigurationCase(
    file: "{bus: {wait: '5 minutes'}}",
    says: "m.json5: bus.wait is \"5 minutes\", expected a time like 250ms, 30s, 5m, 2h or 1d"),
  ConfigurationCase(
    file: "{strategies: [{name: 'a'}, {weight: 3}]}",
    says: "m.json5: strategies[1].weight is 3, expected a decimal between 0 and 2"),
  ConfigurationCase(
    file: "{strategies: [{nam: 'a'}]}",
    says: "m.json5: strategies[0].nam is not known; did you mean strategies[0].name?"),
  ConfigurationCase(
    file: "{strategies: 3}", says: "m.json5: strategies is 3, expected an array of sections"),
  ConfigurationCase(
    environment: ["MARTLET_RISK_PERTRADE": "0.1"],
    says: "environment: MARTLET_RISK_PERTRADE is not known; did you mean MARTLET_RISK_PER_TRADE?"),
  ConfigurationCase(
    environment: ["MARTLET_RISK_PER_TRADE": "2"],
    says: "environment: MARTLET_RISK_PER_TRADE (risk.perTrade) is \"2\", expected a decimal "
      + "above 0, at most 0.1"),
  ConfigurationCase(
    sets: ["risk.pertrade=1"],
    says: "--set risk.pertrade is not known; did you mean risk.perTrade?"),
  ConfigurationCase(
    sets: ["risk.maxTrades=many"],
    says: "--set risk.maxTrades is \"many\", expected a whole number between 1 and 100"),
  ConfigurationCase(
    sets: ["risk.maxTrades"], says: "--set risk.maxTrades: expected --set SECTION.KEY=VALUE."),
])
func `a wrong configuration is refused with its place`(_ one: ConfigurationCase) {
  let error = #expect(throws: ConfigurationError.self) {
    try read(one.file, one.environment, one.sets)
  }
  #expect(error?.sentence == one.says)
  #expect(error?.exitCode == (one.says.hasSuffix("VALUE.") ? .usage : .configuration))
}

@Test func `everything that is wrong is said at once`() {
  let error = #expect(throws: ConfigurationError.self) {
    try read("{risk: {perTrade: 5, maxTrades: 0}, x: 1}")
  }
  #expect(error?.sentence.split(separator: "\n").count == 3)
}

@Test func `variables of tests and other programs are left alone`() throws {
  #expect(try read("{}", ["MARTLET_TEST_DATA": "x", "PATH": "y"]) == Example())
}

@Test func `a secret is never shown`() throws {
  var tree = ConfigurationTree()
  tree.add(environment: ["MARTLET_VENUE_SECRET": "hunter22"])
  var reader = ConfigurationReader(tree)
  let given = reader.secret("venue.secret")
  let secret = try #require(given)
  #expect(secret.reveal() == "hunter22")
  var shown = "\(secret) \(reader.effective)"
  dump(secret, to: &shown)
  #expect(!shown.contains("hunter22"))
}

@Test func `a secret on the command line is refused without repeating it`() throws {
  var tree = ConfigurationTree()
  try tree.add(assignment: "venue.secret=hunter22")
  var reader = ConfigurationReader(tree)
  let secret = reader.secret("venue.secret")
  #expect(secret == nil)
  let error = #expect(throws: ConfigurationError.self) { try reader.finish() }
  #expect(
    error?.sentence
      == "--set venue.secret is a secret: give it in a file or in the environment")
}

@Test func `sections of other readers can be left to them`() throws {
  var tree = ConfigurationTree()
  try tree.add(json5: Array("{risk: {a: 1}, bus: {b: 2}}".utf8), from: "m.json5")
  tree.add(environment: ["MARTLET_RISK_A": "2"])
  var reader = ConfigurationReader(tree)
  reader.ignore("risk")
  _ = reader.integer("bus.b", default: 0)
  try reader.finish()
}

@Test func `a file that is not there or not JSON5 is named`() throws {
  let missing = #expect(throws: ConfigurationError.self) {
    try ConfigurationTree.layered(file: "/nowhere/m.json5", environment: [:], assignments: [])
  }
  #expect(
    missing?.sentence
      == "The configuration cannot be read: No such file or directory: /nowhere/m.json5.")
  let broken = #expect(throws: ConfigurationError.self) { try read("{a: }") }
  #expect(broken?.sentence.hasPrefix("m.json5 is not JSON5: ") == true)
}
