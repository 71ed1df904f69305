public import EventSourcing
public import Events

extension Signal {
  /// What the bars and the setups show.
  public enum Conclusion: DeciderConclusion, Hashable {
    case signalFired(SignalFired)
    case signalLapsed(SignalLapsed)
    case setupFormed(SetupFormed)
    case setupActivated(SetupActivated)
    case setupDeactivated(SetupDeactivated)
    case setupTriggered(SetupTriggered)
    case setupInvalidated(SetupInvalidated)
    case setupExpired(SetupExpired)
    case setupRejected(SetupRejected)
    case setupCompleted(SetupCompleted)
    case setupCancelled(SetupCancelled)

    public init?(_ event: __shared Event) {
      switch event {
      case .signalFired(let payload): self = .signalFired(payload)
      case .signalLapsed(let payload): self = .signalLapsed(payload)
      case .setupFormed(let payload): self = .setupFormed(payload)
      case .setupActivated(let payload): self = .setupActivated(payload)
      case .setupDeactivated(let payload): self = .setupDeactivated(payload)
      case .setupTriggered(let payload): self = .setupTriggered(payload)
      case .setupInvalidated(let payload): self = .setupInvalidated(payload)
      case .setupExpired(let payload): self = .setupExpired(payload)
      case .setupRejected(let payload): self = .setupRejected(payload)
      case .setupCompleted(let payload): self = .setupCompleted(payload)
      case .setupCancelled(let payload): self = .setupCancelled(payload)
      // The rest of the catalogue is no business of this decider.
      default: return nil
      }
    }

    public var event: Event {
      switch self {
      case .signalFired(let payload): .signalFired(payload)
      case .signalLapsed(let payload): .signalLapsed(payload)
      case .setupFormed(let payload): .setupFormed(payload)
      case .setupActivated(let payload): .setupActivated(payload)
      case .setupDeactivated(let payload): .setupDeactivated(payload)
      case .setupTriggered(let payload): .setupTriggered(payload)
      case .setupInvalidated(let payload): .setupInvalidated(payload)
      case .setupExpired(let payload): .setupExpired(payload)
      case .setupRejected(let payload): .setupRejected(payload)
      case .setupCompleted(let payload): .setupCompleted(payload)
      case .setupCancelled(let payload): .setupCancelled(payload)
      }
    }
  }
}
