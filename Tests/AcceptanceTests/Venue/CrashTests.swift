import Events
import Foundation
import Quantities
import Testing

extension Acceptance {
  @Suite(.serialized, .enabled(if: Venue.isBuilt)) struct OrderCrashes {
    /// EX-26, 36, 37, 38: whatever was said of it, a new incarnation asks and never sends.
    @Test func `an execution that falls between sending and the answer sends nothing twice`() throws
    {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        // The venue has it, and answers when nobody listens any more.
        try stage.order(#"{"answerDelay":4000,"streamDelay":4000}"#)
        try stage.fallWhileSending()
        #expect(try stage.truth.counts("accepted").count == 1)
        try stage.order(#"{"reset":true}"#)
        try stage.start("execution")
        try stage.events(1, "found orders") { $0.type == .orderFound }
        try stage.events(1, "open trades") { $0.type == .tradeOpened }
        try stage.closeAll()

        // It never arrived.
        try stage.order(#"{"closeBefore":1,"answerDelay":4000}"#)
        try stage.fallWhileSending()
        try stage.order(#"{"reset":true}"#)
        try stage.start("execution")
        try stage.events(1, "absent orders") { $0.type == .orderConfirmedAbsent }
        #expect(try stage.count(.orderFound) == 1)

        // After its fill, a restart has nothing to send either.
        let posts = try stage.truth.counts("post").values.reduce(0, +)
        try stage.restart("execution")
        try stage.events(4, "connections") { $0.type == .venueConnected }
        #expect(try stage.truth.counts("post").values.reduce(0, +) == posts)
        try stage.finish()
      }
    }

    /// EX-36: a venue that takes a name again once its order is over; only silence helps there.
    @Test func `a filled order whose answer was lost is not sent to a venue that would take it`()
      throws
    {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.order(
          #"{"reusesNames":true,"answerDelay":4000,"queryLag":100000,"streamDelay":100000}"#)
        try stage.fallWhileSending()
        try stage.order(#"{"answerDelay":0}"#)
        let sent = try stage.truth.counts("accepted")
        #expect(sent.count == 1)
        #expect(try stage.truth.lines.contains { $0.kind == "execution" })
        // Whoever comes back is told that there is no such order.
        for count in 2...3 {
          try stage.start("execution")
          try stage.events(count, "connections") { $0.type == .venueConnected }
          stage.kill("execution")
        }
        #expect(try stage.count(.orderOutcomeUnknown) == 1)
        try stage.order(#"{"queryLag":0,"streamDelay":0}"#)
        try stage.start("execution")
        try stage.events(1, "open trades") { $0.type == .tradeOpened }
        #expect(try stage.count(.orderFound) == 1)
        try stage.closeAll()
        try stage.finish()
        // It would have taken it.
        let name = try #require(sent.keys.first)
        try stage.placeForeign(try #require(Name(name)), below: "0.1")
        #expect(try stage.truth.counts("accepted")[name] == 2)
      }
    }

    /// EX-37, 38 at moments that nobody chose.
    @Test func `a fall at any moment of sending leaves at most one order`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        for milliseconds in Surroundings.isLong ? [0, 1, 2, 4, 8, 16, 32] : [0, 2, 8] {
          try stage.fallWhileSending(after: milliseconds)
          try stage.start("execution")
          let sent = try stage.count(.orderSendStarted)
          try stage.events(sent, "settled orders", seconds: 90) {
            switch $0.type {
            case .orderAccepted, .orderFound, .orderConfirmedAbsent, .orderRejected: true
            default: false
            }
          }
          try stage.waitUntilSettled()
          try stage.closeAll()
        }
        try stage.finish()
      }
    }
  }
}

extension VenueStage {
  /// Asks for a trade, and lets execution fall as soon as the log says that the order is sent.
  func fallWhileSending(after milliseconds: Int? = nil) throws {
    let before = try count(.orderSendStarted)
    try ask(for: .long)
    try wait(seconds: 20, for: "the next order\n\(tail)") { try count(.orderSendStarted) > before }
    if let milliseconds {
      usleep(UInt32(milliseconds * 1_000))
    } else {
      usleep(500_000)
    }
    kill("execution")
  }
}
