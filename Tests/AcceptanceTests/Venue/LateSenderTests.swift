import Events
import Foundation
import Quantities
import Testing

extension Acceptance {
  @Suite(.serialized, .enabled(if: Venue.isBuilt)) struct LateSenders {
    /// EX-26: it sleeps between the durable announcement and the first byte, and wakes behind the
    /// window.
    @Test func `an execution that wakes behind the window of an order never sends it`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        let started = try stage.announceAsleep()
        try stage.letWindowPass(of: started)
        stage.send(SIGCONT, to: "execution")
        // Either the line knows that it did not leave, or the venue is asked.
        try stage.events(1, "orders that came to nothing") {
          switch $0 {
          case .orderRejected(let it): it.order == started.order && it.code == "notSent"
          case .orderConfirmedAbsent(let it): it.order == started.order
          default: false
          }
        }
        #expect(try stage.truth.counts("post").isEmpty)
        try stage.open()
        try stage.closeAll()
        try stage.finish()
      }
    }

    /// EX-26: it left in time and comes too late; the venue's own look at the window is the last.
    @Test func `an order that arrives behind its window is refused by the venue`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.open()
        try stage.closeAll()
        let accepted = try stage.truth.counts("accepted").count
        let sent = try stage.count(.orderSendStarted)
        stage.venue.send(SIGSTOP)
        try stage.ask(for: .long)
        let announced = try stage.events(sent + 1, "announcements") { $0.type == .orderSendStarted }
        guard case .orderSendStarted(let started)? = announced.last else { return }
        try stage.letWindowPass(of: started)
        stage.venue.send(SIGCONT)
        let refusals = try stage.events(1, "refusals") { $0.type == .orderRejected }
        guard case .orderRejected(let refusal)? = refusals.first else { return }
        #expect(refusal.order == started.order)
        #expect(refusal.code == "10002")
        #expect(try stage.truth.counts("post")["\(started.clientOrderID)"] == 1)
        #expect(try stage.truth.counts("accepted").count == accepted)
        try stage.open()
        try stage.closeAll()
        try stage.finish()
      }
    }
  }
}

extension VenueStage {
  /// Asks for a trade whose announcement is in the log while execution, which made it, sleeps and
  /// has not heard that.
  ///
  /// The journal sleeps while execution is awake, and the other way round: the announcement can
  /// become durable, and its maker cannot know.
  func announceAsleep() throws -> OrderSendStarted {
    // The contract is set up before the first entry leaves, which takes so long.
    try order(#"{"answerDelay":3000}"#)
    try ask(for: .long)
    try events(1, "requests") { $0.type == .orderRequested }
    send(SIGSTOP, to: "journal")
    try order(#"{"answerDelay":0}"#)
    var started: OrderSendStarted?
    try wait(seconds: 30, for: "the announcement\n\(tail)") {
      usleep(500_000)
      send(SIGSTOP, to: "execution")
      send(SIGCONT, to: "journal")
      usleep(300_000)
      for case .orderSendStarted(let it) in try events() { started = it }
      guard started == nil else { return true }
      send(SIGSTOP, to: "journal")
      send(SIGCONT, to: "execution")
      return false
    }
    return try #require(started)
  }

  /// Waits until the venue may not take an order any more.
  func letWindowPass(of started: OrderSendStarted) throws {
    let end = started.signedAt + started.receiveWindow + .milliseconds(500)
    try wait(seconds: 10, for: "the end of the window") {
      Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000) * 1_000_000) > end
    }
  }
}
