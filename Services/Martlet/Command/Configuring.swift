import Events
public import MarketDataFiles
public import ServiceKit

/// The options that say what is traded and how, shared by `up` and `backtest`.
enum Configuring {
  static let options: [CommandOption] = [
    CommandOption(
      "market", .text("FILE"),
      "A candle file, gzip or plain, with open_time_ms,open,high,low,close,volume; may be given "
        + "for several time frames and instruments. FILE@VENUE:BASE/QUOTE@1h names what it holds.",
      repeats: true),
    CommandOption("seed", .integer("SEED", 0...Int.max), "The seed of the generated market."),
    CommandOption(
      "instruments", .integer("COUNT", 1...100), "How many instruments the generator makes."),
    CommandOption(
      "days", .integer("DAYS", 0...1_000_000), "How many days it makes; 0 for endless."),
    .flag("books", "The generator states order books too."),
    CommandOption("config", .text("FILE"), "A configuration file in JSON5."),
    CommandOption(
      "set", .text("KEY=VALUE"), "Set one key of the configuration, such as risk.perTrade=0.01.",
      repeats: true),
  ]

  /// Whether any option says what the market is.
  static func namesMarket(_ invocation: Invocation) -> Bool {
    ["market", "seed", "instruments", "days", "books"].contains { invocation.has($0) }
  }

  /// The configuration that the options, the file and the environment give.
  static func configuration(_ invocation: Invocation) throws -> Configuration {
    try configurationAndFiles(invocation).configuration
  }

  /// The same with the candle files that the options name, which are read for their digests.
  static func configurationAndFiles(
    _ invocation: Invocation
  ) throws -> (configuration: Configuration, files: MarketFiles?) {
    let tree = try ConfigurationTree.layered(
      file: invocation.text("config"), environment: Environment.current,
      assignments: invocation.texts("set"))
    var reader = ConfigurationReader(tree)
    var configuration = Configuration.read(from: &reader)
    try reader.finish()
    let (market, files) = try market(invocation)
    configuration.market = market
    return (configuration, files)
  }

  /// Whether nobody said how to trade, neither here nor in a file or the environment.
  static func asksNothing(_ wanted: Configuration, _ invocation: Invocation) -> Bool {
    var standard = Configuration.standard
    standard.market = wanted.market
    return !invocation.has("config") && !invocation.has("set") && wanted == standard
  }

  private static func market(
    _ invocation: Invocation
  ) throws -> (MarketConfiguration, MarketFiles?) {
    let files = invocation.texts("market")
    if !files.isEmpty {
      for option in ["seed", "instruments", "days", "books"] where invocation.has(option) {
        throw UsageError(
          .other("--\(option) is for the generated market and does not go with --market."),
          help: "martlet help \(invocation.verb)")
      }
      let loaded = try MarketFiles(arguments: files)
      return (loaded.configuration, loaded)
    }
    var market = MarketConfiguration.standard
    if let seed = invocation.integer("seed") { market.seed = seed }
    if let count = invocation.integer("instruments") { market.instruments = count }
    if let days = invocation.integer("days") { market.days = days }
    market.books = invocation.flag("books")
    return (market, nil)
  }
}

extension CandleFileError: ServiceFailure {
  public var sentence: String { description }
  public var exitCode: ExitCode { .configuration }
}

extension MarketConfigurationError: ServiceFailure {
  public var sentence: String { description }
  public var exitCode: ExitCode { .configuration }
}
