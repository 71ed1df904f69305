public import EventSourcing
public import Events

extension Ledger {
  /// What the ledger may say.
  public enum Conclusion: DeciderConclusion, Equatable {
    case entryPosted(EntryPosted)
    case positionChanged(PositionChanged)
    case equityMarked(EquityMarked)
    case dayClosed(DayClosed)
    case discrepancyFound(DiscrepancyFound)
    case discrepancyCleared(DiscrepancyCleared)

    public init?(_ event: __shared Event) {
      switch event {
      case .entryPosted(let payload): self = .entryPosted(payload)
      case .positionChanged(let payload): self = .positionChanged(payload)
      case .equityMarked(let payload): self = .equityMarked(payload)
      case .dayClosed(let payload): self = .dayClosed(payload)
      case .discrepancyFound(let payload): self = .discrepancyFound(payload)
      case .discrepancyCleared(let payload): self = .discrepancyCleared(payload)
      default: return nil
      }
    }

    public var event: Event {
      switch self {
      case .entryPosted(let payload): .entryPosted(payload)
      case .positionChanged(let payload): .positionChanged(payload)
      case .equityMarked(let payload): .equityMarked(payload)
      case .dayClosed(let payload): .dayClosed(payload)
      case .discrepancyFound(let payload): .discrepancyFound(payload)
      case .discrepancyCleared(let payload): .discrepancyCleared(payload)
      }
    }
  }
}
