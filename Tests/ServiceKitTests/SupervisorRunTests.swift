import Foundation
import ServiceKit
import Synchronization
import Testing

@Test func `a run ends with 0 when it is asked to stop`() throws {
  let stage = try Stage()
  var signals = try Signals([.terminate, .interrupt, .childEnded])
  var supervisor = try stage.supervisor([stage.plan("a", polite), stage.plan("b", polite)])
  var story: [String] = []
  let code = supervisor.run(&signals, every: 5) { supervisor, events in
    story += events.map(\.sentence)
    return supervisor.isReady
  }
  #expect(code == .ok)
  #expect(story.suffix(2) == ["b stopped.", "a stopped."])
  #expect(stage.directory.supervisor(of: "a") == nil)
}

@Test func `a run stops in order at the first signal`() throws {
  let stage = try Stage()
  var signals = try Signals([.terminate, .interrupt])
  var supervisor = try stage.supervisor([stage.plan("a", polite)])
  var isAsked = false
  let code = supervisor.run(&signals, every: 5) { supervisor, _ in
    if supervisor.isReady && !isAsked {
      isAsked = true
      pthread_kill(pthread_self(), SIGINT)
    }
    return false
  }
  #expect(code == .ok)
  #expect(stage.folder.text("story") == "start a\nstop a\n")
}

@Test func `a run that gives up a child stops the others and ends with that child's code`() throws {
  let stage = try Stage()
  var signals = try Signals([.terminate])
  var supervisor = try stage.supervisor([
    stage.plan("a", polite), stage.plan("b", "echo 'the port is taken' >&2; exit 78"),
    stage.plan("c", polite),
  ])
  var story: [String] = []
  let code = supervisor.run(&signals, every: 5) { _, events in
    story += events.map(\.sentence)
    return false
  }
  #expect(code == .configuration)
  #expect(
    story.contains(
      "b ended (exit 78: The configuration or the stored data are wrong.) and is not started "
        + "again: the port is taken"))
  #expect(stage.folder.text("story") == "start a\nstop a\n")
}

@Test func `no service outlives its supervisor`() throws {
  let stage = try Stage()
  let child = Mutex<ProcessIdentity?>(nil)
  let supervisor = Thread {
    // The thread stands for the process: children die with the thread that made them.
    guard var supervisor = try? stage.supervisor([stage.plan("a", polite)]) else { return }
    _ = drive(&supervisor) { $0.isReady }
    let process = supervisor.children[0].phase.process
    child.withLock { $0 = process }
  }
  supervisor.start()
  let deadline = SystemClock.monotonic() + 10_000_000_000
  while !stage.folder.text("story").contains("stop a") && SystemClock.monotonic() < deadline {
    SystemClock.sleep(nanoseconds: 5_000_000)
  }
  #expect(stage.folder.text("story") == "start a\nstop a\n")
  let process = child.withLock { $0 }
  #expect(process != nil && process?.isRunning == false)
}
