import Bus
import Events
import Glibc
import ServiceKit

/// The services of a session, in the order in which they start.
struct ServicePlans {
  static let names = [
    "journal", "ledger", "execution", "risk", "signal", "indicator", "market-data",
  ]
  /// Of a session on a simulated venue, too.
  static let simulator = "venue-simulator"

  private let directory: DataDirectory
  private let configuration: Configuration
  private let invocation: Invocation

  init(_ directory: DataDirectory, _ configuration: Configuration, _ invocation: Invocation) {
    self.directory = directory
    self.configuration = configuration
    self.invocation = invocation
  }

  func plans(_ names: [String]) -> [ServicePlan] {
    let folder = Self.folderOfExecutable
    // Out of this process, so that no child inherits it but the one that trades.
    let key = Environment.takeAccountKey()
    let isForExecution = invocation.text("keys") == "environment"
    return names.map { name in
      let common = ["--data", directory.path, "--log-level", invocation.value("log-level")]
      return ServicePlan(
        name, executable: "\(folder)/\(name)", arguments: common + arguments(of: name),
        environment: name == "execution" && isForExecution ? key : [:])
    }
  }

  private func arguments(of name: String) -> [String] {
    let market = configuration.market
    switch name {
    case "journal": return ["--mode", market.pace == 0 ? "lockstep" : "live"]
    case Self.simulator: return ["--seed", "\(market.seed)", "--speed", "\(market.pace)"]
    case "execution":
      guard let venue = market.venue, venue.orders == .venue else { return [] }
      return VenueSession.executionArguments(venue, invocation, directory)
    default: return []
    }
  }

  /// The services of a session, with the simulated venue behind the journal where there is one.
  static func names(_ names: [String], of configuration: Configuration) -> [String] {
    guard configuration.market.venue?.system == .simulated, names == Self.names else {
      return names
    }
    return [names[0], simulator] + names[1...]
  }

  /// The option that names some of the services.
  static func only(_ help: String) -> CommandOption {
    CommandOption("only", .text("NAMES"), help, repeats: true)
  }

  /// The services that `--only` names, in their order; all when it is not given.
  static func chosen(_ invocation: Invocation) throws(UsageError) -> [String] {
    let wanted = invocation.texts("only").flatMap { $0.split(separator: ",").map(String.init) }
    let known = names + [simulator]
    for name in wanted where !known.contains(name) {
      let near = Suggestion.nearest(to: name, among: known)
      throw UsageError(
        .other("There is no service \"\(name)\"" + (near.map { "; did you mean \($0)?" } ?? ".")),
        help: "martlet help \(invocation.verb)")
    }
    return wanted.isEmpty ? names : known.filter { wanted.contains($0) }
  }

  /// The services' executables stand beside this one.
  private static var folderOfExecutable: String {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return "." }
    defer { unsafe free(path) }
    let text = unsafe String(cString: path)
    return text.lastIndex(of: "/").map { String(text[..<$0]) } ?? "."
  }
}
