import EventLog
import Events
import Quantities
import ServiceKit

/// `martlet report`: how a session performed.
enum ReportCommand: Command {
  static let verb = Verb(
    "report", "Print how a session performed: returns, risk, drawdowns, trades, by strategy.",
    details: """
      Reads the log's files, so it works whether the session runs or not. Only closed UTC days \
      count; a year has 365 of them, and the rate without risk is zero. Deposits count from the \
      start of their day and withdrawals until its end, and neither is profit. What is not \
      defined, such as a Sharpe ratio without variation, is shown as –, never as zero.

      Everything is in one currency, by the last closes in the log when a day or a trade ended. \
      An asset that the log does not always value in it is left out, and said.

      --html writes a page that is one file and asks no network for anything: equity, drawdown, \
      months, strategies, instruments and trades. It replaces a page of the same name.
      """,
    options: [
      .data, StatementFilter.options[0], StatementFilter.options[3], StatementFilter.options[4],
      CommandOption(
        "currency", .text("ASSET"),
        "What everything is in; by default the quote asset of the instrument listed first."),
      CommandOption("html", .text("FILE"), "Write the report as a page."),
      .flag("json", "Print one JSON object."),
    ])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    var log = try LogFileReader(directory: directory.path)
    let filter = try StatementFilter(time: invocation)
    let report = try PerformanceReport(
      &log, filter, currency: StatementFilter.name("currency", invocation))
    if let path = invocation.text("html") {
      try TextFile.replace(path, with: ReportPage(title: directory.path, report: report).html)
    }
    if invocation.flag("json") {
      Program.print(ReportText(report).json)
    } else {
      Program.print(ReportText(report).text)
      if let path = invocation.text("html") { Program.print("written to \(path)") }
    }
    return .ok
  }
}
