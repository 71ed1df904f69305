/// Who appends events: an observer writes facts, a decider writes conclusions.
///
/// The order of the cases is the order in which the answers of the participants to one event are
/// appended in lock-step.
public enum Producer: String, Sendable, Hashable, CaseIterable, Codable {
  case indicator
  case signal
  case risk
  case execution
  /// The deterministic venue of paper trading; it answers like a decider, but states facts.
  case paperVenue = "paper-venue"
  case ledger
  case marketData = "market-data"
  case journal
  /// A person at the command line, or the supervisor that acts for one.
  case `operator` = "operator"
  /// Carries orders out at a real venue, and states what happens there.
  case desk = "order-desk"

  /// The place among the producers, for tables.
  public var index: Int {
    switch self {
    case .indicator: 0
    case .signal: 1
    case .risk: 2
    case .execution: 3
    case .paperVenue: 4
    case .ledger: 5
    case .marketData: 6
    case .journal: 7
    case .operator: 8
    case .desk: 9
    }
  }
}

extension Producer: Comparable {
  public static func < (a: Producer, b: Producer) -> Bool { a.index < b.index }
}
