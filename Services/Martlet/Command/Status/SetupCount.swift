import Assembly
import Events
import Quantities

/// How many setups live in each state.
struct SetupCount {
  private var phases: [(setup: Identifier, phase: SetupPhase)] = []

  mutating func note(_ event: Event) {
    switch event {
    case .setupFormed(let e): phases.append((e.setup, .forming))
    case .setupActivated(let e): move(e.setup, .active)
    case .setupDeactivated(let e): move(e.setup, .forming)
    case .setupTriggered(let e): move(e.setup, .triggered)
    case .setupInvalidated(let e): end(e.setup)
    case .setupExpired(let e): end(e.setup)
    case .setupRejected(let e): end(e.setup)
    case .setupCompleted(let e): end(e.setup)
    case .setupCancelled(let e): end(e.setup)
    default: break
    }
  }

  private mutating func move(_ setup: Identifier, _ phase: SetupPhase) {
    if let index = phases.firstIndex(where: { $0.setup == setup }) { phases[index].phase = phase }
  }

  private mutating func end(_ setup: Identifier) { phases.removeAll { $0.setup == setup } }

  /// One JSON object, a member for each state.
  var json: String {
    let members = SetupPhase.allCases.map { phase in
      "\"\(phase.rawValue)\":\(phases.count { $0.phase == phase })"
    }
    return "{\(members.joined(separator: ","))}"
  }

  /// For people.
  var text: String {
    SetupPhase.allCases.map { phase in
      "\(phases.count { $0.phase == phase }) \(phase.rawValue)"
    }.joined(separator: ", ")
  }
}

extension EventType {
  /// Whether people want to see it go by; the rest is in `martlet log`.
  var isNews: Bool {
    switch topic {
    case .setup, .risk, .trade, .control: true
    case .market: self == .feedGapClosed || self == .instrumentListed
    case .clock: self == .marketEnded
    case .order: self == .orderFilled
    case .analysis: self == .regimeChanged
    case .system, .signal, .ledger: false
    }
  }
}

extension SessionSummary {
  /// The equity of every account, for people.
  var equityText: String {
    let parts = courses.map {
      "\($0.equity.value.rounded(toMultipleOf: "0.01", .halfEven)) \($0.asset) "
        + "(\($0.profit.percent))"
    }
    return parts.isEmpty ? "–" : parts.joined(separator: ", ")
  }
}
