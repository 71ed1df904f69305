import Events
import MarketDataCore
import Quantities
import Testing

struct WatchListTests {
  private static let setup = Identifier(of: "setup")
  private static let trade = Identifier(of: "trade")

  private static func event(_ type: EventType, _ instrument: Name = "a:A/USD") -> Event {
    switch Event(blank: type) {
    case .setupActivated(var payload):
      (payload.setup, payload.instrument) = (setup, instrument)
      return .setupActivated(payload)
    case .tradeApproved(var payload):
      (payload.trade, payload.instrument) = (trade, instrument)
      return .tradeApproved(payload)
    case .setupDeactivated(var payload):
      payload.setup = setup
      return .setupDeactivated(payload)
    case .setupInvalidated(var payload):
      payload.setup = setup
      return .setupInvalidated(payload)
    case .setupExpired(var payload):
      payload.setup = setup
      return .setupExpired(payload)
    case .setupRejected(var payload):
      payload.setup = setup
      return .setupRejected(payload)
    case .setupCompleted(var payload):
      payload.setup = setup
      return .setupCompleted(payload)
    case .setupCancelled(var payload):
      payload.setup = setup
      return .setupCancelled(payload)
    case .tradeClosed(var payload):
      payload.trade = trade
      return .tradeClosed(payload)
    case .tradeAbandoned(var payload):
      payload.trade = trade
      return .tradeAbandoned(payload)
    default: return Event(blank: type)
    }
  }

  @Test(arguments: [
    EventType.setupDeactivated, .setupInvalidated, .setupExpired, .setupRejected,
    .setupCompleted, .setupCancelled,
  ])
  func `an instrument is watched while a setup is active`(end: EventType) {
    var list = WatchList()
    list.note(Self.event(.setupActivated))
    list.note(Self.event(.setupActivated))
    #expect(list.contains("a:A/USD"))
    #expect(!list.contains("b:B/USD"))
    list.note(Self.event(end))
    #expect(list == WatchList())
  }

  @Test(arguments: [EventType.tradeClosed, .tradeAbandoned])
  func `an instrument is watched while a trade is on, whatever becomes of setups`(end: EventType) {
    var list = WatchList()
    list.note(Self.event(.setupActivated))
    list.note(Self.event(.tradeApproved))
    list.note(Self.event(.setupCompleted))
    #expect(list.contains("a:A/USD"))
    list.note(Self.event(end))
    #expect(list == WatchList())
  }

  @Test func `no other event begins or ends anything`() {
    var list = WatchList()
    list.note(Self.event(.setupActivated))
    let before = list
    for type in EventType.allCases where !WatchList.types.contains(type) {
      list.note(Self.event(type))
    }
    #expect(list == before)
  }
}
