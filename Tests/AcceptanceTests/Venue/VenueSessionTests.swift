import Events
import Foundation
import Quantities
import ServiceKit
import Testing

extension Acceptance {
  @Suite(.serialized, .enabled(if: Venue.isBuilt)) struct VenueSessions {
    @Test func `a whole session trades at the simulated exchange over its own protocol`() throws {
      try withScratch { scratch in
        let data = scratch.data()
        let up = try scratch.start(
          "martlet", "up", "--data", data, "--plain", "--venue", "bybit", "--simulated",
          "--orders", "venue")
        let log = LogTail(data)
        func events() -> [Event] { (try? log.events()) ?? [] }
        func waitFor(_ type: EventType) throws {
          try wait(seconds: 90, for: "\(type)\n\(up.printed.suffix(600))\(up.complaints)") {
            usleep(200_000)
            return events().contains { $0.type == type }
          }
        }
        try waitFor(.venueConnected)
        try waitFor(.candleClosed)
        try wait(seconds: 60, for: "the services") {
          up.printed.contains("market-data is ready")
        }
        var price = Price.zero
        for case .candleClosed(let candle) in events() { price = candle.close }
        let stop = price.multiplied(by: "0.95", rounding: .floor).rounded(toTick: "0.1", .floor)
        let asked = try scratch.run(
          "martlet", "order", "long", "BTC/USDT:USDT", "--stop", "\(stop)", "--data", data,
          "--timeout", "20s")
        #expect(asked.printed.contains("approved"), "\(asked.printed)\(asked.complaints)")
        try waitFor(.tradeOpened)
        #expect(try scratch.run("martlet", "close-all", "--data", data).code == 0)
        try waitFor(.tradeClosed)
        let down = try scratch.run("martlet", "down", "--data", data)
        #expect(down.code == 0, "\(down.complaints)")
        #expect(try up.end(within: 60).code == 0, "\(up.complaints)")
        let audit = try Audit(data)
        #expect(audit.count(.orderSendStarted) >= 4)
        #expect(audit.count(.orderAccepted) == audit.count(.orderSendStarted))
        #expect(!audit.events.contains { $0.stored.producer == .paperVenue })
        try expectSecrecy(data)
      }
    }

    @Test(arguments: [
      (["--orders", "venue"], "real money"), (["--testnet", "--orders", "venue"], "--keys"),
      (["--simulated", "--orders", "venue", "--paced", "60x"], "--paced"),
    ])
    func `orders that may not go to a venue are refused before anything starts`(
      options: [String], word: String
    ) throws {
      try withScratch { scratch in
        let ended = try scratch.start(
          "martlet", ["up", "--data", scratch.data(), "--venue", "bybit"] + options
        ).end(within: 20)
        #expect(ended.code != 0)
        #expect(ended.complaints.contains(word), "\(ended.complaints)")
      }
    }

    @Test func `no process of a session keeps the key of an account in its environment`() throws {
      try withScratch { scratch in
        let data = scratch.data()
        let secret = "invented-secret-in-the-environment"
        let up = try scratch.start(
          "martlet", ["up", "--data", data, "--plain", "--venue", "bybit", "--simulated"],
          variables: ["MARTLET_API_KEY": "invented-key", "MARTLET_API_SECRET": secret])
        try wait(seconds: 60, for: "the services\n\(up.complaints)") {
          up.printed.contains("market-data is ready")
        }
        let directory = try DataDirectory.existing(at: data)
        let services = Surroundings.services + ["venue-simulator"]
        let processes = [up.processID] + services.compactMap { directory.process(of: $0)?.pid }
        #expect(processes.count == services.count + 1)
        for process in processes {
          let bytes = try #require(
            FileManager.default.contents(atPath: "/proc/\(process)/environ"))
          #expect(!bytes.isEmpty)
          #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(process)")
        }
        up.send(SIGINT)
        #expect(try up.end(within: 60).code == 0, "\(up.complaints)")
      }
    }

    /// The account's secret, which the session made for itself, is in its key file alone.
    private func expectSecrecy(_ data: String) throws {
      let path = data + "/keys/simulated.json"
      let key = try JSONDecoder().decode(
        [String: String].self, from: Data(contentsOf: URL(filePath: path)))
      let secret = Data(try #require(key["secret"]).utf8)
      for file in try FileManager.default.subpathsOfDirectory(atPath: data)
      where !file.hasPrefix("keys/") {
        let bytes = FileManager.default.contents(atPath: "\(data)/\(file)") ?? Data()
        #expect(bytes.range(of: secret) == nil, "\(file)")
      }
    }
  }
}
