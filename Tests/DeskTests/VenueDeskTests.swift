import Digest
import EventSourcing
import Events
import OrderDesk
import Quantities
import TestSupport
import Testing
import Venues

@testable import ExecutionService

/// The desk as a part of its process, between a log and a line to a venue.
@Suite struct VenueDeskTests {
  /// A line whose far end is the test.
  final class Line {
    var performed: [DeskCall] = []
    var occurrences: [VenueOccurrence] = []
    var reconnections = 0
    var configurations = 0
    var now = Instant(seconds: 1_700_000_000)
    var pages: [OrderDesk.OpenDoubt] = []
  }

  struct Connection: VenueConnection {
    let line: Line
    var descriptor: Int32 { 0 }

    mutating func configure(_ configuration: Configuration) { line.configurations += 1 }
    mutating func perform(_ call: DeskCall) { line.performed.append(call) }
    mutating func reconnect() { line.reconnections += 1 }
    mutating func next() -> VenueOccurrence? {
      line.occurrences.isEmpty ? nil : line.occurrences.removeFirst()
    }
  }

  /// A desk that has begun over a log with one contract and one stop to be sent.
  private static func begun(_ line: Line) -> VenueDesk<Connection> {
    var desk = VenueDesk(
      connection: Connection(line: line), clock: { line.now }, page: { line.pages.append($0) })
    desk.open(log: Identifier(of: "log"))
    let stop = OrderRequested.testing(1, .stop, kind: .stop, side: .sell, at: line.now)
    for (seq, event) in [
      Event.configurationApplied(ConfigurationApplied(configuration: .testing)),
      .instrumentListed(.testing), .orderRequested(stop),
    ].enumerated() {
      desk.hear(
        event,
        at: EventPlace(
          seq: Int64(seq + 1), id: Identifier(of: "\(seq)"), producer: .execution, cause: 0))
    }
    desk.begin()
    return desk
  }

  private static func isPlace(_ call: DeskCall) -> Bool {
    if case .place = call.call { true } else { false }
  }

  @Test func `a send waits for the venue's clock and for the log`() throws {
    let line = Line()
    var desk = Self.begun(line)
    #expect(try desk.turn().map(\.type) == [.venueDisconnected])
    #expect(line.configurations == 1)
    line.occurrences.append(.clock(ahead: .milliseconds(40)))
    let proposals = try desk.turn()
    #expect(proposals.map(\.type) == [.orderSendStarted])
    #expect(proposals.map(\.cause) == [3])
    #expect(!line.performed.contains(where: Self.isPlace))
    let stored = StoredEvent(
      seq: 5, time: 0, producer: .desk, epoch: 1, proposal: proposals[0], chain: .zero)
    desk.hear(try Event(stored), at: EventPlace(stored))
    _ = try desk.turn()
    let send = try #require(line.performed.first(where: Self.isPlace))
    #expect(send.signedAt == line.now + .milliseconds(40))
    line.occurrences.append(.answer(.success(.placed(venueOrderID: "v-1")), to: send.id))
    #expect(try desk.turn().map(\.type) == [.orderAccepted])
  }

  @Test func `a doubt that is a minute old is told to a person, once`() throws {
    let line = Line()
    var desk = Self.begun(line)
    line.occurrences.append(.clock(ahead: .zero))
    let proposals = try desk.turn()
    let started = try #require(proposals.first { $0.type == .orderSendStarted })
    let stored = StoredEvent(
      seq: 5, time: 0, producer: .desk, epoch: 1, proposal: started, chain: .zero)
    line.now += .seconds(3)
    _ = try desk.turn()
    desk.hear(try Event(stored), at: EventPlace(stored))
    #expect(try desk.turn().map(\.type) == [.orderOutcomeUnknown])
    #expect(!line.performed.contains(where: Self.isPlace))
    for _ in 0..<90 {
      line.now += .seconds(1)
      _ = try desk.turn()
    }
    #expect(line.pages.count == 1)
  }

  @Test func `a doubt that a restart finds is as old as it was`() throws {
    let line = Line()
    let stop = OrderRequested.testing(1, .stop, kind: .stop, side: .sell, at: line.now)
    var desk = VenueDesk(
      connection: Connection(line: line), clock: { line.now }, page: { line.pages.append($0) })
    desk.open(log: Identifier(of: "log"))
    for (seq, event) in [
      Event.configurationApplied(ConfigurationApplied(configuration: .testing)),
      .instrumentListed(.testing), .orderRequested(stop),
      .orderSendStarted(
        OrderSendStarted(
          order: stop.order, trade: stop.trade, setup: stop.setup, instrument: stop.instrument,
          clientOrderID: "t", attempt: 1, signedAt: line.now, receiveWindow: .seconds(2))),
      .orderOutcomeUnknown(
        OrderOutcomeUnknown(
          order: stop.order, trade: stop.trade, setup: stop.setup, instrument: stop.instrument,
          why: "reset", at: line.now)),
    ].enumerated() {
      desk.hear(
        event,
        at: EventPlace(
          seq: Int64(seq + 1), id: Identifier(of: "\(seq)"), producer: .desk, cause: 0))
    }
    line.now += .seconds(20)
    desk.begin()
    for _ in 0..<39 {
      _ = try desk.turn()
      line.now += .seconds(1)
    }
    #expect(line.pages.isEmpty)
    line.now += .seconds(1)
    _ = try desk.turn()
    #expect(line.pages.map(\.order) == [stop.order])
  }

  @Test func `no order leaves while the venue has shut us out`() throws {
    let line = Line()
    var desk = Self.begun(line)
    line.occurrences += [.shutOut(until: line.now + .seconds(10)), .clock(ahead: .zero)]
    #expect(try !desk.turn().contains { $0.type == .orderSendStarted })
    line.now += .seconds(9)
    #expect(try !desk.turn().contains { $0.type == .orderSendStarted })
    line.now += .seconds(1)
    #expect(try desk.turn().contains { $0.type == .orderSendStarted })
  }

  @Test func `a silent stream is made again`() throws {
    let line = Line()
    var desk = Self.begun(line)
    line.occurrences += [.clock(ahead: .zero), .streamConnected]
    _ = try desk.turn()
    line.now += .seconds(19)
    line.occurrences.append(.streamAlive)
    _ = try desk.turn()
    line.now += .seconds(19)
    _ = try desk.turn()
    #expect(line.reconnections == 0)
    line.now += .seconds(1)
    _ = try desk.turn()
    #expect(line.reconnections == 1)
  }
}
