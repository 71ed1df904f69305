import Bus
public import Events
public import EventSourcing

/// Who works in a process: deciders, the first of which names it, and perhaps somebody beside them
/// who states facts of the outside.
public struct Cast {
  let performers: [any Performer]
  let companion: (any Companion)?

  public init<each D: Decider>(
    _ deciders: repeat (each D).Type, beside companion: (any Companion)? = nil
  ) {
    var performers: [any Performer] = []
    repeat performers.append(DeciderPerformer(each deciders))
    self.performers = performers
    self.companion = companion
  }
}

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
    let cast = Cast(repeat each deciders)
    run(name(of: cast), summary, [], { _ in cast })
  }

  /// The same where the command line says who works.
  ///
  /// - Parameters:
  ///   - service: the name of the first decider, whoever else works.
  ///   - options: options of the service's own.
  public static func main(
    _ service: Producer, _ summary: String, options: [CommandOption],
    cast: @escaping (ServiceOptions) throws -> Cast
  ) -> Never {
    guard let service = ServiceName(rawValue: service.rawValue) else {
      preconditionFailure("no service has that name")
    }
    run(service, summary, options, cast)
  }

  private static func name(of cast: Cast) -> ServiceName {
    guard
      let name = cast.performers.first.flatMap({ ServiceName(rawValue: $0.producer.rawValue) })
    else { preconditionFailure("no service has the name of the first decider") }
    return name
  }

  private static func run(
    _ service: ServiceName, _ summary: String, _ own: [CommandOption],
    _ cast: @escaping (ServiceOptions) throws -> Cast
  ) -> Never {
    Program.run(service.rawValue) { arguments in
      guard
        let options = try ServiceOptions(
          service: service.rawValue, summary: summary, options: own, arguments: arguments)
      else { return .ok }
      do {
        let cast = try cast(options)
        var loop = try DeciderLoop(service, cast.performers, cast.companion, options)
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
