import Events
import Glibc

/// Prints figures and ratios; one section or all.
///
///     benchmarks [SECTION…]
///
/// Nothing here fails because of time: targets stand beside the figures. The machine is rarely
/// quiet, so each figure is a median, processor time stands beside the clock's, and each section
/// begins with the load.
@main
struct Benchmarks {
  struct Section: Sendable {
    let name: String
    let about: String
    let run: @Sendable () throws -> Void
  }

  static let sections = [
    Section(name: "codec", about: "one event to canonical JSON and back", run: CodecSection.run),
    Section(
      name: "append", about: "durable appends, against plain SQLite", run: AppendSection.run),
    Section(
      name: "analysis", about: "the analysis of a candle, against C and TA-Lib",
      run: AnalysisSection.run),
    Section(
      name: "network", about: "messages and requests over loopback, against C",
      run: NetworkSection.run),
    Section(
      name: "trading", about: "execution and paper venue, an input each, one core",
      run: TradingSection.run),
    Section(
      name: "ledger", about: "what an event costs the books", run: LedgerSection.run),
    Section(
      name: "guard", about: "risk, execution and ledger over a session; the kill switch",
      run: GuardSection.run),
    Section(name: "venue", about: "messages and orders of a venue", run: VenueSection.run),
    Section(
      name: "backtest", about: "one-minute candles through all deciders, one core",
      run: BacktestSection.run),
    Section(
      name: "replay", about: "read, decode and fold 1 000 000 events, one core",
      run: ReplaySection.run),
    Section(
      name: "verify", about: "chain checked, conclusions derived again", run: VerifySection.run),
    Section(
      name: "start", about: "start of services from 1 000 000 events", run: StartSection.run),
    Section(
      name: "session", about: "a session of many processes: candle to order, memory",
      run: SessionSection.run),
  ]

  static func main() {
    var names = Array(CommandLine.arguments.dropFirst())
    if names.first == "echo", names.count == 2 { return EchoProcess.run(names[1]) }
    if names.isEmpty { names = sections.map(\.name) }
    for name in names {
      guard let section = sections.first(where: { $0.name == name }) else {
        print("usage: benchmarks [SECTION…], of: \(sections.map(\.name).joined(separator: " "))")
        exit(64)
      }
      print("\n\(section.name): \(section.about) (load \(loadAverage()))")
      do {
        try section.run()
      } catch {
        print("  failed: \(error)")
        exit(70)
      }
    }
  }
}
