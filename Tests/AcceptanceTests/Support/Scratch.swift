import Foundation
import ServiceKit

/// A directory of its own for a test; all that was started in it is killed at its end.
final class Scratch {
  let path: String
  private var running: [Running] = []

  fileprivate init() throws {
    path = "/tmp/martlet-acceptance.\(getpid()).\(UInt32.random(in: 0...(.max)))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  /// Starts a program of the suite.
  func start(_ program: String, _ arguments: String...) throws -> Running {
    try start(program, arguments)
  }

  /// Starts a program of the suite.
  func start(
    _ program: String, _ arguments: [String], variables: [String: String] = [:]
  ) throws -> Running {
    let process = try Running(
      "\(Surroundings.programs)/\(program)", arguments, output: "\(path)/output.\(running.count)",
      variables: variables)
    running.append(process)
    return process
  }

  /// Runs a program of the suite to its end, which must come in time.
  func run(_ program: String, _ arguments: String..., seconds: Double = 60) throws -> Ended {
    try start(program, arguments).end(within: seconds)
  }

  /// Writes a file and gives back its path.
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }

  /// Where a session can have its data; nothing is there yet.
  func data(_ name: String = "data") -> String { "\(path)/\(name)" }

  fileprivate func close() {
    for process in running { process.kill() }
    for folder in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
      guard let directory = try? DataDirectory.existing(at: "\(path)/\(folder)") else { continue }
      for service in Surroundings.services { directory.process(of: service)?.send(SIGKILL) }
    }
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// Gives a test a directory, and cleans up behind it.
func withScratch<R>(_ body: (Scratch) throws -> R) throws -> R {
  let scratch = try Scratch()
  defer { scratch.close() }
  return try body(scratch)
}
