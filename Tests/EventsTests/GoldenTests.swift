import Events
import Foundation
import Testing

/// The bytes of every type and version, as they were when the version was made.
///
/// A change here is a change of the log's format: it wants a new version and an upcaster. Only a
/// new type may add a line: `MARTLET_GOLDEN=write swift test --filter GoldenTests`.
@Suite struct GoldenTests {
  private var path: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Golden/events.jsonl").path
  }

  @Test func `the bytes of every event are the golden ones`() throws {
    let lines = EventType.allCases.map { type in
      #"{"type":"\#(type.rawValue)","version":\#(type.version),"payload":"#
        + String(decoding: Event.random(type, seed: 1).json, as: UTF8.self) + "}"
    }
    if ProcessInfo.processInfo.environment["MARTLET_GOLDEN"] == "write" {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
    }
    let golden = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n").map(String.init)
    #expect(lines == golden)
  }
}
