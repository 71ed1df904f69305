import EventSourcing
import Events
import Foundation
import Quantities
import Testing

/// Faults that leave an order of unknown outcome, and how the doubt must end.
struct AnswerFault: Sendable, CustomTestStringConvertible {
  let name: String
  /// What the venue is told to do.
  let faults: String

  var testDescription: String { name }

  /// The venue has the order (EX-01, 32, 34); its stream is so late that it cannot help.
  static let accepted = [
    AnswerFault(
      name: "accepted, then closed", faults: #"{"acceptThenClose":1,"streamDelay":1500}"#),
    AnswerFault(
      name: "accepted, then half an answer", faults: #"{"acceptThenCut":1,"streamDelay":1500}"#),
    AnswerFault(
      name: "accepted, then a status of 502", faults: #"{"acceptThenError":1,"streamDelay":1500}"#),
    AnswerFault(
      name: "accepted, and told late by queries and stream",
      faults: #"{"acceptThenClose":1,"queryLag":6000,"streamDelay":9000}"#),
  ]

  /// The venue has the order, and sends who asks to the same place once more (EX-35).
  static let sentOn = [
    AnswerFault(
      name: "accepted, then a status of 307",
      faults: #"{"acceptThenError":1,"errorStatus":307,"streamDelay":1500}"#),
    AnswerFault(
      name: "accepted, then a status of 308",
      faults: #"{"acceptThenError":1,"errorStatus":308,"streamDelay":1500}"#),
  ]

  /// The venue never heard of it (EX-33, 47); EX-35 where its answer is to ask there again.
  static let lost = [
    AnswerFault(name: "closed before it was read", faults: #"{"closeBefore":1}"#),
    AnswerFault(name: "a status of 502 before it was read", faults: #"{"errorBefore":1}"#),
    AnswerFault(
      name: "a status of 307 before it was read", faults: #"{"errorBefore":1,"errorStatus":307}"#),
  ]
}

extension Acceptance {
  @Suite(.serialized, .enabled(if: Venue.isBuilt)) struct LostAnswers {
    @Test func `what the venue took is found, whatever became of its answer`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        for (count, fault) in AnswerFault.accepted.enumerated() {
          try stage.order(fault.faults)
          try stage.open()
          let found = try stage.events(count + 1, "found orders: \(fault.name)") {
            $0.type == .orderFound
          }
          #expect(found.count == count + 1, "\(fault.name)")
          try stage.order(#"{"reset":true}"#)
          try stage.closeAll()
        }
        #expect(try stage.count(.orderConfirmedAbsent) == 0)
        try stage.finish()
      }
    }

    @Test func `an answer that leads elsewhere is not followed`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        for (count, fault) in AnswerFault.sentOn.enumerated() {
          try stage.order(fault.faults)
          try stage.open()
          try stage.events(count + 1, "found orders: \(fault.name)") { $0.type == .orderFound }
          try stage.order(#"{"reset":true}"#)
          try stage.closeAll()
        }
        try stage.finish()
      }
    }

    @Test func `what never arrived ends by evidence alone, and is not sent again`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        for (count, fault) in AnswerFault.lost.enumerated() {
          try stage.order(fault.faults)
          try stage.ask(for: .long)
          let absent = try stage.events(count + 1, "absences: \(fault.name)") {
            $0.type == .orderConfirmedAbsent
          }
          guard case .orderConfirmedAbsent(let it)? = absent.last else { continue }
          try stage.expectPatience(before: it)
        }
        #expect(try stage.count(.orderFound) == 0)
        #expect(try stage.truth.counts("accepted").isEmpty)
        // The next one goes its way.
        try stage.open()
        try stage.closeAll()
        try stage.finish()
      }
    }

    /// EX-43: all evidence said that it is not there, and it was filled all the same.
    @Test func `a fill of an order that was found absent is booked, and stops its instrument`()
      throws
    {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.order(#"{"acceptThenClose":1,"queryLag":100000,"streamDelay":100000}"#)
        try stage.ask(for: .long)
        let absences = try stage.events(1, "absences") { $0.type == .orderConfirmedAbsent }
        guard case .orderConfirmedAbsent(let absent)? = absences.first else { return }
        #expect(try stage.count(.orderFilled) == 0)
        #expect(try stage.truth.lines.contains { $0.kind == "execution" })
        try stage.order(#"{"reset":true}"#)
        let fills = try stage.events(1, "fills") { $0.type == .orderFilled }
        guard case .orderFilled(let fill)? = fills.first else { return }
        #expect(fill.order == absent.order)
        try stage.events(1, "trades that opened or diverged") {
          $0.type == .tradeOpened || $0.type == .tradeDiverged
        }
        let refused = try stage.tryTrade()
        #expect(!refused.printed.contains("approved"), "\(refused.printed)")
        try stage.finish()
      }
    }
  }
}

extension VenueStage {
  /// Nothing is called absent before the window, ten seconds, and three questions two seconds apart.
  func expectPatience(before absent: OrderConfirmedAbsent) throws {
    for case .orderSendStarted(let sent) in try events() where sent.order == absent.order {
      #expect(absent.at >= sent.signedAt + sent.receiveWindow + .seconds(14))
    }
  }
}
