import Events
import Quantities
import ServiceKit
import Venues

/// Sessions on the market of a venue, as it happens.
enum VenueSession {
  static let options = [
    CommandOption("venue", .text("VENUE"), "Follow a venue's market, such as bybit's."),
    CommandOption.flag("testnet", "Of the venue, the system for trials."),
    .flag("demo", "Of the venue, the real market with money of no worth."),
    .flag("simulated", "A venue on this machine, which is started too; --paced speeds it up."),
    CommandOption(
      "instrument", .text("SYMBOL"), "What to follow: BTC/USDT:USDT a contract, BTC/USDT spot.",
      default: "BTC/USDT:USDT", repeats: true),
    CommandOption(
      "orders", .choice(OrderRoute.allCases.map(\.rawValue)),
      "Who carries orders out: paper by default, the venue where --keys is given."),
    CommandOption(
      "keys", .text("FILE"),
      "A file {\"key\": …, \"secret\": …} that only its owner can read (mode 0600)."),
  ]

  /// The market that the options name; nil without --venue.
  static func market(_ invocation: Invocation) throws -> MarketConfiguration? {
    guard invocation.has("venue") else {
      for option in ["testnet", "demo", "simulated", "instrument", "orders"]
      where invocation.has(option) {
        throw usage("--\(option) goes with --venue.", invocation)
      }
      return nil
    }
    for option in ["market", "instruments", "days", "books"] where invocation.has(option) {
      throw usage("--\(option) does not go with --venue.", invocation)
    }
    let system = try system(invocation)
    guard system == .simulated || !invocation.has("seed") && !invocation.has("paced") else {
      throw usage("--seed and --paced are for the simulated venue.", invocation)
    }
    return MarketConfiguration(
      source: .venue, seed: invocation.integer("seed") ?? 7, instruments: 0, days: 0, pace: 1,
      files: [],
      venue: VenueConfiguration(
        name: try name(invocation), system: system, instruments: try instruments(invocation),
        orders: orders(invocation, system)))
  }

  /// Refuses what cannot work, before anything is started or appended.
  static func check(
    _ venue: VenueConfiguration, _ configuration: Configuration, _ invocation: Invocation
  ) throws {
    guard let adapter = VenueRegistry.standard[venue.name.description] else {
      throw CommandFailure("There is no venue \(venue.name).", .configuration)
    }
    for frame in Set(configuration.strategies.flatMap(\.frames)).sorted()
    where !adapter.capabilities.timeFrames.contains(frame) {
      throw CommandFailure(
        "\(venue.name) has no candles of \(frame), which a strategy reads.", .configuration)
    }
    guard (1...1000).contains(configuration.market.pace) else {
      throw usage("The simulated venue runs at 1x to 1000x.", invocation)
    }
    guard venue.orders == .venue else { return }
    guard venue.system != .mainnet else {
      throw CommandFailure(
        "Orders with real money are refused; use --testnet, --demo or --simulated.", .configuration)
    }
    guard configuration.market.pace == 1 else {
      throw usage("Orders at a venue go at 1x; leave --paced out.", invocation)
    }
    guard venue.system == .simulated || invocation.has("keys") else {
      throw usage("Orders at a venue want a key: give --keys.", invocation)
    }
  }

  /// What execution is told beside the rest when orders go to the venue.
  static func executionArguments(
    _ venue: VenueConfiguration, _ invocation: Invocation, _ directory: DataDirectory
  ) -> [String] {
    let place = ["--venue", venue.name.description, "--system", venue.system.rawValue]
    if venue.system == .simulated { return place + ["--keys", directory.simulatedKeyFile] }
    return place + (invocation.text("keys").map { ["--keys", $0] } ?? [])
  }

  private static func system(_ invocation: Invocation) throws -> VenueSystem {
    let named = [VenueSystem.testnet, .demo, .simulated].filter { invocation.flag($0.rawValue) }
    guard named.count < 2 else {
      throw usage("--testnet, --demo and --simulated exclude each other.", invocation)
    }
    guard named.first != .simulated || !invocation.has("keys") else {
      throw usage("The simulated venue makes a key of its own: leave --keys out.", invocation)
    }
    return named.first ?? .mainnet
  }

  private static func name(_ invocation: Invocation) throws -> Name {
    let text = invocation.value("venue")
    let known = VenueRegistry.standard.names
    guard known.contains(text), let name = Name(text[...]) else {
      throw usage(
        "There is no venue \"\(text)\"; there are: \(known.joined(separator: ", ")).", invocation)
    }
    return name
  }

  private static func instruments(_ invocation: Invocation) throws -> [Name] {
    var names: [Name] = []
    for text in invocation.texts("instrument") {
      guard let name = Name(text[...]), isSymbol(text) else {
        throw UsageError(
          .badValue(
            option: "instrument", given: text, expected: "BTC/USDT:USDT or BTC/USDT"),
          help: "martlet help up")
      }
      guard !names.contains(name) else {
        throw usage("--instrument \(text) is given twice.", invocation)
      }
      names.append(name)
    }
    return names
  }

  private static func isSymbol(_ text: String) -> Bool {
    let sides = text.split(separator: "/", omittingEmptySubsequences: false)
    return sides.count == 2 && sides.allSatisfy { !$0.isEmpty && !$0.hasSuffix(":") }
  }

  private static func orders(_ invocation: Invocation, _ system: VenueSystem) -> OrderRoute {
    if let text = invocation.text("orders") { return OrderRoute(rawValue: text) ?? .paper }
    return invocation.has("keys") && system != .mainnet ? .venue : .paper
  }

  private static func usage(_ text: String, _ invocation: Invocation) -> UsageError {
    UsageError(.other(text), help: "martlet help \(invocation.verb)")
  }
}
