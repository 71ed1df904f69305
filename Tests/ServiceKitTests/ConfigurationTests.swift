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
    strategies: reader.sections("strategies") { reader, prefix, word in
      if let word { return word }
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

@Test func `an array replaces the whole array of an earlier layer`() throws {
  let file = "{strategies: [{name: 'a', weight: 2}, {name: 'b'}]}"
  let example = try read(
    file, ["MARTLET_STRATEGIES": "[{name: 'y'}]"], ["strategies=[{name: 'z'}]"])
  #expect(example.strategies == ["z*1"])
  #expect(try read(file, ["MARTLET_STRATEGIES": "[{name: 'y'}]"]).strategies == ["y*1"])
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
    says: "m.json5:1: risk.perTrad is not known; did you mean risk.perTrade?"),
  ConfigurationCase(
    file: "{riks: {perTrade: 0.01}}",
    says: "m.json5:1: riks.perTrade is not known; did you mean risk.perTrade?"),
  ConfigurationCase(
    file: "{perTrade: 0.01}",
    says: "m.json5:1: perTrade is not known; did you mean risk.perTrade?"),
  ConfigurationCase(file: "{banana: 1}", says: "m.json5:1: banana is not known"),
  ConfigurationCase(file: "{risk: 1}", says: "m.json5:1: risk is a section, not a value"),
  ConfigurationCase(
    file: "{risk: {perTrade: 5}}",
    says: "m.json5:1: risk.perTrade is 5, expected a decimal above 0, at most 0.1"),
  ConfigurationCase(
    file: "{risk: {perTrade: 0}}",
    says: "m.json5:1: risk.perTrade is 0, expected a decimal above 0, at most 0.1"),
  ConfigurationCase(
    file: "{risk: {perTrade: true}}",
    says: "m.json5:1: risk.perTrade is true, expected a decimal above 0, at most 0.1"),
  ConfigurationCase(
    file: "{risk: {maxTrades: 1.5}}",
    says: "m.json5:1: risk.maxTrades is 1.5, expected a whole number between 1 and 100"),
  ConfigurationCase(
    file: "{risk: {maxTrades: null}}",
    says: "m.json5:1: risk.maxTrades is null, expected a whole number between 1 and 100"),
  ConfigurationCase(
    file: "{mode: 'papre'}",
    says: "m.json5:1: mode is \"papre\", expected one of paper, live; did you mean paper?"),
  ConfigurationCase(file: "{name: 4}", says: "m.json5:1: name is 4, expected a text"),
  ConfigurationCase(
    file: "{market: {fast: 'yes'}}",
    says: "m.json5:1: market.fast is \"yes\", expected true or false"),
  ConfigurationCase(
    file: "{bus: {wait: '5 minutes'}}",
    says: "m.json5:1: bus.wait is \"5 minutes\", expected a time like 250ms, 30s, 5m, 2h or 1d"),
  ConfigurationCase(
    file: "{strategies: [{name: 'a'}, {weight: 3}]}",
    says: "m.json5:1: strategies[1].weight is 3, expected a decimal between 0 and 2"),
  ConfigurationCase(
    file: "{strategies: [{nam: 'a'}]}",
    says: "m.json5:1: strategies[0].nam is not known; did you mean strategies[0].name?"),
  ConfigurationCase(
    file: "{strategies: 3}", says: "m.json5:1: strategies is 3, expected an array of sections"),
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
  let broken = #expect(throws: ConfigurationError.self) { try read("{\n a: }") }
  #expect(
    broken?.sentence == "m.json5:2:5: no value begins like this; a text needs quotes.")
}

@Test func `a value is named with the line it stands in`() {
  let error = #expect(throws: ConfigurationError.self) {
    try read("{\n  // limits\n  risk: {\n    maxTrades: 0 } }")
  }
  #expect(
    error?.sentence
      == "m.json5:4: risk.maxTrades is 0, expected a whole number between 1 and 100")
}

@Test(arguments: [
  ("{risk: {maxTrades: 1, maxTrades: 2}}", "1:23: the key maxTrades stands here a second time."),
  ("{name: 'a\nb'}", "1:10: the line ends inside a text."),
  ("{name: 'a", "1:8: the text in quotes does not end."),
  ("{name: 'a' mode: 'live'}", "1:12: a comma or \"}\" is expected."),
  ("{name 'a'}", "1:7: a colon is expected after name."),
  ("{/* x", "1:2: the comment does not end."),
  ("{risk: {perTrade: NaN}}", "1:22: a number must be finite."),
  ("{risk: {perTrade: -Infinity}}", "1:28: a number must be finite."),
  ("{risk: {perTrade: 01}}", "1:19: not a number."),
  ("{risk: {perTrade: 1.2.3}}", "1:22: not a number."),
  ("{risk: {perTrade: 1e}}", "1:21: the exponent is missing."),
  ("{risk: {perTrade: .}}", "1:19: not a number."),
  ("{risk: {perTrade: 0xZ}}", "1:21: not a hexadecimal number of 64 bits."),
  ("{name: '\\u12'}", "1:11: 4 hexadecimal digits are expected."),
  ("{name: '\\ud800x'}", "1:15: half a surrogate pair."),
  ("{name: '\\1'}", "1:11: this escape means nothing."),
  ("{name: 'a'} x", "1:13: something stands behind the end."),
  ("{name: 'a'", "1:11: the text ends before its closing bracket."),
  ("{", "1:2: the text ends before its closing bracket."),
  ("", "1:1: the text ends where a value is expected."),
  ("[1]", "1:1: the outermost level must be { … }."),
  ("{,}", "1:2: a key is expected."),
])
func `a file that is not JSON5 is refused with line and column`(
  _ text: String, _ complaint: String
) {
  let error = #expect(throws: ConfigurationError.self) { try read(text) }
  #expect(error?.sentence == "m.json5:\(complaint)")
  #expect(error?.exitCode == .configuration)
}

@Test(
  arguments: [
    ("0x10", 16), ("+5", 5), ("5.", 5), ("/* five */ 5 // five", 5), ("\u{A0}5\u{FEFF}", nil),
  ] as [(String, Int?)])
func `whole numbers in JSON5's forms are read`(_ text: String, _ number: Int?) {
  #expect((try? read("{risk: {maxTrades: \(text)\n}}").maxTrades) == number)
}

@Test(
  arguments: [
    (".01", "0.01"), ("1e-2", "0.01"), ("0.0100", "0.01"), ("1E-18", "0.000000000000000001"),
  ] as [(String, Ratio)])
func `decimal numbers in JSON5's forms are read exactly`(_ text: String, _ number: Ratio) throws {
  #expect(try read("{risk: {perTrade: \(text)}}").perTrade == number)
}

@Test(
  arguments: [
    ("'it", nil), (#"'it\'s'"#, "it's"), (#""\x41\u00e9\ud83d\ude00""#, "Aé😀"),
    (#"'a\n\t\v\0b'"#, "a\n\t\u{B}\0b"), ("'a\\\n b'", "a b"), (#"'"'"#, "\""),
  ] as [(String, String?)])
func `texts in JSON5's forms are read`(_ text: String, _ value: String?) {
  #expect((try? read("{name: \(text)}").name) == value)
}

@Test func `a text nested too deeply is refused, not followed`() {
  let text = "{name: " + String(repeating: "[", count: 100_000)
  let error = #expect(throws: ConfigurationError.self) { try read(text) }
  #expect(error?.sentence.hasSuffix("too many levels.") == true)
}

@Test(arguments: 0..<200)
func `no damaged file does more than be refused`(_ seed: UInt64) {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  func random(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
  var bytes =
    Array(#"{a: [1, .5e-3, 'x\u00e9'], /* c */ "b": {c: 0x1F, d: true}, // e"#.utf8) + [10, 125]
  for _ in 0..<(1 + random(4)) {
    switch random(3) {
    case 0: bytes[random(bytes.count)] = UInt8(random(256))
    case 1: bytes.remove(at: random(bytes.count))
    default: bytes.insert(UInt8(random(128)), at: random(bytes.count))
    }
  }
  var tree = ConfigurationTree()
  try? tree.add(json5: bytes, from: "m.json5")
}
