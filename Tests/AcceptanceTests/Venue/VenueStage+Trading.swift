import Events
import Foundation
import Quantities
import ServiceKit
import Testing
import Venues

// What a person does on the stage, and what the log says of it.
extension VenueStage {
  /// A session whose execution trades.
  static func trading(_ scratch: Scratch) throws -> VenueStage {
    let stage = try VenueStage(scratch)
    try stage.start("execution")
    try stage.waitUntilTrading()
    return stage
  }

  /// Ends the session, and holds its log against the venue's own count and against itself.
  func finish() throws {
    try end()
    try expectAgreement()
    _ = try Audit(data)
  }

  /// What the log holds.
  func events() throws -> [Event] { try log.events() }

  /// Waits until the log holds so many events of a kind, and gives them.
  @discardableResult
  func events(
    _ count: Int, _ what: String, seconds: Double = 60, where isMeant: (Event) -> Bool
  ) throws -> [Event] {
    var found: [Event] = []
    try wait(seconds: seconds, for: "\(count) \(what)\n\(tail)") {
      usleep(50_000)
      found = try events().filter(isMeant)
      return found.count >= count
    }
    return found
  }

  /// The last events and the last words of execution, for failures.
  var tail: String {
    let told = (try? events())?.filter { $0.type != .clockTicked && $0.type != .candleClosed } ?? []
    return
      (told.suffix(25).map { "\($0)".prefix(300) }
      + diary(of: "execution").split(separator: "\n").suffix(6)).joined(separator: "\n")
  }

  /// Waits until the venue counts as connected, and bars are known.
  func waitUntilTrading() throws {
    try events(1, "connections", seconds: 60) { $0.type == .venueConnected }
    try events(1, "bars", seconds: 60) { $0.type == .candleClosed }
  }

  /// Runs a command of a person.
  func ask(_ words: String..., timeout: String = "20s") throws -> Ended {
    try ask(words, timeout)
  }

  private func ask(_ words: [String], _ timeout: String) throws -> Ended {
    try scratch.start("martlet", words + ["--data", data, "--timeout", timeout]).end(within: 60)
  }

  /// The last price that the log knows.
  func price() throws -> Price {
    for case .candleClosed(let candle) in try events().reversed() { return candle.close }
    return .zero
  }

  /// Asks for a trade of a side, whose stop is so far away; approved or the test fails.
  ///
  /// - Parameter below: where it waits, as a part of the price, in place of the market.
  func ask(for side: Direction = .long, below part: Ratio? = nil, stop: Ratio = "0.05") throws {
    let price = try price()
    let away = side == .long ? Ratio.one - stop : Ratio.one + stop
    var words = [
      "order", side.rawValue, "\(Self.instrument)", "--stop",
      "\(price.multiplied(by: away, rounding: .floor).rounded(toTick: "0.1", .floor))",
      "--quantity", "0.01",
    ]
    if let part {
      let limit = price.multiplied(by: .one - part, rounding: .floor).rounded(toTick: "0.1", .floor)
      words += ["--limit", "\(limit)"]
    }
    let ended = try ask(words, "20s")
    try #require(ended.printed.contains("approved"), "\(ended.printed)\(ended.complaints)")
  }

  func count(_ type: EventType) throws -> Int { try events().count { $0.type == type } }

  /// Asks for a trade and waits until it is open.
  func open(_ side: Direction = .long) throws {
    let before = try count(.tradeOpened)
    try ask(for: side)
    try events(before + 1, "trades that opened") { $0.type == .tradeOpened }
  }

  /// Closes everything and waits for it, and for what is left at the venue: the next trade is not
  /// let in before.
  func closeAll() throws {
    let ended = try ask("close-all")
    #expect(ended.code == 0, "\(ended.printed)\(ended.complaints)")
    try wait(seconds: 90, for: "the end of all trades\n\(tail)") {
      usleep(50_000)
      let events = try events()
      let opened = events.count { $0.type == .tradeOpened }
      return events.count { $0.type == .tradeClosed } >= opened && Self.live(in: events).isEmpty
    }
  }

  /// Orders that are not over.
  static func live(in events: [Event]) -> Set<Identifier> {
    var live: Set<Identifier> = []
    for event in events {
      switch event {
      case .orderRequested(let it): live.insert(it.order)
      case .orderFilled(let it): if !it.remaining.isPositive { live.remove(it.order) }
      case .orderCancelled(let it): live.remove(it.order)
      case .orderExpired(let it): live.remove(it.order)
      case .orderRejected(let it): live.remove(it.order)
      case .orderConfirmedAbsent(let it): live.remove(it.order)
      default: continue
      }
    }
    return live
  }
}
