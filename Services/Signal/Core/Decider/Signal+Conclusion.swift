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

    public init?(_ event: Event) {
      if case .signalFired(let payload) = event {
        self = .signalFired(payload)
      } else if case .signalLapsed(let payload) = event {
        self = .signalLapsed(payload)
      } else if case .setupFormed(let payload) = event {
        self = .setupFormed(payload)
      } else if case .setupActivated(let payload) = event {
        self = .setupActivated(payload)
      } else if case .setupDeactivated(let payload) = event {
        self = .setupDeactivated(payload)
      } else if case .setupTriggered(let payload) = event {
        self = .setupTriggered(payload)
      } else if case .setupInvalidated(let payload) = event {
        self = .setupInvalidated(payload)
      } else if case .setupExpired(let payload) = event {
        self = .setupExpired(payload)
      } else if case .setupRejected(let payload) = event {
        self = .setupRejected(payload)
      } else if case .setupCompleted(let payload) = event {
        self = .setupCompleted(payload)
      } else if case .setupCancelled(let payload) = event {
        self = .setupCancelled(payload)
      } else {
        return nil
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
