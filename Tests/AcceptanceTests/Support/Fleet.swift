import Events
import Foundation
import Quantities
import ServiceKit
import Testing

/// The services of a live session, each started by itself, so that one that falls stays down.
final class Fleet {
  let data: String
  private let scratch: Scratch
  private let log: LogTail
  private var processes: [String: Running] = [:]

  /// Configures a log on a generated market that is told a minute a second, and starts everything.
  init(_ scratch: Scratch, _ settings: [String] = []) throws {
    self.scratch = scratch
    let session = try Session(
      scratch,
      ["--seed", "5", "--days", "30", "--instruments", "2", "--paced", "60x"]
        + settings.flatMap { ["--set", $0] })
    data = session.data
    log = session.log
    try #require(try session.reaches(12))
    session.up.send(SIGINT)
    _ = try session.up.end(within: 30)
    for service in Surroundings.services { try start(service) }
  }

  /// Starts a service and waits until it is ready.
  func start(_ service: String) throws {
    let mode = service == "journal" ? ["--mode", "live"] : []
    let process = try scratch.start(service, ["--data", data] + mode)
    processes[service] = process
    let directory = try DataDirectory.existing(at: data)
    try wait(seconds: 30, for: "the readiness of \(service): \(process.complaints)") {
      // What was killed left its file behind.
      let ready = try? String(contentsOfFile: directory.readyFile(of: service), encoding: .utf8)
      return ready?.hasPrefix("\(process.processID) ") ?? false
    }
  }

  /// Ends services as a power cut would.
  func kill(_ services: [String]) {
    for service in services { processes[service]?.send(SIGKILL) }
    for service in services { processes[service]?.kill() }
  }

  /// Lets services fall and starts them again.
  func restart(_ services: [String]) throws {
    kill(services)
    for service in Surroundings.services where services.contains(service) { try start(service) }
  }

  /// Runs a command of a person.
  func ask(_ words: String..., timeout: String = "20s") throws -> Ended {
    try scratch.start("martlet", words + ["--data", data, "--timeout", timeout]).end(within: 60)
  }

  /// What the log holds.
  func events() throws -> [Event] { try log.events() }

  /// Waits until the log holds so many events of a kind, and gives them.
  @discardableResult
  func events(_ count: Int, _ what: String, where isMeant: (Event) -> Bool) throws -> [Event] {
    var found: [Event] = []
    try wait(seconds: 30, for: "\(count) \(what)") {
      found = try events().filter(isMeant)
      return found.count >= count
    }
    return found
  }

  /// The last price of an instrument; its first bar may be on its way.
  func price(of instrument: Name) throws -> Price {
    let bars = try events(1, "bars of \(instrument)") {
      if case .candleClosed(let candle) = $0 { candle.instrument == instrument } else { false }
    }
    guard case .candleClosed(let last)? = bars.last else { return .zero }
    return last.close
  }

  /// The instruments, in the order in which they were listed.
  func instruments() throws -> [Name] {
    try events().compactMap {
      if case .instrumentListed(let listed) = $0 { listed.instrument } else { nil }
    }
  }

  /// Asks for a long trade whose stop is two percent away; at a price below the market it waits.
  func order(_ instrument: Name, below part: Ratio? = nil, timeout: String = "20s") throws
    -> Ended
  {
    let price = try price(of: instrument)
    let stop = price.multiplied(by: "0.98", rounding: .floor)
    guard let part else {
      return try ask(
        "order", "long", "\(instrument)", "--stop", "\(stop)", timeout: timeout)
    }
    let limit = price.multiplied(by: .one - part, rounding: .floor)
    return try ask(
      "order", "long", "\(instrument)", "--stop", "\(stop)", "--limit", "\(limit)",
      timeout: timeout)
  }

  /// Asks for a trade and waits until it is open; gives its id.
  func open(_ instrument: Name) throws -> Identifier {
    let before = try events().count { $0.type == .tradeOpened }
    let ended = try order(instrument)
    try #require(ended.printed.contains("approved"), "\(ended.printed)\(ended.complaints)")
    let opened = try events(before + 1, "trades that opened") { $0.type == .tradeOpened }
    guard case .tradeOpened(let trade)? = opened.last else { return .zero }
    return trade.trade
  }

  /// How trades were closed so far.
  func closings() throws -> [CloseReason] {
    try events().compactMap { if case .tradeClosed(let it) = $0 { it.reason } else { nil } }
  }
}
