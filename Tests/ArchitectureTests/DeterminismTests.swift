import Foundation
import Testing

/// Words that a decider must not know: each would let two runs differ.
@Suite struct DeterminismTests {
  static let tree = SourceTree()

  static let banned = [
    "Date(", "random(", "async ", "await ", "UUID()", "Task", "Foundation", "Glibc",
    "ContinuousClock", "SuspendingClock", "DispatchQueue", "Thread", "getenv", "print(",
    "hashValue", "try?", "assert(",
  ]

  static var deciders: [SourceFile] {
    ["Indicator", "Signal", "Risk", "Execution", "Ledger", "Journal", "MarketData"].flatMap {
      tree.swiftFiles(under: "Services/\($0)/Core")
    } + tree.swiftFiles(under: "Services/Execution/PaperVenue")
      + tree.swiftFiles(under: "Services/MarketData/Live")
      + tree.swiftFiles(under: "Shared/Statistics")
  }

  @Test func `a simulated venue knows no clock either, and draws from its seed alone`() {
    let files = ["Core", "Bybit"].flatMap {
      Self.tree.swiftFiles(under: "Services/VenueSimulator/\($0)")
    }
    #expect(files.count > 20)
    for file in files {
      for word in Self.banned where file.code.contains(word) {
        Issue.record("\(file.path) says \(word)")
      }
    }
  }

  @Test func `a decider knows no clock, no chance, no concurrency and no outside world`() {
    #expect(Self.deciders.count > 20)
    for file in Self.deciders {
      for word in Self.banned where file.code.contains(word) {
        Issue.record("\(file.path) says \(word)")
      }
    }
  }

  @Test func `the order desk is as pure, though it may look things up`() {
    for file in Self.tree.swiftFiles(under: "Services/Execution/Desk") {
      for word in Self.banned where file.code.contains(word) {
        Issue.record("\(file.path) says \(word)")
      }
      // The order of a dictionary or a set may reach nothing: none is walked through.
      for line in file.code.split(separator: "\n")
      where line.contains(/for .* in (slips|names|venueNames|fills|externals|expected)\b/) {
        Issue.record("\(file.path): \(line)")
      }
    }
  }

  @Test func `a decider keeps no dictionary and no set, whose order differs between processes`() {
    let pattern = /\bDictionary<|\bSet<|: \[\w+: \w+\]|\[\w+: \w+\]\(\)/
    // The journal's core decides an order, not answers; it asks sets only whether they hold a type.
    for file in Self.deciders where !file.path.hasPrefix("Services/Journal") {
      for line in file.code.split(separator: "\n") where line.contains(pattern) {
        Issue.record("\(file.path): \(line)")
      }
    }
  }

  /// Where statistics, which are binary, are turned into the exact numbers that are compared.
  static let statistical = "Services/Risk/Core/Risk+Statistics.swift"

  @Test func `money's side of the house has no doubles`() {
    for folder in [
      "Services/Ledger/Core", "Services/Execution/PaperVenue", "Services/Execution/Desk",
      "Services/Risk/Core",
    ] {
      for file in Self.tree.swiftFiles(under: folder)
      where file.path != Self.statistical && file.code.contains("Double") {
        Issue.record("\(file.path) says Double")
      }
    }
  }

  @Test func `risk turns to statistics in one place alone`() {
    for file in Self.tree.swiftFiles(under: "Services/Risk/Core")
    where file.path != Self.statistical {
      #expect(!file.imports.contains("Statistics"), "\(file.path) imports Statistics")
      #expect(!file.code.contains(".double"), "\(file.path) makes binary numbers")
    }
  }
}
