import Events
import IndicatorCore
import Quantities
import SignalCore

/// The whole analysis of an instrument, told after each closed bar of the trigger frame.
///
/// One object a bar, its numbers as decimal strings: schema, symbol, the bar's opening, the
/// regime, the levels of the level frame, the signals that hold, and the setups with where they
/// are in their lives. A setup that ends is told once more, with the reason.
struct AnalysisContract {
  static let schema = "martlet.analysis.1"

  private let symbol: String
  private var reading: MarketReading
  /// Those that hold, in the order in which they fired.
  private var signals: [SignalFired] = []
  /// Those that live, in the order in which they formed, and those that ended on the last bar.
  private var setups: [ContractSetup] = []

  init(symbol: String, reading: MarketReading) {
    self.symbol = symbol
    self.reading = reading
  }

  /// Appends the object of the next bar; false at the end.
  mutating func appendNext(to text: inout TableText) -> Bool {
    setups.removeAll(where: \.hasEnded)
    guard let candle = reading.next() else { return false }
    for conclusion in reading.said { take(conclusion) }
    text.append("{")
    text.member("schema", word: AnalysisContract.schema)
    text.member("symbol", text: symbol)
    text.member("barOpen", word: candle.openTime.description)
    appendRegime(to: &text)
    text.member("levels", levels) { $1.appendContract(to: &$0) }
    text.member("signals", signals) { $1.appendContract(to: &$0) }
    text.member("setups", setups) { $1.append(to: &$0) }
    text.closed("}\n")
    return true
  }

  private var levels: [Level] {
    reading.levels?.levels.filter { $0.phase != .retired } ?? []
  }

  private func appendRegime(to text: inout TableText) {
    text.member("regime")
    text.object { text in
      text.member("raw", word: (reading.regime?.raw ?? .neutral).spelling)
      text.member("confirmed", word: (reading.regime?.confirmed ?? .neutral).spelling)
      text.member("strength", decimal: reading.regime?.strength ?? 0)
    }
  }

  private mutating func take(_ conclusion: Signal.Conclusion) {
    switch conclusion {
    case .signalFired(let fired): signals.append(fired)
    case .signalLapsed(let lapsed): signals.removeAll { $0.signal == lapsed.signal }
    case .setupFormed(let formed): setups.append(ContractSetup(formed))
    case .setupActivated(let event): change(event.setup) { $0.enter("ACTIVE", event.expiresAt) }
    case .setupDeactivated(let event): change(event.setup) { $0.enter("FORMING", event.expiresAt) }
    case .setupTriggered(let event): change(event.setup) { $0.trigger(event) }
    case .setupInvalidated(let event):
      change(event.setup) { $0.end("INVALIDATED", event.reason.rawValue.capitals) }
    case .setupExpired(let event): change(event.setup) { $0.end("EXPIRED") }
    case .setupRejected(let event):
      change(event.setup) { $0.end("REJECTED", event.reason.rawValue.capitals) }
    case .setupCompleted(let event): change(event.setup) { $0.end("COMPLETED") }
    case .setupCancelled(let event):
      change(event.setup) { $0.end("CANCELLED", event.reason.rawValue.capitals) }
    }
  }

  private mutating func change(_ id: Identifier, _ body: (inout ContractSetup) -> Void) {
    guard let place = setups.firstIndex(where: { $0.id == id }) else { return }
    body(&setups[place])
  }
}

/// A setup as the contract tells it.
private struct ContractSetup {
  let id: Identifier
  private let type: SetupType
  private let direction: Direction
  private let level: Identifier?
  private var state = "FORMING"
  private var expiresAt: Instant?
  private var plan: SetupTriggered?
  private var reason: String?
  private(set) var hasEnded = false

  init(_ formed: SetupFormed) {
    id = formed.setup
    type = formed.type
    direction = formed.direction
    level = formed.level
    expiresAt = formed.expiresAt
  }

  mutating func enter(_ state: String, _ expiresAt: Instant) {
    self.state = state
    self.expiresAt = expiresAt
  }

  mutating func trigger(_ event: SetupTriggered) {
    enter("TRIGGERED", event.expiresAt)
    plan = event
  }

  mutating func end(_ state: String, _ reason: String? = nil) {
    self.state = state
    self.reason = reason
    expiresAt = nil
    hasEnded = true
  }

  func append(to text: inout TableText) {
    text.member("id", word: id.description)
    text.member("type", word: type.spelling)
    text.member("side", word: direction.spelling)
    text.member("state", word: state)
    text.member("levelId", word: level?.description)
    text.member("entryZone")
    if let plan {
      text.object {
        $0.member("lo", word: plan.entryLow.description)
        $0.member("hi", word: plan.entryHigh.description)
      }
    } else {
      text.append("null,")
    }
    text.member("stop", word: plan?.stop.description)
    text.member("tp1", word: plan?.target1.description)
    text.member("tp2", word: plan?.target2.description)
    text.member("confidence", decimal: plan?.confidence)
    text.member("reason", word: reason)
    text.member("expiresAt", word: expiresAt?.description)
  }
}

extension Level {
  fileprivate func appendContract(to text: inout TableText) {
    text.member("id", word: id.description)
    text.member("kind", word: kind.spelling)
    text.member("price", decimal: price)
    text.member("lo", decimal: low)
    text.member("hi", decimal: high)
    text.member("tests", decimal: Double(tests))
    text.member("strength", decimal: strength)
    text.member("lastTest", word: lastTest.description)
  }
}

extension SignalFired {
  fileprivate func appendContract(to text: inout TableText) {
    text.member("type", word: (marker?.rawValue ?? kind.rawValue).capitals)
    if let direction { text.member("side", word: direction.spelling) }
    text.member("value", decimal: value)
    text.member("since", word: openTime.description)
  }
}

extension TableText {
  /// A number as a string without an exponent: the shortest that reads back to the same bits,
  /// unless that has more places than a fixed point.
  fileprivate mutating func member(_ name: String, decimal number: Double?) {
    let decimal = number.flatMap { FixedPoint("\($0)") ?? FixedPoint($0) }
    member(name, word: decimal?.description)
  }
}
