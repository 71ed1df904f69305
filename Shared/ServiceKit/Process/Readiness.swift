import CSys
import Glibc

/// How a service says that it can do its work, or that it stops.
///
/// Two listeners: the supervisor looks for DIR/run/SERVICE.ready with the service's pid in it;
/// systemd, if it started us, gets `READY=1` at the socket in NOTIFY_SOCKET.
public struct Readiness: Sendable {
  let path: String
  let socket: String?

  /// The announcement of `service` in `directory`.
  public init(
    of service: String, in directory: DataDirectory,
    environment: [String: String] = Environment.current
  ) {
    path = directory.readyFile(of: service)
    socket = environment["NOTIFY_SOCKET"]
  }

  /// Says that the service is ready.
  public func announce() throws(SystemError) {
    try WholeFile.replace(path, with: ProcessIdentity.current.text)
    tell("READY=1")
  }

  /// Says that the service stops; it is not ready any more.
  public func withdraw() {
    WholeFile.remove(path)
    tell("STOPPING=1")
  }

  /// A sentence for `systemctl status`.
  public func status(_ sentence: String) { tell("STATUS=\(sentence.prefix(1000))") }

  /// Says that the loop still turns; call it from the loop itself, so that a stuck loop is found.
  public func alive() { tell("WATCHDOG=1") }

  private func tell(_ line: String) {
    // A listener that has gone is no reason to stop trading.
    if let socket { _ = unsafe csys_notify(socket, line) }
  }
}
