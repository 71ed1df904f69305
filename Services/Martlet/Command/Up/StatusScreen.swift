import Assembly
import Bus
import EventSourcing
import Events
import Quantities
import ServiceKit

/// The live picture of a session: drawn over itself on a terminal, else a line now and then.
struct StatusScreen {
  enum Form {
    /// Drawn over itself.
    case picture
    /// What happens to the services, and a line now and then.
    case lines
    case silent
  }

  /// With it the whole picture has 24 lines.
  private static let recentLimit = 8
  private let form: Form
  private var recent: [String] = []
  private var clock: Instant?
  private var place = "paper trading"
  private var setups = SetupCount()
  private var nextDrawing: Int64 = 0
  private var hasDrawn = false

  init(_ form: Form) { self.form = form }

  /// Takes note of what the supervisor saw.
  mutating func note(_ event: SupervisorEvent) { say(event.sentence) }

  /// Takes note of an event of the log.
  mutating func note(_ event: Event, subject: Name) {
    if case .clockTicked(let tick) = event { clock = tick.at }
    if case .configurationApplied(let applied) = event { place = applied.configuration.place }
    setups.note(event)
    guard event.type.isNews else { return }
    let time = clock.map { "\($0)  " } ?? ""
    remember("\(time)\(subject)  \(event.sentence)")
  }

  /// Tells a person something.
  mutating func say(_ sentence: String) {
    switch form {
    case .picture: remember(sentence)
    case .lines: Program.print(sentence)
    case .silent: break
    }
  }

  private mutating func remember(_ line: String) {
    recent.append(line)
    if recent.count > Self.recentLimit { recent.removeFirst(recent.count - Self.recentLimit) }
  }

  /// Draws the picture, when it is time.
  mutating func show(
    _ children: [Supervisor.Child], _ summary: SessionSummary, _ report: StatusReport?
  ) {
    let now = SystemClock.monotonic()
    guard now >= nextDrawing else { return }
    switch form {
    case .picture:
      nextDrawing = now + 500_000_000
      draw(children, summary, report)
    case .lines:
      guard let report else { return }
      nextDrawing = now + 5_000_000_000
      Program.print(line(summary, report))
    case .silent: break
    }
  }

  private mutating func draw(
    _ children: [Supervisor.Child], _ summary: SessionSummary, _ report: StatusReport?
  ) {
    var text = hasDrawn ? "\u{1b}[H" : "\u{1b}[2J\u{1b}[H"
    hasDrawn = true
    for line in picture(children, summary, report) { text += line + "\u{1b}[K\n" }
    // Without wrapping, so that a long line stays one line of the picture.
    Program.write("\u{1b}[?7l" + text + "\u{1b}[J\u{1b}[?7h")
  }

  /// Leaves the picture on the terminal as it is.
  mutating func leave() { hasDrawn = false }

  private func line(_ summary: SessionSummary, _ report: StatusReport) -> String {
    "\(clock?.description ?? "before the market")  event \(report.head.log.seq)  "
      + "\(report.eventsPerSecond)/s  \(setups.text)  trades \(summary.openTrades) open, "
      + "\(summary.trades.count) closed  \(summary.equityText)"
  }

  private func picture(
    _ children: [Supervisor.Child], _ summary: SessionSummary, _ report: StatusReport?
  ) -> [String] {
    var lines = ["Martlet · \(place) · \(clock?.description ?? "before the market")", ""]
    lines += services(children, report)
    lines += [
      "", "setups    \(setups.text)",
      "trades    \(summary.openTrades) open, \(summary.trades.count) closed, "
        + "\(summary.wins) won", "equity    \(summary.equityText)", "",
    ]
    return lines + recent
  }

  private func services(_ children: [Supervisor.Child], _ report: StatusReport?) -> [String] {
    let head = report?.head.log.seq ?? 0
    var rows = [["service", "pid", "state", "applied", "lag", "restarts"]]
    for child in children {
      let name = child.plan.name
      let participant = report?.participants.first { $0.producer.rawValue == name }
      let applied = name == "journal" ? report.map { $0.head.log.seq } : participant?.reached
      rows.append([
        name, child.phase.process.map { "\($0.pid)" } ?? "–", child.phase.word,
        applied.map { "\($0)" } ?? "–", applied.map { "\(max(0, head - $0))" } ?? "–",
        "\(child.restarts)",
      ])
    }
    return Table(rows).text.split(separator: "\n").map(String.init)
  }

}

extension Configuration {
  /// Whose market it is and where orders go, in words.
  fileprivate var place: String {
    guard let venue = market.venue else { return "paper trading" }
    let name = "\(venue.name) (\(venue.system.rawValue))"
    switch venue.orders {
    case .paper: return "paper trading on \(name)"
    case .venue: return "orders at \(name)"
    }
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
