import Foundation
import Glibc
import ServiceKit
import Testing

private func stop(_ supervisor: inout Supervisor) -> [SupervisorEvent] {
  supervisor.stop()
  return drive(&supervisor) { $0.isOver }
}

@Test func `services start in order, each when the one before is ready, and stop in reverse`()
  throws
{
  let stage = try Stage()
  let slow = "sleep 0.2; echo \"slow is up\" >> $D/story; " + polite
  var supervisor = try stage.supervisor([
    stage.plan("a", slow), stage.plan("b", polite), stage.plan("c", polite),
  ])
  _ = drive(&supervisor) { $0.isReady }
  #expect(stage.folder.text("story") == "slow is up\nstart a\nstart b\nstart c\n")
  let pid = supervisor.children[1].phase.process?.pid
  #expect(stage.directory.process(of: "b")?.pid == pid && pid != nil)
  let events = stop(&supervisor)
  #expect(stage.folder.text("story").hasSuffix("stop c\nstop b\nstop a\n"))
  #expect(events == ["c", "b", "a"].map { .stopped($0, .code(0)) })
  #expect(stage.directory.process(of: "b") == nil)
  let left = try FileManager.default.contentsOfDirectory(atPath: stage.directory.run)
  #expect(left.sorted() == ["a.lock", "b.lock", "c.lock"])
  #expect(["a", "b", "c"].allSatisfy { stage.directory.supervisor(of: $0) == nil })
}

@Test func `a child that crashes is started again`() throws {
  let stage = try Stage()
  let script = """
    echo x >> $D/tries
    if [ $(wc -l < $D/tries) -lt 3 ]; then kill -SEGV $$; fi
    \(polite)
    """
  var supervisor = try stage.supervisor([stage.plan("a", script), stage.plan("b", polite)])
  let events = drive(&supervisor) { $0.isReady }
  let falls = events.filter { if case .fell("a", .signal(SIGSEGV), _) = $0 { true } else { false } }
  #expect(falls.count == 2)
  let restarts = supervisor.children[0].restarts
  #expect(restarts == 2)
  // Whoever waits for it waits until it is ready at last.
  #expect(stage.folder.text("story") == "start a\nstart b\n")
  _ = stop(&supervisor)
}

@Test func `a killed child is started again while the others go on`() throws {
  let stage = try Stage()
  var supervisor = try stage.supervisor([stage.plan("a", polite), stage.plan("b", polite)])
  _ = drive(&supervisor) { $0.isReady }
  let other = supervisor.children[1].phase.process
  supervisor.children[0].phase.process?.send(SIGKILL)
  _ = drive(&supervisor) { $0.children[0].restarts == 1 && $0.isReady }
  let same = supervisor.children[1].phase.process
  #expect(same == other)
  #expect(stage.folder.text("story") == "start a\nstart b\nstart a\n")
  _ = stop(&supervisor)
}

@Test(arguments: [64, 73, 74, 78] as [Int32])
func `a child that says it would fail again is not started again`(_ code: Int32) throws {
  let stage = try Stage()
  let script = "echo x >> $D/tries; echo 'the reason' >&2; exit \(code)"
  var supervisor = try stage.supervisor([stage.plan("a", script)])
  let events = drive(&supervisor) { $0.isOver }
  #expect(stage.folder.text("tries") == "x\n")
  #expect(events.last == .gaveUp("a", .code(code), lastLine: "the reason"))
}

@Test func `a child that fails again and again is given up`() throws {
  let stage = try Stage()
  var supervisor = try stage.supervisor([stage.plan("a", "echo x >> $D/tries; exit 70")])
  let events = drive(&supervisor) { $0.isOver }
  #expect(stage.folder.text("tries") == "x\nx\nx\nx\n")
  #expect(events.last == .gaveUp("a", .code(70), lastLine: nil))
}

@Test func `a child that ends with 0 was done`() throws {
  let stage = try Stage()
  var supervisor = try stage.supervisor([stage.plan("a", ready: false, "exit 0")])
  let events = drive(&supervisor) { $0.isOver }
  #expect(events.last == .finished("a"))
}

@Test func `a child that does not stop is killed`() throws {
  let stage = try Stage()
  var plan = stage.plan("a", "trap '' TERM; echo $$ > $READY; while :; do sleep 0.02; done")
  plan.stopTimeout = 100_000_000
  var supervisor = try stage.supervisor([plan])
  _ = drive(&supervisor) { $0.isReady }
  #expect(stop(&supervisor) == [.stopTimedOut("a"), .stopped("a", .signal(SIGKILL))])
}

@Test func `a halted child can be stopped`() throws {
  let stage = try Stage()
  var supervisor = try stage.supervisor([stage.plan("a", polite)])
  _ = drive(&supervisor) { $0.isReady }
  supervisor.children[0].phase.process?.send(SIGSTOP)
  #expect(stop(&supervisor) == [.stopped("a", .code(0))])
}

@Test func `a child that is never ready is killed and tried again, then given up`() throws {
  let stage = try Stage()
  var plan = stage.plan("a", "while :; do sleep 0.02; done")
  plan.startTimeout = 50_000_000
  var supervisor = try stage.supervisor([plan, stage.plan("b", polite)])
  let events = drive(&supervisor) {
    if case .failed = $0.children[0].phase { true } else { false }
  }
  #expect(events.filter { $0 == .startTimedOut("a") }.count == 4)
  _ = stop(&supervisor)
}

@Test func `a mark of readiness of another process does not count`() throws {
  let stage = try Stage()
  var plan = stage.plan("a", "echo 1 > $READY; while :; do sleep 0.02; done")
  plan.startTimeout = 100_000_000
  var supervisor = try stage.supervisor([plan])
  let events = drive(&supervisor) { $0.children[0].restarts == 1 }
  #expect(events.contains(.startTimedOut("a")) && !events.contains(.ready("a")))
  supervisor.kill()
  _ = drive(&supervisor) { $0.isOver }
}

@Test func `a second supervisor of the same service is refused with one sentence`() throws {
  let stage = try Stage()
  var first = try stage.supervisor([stage.plan("a", polite)])
  _ = drive(&first) { $0.isReady }
  let error = #expect(throws: SupervisorError.self) {
    _ = try stage.supervisor([stage.plan("b", polite), stage.plan("a", polite)])
  }
  #expect(
    error == .alreadyRunning(service: "a", directory: stage.directory.path, pid: getpid()))
  #expect(error?.exitCode == .lockHeld)
  // Neither does the refused one keep what it had taken.
  _ = try stage.supervisor([stage.plan("b", polite)])
  let child = first.children[0].phase.process
  #expect(child?.isRunning == true)
  _ = stop(&first)
}

@Test func `supervisors of different services share the data`() throws {
  let stage = try Stage()
  var first = try stage.supervisor([stage.plan("a", polite)])
  _ = drive(&first) { $0.isReady }
  let child = first.children[0].phase.process
  var second = try stage.supervisor([stage.plan("b", polite)])
  _ = drive(&second) { $0.isReady }
  #expect(child?.isRunning == true)
  #expect(stage.directory.supervisor(of: "a") == .current)
  _ = stop(&second)
  #expect(stage.directory.supervisor(of: "b") == nil)
  #expect(stage.directory.supervisor(of: "a") == .current)
  _ = stop(&first)
}

@Test func `a service that has finished is free for another supervisor`() throws {
  let stage = try Stage()
  var first = try stage.supervisor([
    stage.plan("a", ready: false, "exit 0"), stage.plan("b", polite),
  ])
  _ = drive(&first) { $0.isReady && $0.children[0].phase.isOver }
  var second = try stage.supervisor([stage.plan("a", polite)])
  _ = drive(&second) { $0.isReady }
  _ = stop(&second)
  _ = stop(&first)
}

@Test func `a child that others kill is started again however often, and soon`() throws {
  let stage = try Stage()
  var supervisor = try stage.supervisor([stage.plan("a", polite)])
  for kill in 1...12 {
    _ = drive(&supervisor) { $0.isReady }
    supervisor.children[0].phase.process?.send(SIGKILL)
    let events = drive(&supervisor) { $0.children[0].restarts == kill }
    #expect(
      events.contains {
        if case .fell("a", .signal(SIGKILL), let delay) = $0 { delay <= 5_000_000 } else { false }
      })
  }
  _ = stop(&supervisor)
}

@Test func `an executable that is not there is named`() throws {
  let stage = try Stage()
  var supervisor = try stage.supervisor([ServicePlan("a", executable: "/nowhere/a")])
  let events = drive(&supervisor) { $0.isOver }
  let error = SystemError("start", "/nowhere/a", number: ENOENT)
  #expect(events == [.spawnFailed("a", error)])
  #expect(error.sentence == "Cannot start /nowhere/a: No such file or directory.")
}

@Test func `a child gets no blocked signals, no open files, and its text goes to its log`() throws {
  let stage = try Stage()
  // Without a pipe, whose ends the shell has open for a moment.
  let script = """
    grep -E 'SigBlk|SigIgn' /proc/self/status
    ls -x -w 99 /proc/$$/fd
    :
    """
  var supervisor = try stage.supervisor([stage.plan("a", ready: false, script)])
  _ = drive(&supervisor) { $0.isOver }
  let lines = stage.folder.text("data/logs/a.log").split(separator: "\n")
  #expect(lines.first == "SigBlk:\t0000000000000000")
  #expect(lines.last == "0  1  2")
  let ignored = try #require(UInt64(lines[1].dropFirst("SigIgn:\t".count), radix: 16))
  // Signals 32 and 33 belong to the C library, which lets nobody change them.
  #expect(ignored & ~(0b11 << 31) == 0)
}

@Test func `a log file that grows too large is moved aside without losing what is in it`() throws {
  let stage = try Stage()
  let script =
    "trap 'exit 0' TERM; head -c 17000000 /dev/zero | tr '\\0' x; echo $$ > $READY; "
    + "while :; do sleep 0.02; done"
  var supervisor = try stage.supervisor([stage.plan("a", script)])
  let path = stage.directory.logFile(of: "a")
  func size(_ name: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: name)[.size] as? Int) ?? -1
  }
  _ = drive(&supervisor) { _ in size("\(path).1") == 17_000_000 && size(path) == 0 }
  _ = stop(&supervisor)
}

@Test func `services that an earlier supervisor left are ended first`() throws {
  let stage = try Stage()
  var first = try stage.supervisor([stage.plan("a", polite)])
  _ = drive(&first) { $0.isReady }
  let orphan = try #require(first.children[0].phase.process)
  orphan.send(SIGSTOP)
  // The first supervisor dies without stopping anything: its lock is free, its files stay.
  _ = consume first
  _ = try stage.supervisor([stage.plan("b", polite)])
  #expect(orphan.isRunning)
  _ = try stage.supervisor([stage.plan("a", polite)])
  #expect(!orphan.isRunning)
}

@Test(arguments: [
  (ChildExit.code(0), 1, RestartPolicy.Verdict.finished),
  (.code(70), 1, .restart(after: 100)), (.code(70), 2, .restart(after: 200)),
  (.code(75), 3, .restart(after: 400)), (.signal(9), 4, .restart(after: 500)),
  (.code(1), 5, .restart(after: 500)), (.signal(9), 6, .giveUp), (.code(78), 1, .giveUp),
])
func `waits grow up to the longest, and the limit ends it`(
  _ exit: ChildExit, _ failures: Int, _ verdict: RestartPolicy.Verdict
) {
  let policy = RestartPolicy(firstDelay: 100, longestDelay: 500, limit: 5, window: 1000)
  #expect(policy.verdict(after: exit, failures: failures, jitter: 0) == verdict)
}

@Test func `jitter shortens a wait by up to a half`() {
  let policy = RestartPolicy(firstDelay: 100, longestDelay: 500, limit: 5, window: 1000)
  #expect(policy.verdict(after: .code(70), failures: 1, jitter: 1) == .restart(after: 50))
}

@Test func `a signal waits to be taken, and asks to stop`() throws {
  var signals = try Signals([.terminate, .interrupt])
  #expect(signals.next() == nil && !signals.stopRequested)
  pthread_kill(pthread_self(), SIGTERM)
  let taken = signals.next(milliseconds: 1000)
  #expect(taken == .terminate && signals.stopRequested)
  let second = signals.next(milliseconds: 1)
  #expect(second == nil)
}

@Test func `a service says that it is ready, and takes it back`() throws {
  let stage = try Stage()
  let readiness = Readiness(of: "a", in: stage.directory, environment: [:])
  try readiness.announce()
  #expect(stage.directory.isReady("a", process: .current))
  readiness.withdraw()
  #expect(!stage.directory.isReady("a", process: .current))
}

@Test func `the last words of a structured log are its message`() throws {
  let stage = try Stage()
  let script = #"echo '{"level":"error","msg":"The port is \"taken\"","exit":74}'; exit 74"#
  var supervisor = try stage.supervisor([stage.plan("a", script)])
  let events = drive(&supervisor) { $0.isOver }
  #expect(events.last == .gaveUp("a", .code(74), lastLine: "The port is \"taken\""))
}
