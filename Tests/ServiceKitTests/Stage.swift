import ServiceKit
import Testing

/// A supervisor over shell scripts. All is synchronous: children die with the thread that made
/// them, and a suspended test may go on with another.
struct Stage: Sendable {
  let folder: Folder
  let directory: DataDirectory

  init() throws {
    folder = try Folder()
    directory = try DataDirectory.create(at: "\(folder.path)/data")
  }

  /// A service that runs this script with the folder as `$D`.
  func plan(_ name: String, ready: Bool = true, _ script: String) -> ServicePlan {
    var plan = ServicePlan(
      name, executable: "/bin/sh", arguments: ["-c", script],
      environment: [
        "D": folder.path, "NAME": name, "READY": directory.readyFile(of: name),
      ],
      announcesReadiness: ready)
    plan.stopTimeout = 2_000_000_000
    return plan
  }

  static let policy = RestartPolicy(
    firstDelay: 5_000_000, longestDelay: 20_000_000, limit: 3, window: 60_000_000_000)

  func supervisor(_ plans: [ServicePlan]) throws -> Supervisor {
    try Supervisor(plans, in: directory, policy: Self.policy)
  }
}

/// A well-behaved service: it writes when it starts and when it stops.
let polite = """
  trap 'echo "stop $NAME" >> $D/story; exit 0' TERM
  echo "start $NAME" >> $D/story; echo $$ > $READY
  while :; do sleep 0.02; done
  """

/// Takes turns until something holds, at most ten seconds; gives all that happened.
func drive(
  _ supervisor: inout Supervisor, until holds: (borrowing Supervisor) -> Bool
) -> [SupervisorEvent] {
  var events: [SupervisorEvent] = []
  let deadline = SystemClock.monotonic() + 10_000_000_000
  while !holds(supervisor) {
    guard SystemClock.monotonic() < deadline else {
      Issue.record("ten seconds passed; so far: \(events)")
      break
    }
    events += supervisor.turn()
    SystemClock.sleep(nanoseconds: 2_000_000)
  }
  return events
}
