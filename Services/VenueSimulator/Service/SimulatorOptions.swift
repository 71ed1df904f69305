import Quantities
import ServiceKit
import VenueSimulatorBybit
import VenueSimulatorCore

/// What the program is told on its command line.
struct SimulatorOptions {
  var port: Int
  var controlPort: Int
  var seed: UInt64
  var speed: Int
  var keys: [APIKey]
  var deposit: Money
  var truth: String?
  var certificate: String?
  var certificateKey: String?
  var limits: BybitVenue.Limits
  var recordings: [Recording]
  var directory: DataDirectory?
  var log: Log

  private static let syntax = CommandSyntax(
    program: "venue-simulator",
    summary: "Speaks an exchange's own protocol on loopback, over markets from a seed.",
    options: [
      CommandOption("venue", .choice(["bybit"]), "Whose protocol.", default: "bybit"),
      CommandOption("port", .integer("PORT", 0...65_535), "0 for a free one.", default: "0"),
      CommandOption(
        "control-port", .integer("PORT", 0...65_535),
        "Of the control endpoint, for faults and the truth; 0 for a free one.", default: "0"),
      CommandOption(
        "seed", .integer("NUMBER", 0...Int.max), "The same seed draws the same market.",
        default: "1"),
      CommandOption(
        "speed", .integer("TIMES", 1...1_000), "How much faster the venue's time runs.",
        default: "1"),
      CommandOption(
        "key", .text("KEY:SECRET[:PERMISSIONS]"),
        "An account's key; permissions are words of read, trade and withdraw, with plus signs.",
        default: "simulated-key:simulated-secret", repeats: true),
      CommandOption(
        "keys", .text("FILE"),
        "The same from a file, a line each, where no process list shows them."),
      CommandOption(
        "deposit", .decimal("USDT", .atLeast("0")), "What each account owns at first.",
        default: "100000"),
      CommandOption(
        "recorded", .text("COIN=FILE"),
        "A coin's candles (CSV: open_time_ms,open,high,low,close,volume) to play from the start.",
        repeats: true),
      CommandOption(
        "data", .text("DIR"),
        "Of a session: says in DIR/run where the venue is, keeps an account's key in DIR/keys."),
      CommandOption("truth", .text("FILE"), "Append what really happened to a file."),
      CommandOption("certificate", .text("FILE"), "PEM, for TLS."),
      CommandOption("certificate-key", .text("FILE"), "PEM, of the certificate."),
      CommandOption(
        "address-limit", .integer("CALLS", 1...1_000_000),
        "Calls of one address in five seconds, before it is shut out.", default: "600"),
      CommandOption("ban", .duration, "How long an address is shut out.", default: "10m"),
      .flag("unlimited", "Counts no calls."),
      .logLevel,
    ])

  /// Reads the arguments; nil when only the help was asked for, which is printed then.
  init?(_ arguments: [String]) throws {
    switch try Self.syntax.parse(arguments) {
    case .help(let text):
      Program.print(text)
      return nil
    case .run(let invocation):
      port = invocation.integer("port") ?? 0
      controlPort = invocation.integer("control-port") ?? 0
      seed = UInt64(invocation.integer("seed") ?? 1)
      speed = invocation.integer("speed") ?? 1
      directory = try invocation.text("data").map { try DataDirectory.existing(at: $0) }
      if let directory, !invocation.has("keys"), !invocation.has("key") {
        keys = [try SessionKey.key(in: directory)]
      } else if let file = invocation.text("keys") {
        let lines = try TextFile.text(of: file).split(separator: "\n").map(String.init)
        keys = try lines.filter { !$0.hasPrefix("#") }.map(Self.key)
      } else {
        keys = try invocation.texts("key").map(Self.key)
      }
      deposit = Money(invocation.value("deposit")) ?? .zero
      truth = invocation.text("truth")
      certificate = invocation.text("certificate")
      certificateKey = invocation.text("certificate-key")
      limits = BybitVenue.Limits()
      limits.address = invocation.integer("address-limit") ?? 600
      limits.ban = .nanoseconds(invocation.nanoseconds("ban") ?? 600_000_000_000)
      limits.isOn = !invocation.flag("unlimited")
      recordings = try invocation.texts("recorded").map(RecordedFile.recording)
      log = Log(service: "venue-simulator", levels: try invocation.logLevels)
    }
  }

  private static func key(_ text: String) throws(UsageError) -> APIKey {
    let parts = text.split(separator: ":").map(String.init)
    let words =
      parts.count > 2 ? parts[2].split(separator: "+").map(String.init) : ["read", "trade"]
    let permissions = words.compactMap(Permission.init(rawValue:))
    guard parts.count == 2 || parts.count == 3, permissions.count == words.count else {
      throw UsageError(
        .badValue(option: "key", given: "…", expected: "KEY:SECRET[:read+trade+withdraw]"),
        help: "--help")
    }
    return APIKey(key: parts[0], secret: parts[1], permissions: permissions)
  }
}
