public import Bus
public import EventSourcing

/// The `main` of a service that is one decider, or several.
public enum DeciderProgram {
  /// Runs the deciders as one process until it is told to stop; never returns.
  ///
  /// - Parameters:
  ///   - service: whose key it holds on the bus.
  ///   - summary: one sentence for the help.
  public static func main<each D: Decider>(
    _ service: ServiceName, _ summary: String, _ deciders: repeat (each D).Type
  ) -> Never {
    var performers: [any Performer] = []
    repeat performers.append(DeciderPerformer(each deciders))
    Program.run(service.rawValue) { arguments in
      guard
        let options = try ServiceOptions(
          service: service.rawValue, summary: summary, arguments: arguments)
      else { return .ok }
      do {
        var loop = try DeciderLoop(service, performers, options)
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
