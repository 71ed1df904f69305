import Events
import Quantities
import TestSupport
import Testing
import Transport
import VenueLink
import Venues

@Suite struct StreamLineTests {
  @Test func `it connects, subscribes, and tells news behind its opening`() {
    let stage = StreamStage { side in
      // News of a topic that is taken already, while others are not.
      guard let first = side.message(), let second = side.message() else { return }
      side.say(accepted(first))
      side.say(ticker(1))
      side.say(accepted(second))
      side.say(ticker(2))
      side.serve()
    }
    // Eleven topics take two messages.
    let frames: [TimeFrame] = [.m1, .m5, .m15, .m30, .h1, .h2, .h4, .h12, .d1, .w1]
    stage.line.want(
      frames.map { .candles(LineStage.instrument, $0) } + [.ticker(LineStage.instrument)])
    #expect(stage.turn { stage.prices.count == 2 })
    #expect(stage.line.isOpen && stage.occurrences.count == 3)
    guard case .opened = stage.occurrences.first else {
      Issue.record("news before the opening")
      return
    }
    #expect(stage.prices == ["1", "2"])
    #expect(stage.said.count == 2 && stage.server.connections == 1)
    #expect(stage.said[0].contains("kline.1.BTCUSDT") && stage.said[1].contains("tickers.BTCUSDT"))
  }

  @Test func `without topics nothing is connected`() {
    let stage = StreamStage(topics: [])
    for _ in 0..<100 {
      stage.pass(.seconds(1))
      stage.turn()
    }
    #expect(stage.venue.attempts == 0)
    stage.line.want([.ticker(LineStage.instrument)])
    #expect(stage.turn { stage.line.isOpen })
  }

  @Test func `an account's stream logs in before it subscribes`() {
    let stage = StreamStage(.account, topics: [.orders, .positions])
    #expect(stage.turn { stage.line.isOpen })
    #expect(stage.said.count == 2 && stage.said[0].contains("\"auth\""))
    #expect(stage.said[1].contains("\"order\",\"position\""))
  }

  @Test(arguments: [
    ("auth", "{\"success\":false,\"ret_msg\":\"wrong key\",\"op\":\"auth\"}"),
    (
      "subscribe",
      "{\"success\":false,\"ret_msg\":\"wrong topic\",\"req_id\":\"1\",\"op\":\"subscribe\"}"
    ),
  ])
  func `a login or a subscription that is refused loses the stream`(step: String, no: String) {
    let stage = StreamStage(.account, topics: [.orders]) { side in
      while let text = side.message() { side.say(text.contains(step) ? no : accepted(text)) }
    }
    #expect(stage.turn { !stage.losses.isEmpty })
    #expect(stage.openings == 0 && stage.losses[0].contains("wrong"))
    #expect(!stage.said.contains { step == "auth" && $0.contains("subscribe") })
  }

  @Test func `a subscription that nobody answers loses the stream after ten seconds`() {
    let stage = StreamStage(stalledAfter: .hours(1)) { side in
      _ = side.message()
      while side.message() != nil { side.say("{\"op\":\"pong\"}") }
    }
    #expect(stage.turn { stage.said.count == 1 })
    stage.pass(.milliseconds(9_999))
    stage.turn()
    #expect(stage.losses.isEmpty)
    stage.pass(.milliseconds(1))
    stage.turn()
    #expect(stage.losses == ["the venue did not answer"] && !stage.line.isOpen)
  }

  @Test func `a stream that is cut is told and made again, with all its topics`() {
    let stage = StreamStage { side in
      guard let text = side.message() else { return }
      side.say(accepted(text))
      side.say(ticker(side.peer.number))
      // The third one stays.
      if side.peer.number > 2 { side.serve() }
    }
    for count in 1...2 {
      #expect(stage.turn { stage.losses.count == count })
      stage.pass(.minutes(1))
    }
    #expect(stage.turn { stage.prices.count == 3 })
    #expect(stage.openings == 3 && stage.prices == ["1", "2", "3"])
    #expect(stage.said.count == 3 && stage.said.allSatisfy { $0.contains("tickers.BTCUSDT") })
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `who is not let in waits twice as long each time, up to a ceiling`(seed: UInt64) {
    let stage = StreamStage(
      policy: .init(first: .seconds(1), longest: .seconds(20)), seed: seed)
    stage.server.stop()
    var waits: [Int64] = []
    #expect(stage.turn { stage.losses.count == 1 })
    for attempt in 2...8 {
      let lost = stage.now
      // The attempt itself is made within the turn.
      while stage.venue.attempts < attempt, stage.now - lost < .minutes(1) {
        stage.pass(.milliseconds(100))
        stage.turn()
      }
      waits.append((stage.now - lost).milliseconds)
      #expect(stage.turn { stage.losses.count == attempt })
    }
    for (wait, ceiling) in zip(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]) {
      #expect(wait >= ceiling / 2 && wait <= ceiling + 100, "\(waits)")
    }
  }

  @Test func `after a long life the first attempt comes soon`() throws {
    let stage = StreamStage(
      stalledAfter: .hours(1), policy: .init(first: .seconds(1), healthy: .minutes(1))
    ) { side in
      guard side.peer.number > 1, let text = side.message() else { return }
      side.say(accepted(text))
      for _ in 0..<25 where side.peer.number == 2 { _ = side.message() }
      if side.peer.number > 2 { side.serve() }
    }
    #expect(stage.turn { stage.losses.count == 1 })
    stage.pass(.seconds(1))
    try #require(stage.turn { stage.line.isOpen })
    let before = stage.said.count
    for ping in 1...25 {
      stage.pass(.seconds(3))
      try #require(stage.turn { stage.said.count == before + ping })
    }
    #expect(stage.turn { stage.losses.count == 2 })
    // The ceiling of a first attempt, and not that of a second.
    stage.pass(.seconds(1))
    #expect(stage.turn { stage.line.isOpen })
    #expect(stage.server.connections == 3)
  }

  @Test func `a garbled message is told and nothing else is lost`() {
    let stage = StreamStage { side in
      side.serve(saying: "{\"topic\":", ticker(5), "[]", ticker(6))
    }
    #expect(stage.turn { stage.prices.count == 2 })
    #expect(stage.prices == ["5", "6"] && stage.garbled == 2)
    #expect(stage.line.isOpen && stage.losses.isEmpty)
  }

  @Test func `a topic is ended and subscribed to again, and the stream stays`() {
    let stage = StreamStage()
    stage.resubscribe(to: .ticker(LineStage.instrument))
    #expect(stage.turn { stage.line.isOpen })
    #expect(stage.said.count == 1)
    stage.resubscribe(to: .ticker(LineStage.instrument))
    #expect(stage.turn { stage.said.count == 3 })
    let operations = stage.said.map { $0.contains("unsubscribe") }
    #expect(operations == [false, true, false])
    #expect(stage.said.allSatisfy { $0.contains("tickers.BTCUSDT") })
    #expect(stage.line.isOpen && stage.server.connections == 1)
  }

  @Test func `a stream that is silent is asked, and lost when it does not speak`() {
    let stage = StreamStage { side in
      guard let text = side.message() else { return }
      side.say(accepted(text))
      while side.message() != nil {}
    }
    #expect(stage.turn { stage.line.isOpen })
    stage.pass(.seconds(4))
    #expect(stage.turn { stage.said.count == 2 })
    #expect(stage.said[1] == stage.venue.ping.text && stage.losses.isEmpty)
    stage.pass(.seconds(6))
    stage.turn()
    #expect(stage.losses.count == 1 && !stage.line.isOpen)
  }

  @Test func `who makes it again does not wait`() {
    let stage = StreamStage()
    #expect(stage.turn { stage.line.isOpen })
    stage.line.reconnect(at: stage.now)
    #expect(!stage.line.isOpen)
    #expect(stage.turn { stage.line.isOpen })
    #expect(stage.server.connections == 2 && stage.losses.isEmpty)
  }
}
