import Foundation
import Testing

@Suite struct TidyTests {
  static let tree = SourceTree()

  static var files: [SourceFile] {
    ["Shared", "Services", "Tests"].flatMap { tree.swiftFiles(under: $0) }
  }

  /// Files that may be long, each with the reason.
  static let long: [String: String] = [
    "Shared/Events/Catalogue/Event.swift": "one row for each event in each switch"
  ]

  @Test func `no file is over four hundred lines`() {
    for file in Self.files where Self.long[file.path] == nil {
      #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func `names say what a thing is`() {
    let pattern = /(struct|class|enum|protocol) \w*(Manager|Helper|Util|Utils|Impl)\b/
    for file in Self.files where file.path != "Tests/ArchitectureTests/TidyTests.swift" {
      for line in file.code.split(separator: "\n") where line.contains(pattern) {
        Issue.record("\(file.path): \(line)")
      }
    }
  }

  @Test func `unsafe code stands only where a C library or raw bytes are wrapped`() {
    let allowed = [
      "Shared/Digest", "Shared/Events/JSON", "Shared/Events/Envelope", "Shared/Events/Catalogue",
      "Shared/EventLog", "Shared/Bus", "Shared/VenueLink", "Shared/ServiceKit", "Shared/Quantities",
      "Shared/Transport",
      "Services/MarketData/Files", "Services/Journal/Service", "Services/Martlet",
      "Services/VenueSimulator/Service", "Tests",
    ]
    for file in Self.files where !allowed.contains(where: { file.path.hasPrefix($0) }) {
      #expect(!file.code.contains("unsafe "), "\(file.path) has unsafe code")
    }
  }
}
