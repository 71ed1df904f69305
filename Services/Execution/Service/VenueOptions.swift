import Digest
import Events
import Quantities
import ServiceKit
import VenueLink
import Venues

/// The venue that execution is told to trade at, and the key for it.
struct VenueOptions {
  static let options = [
    CommandOption(
      "venue", .text("VENUE"), "Carry orders out at this venue, and not on paper; wants --keys."),
    CommandOption(
      "system", .choice(VenueSystem.allCases.map(\.rawValue)), "Which of its systems.",
      default: VenueSystem.testnet.rawValue),
    CommandOption(
      "keys", .text("FILE"),
      "A file {\"key\": …, \"secret\": …} that only its owner can read (mode 0600), or "
        + "`environment` for \(Environment.accountKey.joined(separator: " and "))."),
  ]

  let name: Name
  let system: VenueSystem
  let adapter: any VenueAdapter
  private let credentials: Credentials
  private let directory: DataDirectory

  /// Reads the options; nil when orders are carried out on paper.
  init?(_ options: ServiceOptions) throws {
    guard let text = options.invocation.text("venue") else { return nil }
    guard let adapter = VenueRegistry.standard[text], let name = Name(text[...]) else {
      throw VenueFault.unknown(text)
    }
    self.adapter = adapter
    self.name = name
    system = VenueSystem(rawValue: options.invocation.value("system")) ?? .mainnet
    // Nobody arms real money by a command line.
    guard system != .mainnet else { throw VenueFault.mainnet }
    directory = options.directory
    credentials = try Self.credentials(options.invocation.text("keys"))
  }

  private static func credentials(_ keys: String?) throws -> Credentials {
    guard let keys else { throw VenueFault.noKeys }
    guard keys == "environment" else {
      do throws(KeyFile.Fault) { return try KeyFile.read(keys) } catch {
        throw VenueFault.keyFile("\(error)")
      }
    }
    let variables = Environment.accountKey
    let taken = Environment.takeAccountKey()
    guard let key = taken[variables[0]], let secret = taken[variables[1]] else {
      throw VenueFault.noVariables
    }
    let credentials = Credentials(key: key, secret: Digest.Secret(secret))
    guard !credentials.secret.isUnreadable else { throw VenueFault.unreadableKey }
    return credentials
  }

  /// Whether the venue is one on this machine, where it needs no TLS.
  var isLocal: Bool { system == .simulated }

  /// Where a venue on this machine is just now; nil for others, and while it has not said so.
  var hosts: VenueHosts? {
    isLocal ? VenueHosts(announcedIn: directory.venueFile) : nil
  }

  /// What calls are asked in.
  func context(at now: Instant) -> VenueContext {
    return VenueContext(
      environment: system.environment, credentials: credentials, now: now,
      instruments: InstrumentDirectory(), hosts: isLocal ? hosts ?? .nowhere : nil)
  }

  /// Refuses a key that may move money, and one that may not do what it is for.
  func check(_ key: KeyPermissions, _ configuration: VenueConfiguration?) throws(VenueFault) {
    let excess = [(key.mayWithdraw, "withdraw"), (key.mayTransfer, "transfer")]
      .filter(\.0).map(\.1)
    guard excess.isEmpty else { throw .keyMayMoveMoney(excess) }
    let instruments = configuration?.instruments.map(\.description) ?? []
    let wants = [
      (!key.mayRead, "read"),
      (!key.mayTradeContracts && instruments.contains { $0.contains(":") }, "trade contracts"),
      (!key.mayTradeSpot && instruments.contains { !$0.contains(":") }, "trade spot"),
    ].filter(\.0).map(\.1)
    guard wants.isEmpty else { throw .keyMayNot(wants) }
  }
}

/// Why execution does not trade at a venue.
enum VenueFault: ServiceFailure, Hashable {
  case unknown(String)
  case mainnet
  case noKeys
  case noVariables
  case unreadableKey
  case keyFile(String)
  case keyRefused(VenueError)
  case keyMayMoveMoney([String])
  case keyMayNot([String])
  case notConfigured
  case otherVenue(VenueConfiguration)

  var exitCode: ExitCode { .configuration }

  var sentence: String {
    switch self {
    case .unknown(let name): "There is no venue \(name)."
    case .mainnet:
      "Orders with real money are refused in this version; use testnet, demo or simulated."
    case .noKeys: "A venue wants a key: give --keys FILE."
    case .noVariables: "The environment holds no key, or no secret."
    case .unreadableKey:
      "The secret in the environment is a private key, but not of RSA, or under a passphrase."
    case .keyFile(let fault): "\(fault)."
    case .keyRefused(let error):
      "The venue refuses the key: \(error.category.rawValue) \(error.code) \(error.text)."
    case .keyMayMoveMoney(let words):
      "The key may \(words.joined(separator: " and ")): nothing is traded with it; make one that "
        + "cannot."
    case .keyMayNot(let words): "The key may not \(words.joined(separator: " or "))."
    case .notConfigured:
      "The session's orders are carried out on paper; start execution without --venue."
    case .otherVenue(let venue):
      "The session trades at \(venue.name), \(venue.system.rawValue), not where execution was told."
    }
  }
}
