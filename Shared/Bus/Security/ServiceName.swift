public import Events

/// Who has a key on the bus.
public enum ServiceName: String, Sendable, Hashable, CaseIterable {
  case journal
  case marketData = "market-data"
  case indicator
  case signal
  case risk
  case execution
  case ledger
  /// The command line, when it states facts for a person.
  case `operator` = "operator"
  /// The command line and outside observers: they read, and append nothing.
  case observer

  /// The producers that the holder of this key may speak for.
  public var producers: [Producer] {
    switch self {
    case .journal: [.journal]
    case .marketData: [.marketData]
    case .indicator: [.indicator]
    case .signal: [.signal]
    case .risk: [.risk]
    case .execution: [.execution, .paperVenue, .desk]
    case .ledger: [.ledger]
    case .operator: [.operator]
    case .observer: []
    }
  }
}
