import Events
import Quantities
import ServiceKit

/// What a statement is about.
struct StatementFilter {
  var account: Name?
  var instrument: Name?
  var strategy: Name?
  /// From this moment on; what was before is the opening.
  var from: Instant?
  /// Before this moment.
  var to: Instant?

  static let options: [CommandOption] = [
    CommandOption("account", .text("NAME"), "Only this account at a venue."),
    CommandOption("instrument", .text("NAME"), "Only what was booked for this instrument."),
    CommandOption("strategy", .text("NAME"), "Only what this strategy's trades came to."),
    CommandOption("from", .text("DATE"), "From then on, UTC; before it is the opening."),
    CommandOption("to", .text("DATE"), "Only what was before then, UTC."),
  ]

  init() {}

  init(_ invocation: Invocation) throws {
    try self.init(time: invocation)
    instrument = try Self.name("instrument", invocation)
    strategy = try Self.name("strategy", invocation)
  }

  /// An account and a time alone.
  init(time invocation: Invocation) throws {
    account = try Self.name("account", invocation)
    from = try Self.instant("from", invocation)
    to = try Self.instant("to", invocation)
    if let from, let to, to <= from {
      throw UsageError(
        .other("--to is not after --from."), help: "martlet help \(invocation.verb)")
    }
  }

  /// An option of at most 31 bytes.
  static func name(_ option: String, _ invocation: Invocation) throws -> Name? {
    try invocation.text(option).map { text in
      guard let name = Name(text[...]) else {
        throw UsageError(
          .badValue(option: option, given: text, expected: "at most 31 bytes"),
          help: "martlet help \(invocation.verb)")
      }
      return name
    }
  }

  private static func instant(_ option: String, _ invocation: Invocation) throws -> Instant? {
    try invocation.text(option).map { text in
      guard let instant = Instant(text) else {
        throw UsageError(
          .badValue(
            option: option, given: text,
            expected: "a date such as 2021-05-19 or 2021-05-19T13:00:00Z"),
          help: "martlet help \(invocation.verb)")
      }
      return instant
    }
  }

  /// Whether it is not too late to count.
  func counts(_ at: Instant) -> Bool { to.map { at < $0 } ?? true }

  /// Whether it belongs to the time itself and not to its opening.
  func isWithin(_ at: Instant) -> Bool { counts(at) && from.map { at >= $0 } ?? true }

  func wants(_ entry: EntryPosted) -> Bool {
    (account.map { $0 == entry.account } ?? true)
      && (instrument.map { $0 == entry.instrument } ?? true)
      && (strategy.map { $0 == entry.strategy } ?? true)
  }

  func wants(_ trade: StatedTrade) -> Bool {
    (account.map { $0 == trade.account } ?? true)
      && (instrument.map { $0 == trade.instrument } ?? true)
      && (strategy.map { $0 == trade.strategy } ?? true)
  }
}
