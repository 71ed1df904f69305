import Events
import Quantities
import RiskCore
import Testing

/// What risk makes of order books.
@Suite struct `Order books` {
  private static func refusal(
    of trigger: SetupTriggered = .long(), after age: Interval = .zero,
    bids: [(Price, Quantity)] = [("27412.4", 100)], asks: [(Price, Quantity)] = [("27412.6", 100)],
    cadence: Interval = .seconds(1), _ limits: RiskConfiguration = .testing
  ) -> String? {
    let scenario = Scenario.ready(limits)
    scenario.given(
      .bookObserved(
        BookObserved(
          instrument: trigger.instrument,
          bids: bids.map { BookLevel(price: $0, quantity: $1) },
          asks: asks.map { BookLevel(price: $0, quantity: $1) }, at: .noon, cadence: cadence)),
      .ticked(.noon + age))
    return scenario.refusal(of: trigger).map { "\($0.code.rawValue) \($0.value) \($0.limit)" }
  }

  @Test func `a deep and fresh book refuses nothing`() {
    #expect(Self.refusal() == nil)
    #expect(Self.refusal(of: .short()) == nil)
    #expect(Self.refusal(of: .long(entry: .limit)) == nil)
  }

  @Test(arguments: [(1, 5, true), (1, 6, false), (60, 60, true), (60, 61, false)])
  func `a book may be as old as the limit says, or until the next is due`(
    cadence: Int64, age: Int64, passes: Bool
  ) {
    let refusal = Self.refusal(after: .seconds(age), cadence: .seconds(cadence))
    #expect(refusal == (passes ? nil : "stale-quote \(age) \(max(5, cadence))"))
  }

  @Test func `the age of books is a limit like any other`() {
    let limits = RiskConfiguration.testing.with { $0.quoteAge = .seconds(2) }
    #expect(Self.refusal(after: .seconds(3), limits) == "stale-quote 3 2")
  }

  @Test func `the collar is measured from the middle of the book`() {
    // The bar is at the entry, 27 412.5; the middle is 27 700.
    let collar = Self.refusal(bids: [("27699", 100)], asks: [("27701", 100)])
    #expect(collar == "price-collar 287.5 277")
    // With one side only, the last bar counts.
    #expect(Self.refusal(bids: []) == nil)
  }

  @Test func `slippage is of entries at the market, on the side that they take`() {
    let thin: [(Price, Quantity)] = [("27412.6", "0.1"), ("27700", 100)]
    // (0.1 × 27 412.6 + 0.12 × 27 700) / 0.22 is 27 569.363…
    let refused = "expected-slippage 0.005722339675828048 0.005"
    #expect(Self.refusal(asks: thin) == refused)
    #expect(Self.refusal(of: .short(), asks: thin) == nil)
    // A limit does not pay it, but what is near is too little for it.
    let limited = Self.refusal(of: .long(entry: .limit), asks: thin)
    #expect(limited?.hasPrefix("visible-depth") == true)
    let bids: [(Price, Quantity)] = [("27412.4", "0.1"), ("27000", 100)]
    #expect(Self.refusal(of: .short(), bids: bids)?.hasPrefix("expected-slippage") == true)
  }

  @Test func `what the book has no levels for is counted at the last`() {
    let thin: [(Price, Quantity)] = [("27412.6", "0.01"), ("27700", "0.01")]
    #expect(Self.refusal(asks: thin)?.hasPrefix("expected-slippage") == true)
  }

  @Test func `a trade is a small part of what is near the middle`() {
    // 6 030.75 against a twentieth of what is within half a percent of 27 412.5, to 27 549.5.
    let near: [(Price, Quantity)] = [("27412.6", 2), ("27549.5", 2), ("27549.6", 100)]
    #expect(Self.refusal(asks: near) == "visible-depth 6030.75 5496.21")
    #expect(Self.refusal(asks: [("27412.6", 4), ("27549.5", 2)]) == nil)
    #expect(Self.refusal(asks: []) == "visible-depth 6030.75 0")
    #expect(Self.refusal(bids: [], asks: []) == "visible-depth 6030.75 0")
  }

  @Test func `the last book counts, and an older one that comes late changes nothing`() {
    let scenario = Scenario.ready()
    let trigger = SetupTriggered.long()
    scenario.book(of: trigger.instrument, asks: [("27412.6", 100)])
    var late = BookObserved()
    late.instrument = trigger.instrument
    late.at = .noon - .seconds(1)
    scenario.given(.bookObserved(late))
    #expect(scenario.refusal(of: trigger) == nil)
  }

  @Test func `what is known of books lives through a restart`() throws {
    let scenario = Scenario.ready()
    let trigger = SetupTriggered.long()
    scenario.book(of: trigger.instrument, asks: [("27412.5", 1)])
    try scenario.restart()
    #expect(scenario.refusal(of: trigger)?.code == .visibleDepth)
  }
}
