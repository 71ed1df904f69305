import Glibc

/// Starts services in order, starts fallen ones again, and stops all in the opposite order.
///
/// One thread owns it and calls `turn` again and again; a turn never waits. Children die with the
/// thread that made it, so make it on the main thread.
public struct Supervisor: ~Copyable {
  /// A service and where it is in its life.
  public struct Child: Sendable {
    public let plan: ServicePlan
    public internal(set) var phase = ChildPhase.waiting
    /// How often it was started again.
    public internal(set) var restarts = 0
    /// Whether it was ready once; from then on nobody waits for it.
    var wasReady = false
    /// When it ended by its own fault, within the policy's window.
    var falls: [Int64] = []
  }

  /// The services in the order in which they start.
  public private(set) var children: [Child]
  private let directory: DataDirectory
  private let policy: RestartPolicy
  private var locks: ServiceLocks
  private let environment: [String: String]
  private let clock: @Sendable () -> Int64
  private var isStopping = false
  private var nextRotation: Int64 = 0

  /// Takes the services for this supervisor, and ends those that an earlier one left.
  ///
  /// Other supervisors may run other services on the same data.
  public init(
    _ plans: [ServicePlan], in directory: DataDirectory, policy: RestartPolicy = RestartPolicy(),
    clock: @escaping @Sendable () -> Int64 = SystemClock.monotonic
  ) throws(SupervisorError) {
    let names = plans.map(\.name)
    self.locks = try ServiceLocks(of: names, in: directory)
    self.directory = directory
    self.policy = policy
    self.clock = clock
    // A supervisor that systemd watches speaks for itself; its children must not.
    environment = Environment.current.filter { $0.key != "NOTIFY_SOCKET" }
    children = plans.map { Child(plan: $0) }
    Leftovers.end(names, in: directory)
  }

  /// Whether all children have ended for good.
  public var isOver: Bool { children.allSatisfy(\.phase.isOver) }

  /// Whether all children that announce it are ready and none has failed.
  public var isReady: Bool {
    children.allSatisfy { child in
      switch child.phase {
      case .running, .stopped: true
      case .waiting, .starting, .backingOff, .stopping, .failed: false
      }
    }
  }

  /// Begins to stop all children, the last started first.
  public mutating func stop() { isStopping = true }

  /// Kills all children at once, for an operator who does not want to wait.
  public mutating func kill() {
    isStopping = true
    for child in children { child.phase.process?.send(SIGKILL) }
  }

  /// Does what is due now, without waiting, and says what happened.
  public mutating func turn() -> [SupervisorEvent] {
    let now = clock()
    var events: [SupervisorEvent] = []
    for index in children.indices { reap(index, now, &events) }
    for index in children.indices { checkDeadlines(index, now, &events) }
    if isStopping { stopNext(now, &events) } else { startNext(now, &events) }
    if now >= nextRotation {
      for child in children { try? log(of: child).rotateIfLarge() }
      nextRotation = now + 1_000_000_000
    }
    if isOver { for child in children { locks.free(child.plan.name) } }
    return events
  }

  private func log(of child: Child) -> ChildLog { ChildLog(directory.logFile(of: child.plan.name)) }
}

extension Supervisor {
  private mutating func startNext(_ now: Int64, _ events: inout [SupervisorEvent]) {
    for index in children.indices {
      switch children[index].phase {
      case .waiting:
        start(index, now, &events)
      case .backingOff(let until) where now >= until:
        children[index].restarts += 1
        start(index, now, &events)
      case .starting, .backingOff:
        break
      case .running, .stopping, .stopped, .failed:
        break
      }
      if isAwaited(children[index]) { return }
    }
  }

  /// Whether those behind it have to wait for it: it has never been ready. One that failed before
  /// it was ready holds them up until the whole is stopped.
  private func isAwaited(_ child: Child) -> Bool {
    guard child.plan.announcesReadiness && !child.wasReady else { return false }
    return switch child.phase {
    case .starting, .backingOff, .failed: true
    case .waiting, .running, .stopping, .stopped: false
    }
  }

  private mutating func start(_ index: Int, _ now: Int64, _ events: inout [SupervisorEvent]) {
    let plan = children[index].plan
    WholeFile.remove(directory.readyFile(of: plan.name))
    do {
      let output = try log(of: children[index]).open()
      let process = try ChildProcess.spawn(
        plan.executable, plan.arguments,
        environment.merging(plan.environment) { _, own in own }, output: output)
      try WholeFile.replace(directory.pidFile(of: plan.name), with: process.text)
      children[index].phase =
        plan.announcesReadiness
        ? .starting(process, deadline: now + plan.startTimeout) : .running(process)
      events.append(.started(plan.name, pid: process.pid))
    } catch {
      // A missing or forbidden executable does not come back by itself.
      children[index].phase = .failed(.code(ExitCode.configuration.rawValue))
      events.append(.spawnFailed(plan.name, error))
    }
  }

  private mutating func checkDeadlines(
    _ index: Int, _ now: Int64, _ events: inout [SupervisorEvent]
  ) {
    let name = children[index].plan.name
    switch children[index].phase {
    case .starting(let process, let deadline):
      if directory.isReady(name, process: process) {
        children[index].phase = .running(process)
        children[index].wasReady = true
        events.append(.ready(name))
      } else if now >= deadline {
        // Killed once; its end is seen by a later turn and counts as a fall.
        children[index].phase = .starting(process, deadline: .max)
        process.send(SIGKILL)
        events.append(.startTimedOut(name))
      }
    case .stopping(let process, let deadline) where now >= deadline:
      children[index].phase = .stopping(process, deadline: .max)
      process.send(SIGKILL)
      events.append(.stopTimedOut(name))
    case .waiting, .running, .backingOff, .stopping, .stopped, .failed:
      break
    }
  }

  private mutating func stopNext(_ now: Int64, _ events: inout [SupervisorEvent]) {
    for index in children.indices.reversed() {
      switch children[index].phase {
      case .starting(let process, _), .running(let process):
        process.send(SIGTERM)
        // A stopped process (SIGSTOP) hears SIGTERM only when it goes on.
        process.send(SIGCONT)
        children[index].phase = .stopping(
          process, deadline: now + children[index].plan.stopTimeout)
        return
      case .stopping:
        return
      case .waiting, .backingOff:
        children[index].phase = .stopped
      case .stopped, .failed:
        break
      }
    }
  }

  private mutating func reap(_ index: Int, _ now: Int64, _ events: inout [SupervisorEvent]) {
    let phase = children[index].phase
    guard let process = phase.process, let exit = ChildProcess.reap(process.pid) else { return }
    let name = children[index].plan.name
    WholeFile.remove(directory.pidFile(of: name))
    WholeFile.remove(directory.readyFile(of: name))
    if isStopping {
      children[index].phase = .stopped
      events.append(.stopped(name, exit))
      return
    }
    let verdict = policy.verdict(
      after: exit, failures: countFall(index, exit, now), jitter: Double.random(in: 0...1))
    switch verdict {
    case .finished:
      children[index].phase = .stopped
      locks.free(name)
      events.append(.finished(name))
    case .restart(let delay):
      children[index].phase = .backingOff(until: now + delay)
      events.append(.fell(name, exit, restartAfter: delay))
    case .giveUp:
      children[index].phase = .failed(exit)
      events.append(.gaveUp(name, exit, lastLine: log(of: children[index]).lastLine()))
    }
  }

  /// How often the child ended by its own fault, now included; 0 when others made it end.
  private mutating func countFall(_ index: Int, _ exit: ChildExit, _ now: Int64) -> Int {
    // One that did not become ready was killed by this supervisor, for its own fault.
    let wasTooSlow =
      if case .starting(_, .max) = children[index].phase { true } else { false }
    guard exit.isOwnFault || wasTooSlow else { return 0 }
    children[index].falls.removeAll { $0 < now - policy.window }
    children[index].falls.append(now)
    return children[index].falls.count
  }
}
