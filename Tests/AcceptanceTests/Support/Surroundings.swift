import Foundation

/// What the tests find around them: programs, recorded candles, how long they may take.
enum Surroundings {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the programs under test: `MARTLET_TEST_BIN`, or the package's release build.
  static let programs: String =
    ProcessInfo.processInfo.environment["MARTLET_TEST_BIN"]
    ?? root.appending(path: ".build/release").path

  /// The services, in the order in which a session starts them.
  static let services = [
    "journal", "ledger", "execution", "risk", "signal", "indicator", "market-data",
  ]

  /// Whether the programs are there; says so in the output when they are not.
  static let hasPrograms: Bool = {
    let missing = (services + ["martlet"]).filter {
      !FileManager.default.isExecutableFile(atPath: "\(programs)/\($0)")
    }
    if missing.isEmpty { return true }
    print("skipped: no \(missing.joined(separator: ", ")) in \(programs); build for release first")
    return false
  }()

  /// Whether the venue simulator is there too; says so when it is not.
  static let hasSimulator: Bool = {
    let isThere = FileManager.default.isExecutableFile(atPath: "\(programs)/venue-simulator")
    if !isThere { print("skipped: no venue-simulator in \(programs); build for release first") }
    return isThere
  }()

  /// The folder of recorded candles: `MARTLET_TEST_DATA`, or the one beside the package.
  static let recordings: String = {
    let named = ProcessInfo.processInfo.environment["MARTLET_TEST_DATA"]
    return (named ?? root.appending(path: "../shared").standardized.path) + "/data"
  }()

  /// Whether recorded candles are there; says so in the output when they are not.
  static let hasRecordings: Bool = {
    let found = FileManager.default.fileExists(atPath: recordings)
    if !found { print("skipped: no recorded candles, set MARTLET_TEST_DATA") }
    return found
  }()

  /// Whether a file system of a chosen size can be mounted; says so when it cannot.
  static let canMount: Bool = {
    let isRoot = geteuid() == 0
    if !isRoot { print("skipped: only root can mount a small disk") }
    return isRoot
  }()

  /// More kills and more seeds: `MARTLET_TEST_LONG=1`.
  static let isLong = ProcessInfo.processInfo.environment["MARTLET_TEST_LONG"] == "1"
}
