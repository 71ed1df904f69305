import Foundation
import ServiceKit
import Testing

extension Acceptance {
  @Suite(.enabled(if: Venue.isBuilt)) struct VenueCommands {
    private static let canary = "invented-secret-8b1f"

    @Test func `a venue is looked at: its address, its clock, its markets, and what a key may do`()
      throws
    {
      try withScratch { scratch in
        let keys = try Self.keyFile(scratch, "careful")
        let venue = try Venue(scratch, ["--key", "careful:\(Self.canary)"])
        let found = try check(scratch, venue, ["--keys", keys])
        #expect(found.code == ExitCode.ok.rawValue, "\(found.printed)\(found.complaints)")
        for word in ["connection", "clock", "spot markets", "linear markets", "cannot withdraw"] {
          #expect(found.printed.contains(word), "\(found.printed)")
        }
        let listed = try scratch.run(
          "martlet", "venue", "instruments", "bybit", "--url", venue.addresses[0])
        #expect(listed.code == 0, "\(listed.complaints)")
        #expect(listed.printed.contains("BTC/USDT:USDT"))
        #expect(listed.printed.contains("ETH/USDT "))
        for ended in [found, listed] {
          #expect(!(ended.printed + ended.complaints).contains(Self.canary))
        }
        #expect(try venue.stop().code == 0)
      }
    }

    @Test func `a key that may withdraw, a wrong one, and one that others can read are refused`()
      throws
    {
      try withScratch { scratch in
        let venue = try Venue(
          scratch, ["--key", "rich:\(Self.canary):read+trade+withdraw", "--unlimited"])
        let rich = try check(scratch, venue, ["--keys", Self.keyFile(scratch, "rich")])
        #expect(rich.code == ExitCode.configuration.rawValue)
        #expect(rich.printed.contains("withdraw: make a key that cannot"), "\(rich.printed)")
        let unknown = try check(scratch, venue, ["--keys", Self.keyFile(scratch, "nobody")])
        #expect(unknown.code == ExitCode.configuration.rawValue)
        #expect(unknown.printed.contains("auth"), "\(unknown.printed)")
        let open = try Self.keyFile(scratch, "open")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: open)
        let refused = try check(scratch, venue, ["--keys", open])
        #expect(refused.code == ExitCode.configuration.rawValue)
        #expect(refused.complaints.contains("chmod 600"), "\(refused.complaints)")
        #expect(!refused.complaints.contains(Self.canary))
        #expect(try venue.stop().code == 0)
      }
    }

    @Test func `a venue that is not there is told in one sentence`() throws {
      try withScratch { scratch in
        let ended = try scratch.run(
          "martlet", "venue", "check", "bybit", "--url", "http://127.0.0.1:1")
        #expect(ended.code == ExitCode.temporary.rawValue)
        #expect(ended.sentences.count == 1, "\(ended.complaints)")
        #expect(ended.complaints.contains("no connection could be made"))
      }
    }

    private func check(_ scratch: Scratch, _ venue: Venue, _ more: [String]) throws -> Ended {
      try scratch.start(
        "martlet", ["venue", "check", "bybit", "--url", venue.addresses[0]] + more
      ).end(within: 60)
    }

    /// An invented key in a file of its own.
    private static func keyFile(_ scratch: Scratch, _ key: String) throws -> String {
      let path = try scratch.write(
        "{\"key\": \"\(key)\", \"secret\": \"\(canary)\"}", to: "\(key).json")
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      return path
    }
  }
}

extension Venue {
  /// Whether the program is there; says so in the output when it is not.
  static let isBuilt: Bool = {
    let program = "\(Surroundings.programs)/venue-simulator"
    let isThere = FileManager.default.isExecutableFile(atPath: program)
    if !isThere { print("skipped: no venue-simulator; build for release first") }
    return isThere
  }()
}
