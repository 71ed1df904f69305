import Assembly
import EventLog
import EventSourcing
import Events
import Quantities

/// What a session has come to, read from its log: for `martlet status`.
struct SessionState {
  private static let recentLimit = 8

  private(set) var head: SequenceNumber = 0
  private(set) var clock: Instant?
  private(set) var summary = SessionSummary()
  private(set) var setups = SetupCount()
  private(set) var hasEnded = false
  private(set) var isHalted = false
  private(set) var recent: [String] = []

  /// A session without a log.
  init() {}

  /// Folds the log; only what the picture shows is decoded.
  init(_ log: inout LogFileReader) throws(LogError) {
    head = try log.head().seq
    try log.forEach(through: head) { row throws(LogError) in
      if Self.matters(try row.type()) { note(try row.event()) }
      return true
    }
  }

  private static func matters(_ type: EventType) -> Bool {
    switch type.topic {
    case .clock, .setup, .risk, .trade, .control: true
    case .market: type != .candleClosed
    case .order: type == .orderFilled || type == .balanceReported
    case .ledger: type == .equityMarked
    case .analysis: type == .regimeChanged
    case .system, .signal: false
    }
  }

  private mutating func note(_ stored: StoredEvent) {
    // What a newer program wrote is passed over here; `martlet verify` names it.
    guard let event = try? Event(stored) else { return }
    summary.note(event)
    setups.note(event)
    switch event {
    case .clockTicked(let tick): clock = tick.at
    case .marketEnded: hasEnded = true
    case .tradingHalted: isHalted = true
    case .tradingResumed: isHalted = false
    default: break
    }
    guard event.type.isNews else { return }
    let time = clock.map { "\($0)  " } ?? ""
    recent.append("\(time)\(stored.proposal.subject)  \(event.sentence)")
    if recent.count > 4 * Self.recentLimit { recent.removeFirst(recent.count - Self.recentLimit) }
  }

  /// The last events in plain words.
  var lastLines: [String] { recent.suffix(Self.recentLimit) }
}
