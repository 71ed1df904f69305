import ServiceKit

@main
struct VenueSimulatorService {
  static func main() {
    Program.run("venue-simulator") { arguments in
      guard let options = try SimulatorOptions(arguments) else { return .ok }
      do {
        let loop = try SimulatorLoop(options)
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
