import Events
import Foundation
import ServiceKit
import Testing

extension Acceptance {
  @Suite(.serialized, .enabled(if: Venue.isBuilt)) struct VenueKeys {
    @Test(arguments: ["read+trade+withdraw", "read"])
    func `a key that may withdraw, or may not trade, ends execution before any order`(
      permissions: String
    ) throws {
      try withScratch { scratch in
        let stage = try VenueStage(scratch, permissions: permissions)
        let ended = try stage.launch("execution").end(within: 30)
        #expect(ended.code == ExitCode.configuration.rawValue, "\(ended.complaints)")
        #expect(ended.complaints.contains("The key may"), "\(ended.complaints)")
        #expect(try stage.truth.counts("post").isEmpty)
        try stage.end()
        #expect(try stage.count(.venueConnected) == 0)
      }
    }

    @Test func `a key file that others can read, real money, and no key are refused`() throws {
      try withScratch { scratch in
        let stage = try VenueStage(scratch)
        let open = try scratch.write("{\"key\": \"a\", \"secret\": \"b\"}", to: "open.json")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: open)
        let data = ["--data", stage.data, "--venue", "bybit"]
        for (more, sentence) in [
          (["--system", "testnet", "--keys", open], "chmod 600"),
          (["--system", "mainnet", "--keys", open], "real money"),
          (["--system", "testnet"], "--keys"),
          (["--system", "testnet", "--keys", "environment"], "environment"),
        ] {
          let ended = try scratch.start("execution", data + more).end(within: 20)
          #expect(ended.code == ExitCode.configuration.rawValue)
          #expect(ended.complaints.contains(sentence), "\(ended.complaints)")
        }
        try stage.end()
      }
    }

    @Test func `the secret is in nothing that a session writes or shows`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.order(#"{"acceptThenError":1,"garbled":10}"#)
        try stage.open()
        let process = try #require(stage.processID(of: "execution"))
        for file in ["cmdline", "environ", "status"] {
          let bytes = FileManager.default.contents(atPath: "/proc/\(process)/\(file)") ?? Data()
          #expect(bytes.range(of: Data(VenueStage.secret.utf8)) == nil, "\(file)")
        }
        let limits = try String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)
        let cores = try #require(limits.split(separator: "\n").first { $0.contains("core file") })
        #expect(cores.split(separator: " ").filter { $0 == "0" }.count == 2, "\(cores)")
        // Who may not be dumped belongs to root, whoever runs him.
        try stage.order(#"{"reset":true}"#)
        try stage.closeAll()
        try stage.end()
        var count = 0
        for path in try FileManager.default.subpathsOfDirectory(atPath: scratch.path)
        where path != "key.json" {
          let bytes = FileManager.default.contents(atPath: "\(scratch.path)/\(path)") ?? Data()
          #expect(bytes.range(of: Data(VenueStage.secret.utf8)) == nil, "\(path)")
          count += 1
        }
        #expect(count > 8)
      }
    }
  }
}
