import Events
import Quantities
import ServiceKit
import Venues

/// `martlet venue capabilities`: what venues can do.
enum VenueCapabilitiesAction {
  static func run(_ invocation: Invocation) throws -> ExitCode {
    guard invocation.operands.count > 1 else {
      let registry = VenueRegistry.standard
      Program.print(registry.names.compactMap { registry[$0] }.map(summary).joined(separator: "\n"))
      return .ok
    }
    Program.print(text(try VenueCommand.venue(invocation).capabilities))
    return .ok
  }

  private static func summary(_ adapter: any VenueAdapter) -> String {
    let venue = adapter.capabilities
    return "\(venue.name): \(markets(venue)), leverage up to \(venue.maximumLeverage), "
      + venue.environments.keys.map(\.rawValue).sorted().joined(separator: ", ")
  }

  private static func markets(_ venue: VenueCapabilities) -> String {
    [(venue.hasSpot, "spot"), (venue.hasFutures, "futures"), (venue.hasMargin, "margin")]
      .filter(\.0).map(\.1).joined(separator: ", ")
  }

  private static func text(_ venue: VenueCapabilities) -> String {
    var rows: [[String]] = [
      ["markets", markets(venue)],
      ["maximum leverage", "\(venue.maximumLeverage)"],
      ["order types", venue.orderKinds.map(\.rawValue).joined(separator: ", ")],
      ["time in force", venue.timesInForce.map(\.rawValue).joined(separator: ", ")],
      ["time frames", venue.timeFrames.map(\.description).joined(separator: ", ")],
      ["position modes", venue.positionModes.map(\.rawValue).joined(separator: ", ")],
      ["margin modes", venue.marginModes.map(\.rawValue).joined(separator: ", ")],
      ["amend, batches", "\(word(venue.canAmend)), \(word(venue.canBatch))"],
      ["private stream", word(venue.hasPrivateStream)],
      ["orders by stream", word(venue.hasOrderStream)],
      ["dead-man switch", word(venue.hasDeadManSwitch)],
      ["order book levels", venue.bookDepths.map(String.init).joined(separator: ", ")],
      ["client order id", "up to \(venue.clientOrderIDLength) letters"],
    ]
    for (environment, hosts) in venue.environments.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    {
      rows.append([environment.rawValue, hosts.rest])
    }
    for limit in venue.rateLimits {
      let what = limit.endpoint.isEmpty ? "all requests" : limit.endpoint
      let kind = limit.kind.map { " \($0.rawValue)" } ?? ""
      rows.append(
        ["limit", "\(what)\(kind): \(limit.count) in \(limit.window), by \(limit.scope.rawValue)"])
    }
    return Table(rows).text
  }

  private static func word(_ flag: Bool) -> String { flag ? "yes" : "no" }
}
