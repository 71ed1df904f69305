/// What every service understands on its command line.
public struct ServiceOptions: Sendable {
  private static let options = [
    CommandOption("data", .text("DIR"), "The data directory.", required: true),
    .logLevel,
    CommandOption(
      "snapshot-every", .integer("EVENTS", 0...Int.max),
      "Keep the state after so many events; 0 keeps none.", default: "50000"),
  ]

  /// Where the log, the keys and the sockets are.
  public let directory: DataDirectory
  /// The service's diary.
  public let log: Log
  /// How many events lie between two snapshots of the state; 0 for none.
  public let snapshotEvery: Int
  /// The command line, for options of the service's own.
  public let invocation: Invocation

  /// Reads the arguments; nil when only the help was asked for, which is printed then.
  ///
  /// - Parameter own: options of the service's own.
  public init?(
    service: String, summary: String, options own: [CommandOption] = [], arguments: [String]
  ) throws {
    let syntax = CommandSyntax(program: service, summary: summary, options: Self.options + own)
    switch try syntax.parse(arguments) {
    case .help(let text):
      Program.print(text)
      return nil
    case .run(let invocation):
      directory = try DataDirectory.existing(at: invocation.value("data"))
      log = Log(service: service, levels: try invocation.logLevels)
      snapshotEvery = invocation.integer("snapshot-every") ?? 0
      self.invocation = invocation
    }
  }
}

extension CommandOption {
  /// The levels of a service's diary.
  public static let logLevel = CommandOption(
    "log-level", .text("LEVELS"), "Levels of the diary, such as info,bus=debug.", default: "info")
}

extension Invocation {
  /// What stands behind `--log-level`.
  public var logLevels: LogLevels {
    get throws(UsageError) {
      let text = value("log-level")
      if let levels = LogLevels(text) { return levels }
      throw UsageError(
        .badValue(option: "log-level", given: text, expected: LogLevels.expected), help: "--help")
    }
  }
}
