import Bus
import EventLog
import EventSourcing
import Events
import MarketDataFiles
import ServiceKit

/// `martlet up`: start the services of a session under one supervisor, and show what they do.
enum UpCommand: Command {
  static let verb = Verb(
    "up", "Start the journal and all services as separate processes, on paper by default.",
    details: """
      Without --market a generated market is traded, reproducible by its --seed. Recorded and \
      generated markets run in lock-step, as fast as the machine goes; --paced 60x runs them like \
      a live market, sixty times as fast as real time. Ctrl-C stops everything in order and \
      prints a summary. On a data directory that has a log, the session goes on where it was: \
      the market is the one of the log. A service that falls is started again. At the end of a \
      market everything stays up, unless --until-end is given: then the session is stopped, and the \
      summary ends with the digest of all conclusions. --only starts some services beside those \
      that other supervisors run on the same data.
      """,
    options: [.data] + Configuring.options + VenueSession.options + [
      CommandOption("paced", .text("Nx"), "Run like a live market, N times real time."),
      .flag("until-end", "Stop everything at the end of the market."),
      ServicePlans.only("Start only these services, separated by commas."),
      CommandOption(
        "log-level", .text("LEVELS"), "Levels of the services' diaries.", default: "info"),
      .flag("plain", "Print lines even on a terminal."),
      .flag("json", "Print nothing but the summary, as JSON, at the end."),
    ])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let wanted = try configuration(invocation)
    let directory = try DataDirectory.create(at: invocation.value("data"))
    let chosen = try ServicePlans.chosen(invocation)
    let (configuration, place) = try reconcile(wanted, invocation, directory)
    let names = ServicePlans.names(chosen, of: configuration)
    // Everything that can be wrong with the market is wrong now, before anything is appended.
    let tellsMarket = names.contains("market-data")
    if tellsMarket { try check(configuration, invocation) }
    var signals = try Signals([.terminate, .interrupt, .hangUp, .childEnded])
    let plans = ServicePlans(directory, configuration, invocation).plans(names)
    var supervisor = try Supervisor(plans, in: directory)
    var session = UpSession(
      directory, untilEnd: invocation.flag("until-end"), asJSON: invocation.flag("json"),
      onTerminal: Program.hasTerminal && !invocation.flag("plain"))
    if let place, tellsMarket { session.configure(configuration, place: place) }
    let code = supervisor.run(&signals) { supervisor, events in
      session.turn(supervisor, events)
    }
    try session.end()
    if let failure = session.failure { throw failure }
    return code
  }

  private static func configuration(_ invocation: Invocation) throws -> Configuration {
    var configuration = try Configuring.configuration(invocation)
    if let market = try VenueSession.market(invocation) { configuration.market = market }
    configuration.market.pace =
      try pace(invocation) ?? (configuration.market.source == .venue ? 1 : 0)
    return configuration
  }

  private static func check(_ configuration: Configuration, _ invocation: Invocation) throws {
    if let venue = configuration.market.venue {
      try VenueSession.check(venue, configuration, invocation)
    } else {
      _ = try market(from: configuration)
    }
  }

  private static func pace(_ invocation: Invocation) throws -> Int? {
    guard let text = invocation.text("paced") else { return nil }
    guard text.hasSuffix("x"), let times = Int(text.dropLast()), (1...1_000_000).contains(times)
    else {
      throw UsageError(
        .badValue(option: "paced", given: text, expected: "a whole number and x, such as 60x"),
        help: "martlet help up")
    }
    return times
  }

  /// Brings what is wanted together with what a log holds already.
  ///
  /// Returns the configuration to work by, and which one of the log it will be, counted from 0,
  /// when the log does not have it yet.
  private static func reconcile(
    _ wanted: Configuration, _ invocation: Invocation, _ directory: DataDirectory
  ) throws -> (configuration: Configuration, place: Int?) {
    let known = try configurations(directory)
    guard let logged = known.last else { return (wanted, 0) }
    var configuration = wanted
    // Who asks for nothing, or for some services only, goes on with what holds.
    if invocation.has("only") || Configuring.asksNothing(wanted, invocation) {
      configuration = logged
      configuration.market = wanted.market
    }
    if !Configuring.namesMarket(invocation), !invocation.has("venue") {
      configuration.market = logged.market
    } else if !invocation.has("paced") {
      configuration.market.pace = logged.market.pace
    }
    if let pace = try pace(invocation) { configuration.market.pace = pace }
    guard configuration.market == logged.market else {
      throw CommandFailure(
        "\(directory.path) holds a session on another market or at another pace; choose another "
          + "--data, or leave the options of the market out to go on with that session.",
        .configuration)
    }
    return (configuration, configuration == logged ? nil : known.count)
  }

  /// The configurations of the log, the one that holds now last.
  private static func configurations(_ directory: DataDirectory) throws -> [Configuration] {
    var reader: LogFileReader
    do throws(LogError) {
      reader = try LogFileReader(directory: directory.path)
    } catch .missing {
      return []
    }
    var found: [Configuration] = []
    for stored in try reader.events(subject: "configuration") {
      if case .configurationApplied(let applied) = try Event(reading: stored) {
        found.append(applied.configuration)
      }
    }
    return found
  }
}
