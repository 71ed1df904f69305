import Events
import Quantities
import ServiceKit
import Testing

/// A breaker, how it is provoked, and what a person then hears.
struct Breaker: Sendable, CustomTestStringConvertible {
  let name: String
  /// Limits so small that the costs of one trade hit them; none where a person halts.
  let settings: [String]
  /// What the log says of it.
  let isHit: @Sendable (Event) -> Bool
  let code: RefusalCode

  var testDescription: String { name }

  static let all = [
    Breaker(
      name: "the day's loss", settings: ["risk.dailyLoss=0.000001", "risk.dailyFlatten=0.9"],
      isHit: { if case .limitBreached(let it) = $0 { it.limit == .dailyLoss } else { false } },
      code: .dailyLoss),
    Breaker(
      name: "the day's loss that halts",
      settings: ["risk.dailyLoss=0.000001", "risk.dailyFlatten=0.000001"],
      isHit: {
        if case .tradingHalted(let it) = $0 { it.reason == .dailyFlatten } else { false }
      }, code: .halted),
    Breaker(
      name: "the hard drawdown",
      settings: ["risk.softDrawdown=0.000001", "risk.hardDrawdown=0.000001"],
      isHit: {
        if case .tradingHalted(let it) = $0 { it.reason == .hardDrawdown } else { false }
      }, code: .halted),
    Breaker(
      name: "a person's halt", settings: [],
      isHit: { if case .tradingHalted(let it) = $0 { it.reason == .requested } else { false } },
      code: .halted),
  ]
}

extension Acceptance {
  @Suite(.serialized) struct Operators {
    @Test(arguments: Breaker.all)
    func `what stops trading survives the fall of every service, and of all`(
      breaker: Breaker
    ) throws {
      try withScratch { scratch in
        let fleet = try Fleet(scratch, breaker.settings)
        let instruments = try fleet.instruments()
        if breaker.settings.isEmpty {
          #expect(try fleet.ask("halt").code == 0)
        } else {
          _ = try fleet.open(instruments[0])
        }
        try fleet.events(1, "times that \(breaker.name) is hit", where: breaker.isHit)
        let each = Surroundings.isLong ? Surroundings.services : ["risk", "journal"]
        for fallen in each.map({ [$0] }) + [Surroundings.services] {
          try fleet.restart(fallen)
          let ended = try fleet.order(instruments[1])
          #expect(ended.code == 0, "\(ended.printed)\(ended.complaints)")
          #expect(
            ended.printed.contains("refused long: \(breaker.code.rawValue)"),
            "after the fall of \(fallen): \(ended.printed)")
        }
        fleet.kill(Surroundings.services.reversed())
        // Entries were asked for once, before the breaker; and nothing was hit twice.
        let audit = try Audit(fleet.data)
        #expect(audit.events.count { breaker.isHit($0.event) } == 1)
        #expect(audit.count(.tradeApproved) == (breaker.settings.isEmpty ? 0 : 1))
      }
    }

    @Test func `every command of a person is answered and carried out`() throws {
      try withScratch { scratch in
        let fleet = try Fleet(scratch)
        let instruments = try fleet.instruments()
        let first = try fleet.open(instruments[0])
        #expect(
          try fleet.order(instruments[0]).printed.contains("refused long: maximum-per-instrument"))
        #expect(try fleet.ask("cancel-all").code == 0)
        try fleet.events(2, "cancellations") { $0.type == .orderCancelled }
        #expect(try fleet.closings().isEmpty)
        #expect(try fleet.ask("close", "\(first)").code == 0)
        try fleet.events(1, "closed trades") { $0.type == .tradeClosed }

        let resting = try fleet.order(instruments[0], below: "0.009")
        #expect(resting.printed.contains("approved"), "\(resting.printed)")
        #expect(try fleet.ask("halt").code == 0)
        try fleet.events(1, "entries taken back") {
          if case .orderCancelRequested(let it) = $0 { it.reason == .halted } else { false }
        }
        try fleet.events(1, "abandoned trades") { $0.type == .tradeAbandoned }
        #expect(try fleet.order(instruments[0]).printed.contains("refused long: halted"))
        #expect(try fleet.ask("resume").code == 0)

        _ = try fleet.open(instruments[0])
        #expect(try fleet.ask("halt", "--flatten").code == 0)
        try fleet.events(2, "closed trades") { $0.type == .tradeClosed }
        #expect(try fleet.ask("resume").code == 0)
        _ = try fleet.open(instruments[1])
        #expect(try fleet.ask("close-all").code == 0)
        try fleet.events(3, "closed trades") { $0.type == .tradeClosed }
        #expect(try fleet.closings() == [.requested, .halted, .requested])
        fleet.kill(Surroundings.services.reversed())
        _ = try Audit(fleet.data)
      }
    }

    @Test func `halt and close-all work while risk, signal and indicator are down`() throws {
      try withScratch { scratch in
        let fleet = try Fleet(scratch)
        let instruments = try fleet.instruments()
        _ = try fleet.open(instruments[0])
        #expect(try fleet.order(instruments[1], below: "0.009").printed.contains("approved"))
        fleet.kill(["risk", "signal", "indicator"])
        let halted = try fleet.ask("halt", timeout: "1s")
        #expect(halted.code == ExitCode.temporary.rawValue)
        #expect(halted.printed.contains("Risk has not answered yet"))
        try fleet.events(1, "entries taken back") {
          if case .orderCancelRequested(let it) = $0 { it.reason == .halted } else { false }
        }
        try fleet.events(1, "abandoned trades") { $0.type == .tradeAbandoned }
        let closed = try fleet.ask("close-all")
        #expect(closed.code == 0, "\(closed.printed)\(closed.complaints)")
        try fleet.events(1, "closed trades") { $0.type == .tradeClosed }
        #expect(try fleet.closings() == [.requested])
        for service in ["risk", "signal", "indicator"] { try fleet.start(service) }
        try fleet.events(1, "halts of risk") { $0.type == .tradingHalted }
        #expect(try fleet.order(instruments[0]).printed.contains("refused long: halted"))
        fleet.kill(Surroundings.services.reversed())
        _ = try Audit(fleet.data)
      }
    }
  }
}
