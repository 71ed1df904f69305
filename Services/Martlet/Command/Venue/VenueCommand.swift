import Digest
import ServiceKit
import Venues

/// `martlet venue`: what venues can do, and what would be sent to them.
enum VenueCommand: Command {
  static let verb = Verb(
    "venue", "Look at venues: what they can do, and what would be sent to them.",
    details: """
      `martlet venue capabilities [VENUE]` says what can be traded and how, with the venue's \
      limits. `martlet venue check VENUE` tells whether it can be reached, how far its clock is \
      off, and with --keys what a key may do; `martlet venue instruments VENUE` lists what is \
      traded there. `martlet venue request VENUE --json TEXT` prints the signed request of a call as \
      {"method","url","headers","body"}, and sends nothing. TEXT is an object with the call and \
      its arguments in the words that clients of many venues share, or in the venue's own: \
      {"call":"createOrder","args":{…},"time_ms":…,"credentials":{"apiKey":…,"secret":…},\
      "environment":"testnet","market_type":"linear"}; `-` reads it from the input.
      """,
    options: [
      CommandOption("json", .text("TEXT"), "The call, or - for the input.", default: "-")
    ] + VenueAccess.options,
    operands: [
      Operand("ACTION", "capabilities, check, instruments or request."),
      Operand("VENUE", "Such as bybit.", optional: true),
    ])

  /// The actions by their names.
  private static let actions: [(name: String, run: @Sendable (Invocation) throws -> ExitCode)] =
    [
      ("capabilities", VenueCapabilitiesAction.run), ("check", VenueCheckAction.run),
      ("instruments", VenueInstrumentsAction.run), ("request", VenueRequestAction.run),
    ]

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let word = invocation.operands[0]
    guard let action = actions.first(where: { $0.name == word }) else {
      throw CommandFailure(
        "There is no `venue \(word)`; there are \(actions.map(\.name).joined(separator: ", ")).",
        .usage)
    }
    return try action.run(invocation)
  }

  /// The venue that the second operand names.
  static func venue(_ invocation: Invocation) throws -> any VenueAdapter {
    let registry = VenueRegistry.standard
    guard invocation.operands.count > 1 else {
      throw CommandFailure("Name a venue: \(registry.names.joined(separator: ", ")).", .usage)
    }
    guard let adapter = registry[invocation.operands[1]] else {
      throw CommandFailure(
        "There is no venue \(invocation.operands[1]); "
          + "there are \(registry.names.joined(separator: ", ")).", .usage)
    }
    return adapter
  }
}
