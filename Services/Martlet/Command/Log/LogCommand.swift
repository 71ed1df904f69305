import EventLog
import EventSourcing
import Events
import ServiceKit

/// `martlet log`: the events of a session, for people or for scripts.
enum LogCommand: Command {
  static let verb = Verb(
    "log", "Print the events of a session: number, market time, producer, subject, what happened.",
    details: """
      Reads the log's files, so it works whether the session runs or not. --since and --until \
      take an event's number or a time of the market, both included. Without --since and --last, \
      --follow begins with the last ten events.
      """,
    options: [
      .data, .flag("follow", "Go on as the log grows, until Ctrl-C."),
    ] + EventFilter.options + [
      CommandOption("since", .text("SEQ|TIME"), "Begin with this event, or at this time."),
      CommandOption("until", .text("SEQ|TIME"), "End with this event, or at this time."),
      CommandOption("last", .integer("COUNT", 0...1_000_000), "Only the last so many of them."),
      .json,
    ])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    let filter = try EventFilter(invocation)
    var printing = try LogPrinting(
      LogFileReader(directory: directory.path), filter, asJSON: invocation.flag("json"))
    let since = try LogPlace("since", of: invocation)
    let until = try LogPlace("until", of: invocation)
    let follows = invocation.flag("follow")
    let last = invocation.integer("last") ?? (follows && since == nil ? 10 : nil)
    try printing.print(since: since, until: until, last: last)
    if follows { try printing.follow(until: until) }
    return .ok
  }
}
