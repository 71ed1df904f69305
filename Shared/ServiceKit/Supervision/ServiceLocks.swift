/// The locks of the services that one supervisor runs; each names the supervisor.
///
/// One lock for each service, so that several supervisors can share a data directory: a service
/// alone beside the others, but never the same service twice.
struct ServiceLocks {
  /// An array cannot hold what has one owner, so each lock has an object around it.
  private final class Holder {
    let lock: FileLock
    init(_ lock: consuming FileLock) { self.lock = lock }
  }

  private var held: [String: Holder] = [:]

  /// Takes the locks of all services, or none of them.
  init(of services: [String], in directory: DataDirectory) throws(SupervisorError) {
    for service in services {
      guard let lock = try Self.take(service, in: directory) else {
        throw .alreadyRunning(
          service: service, directory: directory.path, pid: directory.supervisor(of: service)?.pid)
      }
      held[service] = Holder(lock)
    }
  }

  private static func take(
    _ service: String, in directory: DataDirectory
  ) throws(SupervisorError) -> FileLock? {
    do throws(SystemError) {
      guard let lock = try FileLock.take(directory.lockFile(of: service)) else { return nil }
      try lock.write(ProcessIdentity.current.text)
      return lock
    } catch {
      throw .system(error)
    }
  }

  /// Leaves a service to whoever wants it.
  mutating func free(_ service: String) {
    try? held[service]?.lock.write("")
    held[service] = nil
  }
}
