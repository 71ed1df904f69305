import ServiceKit

@main
struct MarketDataService {
  static func main() {
    Program.run("market-data") { arguments in
      guard
        let options = try ServiceOptions(
          service: "market-data",
          summary: "Tells recorded or generated markets to the journal: clock and closed candles.",
          arguments: arguments)
      else { return .ok }
      do {
        var loop = try MarketDataLoop(options)
        return try loop.run()
      } catch {
        options.log.error(
          "stopped_by_error", sentence(for: error),
          ["exit": .integer(ExitCode(for: error).rawValue)])
        return ExitCode(for: error)
      }
    }
  }
}
