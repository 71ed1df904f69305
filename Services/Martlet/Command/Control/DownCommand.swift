import ServiceKit

/// `martlet down`: ask the supervisors of a data directory to stop their services in order.
enum DownCommand: Command {
  static let verb = Verb(
    "down", "Stop all services of a session in order.",
    details: """
      Waits until they have stopped, at most --timeout, and exits 75 if they have not by then. \
      With --only a service is stopped that has a supervisor of its own (martlet up --only).
      """,
    options: [
      .data, ServicePlans.only("Stop only these services, separated by commas."),
      CommandOption("timeout", .duration, "How long to wait.", default: "60s"),
    ])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    // A simulated venue is part of everything.
    let simulator = invocation.has("only") ? [] : [ServicePlans.simulator]
    let names = try ServicePlans.chosen(invocation) + simulator
    let running = RunningSupervisor.all(in: directory)
    let wanted = running.filter { !$0.services.allSatisfy { !names.contains($0) } }
    guard !wanted.isEmpty else {
      let what = invocation.has("only") ? "None of these services" : "Nothing"
      Program.print("\(what) runs on \(directory.path).")
      return .ok
    }
    for supervisor in wanted {
      try supervisor.check(runsOnly: names, in: directory)
    }
    let deadline = SystemClock.monotonic() + (invocation.nanoseconds("timeout") ?? 0)
    // The journal goes last: the others still say something when they leave.
    for hasJournal in [false, true] {
      let group = wanted.filter { $0.services.contains("journal") == hasJournal }
      for supervisor in group { try supervisor.askToStop() }
      for supervisor in group { try supervisor.wait(until: deadline, in: directory) }
    }
    Program.print("Stopped.")
    return .ok
  }
}

/// A supervisor that runs, and the services that it has.
struct RunningSupervisor {
  let process: ProcessIdentity
  let services: [String]

  /// All supervisors on a data directory.
  static func all(in directory: DataDirectory) -> [RunningSupervisor] {
    var found: [(process: ProcessIdentity, services: [String])] = []
    for name in ServicePlans.names + [ServicePlans.simulator] {
      guard let process = directory.supervisor(of: name) else { continue }
      if let index = found.firstIndex(where: { $0.process == process }) {
        found[index].services.append(name)
      } else {
        found.append((process, [name]))
      }
    }
    return found.map { RunningSupervisor(process: $0.process, services: $0.services) }
  }

  /// Refuses to stop more than what was named.
  func check(runsOnly names: [String], in directory: DataDirectory) throws(CommandFailure) {
    let others = services.filter { !names.contains($0) }
    guard let named = services.first(where: names.contains), !others.isEmpty else { return }
    let pid = directory.process(of: named).map { "kill \($0.pid)" } ?? "kill its process"
    throw CommandFailure(
      "\(named) has no supervisor of its own: pid \(process.pid) also runs "
        + "\(others.joined(separator: ", ")); stop them all with martlet down, or end it for good "
        + "with \(pid) and start it alone with martlet up --only \(named).", .usage)
  }

  func askToStop() throws(CommandFailure) {
    guard process.send(Signal.terminate.number) || !process.isRunning else {
      throw CommandFailure(
        "The supervisor (pid \(process.pid)) cannot be signalled; it belongs to another user.",
        .inputOutput)
    }
  }

  func wait(until deadline: Int64, in directory: DataDirectory) throws(CommandFailure) {
    while process.isRunning {
      guard SystemClock.monotonic() < deadline else {
        throw CommandFailure(
          "The supervisor (pid \(process.pid)) is still stopping; wait, or look at "
            + "\(directory.logs).", .temporary)
      }
      SystemClock.sleep(nanoseconds: 20_000_000)
    }
  }
}
