import Bus
import EventLog
import EventSourcing
import Events
import MarketDataFiles
import ServiceKit

/// `martlet up`: start the services of a session under one supervisor, and show what they do.
enum UpCommand: Command {
  static let verb = Verb(
    "up", "Start the journal and all services as separate processes, in paper mode.",
    details: """
      Without --market a generated market is traded, reproducible by its --seed. Recorded and \
      generated markets run in lock-step, as fast as the machine goes; --paced 60x runs them like \
      a live market, sixty times as fast as real time. Ctrl-C stops everything in order and \
      prints a summary. On a data directory that has a log, the session goes on where it was: \
      the market is the one of the log. A service that falls is started again.
      """,
    options: [.data] + Configuring.options + [
      CommandOption("paced", .text("Nx"), "Run like a live market, N times real time."),
      .flag("until-end", "Stop everything at the end of the market."),
      CommandOption(
        "only", .text("NAMES"), "Start only these services, separated by commas.", repeats: true),
      CommandOption(
        "log-level", .text("LEVELS"), "Levels of the services' diaries.", default: "info"),
      .flag("plain", "Print lines even on a terminal."),
    ])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let wanted = try configuration(invocation)
    let directory = try DataDirectory.create(at: invocation.value("data"))
    let (configuration, isNew) = try reconcile(wanted, invocation, directory)
    // Everything that can be wrong with the market is wrong now, before anything is appended.
    _ = try market(from: configuration)
    var signals = try Signals([.terminate, .interrupt, .hangUp, .childEnded])
    let plans = try ServicePlans(directory, configuration, invocation).plans()
    var supervisor = try Supervisor(plans, in: directory)
    var session = UpSession(
      directory, isNew ? configuration : nil, untilEnd: invocation.flag("until-end"),
      onTerminal: Program.hasTerminal && !invocation.flag("plain"))
    let code = supervisor.run(&signals) { supervisor, events in
      session.turn(supervisor, events)
    }
    session.end()
    if let failure = session.failure { throw failure }
    return code
  }

  private static func configuration(_ invocation: Invocation) throws -> Configuration {
    var configuration = try Configuring.configuration(invocation)
    configuration.market.pace = try pace(invocation) ?? 0
    return configuration
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
  /// Returns the configuration to work by, and whether the log does not have it yet.
  private static func reconcile(
    _ wanted: Configuration, _ invocation: Invocation, _ directory: DataDirectory
  ) throws -> (Configuration, Bool) {
    guard let logged = try lastConfiguration(directory) else { return (wanted, true) }
    var configuration = wanted
    if !Configuring.namesMarket(invocation) {
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
    return (configuration, configuration != logged)
  }

  private static func lastConfiguration(_ directory: DataDirectory) throws -> Configuration? {
    var reader: LogFileReader
    do throws(LogError) {
      reader = try LogFileReader(directory: directory.path)
    } catch .missing {
      return nil
    }
    var found: Configuration?
    for stored in try reader.events(subject: "configuration") {
      if case .configurationApplied(let applied) = try Event(reading: stored) {
        found = applied.configuration
      }
    }
    return found
  }
}
