import Assembly
import Bus
import EventSourcing
import Events
import Quantities
import ServiceKit

/// The live picture of a session: drawn over itself on a terminal, else a line now and then.
struct StatusScreen {
  private static let recentLimit = 12
  private let onTerminal: Bool
  private var recent: [String] = []
  private var clock: Instant?
  private var setups = SetupCount()
  private var nextDrawing: Int64 = 0
  private var hasDrawn = false

  init(onTerminal: Bool) { self.onTerminal = onTerminal }

  /// Takes note of what the supervisor saw.
  mutating func note(_ event: SupervisorEvent) { say(event.sentence) }

  /// Takes note of an event of the log.
  mutating func note(_ event: Event, subject: Name) {
    if case .clockTicked(let tick) = event { clock = tick.at }
    setups.note(event)
    guard Self.isNews(event.type) else { return }
    let time = clock.map { "\($0)  " } ?? ""
    remember("\(time)\(subject)  \(event.sentence)")
  }

  private mutating func say(_ sentence: String) {
    if onTerminal { remember(sentence) } else { Program.print(sentence) }
  }

  private mutating func remember(_ line: String) {
    recent.append(line)
    if recent.count > Self.recentLimit { recent.removeFirst(recent.count - Self.recentLimit) }
  }

  /// What people want to see go by; the rest is in `martlet log`.
  private static func isNews(_ type: EventType) -> Bool {
    switch type.topic {
    case .setup, .risk, .trade, .control: true
    case .market: type == .feedGapClosed || type == .instrumentListed
    case .clock: type == .marketEnded
    case .order: type == .orderFilled
    case .analysis: type == .regimeChanged
    case .system, .signal, .ledger: false
    }
  }

  /// Draws the picture, when it is time.
  mutating func show(
    _ children: [Supervisor.Child], _ summary: SessionSummary, _ report: StatusReport?
  ) {
    let now = SystemClock.monotonic()
    guard now >= nextDrawing else { return }
    nextDrawing = now + (onTerminal ? 500_000_000 : 5_000_000_000)
    guard onTerminal else {
      if let report { Program.print(line(summary, report)) }
      return
    }
    var text = hasDrawn ? "\u{1b}[H" : "\u{1b}[2J\u{1b}[H"
    hasDrawn = true
    for line in picture(children, summary, report) { text += line + "\u{1b}[K\n" }
    Program.print(text + "\u{1b}[J")
  }

  /// Leaves the picture on the terminal as it is.
  mutating func leave() { hasDrawn = false }

  private func line(_ summary: SessionSummary, _ report: StatusReport) -> String {
    "\(clock?.description ?? "before the market")  event \(report.head.log.seq)  "
      + "\(report.eventsPerSecond)/s  \(setups.text)  trades \(summary.openTrades) open, "
      + "\(summary.trades.count) closed  \(equity(summary))"
  }

  private func picture(
    _ children: [Supervisor.Child], _ summary: SessionSummary, _ report: StatusReport?
  ) -> [String] {
    var lines = ["Martlet · paper trading · \(clock?.description ?? "before the market")", ""]
    lines += services(children, report)
    lines += [
      "", "setups    \(setups.text)",
      "trades    \(summary.openTrades) open, \(summary.trades.count) closed, "
        + "\(summary.wins) won", "equity    \(equity(summary))", "",
    ]
    return lines + recent
  }

  private func services(_ children: [Supervisor.Child], _ report: StatusReport?) -> [String] {
    let head = report?.head.log.seq ?? 0
    var rows = [["service", "pid", "state", "applied", "lag", "restarts"]]
    for child in children {
      let name = child.plan.name
      let participant = report?.participants.first { $0.producer.rawValue == name }
      let applied = name == "journal" ? report.map { $0.head.log.seq } : participant?.applied
      rows.append([
        name, child.phase.process.map { "\($0.pid)" } ?? "–", child.phase.word,
        applied.map { "\($0)" } ?? "–", applied.map { "\(max(0, head - $0))" } ?? "–",
        "\(child.restarts)",
      ])
    }
    return Table(rows).text.split(separator: "\n").map(String.init)
  }

  private func equity(_ summary: SessionSummary) -> String {
    let parts = summary.courses.map {
      "\($0.equity.value.rounded(toMultipleOf: "0.01", .halfEven)) \($0.asset) (\($0.profit.percent))"
    }
    return parts.isEmpty ? "–" : parts.joined(separator: ", ")
  }
}

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

  var text: String {
    SetupPhase.allCases.map { phase in
      "\(phases.count { $0.phase == phase }) \(phase.rawValue)"
    }.joined(separator: ", ")
  }
}

extension ChildPhase {
  /// One word for people.
  var word: String {
    switch self {
    case .waiting: "waiting"
    case .starting: "starting"
    case .running: "running"
    case .backingOff: "restarting"
    case .stopping: "stopping"
    case .stopped: "stopped"
    case .failed: "failed"
    }
  }
}
