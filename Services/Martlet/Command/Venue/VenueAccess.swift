import Events
import Quantities
import ServiceKit
import VenueLink
import Venues

/// How the command line reaches a venue.
enum VenueAccess {
  static let options = [
    CommandOption.flag("testnet", "The venue's system for trials, with money of no worth."),
    .flag("demo", "The real market with money of no worth."),
    CommandOption("url", .text("URL"), "Another address, such as a venue on this machine."),
    CommandOption(
      "keys", .text("FILE"),
      "A file {\"key\": …, \"secret\": …} that only its owner can read (mode 0600)."),
  ]

  /// Where the invocation wants to go.
  static func environment(_ invocation: Invocation) throws -> VenueEnvironment {
    switch (invocation.flag("testnet"), invocation.flag("demo")) {
    case (true, true): throw CommandFailure("--testnet and --demo exclude each other.", .usage)
    case (true, false): return .testnet
    case (false, true): return .demo
    case (false, false): return .mainnet
    }
  }

  static func client(_ invocation: Invocation) throws -> VenueClient {
    let adapter = try VenueCommand.venue(invocation)
    var credentials: Credentials?
    if let file = invocation.text("keys") {
      do throws(KeyFile.Fault) {
        credentials = try KeyFile.read(file)
      } catch {
        throw CommandFailure("\(error).", .configuration)
      }
    }
    return VenueClient(
      adapter, try environment(invocation), url: invocation.text("url"),
      credentials: credentials, now: { Instant(nanoseconds: SystemClock.wall()) })
  }

  /// Where it goes, for people.
  static func address(_ invocation: Invocation) throws -> String {
    if let url = invocation.text("url") { return url }
    let hosts = try VenueCommand.venue(invocation).capabilities.environments
    return hosts[try environment(invocation)]?.rest ?? ""
  }

  /// A failure of the venue or of the way to it, with what to do next.
  static func failure(_ error: VenueError, _ doing: String) -> CommandFailure {
    let said = [error.code, error.text].filter { !$0.isEmpty }.joined(separator: " ")
    return CommandFailure(
      "\(doing): \(error.category.rawValue)\(said.isEmpty ? "" : ", \(said)").", .temporary)
  }
}
