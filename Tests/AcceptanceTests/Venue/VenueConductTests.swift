import EventSourcing
import Events
import Foundation
import Quantities
import ServiceKit
import Testing
import Transport
import VenueLink
import Venues

extension Acceptance {
  @Suite(.serialized, .enabled(if: Venue.isBuilt)) struct VenueConduct {
    /// EX-44: what nobody asked for is booked as it is, and stops what it concerns.
    @Test func `more than was ordered is booked, and nothing new is traded there`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.order(#"{"overfills":true}"#)
        try stage.ask(for: .long)
        try stage.events(1, "discrepancies") { $0.type == .discrepancyFound }
        try stage.order(#"{"overfills":false}"#)
        let refused = try stage.tryTrade()
        #expect(!refused.printed.contains("approved"), "\(refused.printed)")
        try stage.end()
        try stage.expectAgreement(isClean: false)
      }
    }

    /// EX-45: an order of a person at the venue is shown, its trades are booked, and it is let be.
    @Test func `an order of others is seen and never touched`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.open()
        try stage.placeForeign("by-hand-1", below: "0.1")
        let seen = try stage.events(1, "orders of others") { $0.type == .externalOrderSeen }
        guard case .externalOrderSeen(let it)? = seen.first else { return }
        #expect(it.origin == .foreign)
        try stage.events(3, "reports") { $0.type == .ordersReported }
        try stage.closeAll()
        #expect(try stage.resting() == ["by-hand-1"])
        try stage.end()
        try stage.expectAgreement(foreign: 1)
      }
    }

    /// EX-45: a name of our form that the log never sent means that somebody trades as we do.
    @Test func `an order under a name of ours that was never sent stops all that is new`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.open()
        let name = Name("t" + String(repeating: "k2", count: 13)) ?? Name()
        try stage.placeForeign(name, below: "0.1")
        let seen = try stage.events(1, "orders of others") { $0.type == .externalOrderSeen }
        guard case .externalOrderSeen(let it)? = seen.first else { return }
        #expect(it.origin == .unaccounted)
        let halts = try stage.events(1, "halts") { $0.type == .tradingHalted }
        guard case .tradingHalted(let halt)? = halts.first else { return }
        #expect(halt.reason == .diverged)
        let refused = try stage.tryTrade()
        #expect(refused.printed.contains("halted"), "\(refused.printed)")
        // What is on goes on to its end; a person decides about the rest.
        try stage.closeAll()
        #expect(try stage.resting() == ["\(name)"])
        #expect(try stage.ask("resume").code == 0)
        try stage.open()
        try stage.closeAll()
        try stage.end()
        try stage.expectAgreement(foreign: 1)
      }
    }

    /// EX-46: limits make entries wait or be refused; nothing is sent twice.
    @Test func `limits are kept to`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        for faults in [#"{"rateLimited":4}"#, #"{"tooMany":4}"#] {
          try stage.order(faults)
          try stage.ask(for: .long)
          usleep(5_000_000)
          try stage.order(#"{"reset":true}"#)
          try stage.waitUntilSettled()
          try stage.closeAll()
        }
        try stage.finish()
      }
    }

    /// EX-46: an exit waits for the end of a ban behind its stop, and wears nothing out meanwhile.
    @Test func `who is shut out sends nothing until it is over`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.open()
        try stage.events(1, "targets") {
          if case .orderRequested(let it) = $0 { it.purpose == .target1 } else { false }
        }
        try stage.waitUntilSettled()
        try stage.order(#"{"ban":60000}"#)
        try wait(seconds: 30, for: "the ban") {
          stage.diary(of: "execution").contains("shut_out")
        }
        let posts = try stage.truth.counts("post").count
        #expect(try stage.ask("close-all").code == 0)
        usleep(6_000_000)
        #expect(try stage.truth.counts("post").count == posts)
        #expect(try stage.count(.orderRejected) == 0)
        #expect(try stage.count(.tradeDiverged) == 0)
        #expect(try stage.count(.tradeClosed) == 0)
        try stage.end()
        try stage.order(#"{"reset":true}"#)
        try stage.expectAgreement()
        _ = try Audit(stage.data)
      }
    }

    /// EX-47, 48.
    @Test(arguments: [
      #"{"maintenance":503}"#, #"{"maintenance":200}"#, #"{"malformed":3}"#,
    ])
    func `maintenance and nonsense leave doubts that evidence ends`(faults: String) throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.open()
        try stage.order(faults)
        try stage.ask(for: .short)
        usleep(6_000_000)
        try stage.order(#"{"reset":true}"#)
        try stage.waitUntilSettled()
        try stage.closeAll()
        try stage.finish()
      }
    }
  }
}

extension VenueStage {
  /// Asks for a trade, whatever the answer.
  func tryTrade() throws -> Ended {
    let stop = try price().multiplied(by: "0.95", rounding: .floor).rounded(toTick: "0.1", .floor)
    return try ask("order", "long", "\(Self.instrument)", "--stop", "\(stop)")
  }

  /// Waits until nothing that was sent is without an outcome.
  func waitUntilSettled() throws {
    try wait(seconds: 90, for: "the outcomes of all orders\n\(tail)") {
      usleep(100_000)
      let events = try events()
      var open = Self.live(in: events)
      for event in events {
        switch event {
        case .orderAccepted(let it): open.remove(it.order)
        case .orderFound(let it): open.remove(it.order)
        default: continue
        }
      }
      return open.isEmpty
    }
  }

  /// The client order ids of what rests at the venue, as it says itself.
  func resting() throws -> [String] {
    var client = try client()
    var names: [String] = []
    for case .trading(.orders(let page)) in try client.answers(
      to: .trading(.openOrders(Self.instrument)))
    {
      names += page.map { $0.clientOrderID?.description ?? "" }
    }
    return names.sorted()
  }

  /// Places an order as a person at the venue would.
  func placeForeign(_ name: Name, below part: Ratio) throws {
    let price = try price().multiplied(by: .one - part, rounding: .floor).rounded(
      toTick: "0.1", .floor)
    let ticket = OrderTicket(
      instrument: Self.instrument, clientOrderID: name, side: .buy, kind: .limit,
      quantity: "0.01", limitPrice: price, stopPrice: nil, distance: nil,
      timeInForce: .goodTillCancelled, isReduceOnly: false, positionSide: .buy)
    let client = try client()
    let context = VenueContext(
      environment: .mainnet, credentials: try KeyFile.read(keys),
      now: Instant(nanoseconds: SystemClock.wall()), instruments: client.instruments,
      hosts: VenueHosts(rest: venue.addresses[0], publicStream: "", privateStream: ""))
    let request = try BybitAdapter().request(.trading(.place(ticket)), page: .first, in: context)
    var http = HTTPClient(TransportOptions(allowsPlainText: true))
    let answer = try http.answer(to: HTTPRequest(request))
    let text = String(decoding: answer.body, as: UTF8.self)
    try #require(text.contains("\"retCode\":0"), "\(text)")
  }
}
