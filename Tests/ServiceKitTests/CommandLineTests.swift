import Quantities
import ServiceKit
import Testing

/// A command line and what must be said about it.
struct CommandLineCase: Sendable, CustomTestStringConvertible {
  let line: String
  let says: String
  var testDescription: String { line }
}

private let martlet = CommandSyntax(
  program: "martlet", summary: "Runs Martlet.",
  shared: [
    CommandOption("data", .text("DIR"), "Where everything is kept.", default: "./data")
  ],
  verbs: [
    Verb(
      "up", "Starts all services.",
      options: [
        CommandOption("market", .text("FILE"), "Candles.", repeats: true),
        CommandOption("seed", .integer("N", 0...1000), "The market's seed.", default: "7"),
        CommandOption("mode", .choice(["paper", "live"]), "What is traded.", default: "paper"),
        CommandOption("wait", .duration, "How long to wait.", default: "30s"),
        CommandOption("share", .decimal("R", .positive(upTo: "1")), "A share.", default: "0.5"),
        .flag("until-end", "Stops at the end of the data."),
      ]),
    Verb("explain", "Says why.", operands: [Operand("ID", "What to explain.")]),
    Verb("status", "Shows the state."),
  ])

private func run(_ line: String) throws -> Invocation {
  let parsed = try martlet.parse(line.split(separator: " ").map(String.init))
  guard case .run(let invocation) = parsed else { throw Unexpected.help }
  return invocation
}

enum Unexpected: Error { case help }

@Test func `options are read in both forms, in any order, before and after the verb`() throws {
  let up = try run("--data /x up --market a.csv --seed=9 --until-end --market=b.csv --wait 5m")
  #expect(up.verb == "up")
  #expect(up.value("data") == "/x")
  #expect(up.texts("market") == ["a.csv", "b.csv"])
  #expect(up.integer("seed") == 9)
  #expect(up.flag("until-end"))
  #expect(up.nanoseconds("wait") == 300_000_000_000)
}

@Test func `what is not given has its default`() throws {
  let up = try run("up")
  #expect(up.value("data") == "./data")
  #expect(up.integer("seed") == 7)
  #expect(up.texts("market").isEmpty)
  #expect(!up.flag("until-end") && !up.has("seed"))
}

@Test func `after two dashes everything is an operand, and negative numbers are values`() throws {
  #expect(try run("explain -- --odd").operands == ["--odd"])
  #expect(try run("explain -5").operands == ["-5"])
}

@Test(arguments: [
  CommandLineCase(
    line: "up --marlet x", says: "There is no option --marlet; did you mean --market?"),
  CommandLineCase(line: "up --dat x", says: "There is no option --dat; did you mean --data?"),
  CommandLineCase(line: "up --zzzzz", says: "There is no option --zzzzz."),
  CommandLineCase(line: "staus", says: "There is no command \"staus\"; did you mean status?"),
  CommandLineCase(line: "expl", says: "There is no command \"expl\"; did you mean explain?"),
  CommandLineCase(line: "fly", says: "There is no command \"fly\"."),
  CommandLineCase(line: "up --seed", says: "--seed needs a value: a whole number between 0 and"),
  CommandLineCase(line: "up --market --seed 3", says: "--market needs a value: FILE."),
  CommandLineCase(line: "up --seed=1001", says: "--seed is \"1001\", expected a whole number"),
  CommandLineCase(line: "up --seed 3x", says: "--seed is \"3x\", expected a whole number"),
  CommandLineCase(line: "up --mode demo", says: "--mode is \"demo\", expected one of paper, live."),
  CommandLineCase(line: "up --wait 5", says: "--wait is \"5\", expected a time like 250ms"),
  CommandLineCase(line: "up --share 0", says: "--share is \"0\", expected a decimal above 0, at"),
  CommandLineCase(line: "up --share 1.01", says: "--share is \"1.01\", expected a decimal above 0"),
  CommandLineCase(line: "up --until-end=yes", says: "--until-end takes no value."),
  CommandLineCase(line: "up --seed 1 --seed 2", says: "--seed is given more than once."),
  CommandLineCase(line: "explain", says: "ID is missing."),
  CommandLineCase(line: "explain a b", says: "\"b\" is one argument too many."),
  CommandLineCase(line: "up -x", says: "There is no option --x."),
])
func `a wrong command line is answered with one sentence and exit 64`(_ one: CommandLineCase) {
  let error = #expect(throws: UsageError.self) { try run(one.line) }
  #expect(error?.sentence.hasPrefix(one.says) == true, "\(error?.sentence ?? "nothing")")
  #expect(error?.sentence.contains("\n") == false)
  #expect(error?.exitCode == .usage)
}

@Test func `the sentence says where the help is`() {
  let error = #expect(throws: UsageError.self) { try run("up --marlet x") }
  #expect(error?.sentence.hasSuffix("(help: martlet help up)") == true)
}

@Test(arguments: ["help up", "up --help", "up -h", "help up --seed 3"])
func `each verb has help of its own`(_ line: String) throws {
  let parsed = try martlet.parse(line.split(separator: " ").map(String.init))
  guard case .help(let text) = parsed else { throw Unexpected.help }
  #expect(text.hasPrefix("martlet up: Starts all services.\n\nUsage: martlet up [OPTIONS]"))
  #expect(text.contains("--mode paper|live"))
  #expect(text.contains("The market's seed. Default: 7."))
  #expect(text.contains("--data DIR"))
  #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
}

@Test(arguments: ["", "help", "--help"])
func `the program's help lists verbs and exit codes`(_ line: String) throws {
  let parsed = try martlet.parse(line.split(separator: " ").map(String.init))
  guard case .help(let text) = parsed else { throw Unexpected.help }
  for part in ["Usage: martlet COMMAND [OPTIONS]", "explain", "Says why.", "  73  "] {
    #expect(text.contains(part), "\(part)")
  }
}

@Test func `a program without verbs takes options and operands`() throws {
  let syntax = CommandSyntax(
    program: "journal", summary: "Orders events.",
    options: [CommandOption("data", .text("DIR"), "The data.", required: true)],
    operands: [Operand("FILE", "Files.", optional: true, repeats: true)])
  guard case .run(let journal) = try syntax.parse(["--data=d", "a", "b"]) else { return }
  #expect(journal.operands == ["a", "b"])
  let missing = #expect(throws: UsageError.self) { try syntax.parse([]) }
  #expect(missing?.sentence == "--data is missing. (help: journal --help)")
}

@Test(arguments: [
  ("markte", "market"), ("mrket", "market"), ("MARKET", "market"), ("perTrad", "perTrade"),
])
func `a word is suggested for its misspellings`(_ typed: String, _ meant: String) {
  #expect(Suggestion.nearest(to: typed, among: ["data", "market", "perTrade"]) == meant)
}

@Test func `nothing is suggested for a word that is far from all`() {
  #expect(Suggestion.nearest(to: "banana", among: ["data", "market"]) == nil)
  #expect(Suggestion.nearest(to: "", among: ["a"]) == nil)
}
