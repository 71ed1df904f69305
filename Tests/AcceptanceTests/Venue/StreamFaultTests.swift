import Events
import Foundation
import Quantities
import Testing

extension Acceptance {
  @Suite(.serialized, .enabled(if: Venue.isBuilt)) struct StreamFaults {
    /// EX-39, 40, 41, 48.
    @Test(arguments: [
      #"{"duplicates":100}"#, #"{"swaps":60,"duplicates":40}"#, #"{"losses":60}"#,
      #"{"garbled":30}"#, #"{"answerDelay":1500}"#, #"{"liquidity":4}"#,
    ])
    func `whatever the stream does, each fill is stated once`(faults: String) throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.order(faults)
        for side in [Direction.long, .short] { try stage.open(side) }
        try stage.restart("execution")
        try stage.order(#"{"reset":true}"#)
        try stage.closeAll()
        try stage.finish()
      }
    }

    /// EX-41, 42, 43: what is filled while nobody tells it is found by asking.
    @Test func `a cut socket and a silent one lose no fill`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.ask(for: .long, below: "0.009", stop: "0.2")
        try stage.events(1, "resting orders") { $0.type == .orderAccepted }
        try stage.order(#"{"cutSockets":true,"jump":{"coin":"BTC","ratio":"-0.015"}}"#)
        try stage.events(1, "lost connections") {
          if case .venueDisconnected(let it) = $0 { it.why != "start" } else { false }
        }
        try stage.events(1, "open trades") { $0.type == .tradeOpened }

        try stage.closeAll()

        // The price of the log is that of its last bar.
        try stage.waitForBars(1)
        try stage.ask(for: .long, below: "0.009", stop: "0.2")
        try stage.waitUntilResting(2)
        let lost = try stage.count(.venueDisconnected)
        try stage.order(#"{"silent":true}"#)
        try stage.order(#"{"jump":{"coin":"BTC","ratio":"-0.015"}}"#)
        try stage.events(2, "open trades", seconds: 90) { $0.type == .tradeOpened }
        try stage.events(lost + 1, "lost connections") { $0.type == .venueDisconnected }
        let connected = try stage.count(.venueConnected)
        try stage.order(#"{"silent":false}"#)
        try stage.events(connected + 1, "connections", seconds: 90) { $0.type == .venueConnected }
        try stage.closeAll()
        try stage.finish()
      }
    }

    /// EX-43: the venue filled what is being cancelled, and no stream told.
    @Test func `a fill before a cancellation that comes too late is booked`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.ask(for: .long, below: "0.009", stop: "0.2")
        try stage.events(1, "resting orders") { $0.type == .orderAccepted }
        try stage.order(#"{"losses":100,"jump":{"coin":"BTC","ratio":"-0.015"}}"#)
        try wait(seconds: 10, for: "the fill at the venue") {
          try stage.truth.lines.contains { $0.kind == "execution" }
        }
        #expect(try stage.ask("cancel-all").code == 0)
        try stage.events(1, "fills") { $0.type == .orderFilled }
        try stage.events(1, "open trades") { $0.type == .tradeOpened }
        try stage.order(#"{"reset":true}"#)
        try stage.closeAll()
        try stage.finish()
      }
    }
  }
}

extension VenueStage {
  /// Waits for so many further bars.
  func waitForBars(_ more: Int) throws {
    let before = try count(.candleClosed)
    try events(before + more, "bars", seconds: 130) { $0.type == .candleClosed }
  }

  /// Waits until the venue took so many entries.
  func waitUntilResting(_ count: Int) throws {
    try wait(seconds: 60, for: "\(count) resting entries\n\(tail)") {
      usleep(50_000)
      let events = try events()
      let entries = Set(
        events.compactMap { event -> Identifier? in
          if case .orderRequested(let it) = event, !it.reduceOnly { it.order } else { nil }
        })
      return events.count {
        if case .orderAccepted(let it) = $0 { entries.contains(it.order) } else { false }
      } >= count
    }
  }
}
