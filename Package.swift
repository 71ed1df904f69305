// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every Swift target.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .enableExperimentalFeature("Lifetimes"),
]

func shared(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Shared/\(name)", swiftSettings: strict,
    linkerSettings: [.linkedLibrary("m")])
}

func system(_ name: String, _ package: String) -> Target {
  .systemLibrary(name: name, path: "Shared/\(name)", providers: [.apt([package])])
}

/// What a pure decider may see; nothing else.
let pure: [Target.Dependency] = ["Quantities", "Events", "EventSourcing"]

func core(_ service: String, also: [Target.Dependency] = []) -> Target {
  .target(
    name: "\(service)Core", dependencies: pure + also, path: "Services/\(service)/Core",
    swiftSettings: strict)
}

func service(_ service: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: "\(service)Service", dependencies: pure + dependencies,
    path: "Services/\(service)/Service", swiftSettings: strict)
}

func tests(
  _ module: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(module)Tests", dependencies: dependencies + ["TestSupport"],
    path: "Tests/\(module)Tests", exclude: exclude, swiftSettings: strict)
}

let deciders: [Target.Dependency] = [
  "IndicatorCore", "SignalCore", "RiskCore", "ExecutionCore", "PaperVenue", "LedgerCore",
]

let package = Package(
  name: "martlet",
  products: [
    .executable(name: "martlet", targets: ["MartletCommand"]),
    .executable(name: "journal", targets: ["JournalService"]),
    .executable(name: "market-data", targets: ["MarketDataService"]),
    .executable(name: "indicator", targets: ["IndicatorService"]),
    .executable(name: "signal", targets: ["SignalService"]),
    .executable(name: "risk", targets: ["RiskService"]),
    .executable(name: "execution", targets: ["ExecutionService"]),
    .executable(name: "ledger", targets: ["LedgerService"]),
    .executable(name: "venue-simulator", targets: ["VenueSimulatorService"]),
  ],
  targets: [
    system("CZMQ", "libzmq3-dev"),
    system("CSQLite", "libsqlite3-dev"),
    system("COpenSSL", "libssl-dev"),
    system("CZlib", "zlib1g-dev"),
    system("CCurl", "libcurl4-openssl-dev"),
    system("CMicrohttpd", "libmicrohttpd-dev"),
    .target(name: "CSys", path: "Shared/CSys"),
    .target(name: "CNet", dependencies: ["CCurl"], path: "Shared/CNet"),

    shared("Quantities"),
    shared("Statistics"),
    shared("Digest", ["COpenSSL"]),
    shared("Requests", ["Quantities"]),
    shared("Events", ["Quantities", "Digest"]),
    shared("EventSourcing", ["Quantities", "Events", "Digest"]),
    shared("EventLog", ["Events", "EventSourcing", "Digest", "CSQLite", "CSys"]),
    shared(
      "Transport", ["Quantities", "Requests", "Digest", "CCurl", "CNet", "CZlib", "CSys"]),
    shared("Bus", ["Quantities", "Events", "EventSourcing", "Digest", "CZMQ", "CSys"]),
    shared("Venues", ["Quantities", "Requests", "Events", "Digest"]),
    shared(
      "VenueLink", ["Quantities", "Requests", "Events", "Venues", "Transport", "Digest"]),
    shared(
      "ServiceKit", ["Quantities", "Events", "EventSourcing", "EventLog", "Bus", "Digest", "CSys"]),

    core("Journal"),
    core("Indicator", also: ["Statistics"]), core("Signal"),
    core("Risk", also: ["Statistics"]), core("Execution"), core("Ledger"),
    core("MarketData"),
    .target(
      name: "PaperVenue", dependencies: pure, path: "Services/Execution/PaperVenue",
      swiftSettings: strict),
    .target(
      name: "OrderDesk", dependencies: pure + ["Requests", "Venues", "ExecutionCore"],
      path: "Services/Execution/Desk", swiftSettings: strict),
    .target(
      name: "MarketDataFiles",
      dependencies: ["MarketDataCore", "Quantities", "Events", "Digest", "CZlib"],
      path: "Services/MarketData/Files", swiftSettings: strict),

    .target(
      name: "MarketDataLive", dependencies: pure + ["Venues", "MarketDataCore"],
      path: "Services/MarketData/Live", swiftSettings: strict),

    core("VenueSimulator", also: ["PaperVenue"]),
    .target(
      name: "VenueSimulatorBybit",
      dependencies: ["VenueSimulatorCore", "Venues", "Quantities", "Digest"],
      path: "Services/VenueSimulator/Bybit", swiftSettings: strict),

    service("Journal", ["JournalCore", "EventLog", "Bus", "ServiceKit"]),
    service(
      "MarketData",
      [
        "MarketDataCore", "MarketDataFiles", "MarketDataLive", "Bus", "ServiceKit", "Requests",
        "Venues", "VenueLink", "Transport",
      ]),
    service("Indicator", ["IndicatorCore", "ServiceKit"]),
    service("Signal", ["SignalCore", "ServiceKit"]),
    service("Risk", ["RiskCore", "ServiceKit"]),
    service(
      "Execution",
      [
        "ExecutionCore", "PaperVenue", "OrderDesk", "Requests", "Venues", "VenueLink", "Transport",
        "Digest", "ServiceKit",
      ]),
    service("Ledger", ["LedgerCore", "ServiceKit"]),

    service(
      "VenueSimulator",
      ["VenueSimulatorCore", "VenueSimulatorBybit", "ServiceKit", "Transport", "CMicrohttpd"]),

    .target(
      name: "Assembly",
      dependencies: pure + deciders + ["MarketDataCore", "MarketDataFiles", "Digest"],
      path: "Services/Martlet/Assembly", swiftSettings: strict),
    .executableTarget(
      name: "MartletCommand",
      dependencies: pure + [
        "Assembly", "EventLog", "Bus", "ServiceKit", "CSys", "Digest", "IndicatorCore",
        "LedgerCore", "SignalCore", "MarketDataCore", "MarketDataFiles", "Statistics", "Venues",
        "VenueLink",
      ],
      path: "Services/Martlet/Command",
      resources: ["chart.html", "chart.css", "marks.js", "layers.js", "panes.js", "controls.js"].map
      {
        .embedInCode("Chart/Page/\($0)")
      },
      swiftSettings: strict),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .target(
      name: "Simulation",
      dependencies: pure + deciders + [
        "JournalCore", "Bus", "ServiceKit", "Digest", "MarketDataCore",
        "OrderDesk", "Venues",
      ],
      path: "Tests/Simulator/World", swiftSettings: strict),
    .executableTarget(
      name: "simulator", dependencies: ["Simulation"], path: "Tests/Simulator/Program",
      swiftSettings: strict),
    tests(
      "Simulation",
      ["Simulation", "JournalCore", "Bus", "LedgerCore", "Venues", "Digest"] + pure),
    tests("Quantities", ["Quantities"]),
    tests("Statistics", ["Statistics"]),
    tests("Events", ["Events", "Quantities", "Digest"]),
    tests("EventSourcing", ["EventSourcing", "Events", "Quantities", "Digest"]),
    tests(
      "EventLog",
      ["EventLog", "EventSourcing", "Events", "Digest", "CSQLite", "crash-workload"]),
    tests("Transport", ["Transport", "Requests", "Quantities"]),
    tests("Bus", ["Bus", "EventSourcing", "Events", "Digest", "CZMQ"]),
    tests("Venues", ["Venues", "Requests", "Events", "Quantities", "Digest"]),
    tests(
      "VenueLink",
      ["VenueLink", "Venues", "Transport", "Requests", "Events", "Quantities", "Digest"]),
    tests("ServiceKit", ["ServiceKit", "Events", "Quantities"]),
    tests(
      "Journal",
      ["JournalCore", "JournalService", "Bus", "EventLog", "ServiceKit", "Digest"] + pure),
    tests("Indicator", ["IndicatorCore", "MarketDataCore", "MarketDataFiles"] + pure),
    tests(
      "Signal", ["SignalCore", "IndicatorCore", "MarketDataCore", "MarketDataFiles"] + pure),
    tests("Risk", ["RiskCore", "Statistics"] + pure),
    tests("Execution", ["ExecutionCore", "PaperVenue"] + pure),
    tests(
      "Desk",
      ["OrderDesk", "ExecutionCore", "ExecutionService", "Requests", "Venues", "Digest"] + pure),
    tests("Ledger", ["LedgerCore", "MartletCommand", "EventLog", "Statistics"] + pure),
    tests(
      "MarketData",
      ["MarketDataCore", "MarketDataFiles", "MarketDataLive", "Venues", "Digest"] + pure),
    tests(
      "VenueSimulator",
      ["VenueSimulatorCore", "VenueSimulatorBybit", "PaperVenue", "Venues"] + pure),
    tests(
      "Assembly",
      ["Assembly", "MarketDataCore", "MarketDataFiles", "ServiceKit", "Digest"] + pure + deciders),
    tests(
      "Chart",
      [
        "MartletCommand", "IndicatorCore", "MarketDataCore", "MarketDataFiles", "ServiceKit",
        "Digest",
      ]
        + pure),
    tests("Architecture", []),
    tests(
      "Acceptance",
      [
        "Assembly", "EventLog", "Bus", "ServiceKit", "Digest", "MarketDataCore",
        "MarketDataFiles", "CSQLite", "Requests", "Transport", "Venues", "VenueLink",
      ] + pure,
      exclude: ["Foreign"]),

    .executableTarget(
      name: "crash-workload", dependencies: ["EventLog", "EventSourcing", "Events"],
      path: "Tests/CrashPoints/Workload", swiftSettings: strict),
    .target(name: "Counting", path: "Tests/Benchmarks/Counting"),
    .executableTarget(
      name: "benchmarks",
      dependencies: pure + deciders + [
        "Assembly", "EventLog", "Bus", "ServiceKit", "Digest", "CSQLite", "CSys",
        "MarketDataCore", "MarketDataFiles", "Counting", "Requests", "Transport",
        "Venues", "VenueLink",
      ],
      path: "Tests/Benchmarks/Program", swiftSettings: strict),
  ]
)

// Programs of the fuzzer have no `main` of their own and link only with its sanitizer:
// MARTLET_FUZZ=1 swift build --sanitize=fuzzer --product EventFuzz --scratch-path .build/fuzz
if Context.environment["MARTLET_FUZZ"] != nil {
  let programs: [(String, [Target.Dependency])] = [
    ("EventFuzz", ["Events"]), ("TransportFuzz", ["Transport", "Quantities"]),
    ("VenueFuzz", ["Venues", "Events", "Quantities", "Digest"]),
  ]
  for (name, subjects) in programs {
    package.targets.append(
      .executableTarget(
        name: name, dependencies: subjects, path: "Tests/Fuzz/\(name)",
        swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
  }
}

// Who plants bugs builds only the tests that are to notice them, and what those need.
if let wanted = Context.environment["MARTLET_TEST_TARGETS"]?.split(separator: ",").map(String.init)
{
  let needed = package.targets.reachable(from: wanted)
  package.targets.removeAll { !needed.contains($0.name) }
  package.products.removeAll { _ in true }
}

extension [Target] {
  /// The names of the targets that some depend on, themselves included.
  func reachable(from names: [String]) -> Set<String> {
    var found = Set(names)
    var open = names
    while let name = open.popLast() {
      for dependency in first(where: { $0.name == name })?.dependencies ?? [] {
        let next: String
        switch dependency {
        case .byNameItem(let name, _), .targetItem(let name, _): next = name
        case .productItem, _: continue
        }
        if found.insert(next).inserted { open.append(next) }
      }
    }
    return found
  }
}
