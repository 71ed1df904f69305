import Foundation
import Testing

extension Acceptance {
  @Suite(.enabled(if: ForeignPackages.arePresent)) struct ForeignClients {
    @Test func `clients made for the real exchange trade at the simulated one`() throws {
      try withScratch { scratch in
        let truth = scratch.path + "/truth.jsonl"
        let venue = try Venue(scratch, ["--truth", truth, "--unlimited"])
        let client = try Running(
          "/usr/bin/env",
          [
            "PYTHONPATH=\(ForeignPackages.folder)", "python3", "-u",
            ForeignPackages.script,
          ]
            + venue.addresses,
          output: scratch.path + "/clients")
        defer { client.kill() }
        let ended = try client.end(within: 240)
        #expect(ended.code == 0, "\(ended.printed.suffix(400))\(ended.complaints.suffix(1_500))")
        let steps = ended.printed.split(separator: "\n").filter { $0.hasPrefix("ok ") }
        #expect(steps.count >= 60)
        let lines = try String(contentsOfFile: truth, encoding: .utf8).split(separator: "\n")
        #expect(lines.contains { $0.contains("\"kind\":\"execution\"") })
        #expect(try venue.stop().code == 0)
      }
    }
  }
}

/// Clients of others, which are no part of the project.
enum ForeignPackages {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

  /// The program that has them trade.
  static let script = tests.path + "/Foreign/clients.py"

  /// Where `Tools/install-foreign-clients` puts them.
  static let folder = tests.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: ".build/share/foreign-clients").path

  /// Whether they are there; says so in the output when they are not.
  static let arePresent: Bool = {
    let areThere = FileManager.default.fileExists(atPath: folder + "/.installed")
    if !areThere { print("skipped: no ccxt and no pybit, run Tools/install-foreign-clients") }
    let venue = "\(Surroundings.programs)/venue-simulator"
    let isBuilt = FileManager.default.isExecutableFile(atPath: venue)
    if !isBuilt { print("skipped: no venue-simulator; build for release first") }
    return areThere && isBuilt
  }()
}

/// A running venue simulator.
struct Venue {
  private let process: Running
  /// Where it listens: HTTP, streams, control.
  let addresses: [String]
  /// The line in which it says so.
  let announcement: String

  init(_ scratch: Scratch, _ arguments: [String]) throws {
    let process = try scratch.start("venue-simulator", arguments)
    self.process = process
    try wait(seconds: 30, for: "the venue's addresses: \(process.complaints)") {
      process.printed.contains("\n")
    }
    let line = try #require(process.printed.split(separator: "\n").first)
    announcement = String(line)
    let told = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    addresses = try ["rest", "streams", "control"].map { try #require(told?[$0] as? String) }
  }

  /// Sends it a signal, such as one that lets it sleep.
  func send(_ signal: Int32) { process.send(signal) }

  /// Asks it to stop.
  func stop() throws -> Ended {
    process.send(SIGTERM)
    return try process.end(within: 10)
  }
}
