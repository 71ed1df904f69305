import Bus
import Events
public import EventSourcing

/// The `main` of a service that is one decider, or several.
public enum DeciderProgram {
  /// Runs the deciders as one process until it is told to stop; never returns.
  ///
  /// The service has the name of its first decider, and that name's key on the bus.
  ///
  /// - Parameter summary: one sentence for the help.
  public static func main<each D: Decider>(
    _ summary: String, _ deciders: repeat (each D).Type
  ) -> Never {
    main(summary, beside: { _ in nil }, repeat each deciders)
  }

  /// The same, with somebody beside the deciders who states facts of the outside.
  ///
  /// - Parameter companion: makes him, or nil when the service goes without.
  public static func main<each D: Decider>(
    _ summary: String, beside companion: @escaping (ServiceOptions) throws -> (any Companion)?,
    _ deciders: repeat (each D).Type
  ) -> Never {
    var performers: [any Performer] = []
    repeat performers.append(DeciderPerformer(each deciders))
    guard let service = performers.first.flatMap({ ServiceName(rawValue: $0.producer.rawValue) })
    else { preconditionFailure("no service has the name of the first decider") }
    Program.run(service.rawValue) { arguments in
      guard
        let options = try ServiceOptions(
          service: service.rawValue, summary: summary, arguments: arguments)
      else { return .ok }
      do {
        var loop = try DeciderLoop(service, performers, companion(options), options)
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
