import Bus
import EventSourcing
import Events
import Foundation
import Quantities
import Requests
import ServiceKit
import Testing
import Transport
import VenueLink
import Venues

/// A session whose orders go to a venue on this machine: the journal, risk, execution and the
/// ledger as processes, the venue as another, and the market told by the test.
final class VenueStage {
  static let instrument: Name = "BTC/USDT:USDT"
  static let services = ["journal", "ledger", "execution", "risk", "market-data"]
  static let secret = "invented-secret-4c77"

  let data: String
  let venue: Venue
  let truth: TruthLog
  let scratch: Scratch
  let keys: String
  let log: LogTail
  private var teller: MarketTeller?
  private var processes: [String: Running] = [:]

  /// - Parameters:
  ///   - permissions: what the key may do at the venue.
  ///   - tellsMarket: whether the test tells the market; else market-data is still to be started.
  init(
    _ scratch: Scratch, permissions: String = "read+trade", venue options: [String] = [],
    tellsMarket: Bool = true, _ change: (inout Configuration) -> Void = { _ in }
  ) throws {
    self.scratch = scratch
    data = scratch.data()
    log = LogTail(data)
    truth = TruthLog(path: scratch.path + "/truth.jsonl")
    venue = try Venue(
      scratch, ["--truth", truth.path, "--key", "stage:\(Self.secret):\(permissions)"] + options)
    keys = try scratch.write("{\"key\": \"stage\", \"secret\": \"\(Self.secret)\"}", to: "key.json")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keys)
    let directory = try DataDirectory.create(at: data)
    try venue.announcement.write(
      toFile: directory.run + "/venue.json", atomically: true, encoding: .utf8)
    try start("journal")
    try configure(change)
    for service in ["ledger", "risk"] { try start(service) }
    guard tellsMarket else { return }
    teller = MarketTeller(data: data, venue: venue.addresses[0], instrument: Self.instrument)
  }

  deinit { teller?.stop() }

  private func configure(_ change: (inout Configuration) -> Void) throws {
    var configuration = Configuration.atVenue
    change(&configuration)
    var link = try JournalLink(
      dataDirectory: data, service: .operator, participations: [Participation(.operator)])
    try link.propose(
      [
        Proposal(
          fact: .configurationApplied(ConfigurationApplied(configuration: configuration)),
          id: Identifier(of: "configuration"))
      ], as: .operator)
    try wait(seconds: 20, for: "the configuration") {
      try !link.poll(timeout: 20).acknowledgements.isEmpty
    }
  }

  /// Starts a service and waits until it is ready.
  func start(_ service: String) throws {
    let process = try launch(service)
    let directory = try DataDirectory.existing(at: data)
    try wait(seconds: 30, for: "the readiness of \(service): \(process.complaints)") {
      try #require(process.isRunning, "\(process.complaints)")
      // What was killed left its file behind.
      let ready = try? String(contentsOfFile: directory.readyFile(of: service), encoding: .utf8)
      return ready?.hasPrefix("\(process.processID) ") ?? false
    }
  }

  /// Starts a service, whatever becomes of it.
  @discardableResult
  func launch(_ service: String) throws -> Running {
    let own: [String] =
      switch service {
      case "journal": ["--mode", "live"]
      case "execution": ["--venue", "bybit", "--system", "simulated", "--keys", keys]
      default: []
      }
    let process = try scratch.start(service, ["--data", data] + own)
    processes[service] = process
    return process
  }

  /// Ends a service as a power cut would.
  func kill(_ service: String) { processes[service]?.kill() }

  /// Sends a service a signal, such as one that lets it sleep.
  func send(_ signal: Int32, to service: String) { processes[service]?.send(signal) }

  /// Lets a service fall and starts it again.
  func restart(_ service: String) throws {
    kill(service)
    try start(service)
  }

  /// Ends everything but the venue; the log is whole then.
  func end() throws {
    teller?.stop()
    if let fault = teller?.fault { Issue.record("the market: \(fault)") }
    teller = nil
    for service in Self.services.reversed() {
      processes[service]?.send(SIGTERM)
      _ = try processes[service]?.end(within: 20)
    }
  }

  func processID(of service: String) -> Int32? { processes[service]?.processID }

  /// What a service wrote.
  func diary(of service: String) -> String { processes[service]?.complaints ?? "" }

  /// Orders faults of the venue, as an object.
  func order(_ faults: String) throws {
    var http = HTTPClient(TransportOptions(allowsPlainText: true))
    let answer = try http.answer(
      to: HTTPRequest(.post, venue.addresses[2] + "/faults", body: Array(faults.utf8)))
    #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
  }

  /// The venue, asked with the session's key beside the session.
  func client() throws -> VenueClient {
    var client = VenueClient(
      BybitAdapter(), .mainnet, url: venue.addresses[0], credentials: try KeyFile.read(keys),
      now: { Instant(nanoseconds: SystemClock.wall()) })
    try client.measureClock(rounds: 3)
    try client.loadInstruments(.linear)
    return client
  }
}

extension Configuration {
  /// Orders at the simulated venue, limits so wide that none stands in the way, and a desk that is
  /// as impatient as evidence allows.
  static var atVenue: Configuration {
    var configuration = Configuration.standard
    configuration.strategies[0].triggerFrame = .m1
    configuration.strategies[0].levelFrame = .m1
    configuration.strategies[0].regimeFrame = .m1
    configuration.risk.maximumPerInstrument = 20
    configuration.risk.maximumTrades = 20
    configuration.risk.maximumSetups = 20
    configuration.risk.maximumNotional = 10
    configuration.risk.accountLeverage = 100
    configuration.risk.groupRisk = 1
    configuration.risk.groupExposure = 100
    configuration.risk.maximumOpenRisk = 1
    configuration.risk.valueAtRisk = 100
    configuration.risk.conditionalValueAtRisk = 100
    configuration.risk.ordersPerSecond = 100
    configuration.risk.ordersPerMinute = 1_000
    configuration.risk.staleAfter = .minutes(30)
    configuration.risk.cancelStaleAfter = .minutes(30)
    configuration.paper.account = "stage"
    configuration.paper.reconciliation = .seconds(20)
    configuration.desk.visibility = .seconds(10)
    configuration.desk.surveyEvery = .seconds(5)
    configuration.desk.settling = .seconds(20)
    configuration.desk.streamLag = .seconds(3)
    configuration.market = MarketConfiguration(
      source: .venue, seed: 1, instruments: 0, days: 0, pace: 1, files: [],
      venue: VenueConfiguration(
        name: "bybit", system: .simulated, instruments: [VenueStage.instrument], orders: .venue))
    return configuration
  }
}
