import Digest
import Glibc

extension Endpoints {
  /// The longest path of a socket in the file system.
  static let longestPath = 107

  /// The endpoints to listen at; for tcp without ports the ones of the last time, else wildcards.
  static func choose(_ transport: Transport, dataDirectory: String) throws(BusError) -> Endpoints {
    try PrivateFiles.makeDirectory(dataDirectory + "/run", othersMayLook: true)
    switch transport {
    case .ipc:
      let directory = try socketDirectory(dataDirectory: dataDirectory)
      return Endpoints(
        append: "ipc://\(directory)/append.ipc", read: "ipc://\(directory)/read.ipc",
        publish: "ipc://\(directory)/publish.ipc")
    case .tcp(let ports?):
      return Endpoints(
        append: "tcp://127.0.0.1:\(ports.append)", read: "tcp://127.0.0.1:\(ports.read)",
        publish: "tcp://127.0.0.1:\(ports.publish)")
    case .tcp(nil):
      if let last = try? Endpoints(dataDirectory: dataDirectory), last.append.hasPrefix("tcp:") {
        return last
      }
      return Endpoints(
        append: "tcp://127.0.0.1:*", read: "tcp://127.0.0.1:*", publish: "tcp://127.0.0.1:*")
    }
  }

  /// Where order books are told.
  static func books(dataDirectory: String) throws(BusError) -> String {
    try PrivateFiles.makeDirectory(dataDirectory + "/run", othersMayLook: true)
    return "ipc://\(try socketDirectory(dataDirectory: dataDirectory))/books.ipc"
  }

  /// The data directory's own `run`, or a short one under /tmp when that path is too long.
  private static func socketDirectory(dataDirectory: String) throws(BusError) -> String {
    let own = dataDirectory + "/run"
    let absolute = own.hasPrefix("/") ? own : absolutePath(own)
    if (absolute + "/publish.ipc").utf8.count <= longestPath, !absolute.contains("\"") {
      return absolute
    }
    let base = "/tmp/martlet-\(geteuid())"
    try PrivateFiles.makeDirectory(base)
    let name = SHA256.hash(Array(absolute.utf8)).description.prefix(16)
    try PrivateFiles.makeDirectory("\(base)/\(name)")
    return "\(base)/\(name)"
  }

  private static func absolutePath(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
