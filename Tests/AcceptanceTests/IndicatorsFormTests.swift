import Foundation
import ServiceKit
import TestSupport
import Testing

extension Acceptance {
  /// How `martlet indicators` prints, whatever the values are.
  @Suite(.enabled(if: TestData.isPresent)) struct IndicatorsForm {
    private static let hour = "btcusd_bitstamp_1h_2021-01_2021-07"
    private static let coarser = [
      "btcusd_bitstamp_4h_2020-07_2021-07", "btcusd_bitstamp_1d_2020-01_2021-07",
    ].map { "\(Surroundings.recordings)/\($0).csv.gz" }

    /// The first candles of the file of hours.
    private func head(_ count: Int, _ scratch: Scratch) throws -> String {
      let text = String(decoding: try TestData.bytes("data/\(Self.hour).csv.gz"), as: UTF8.self)
      let lines = text.split(separator: "\n").prefix(count + 1)
      return try scratch.write(
        lines.joined(separator: "\n") + "\n", to: "btcusd_bitstamp_1h_\(count).csv")
    }

    /// Coarser candles are built from the file, or stand in files that go on after its end.
    @Test(arguments: [false, true]) func `what comes later changes nothing that was printed`(
      hasCoarser: Bool
    ) throws {
      try withScratch { scratch in
        let others = hasCoarser ? Self.coarser : []
        let groups = ["--groups", "candles,core,cipher,regime,signals,pivots,levels,setups"]
        let print = { (arguments: [String], count: Int) in
          let file = try head(count, scratch)
          let ended = try scratch.start("martlet", ["indicators"] + arguments + [file] + others)
            .end(within: 120)
          #expect(ended.code == 0, "\(ended.complaints)")
          return ended.printed.split(separator: "\n").prefix(count).map {
            $0.replacing("_\(count).csv", with: "")
          }
        }
        for arguments in [["--json", "--extras"] + groups, ["--contract"]] {
          let whole = try print(arguments, 2500)
          #expect(whole.count == 2500)
          #expect(whole.contains { $0.contains("\"RESISTANCE_BREAKOUT\"") })
          // In the middle of a day, of four hours, at their ends, and on triggers.
          for count in [30, 818, 1000, 1296, 1346, 2323] {
            let part = try print(arguments, count)
            #expect(part == Array(whole.prefix(count)), "\(count) \(arguments[0])")
          }
        }
      }
    }

    @Test func `a cell of the table is the member of the object`() throws {
      try withScratch { scratch in
        let file = try head(300, scratch)
        let sheet = try Sheet(scratch, [file])
        let lines = try scratch.run("martlet", "indicators", file).printed.split(separator: "\n")
        let columns = lines[0].split(separator: ",").map(String.init)
        #expect(lines.count == 301 && Set(columns).count == columns.count && columns.count > 80)
        for (line, row) in zip(lines.dropFirst(), sheet.rows) {
          let cells = line.split(separator: ",", omittingEmptySubsequences: false)
          #expect(cells.count == columns.count)
          for (name, cell) in zip(columns, cells) {
            // The reader of JSON here may miss the last bit of a number.
            let isSame = row.agrees(name, String(cell), within: 1e-15)
            #expect(isSame, "\(name) is \(row[name] ?? "missing"), not \(cell)")
          }
        }
        #expect(sheet.rows[299]["instrument"] as? String == "bitstamp:BTC/USD")
        #expect(sheet.rows[299]["time_frame"] as? String == "1h")
      }
    }

    @Test func `groups are chosen and left out, and those of several files tell their file`() throws
    {
      try withScratch { scratch in
        let file = try head(40, scratch)
        let odd = try scratch.write(
          "close,open,high,low,volume\n11,10,12,9,5\n12,11,13,10,0\n", to: "walk.csv")
        let sheet = try Sheet(
          scratch, ["--groups", "regime,signals", "--without", "regime", file, odd])
        let names = [
          "open_time_ms", "rsi_overbought", "rsi_oversold", "volume_spike",
          "volume_decline", "rejection_wick", "macd_divergence", "file", "instrument", "time_frame",
        ]
        #expect(sheet.rows.count == 42)
        #expect(sheet.rows.allSatisfy { Set($0.keys) == Set(names) })
        #expect(sheet.rows[41]["file"] as? String == odd)
        #expect(sheet.rows[41]["instrument"] is NSNull)
        #expect(sheet.rows[41]["open_time_ms"] as? Int == 3_600_000)
        let ended = try scratch.run("martlet", "indicators", "--groups", "signals", file, odd)
        #expect(
          ended.printed.hasPrefix(names.joined(separator: ",") + "\n1609459200000,0,0,0,0,0,0,\""))
        #expect(ended.printed.hasSuffix(",\"\(odd)\",\"\",1h\n"))
      }
    }

    @Test func `the contract of a bar has its members and no others`() throws {
      try withScratch { scratch in
        let file = try head(920, scratch)
        let sheet = try Sheet(scratch, ["--contract", file] + Self.coarser)
        let days = try Sheet(scratch, ["--groups", "regime", Self.coarser[1]])
        #expect(sheet.rows.count == 920)
        var states: Set<String> = []
        for row in sheet.rows {
          #expect(
            Set(row.keys) == [
              "schema", "symbol", "barOpen", "regime", "levels", "signals", "setups",
            ])
          for setup in try row.list("setups") {
            #expect(
              Set(setup.keys) == [
                "id", "type", "side", "state", "levelId", "entryZone", "stop", "tp1", "tp2",
                "confidence", "reason", "expiresAt",
              ])
            states.insert(try #require(setup["state"] as? String))
          }
          for level in try row.list("levels") {
            #expect(
              Set(level.keys) == [
                "id", "kind", "price", "lo", "hi", "tests", "strength", "lastTest",
              ])
            #expect(level["price"] is String && level["tests"] is String)
          }
        }
        #expect(states.isSuperset(of: ["FORMING", "ACTIVE", "TRIGGERED", "INVALIDATED"]))
        // The day that closed last is the first of the year at 23:00 of its end, not before.
        let regime = { (bar: Int) in sheet.rows[bar]["regime"] as? [String: String] }
        let day = { (time: Double) -> [String?] in
          let row = days.rows.first { $0.number("open_time_ms") == time }
          return [row?["raw"] as? String, row?["confirmed"] as? String]
        }
        for (bar, opening) in [
          (22, 1_609_372_800_000.0), (23, 1_609_459_200_000), (24, 1_609_459_200_000),
        ] {
          let told = try #require(regime(bar))
          #expect([told["raw"], told["confirmed"]] == day(opening))
        }
      }
    }

    static let mistakes = [
      Mistake(
        name: "an unknown group", arguments: ["--groups", "core,levles"],
        words: ["levles", "did you mean \"levels\"", "setups"], code: .usage),
      Mistake(
        name: "a group that is left out", arguments: ["--without", ""], words: ["--without"],
        code: .usage),
      Mistake(
        name: "no time frame", arguments: ["--level-frame", "4hours"],
        words: ["--level-frame", "4h"],
        code: .usage),
      Mistake(
        name: "a frame that cannot be built", arguments: ["--json", "--trigger-frame", "7m"],
        words: ["btcusd_bitstamp_1h_9.csv", "7m"]),
      Mistake(
        name: "two forms at once", arguments: ["--contract", "--groups", "core"],
        words: ["--contract", "--groups"], code: .usage),
    ]

    @Test(arguments: mistakes) func `a mistake is told in one sentence`(mistake: Mistake) throws {
      try withScratch { scratch in
        let file = try head(9, scratch)
        let ended = try scratch.start("martlet", ["indicators"] + mistake.arguments + [file])
          .end(within: 20)
        #expect(ended.code == mistake.code.rawValue && ended.printed.isEmpty)
        #expect(ended.sentences.count == 1)
        for word in mistake.words {
          #expect(ended.complaints.contains(word), "\(ended.complaints)")
        }
      }
    }

    @Test func `a file with a fault is refused with its line before anything is printed`() throws {
      try withScratch { scratch in
        let good = try head(9, scratch)
        for (name, text, words) in [
          ("nan.csv", "open,high,low,close,volume\n1,1,1,1,1\n1,NaN,1,1,1\n", "line 3"),
          ("time.csv", "Timestamp,open,high,low,close,volume\n1,1,1,1,1,1\n", "open_time_ms"),
          ("high.csv", "open,high,low,close,volume\n1,1,1,2,1\n", "line 2"),
        ] {
          let bad = try scratch.write(text, to: name)
          let ended = try scratch.run("martlet", "indicators", good, bad)
          #expect(ended.code == ExitCode.configuration.rawValue && ended.printed.isEmpty)
          #expect(ended.complaints.contains(words) && ended.complaints.contains(name))
        }
      }
    }
  }
}
