import Foundation
import Testing

/// Which folder may import what; the table of ARCHITECTURE.md, checked against the sources.
@Suite struct LayerTests {
  static let tree = SourceTree()

  /// Modules of the toolchain that shared code may use anywhere.
  static let free: Set<String> = ["Synchronization"]

  static let layers: [(folder: String, allowed: Set<String>)] = [
    ("Shared/Quantities", []),
    ("Shared/Statistics", []),
    ("Shared/Digest", ["COpenSSL"]),
    ("Shared/Requests", ["Quantities"]),
    (
      "Shared/Transport",
      ["Quantities", "Requests", "Digest", "CCurl", "CNet", "CZlib", "CSys", "Glibc"]
    ),
    ("Shared/Events", ["Quantities", "Digest"]),
    ("Shared/EventSourcing", ["Quantities", "Events", "Digest"]),
    ("Shared/EventLog", ["Events", "EventSourcing", "Digest", "CSQLite", "CSys", "Glibc"]),
    (
      "Shared/Bus",
      ["Quantities", "Events", "EventSourcing", "Digest", "CZMQ", "CSys", "Glibc"]
    ),
    ("Shared/Venues", ["Quantities", "Requests", "Events", "Digest"]),
    (
      "Shared/VenueLink",
      ["Quantities", "Requests", "Events", "Venues", "Transport", "Digest", "Glibc"]
    ),
    (
      "Shared/ServiceKit",
      [
        "Quantities", "Events", "EventSourcing", "EventLog", "Bus", "Digest", "CSys", "Glibc",
        "Foundation",
      ]
    ),
    (
      "Services/MarketData/Files",
      ["MarketDataCore", "Quantities", "Events", "Digest", "CZlib", "Glibc"]
    ),
    (
      "Services/MarketData/Live",
      ["Quantities", "Events", "EventSourcing", "Venues", "MarketDataCore"]
    ),
    ("Services/Execution/PaperVenue", ["Quantities", "Events", "EventSourcing"]),
    ("Services/VenueSimulator/Core", ["Quantities", "Events", "PaperVenue"]),
    ("Services/VenueSimulator/Bybit", ["Quantities", "Digest", "Venues", "VenueSimulatorCore"]),
    (
      "Services/Execution/Desk",
      ["Quantities", "Requests", "Events", "EventSourcing", "Venues", "ExecutionCore"]
    ),
  ]

  @Test(arguments: layers.map(\.folder))
  func `a module imports only what is below it`(folder: String) throws {
    let allowed = try #require(Self.layers.first { $0.folder == folder }).allowed
    let files = Self.tree.swiftFiles(under: folder)
    #expect(!files.isEmpty)
    for file in files {
      let foreign = Set(file.imports).subtracting(allowed).subtracting(Self.free)
      #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted())")
    }
  }

  @Test func `a core imports only quantities, statistics, events and event sourcing`() {
    // The venue simulator is a venue, not a decider; its core has the paper venue for its engine.
    for service in Self.tree.folders(in: "Services") where service != "VenueSimulator" {
      for file in Self.tree.swiftFiles(under: "Services/\(service)/Core") {
        let foreign = Set(file.imports).subtracting([
          "Quantities", "Statistics", "Events", "EventSourcing",
        ])
        #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted())")
      }
    }
  }

  @Test func `no service imports another; only the command line assembles them`() {
    let services = Self.tree.folders(in: "Services")
    for service in services where service != "Martlet" {
      for file in Self.tree.swiftFiles(under: "Services/\(service)") {
        for other in services where other != service {
          #expect(
            !file.imports.contains { $0.hasPrefix(other) }, "\(file.path) imports from \(other)")
        }
      }
    }
  }

  @Test func `nothing in Shared imports a service`() {
    let modules = Self.tree.folders(in: "Services")
    for file in Self.tree.swiftFiles(under: "Shared") {
      for module in modules {
        #expect(!file.imports.contains("\(module)Core"), "\(file.path) imports \(module)Core")
      }
    }
  }

  @Test(arguments: ["Services", "Shared", "Tests"])
  func `every room has a row in its README`(folder: String) {
    let readme = Self.tree.text(of: "\(folder)/README.md")
    for room in Self.tree.folders(in: folder) {
      #expect(readme.contains("`\(room)"), "\(folder)/README.md has no row for \(room)")
    }
  }
}
