import ServiceKit

/// The command line of the suite.
@main
struct Martlet {
  /// Every verb; the help is made from this list.
  static var commands: [any Command.Type] {
    [
      UpCommand.self, DownCommand.self, StatusCommand.self, LogCommand.self, ExplainCommand.self,
      LedgerCommand.self, ReportCommand.self,
      HaltCommand.self, ResumeCommand.self, CancelAllCommand.self, CloseAllCommand.self,
      CloseCommand.self, OrderCommand.self, VerifyCommand.self, ReplayCommand.self,
      BacktestCommand.self, IndicatorsCommand.self, ChartCommand.self, VenueCommand.self,
      EventsCommand.self, VersionCommand.self,
    ]
  }

  static func main() {
    let syntax = CommandSyntax(
      program: "martlet",
      summary: "An event-sourced trading suite: several processes, one append-only log.",
      shared: [], verbs: commands.map { $0.verb })
    Program.run("martlet") { arguments in
      switch try syntax.parse(arguments) {
      case .help(let text):
        Program.print(text)
        return .ok
      case .run(let invocation):
        guard let command = commands.first(where: { $0.verb.name == invocation.verb }) else {
          preconditionFailure("no command \(invocation.verb)")
        }
        return try command.run(invocation)
      }
    }
  }
}

/// One verb of the command line.
protocol Command {
  /// How it is called, and its help.
  static var verb: Verb { get }

  /// Does it; returns the exit code.
  static func run(_ invocation: Invocation) throws -> ExitCode
}

extension CommandOption {
  /// The data directory of a session.
  static let data = CommandOption(
    "data", .text("DIR"), "The data directory of the session.", default: "data")

  /// Machine-readable output.
  static let json = CommandOption.flag("json", "Print JSON, one object a line.")
}
