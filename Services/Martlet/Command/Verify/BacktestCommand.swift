import Assembly
import Events
import MarketDataFiles
import ServiceKit

/// `martlet backtest`: the deciders over a market, in this process, without sockets and files.
enum BacktestCommand: Command {
  static let verb = Verb(
    "backtest", "Run the deciders over a market in this process, and print what came of it.",
    details: """
      The same deciders as in the services, over an in-memory log in lock-step. The digest covers \
      every conclusion and equals that of a session of many processes on the same market under \
      the same configuration (see: martlet verify).
      """,
    options: Configuring.options + [.json])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    var (configuration, files) = try Configuring.configurationAndFiles(invocation)
    if configuration.market.source == .generator, !invocation.has("days") {
      configuration.market.days = 400
    }
    guard configuration.market.source == .files || configuration.market.days > 0 else {
      throw UsageError(
        .badValue(option: "days", given: "0", expected: "a market with an end"),
        help: "martlet help backtest")
    }
    var market =
      try files?.market(frames: configuration.frames) ?? market(from: configuration)
    let begun = SystemClock.monotonic()
    var backtest = Backtest(configuration)
    backtest.run(&market)
    let seconds = Double(SystemClock.monotonic() - begun) / 1e9
    let summary = backtest.summary
    let digest = backtest.conclusionDigest()
    let report = SummaryReport(summary, digest: digest)
    if invocation.flag("json") {
      Program.print(report.json)
    } else {
      Program.print(report.trades + report.text)
      let rate = Int(Double(summary.candles) / max(seconds, 1e-9))
      Program.print("\(summary.candles) candles in \(brief(seconds)) s: \(rate) candles/s")
    }
    return .ok
  }

  private static func brief(_ seconds: Double) -> String {
    "\((seconds * 1000).rounded() / 1000)"
  }
}
