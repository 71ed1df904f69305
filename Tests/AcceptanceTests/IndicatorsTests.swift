import Foundation
import ServiceKit
import TestSupport
import Testing

extension Acceptance {
  /// Every reference value, read off what `martlet indicators` prints.
  @Suite(.enabled(if: TestData.isPresent)) struct Indicators {
    static let sets = [
      "btcperp_ftx_15m_2022-01-01_2022-01-16", "btcperp_ftx_1m_2022-01-01_2022-01-16",
      "btcusd_bitstamp_1h_2021-01_2021-07", "btcusd_coinbase_1d_2019_2022",
      "btcusd_coinbase_4h_2020_2022", "ethbtc_5m_2018-01", "ethusdt_binance_1h_2020-01_2020-07",
    ]

    @Test(arguments: sets) func `a file has the values of TA-Lib and the marks of both ciphers`(
      name: String
    ) throws {
      try withScratch { scratch in
        let sheet = try Sheet(
          scratch, ["--groups", "candles,core,cipher", data(name)])
        try compare(sheet.rows, "\(name)_talib", within: 1e-9)
        try compare(sheet.rows, "\(name)_vmc", within: 1e-9)
      }
    }

    static let edges = [
      "alternating", "down", "exact_15", "flat", "flat_zero_volume", "gap_down", "short_13",
      "spike", "tiny_prices", "up", "zero_volume_stretch",
    ]

    @Test(arguments: edges) func `an odd series without times is read as it is`(name: String)
      throws
    {
      try withScratch { scratch in
        let folder = try #require(TestData.folder)
        let sheet = try Sheet(scratch, ["\(folder)/vectors/edge_\(name).csv.gz"])
        // Some were computed from prices with more digits than the ten that stand in the file.
        try compare(sheet.rows, "edge_\(name)", within: 1e-7, isWhole: true)
      }
    }

    static let markets = [
      [
        "btcusd_bitstamp", "btcusd_bitstamp_1h_2021-01_2021-07",
        "btcusd_bitstamp_4h_2020-07_2021-07", "btcusd_bitstamp_1d_2020-01_2021-07",
      ],
      [
        "ethusdt_binance", "ethusdt_binance_1h_2020-01_2020-07",
        "ethusdt_binance_4h_2019-07_2020-07", "ethusdt_binance_1d_2019-01_2020-07",
      ],
    ]

    @Test(arguments: markets) func `three files of a market have its regime, levels and triggers`(
      market: [String]
    ) throws {
      try withScratch { scratch in
        let sheet = try Sheet(
          scratch,
          ["--groups", "candles,core,regime,signals,pivots,levels,setups"]
            + market[1...].map(data))
        try compare(sheet.rows(of: "1d"), "\(market[0])_regime_1d", within: 1e-9, isWhole: true)
        try compare(sheet.rows(of: "1h"), "\(market[0])_signals_1h", within: 0, isWhole: true)
        try comparePivots(sheet.rows(of: "4h"), market[0])
        try compareLevels(sheet.rows(of: "4h"), market[0])
        try compareSetups(sheet, market[0])
      }
    }

    @Test func `files that name no instrument are of one when their prices agree`() throws {
      try withScratch { scratch in
        let named = Self.markets[1][1...].map(data)
        var copies: [String] = []
        for (path, name) in zip(named, ["hours", "quarters", "days"]) {
          copies.append("\(scratch.path)/\(name).csv.gz")
          try FileManager.default.copyItem(atPath: path, toPath: copies[copies.count - 1])
        }
        // Another instrument's hours, and the file of hours again, are markets of their own.
        let others = [data(Self.markets[0][1]), copies[0]]
        // The text between the group's name and the next member.
        let setups = { (files: [String]) in
          try Sheet(scratch, ["--groups", "setups"] + files).lines.map { line in
            let rest = line.firstRange(of: "\"setups\":").map { line[$0.upperBound...] } ?? ""
            let end = [",\"file\":", ",\"instrument\":"].compactMap { rest.firstRange(of: $0) }
              .map(\.lowerBound).min()
            return String(rest[..<(end ?? rest.endIndex)])
          }
        }
        let alone = try setups(named)
        let together = try setups(copies + [copies[0] + "@other:A/B"] + others)
        let isSame = Array(together.prefix(alone.count)) == alone
        #expect(isSame)
        #expect(alone.contains { $0.contains("RESISTANCE_BREAKOUT") })
        let single = try setups([copies[0]])
        let isAlone = Array(together.suffix(single.count)) == single
        #expect(isAlone && single.count == 5112)
      }
    }

    private func data(_ name: String) -> String { "\(Surroundings.recordings)/\(name).csv.gz" }

    /// Every column of the reference, in every row that it has.
    private func compare(
      _ rows: [Sheet.Row], _ reference: String, within digits: Double, isWhole: Bool = false
    ) throws {
      let table = try TestData.table("vectors/\(reference).csv.gz")
      if isWhole { #expect(rows.count == table.rows.count) }
      try #require(rows.count >= table.rows.count)
      var faults: [String] = []
      for (index, (cells, row)) in zip(table.rows, rows).enumerated() {
        for (name, cell) in zip(table.columns, cells) {
          // The cycle's first windows converge to full ones by then.
          if name == "b_stc", index < 150 { continue }
          // Differences of averages are near zero: digits of the price remain.
          let slack = name.hasPrefix("macd") ? digits * 100 * (row.number("close") ?? 0) : 0
          if !row.agrees(name, cell, within: digits, slack: slack) {
            faults.append("\(name)[\(index)] is \(row[name] ?? "missing"), not \(cell)")
          }
        }
      }
      #expect(faults.isEmpty, "\(reference): \(faults.count), first \(faults.prefix(3))")
    }

    private func comparePivots(_ rows: [Sheet.Row], _ market: String) throws {
      let table = try TestData.table("vectors/\(market)_pivots_4h.csv.gz")
      var found: [[String]] = []
      for (index, row) in rows.enumerated() {
        for pivot in try row.list("pivots") {
          #expect(pivot["index"] as? Int == index - 3)
          let price = try #require(pivot.number("price"))
          let kind = try #require(pivot["kind"] as? String)
          found.append([
            "\(pivot["index"] ?? "")", "\(pivot["open_time_ms"] ?? "")", "\(price)", kind,
          ])
          #expect(row.number(kind == "H" ? "pivot_high" : "pivot_low") == price)
        }
      }
      let expected = table.rows.map { [$0[0], $0[1], "\(Double($0[2]) ?? 0)", $0[3]] }
      #expect(found == expected)
    }

    private func compareLevels(_ rows: [Sheet.Row], _ market: String) throws {
      let bytes = try TestData.bytes("vectors/\(market)_levels_4h_snapshots.json.gz")
      let snapshots = try #require(
        try JSONSerialization.jsonObject(with: bytes) as? [String: [Sheet.Row]])
      #expect(snapshots.count == 10)
      for (key, expected) in snapshots {
        // Named by the opening of a 1h bar; what it knows are the 4h bars closed by its close.
        let close = try #require(Double(key)) + 3_600_000
        let row = try #require(rows.last { ($0.number("open_time_ms") ?? 0) + 14_400_000 <= close })
        let found = try row.list("levels")
        #expect(found.count == expected.count, "\(key)")
        for (mine, theirs) in zip(found, expected) { agree(mine, theirs, at: key) }
      }
    }

    private func compareSetups(_ sheet: Sheet, _ market: String) throws {
      let bytes = try TestData.bytes("vectors/\(market)_setups_1h.json.gz")
      let expected = try #require(
        try JSONSerialization.jsonObject(with: bytes) as? [Sheet.Row])
      var found: [Sheet.Row] = []
      for (index, row) in sheet.rows(of: "1h").enumerated() {
        for setup in try row.list("setups") {
          #expect(setup["bar"] as? Int == index)
          found.append(setup)
        }
      }
      for frame in ["4h", "1d"] {
        #expect(sheet.rows(of: frame).allSatisfy { $0["setups"] is NSNull })
      }
      #expect(found.count == expected.count)
      for (mine, theirs) in zip(found, expected) {
        agree(mine, theirs, at: "bar \(theirs["bar"] ?? "")")
      }
    }

    /// Whether an object has what the reference's has, to the eight or six decimals of the lists.
    private func agree(_ mine: Sheet.Row, _ theirs: Sheet.Row, at place: String) {
      for (name, expected) in theirs {
        let isSame =
          switch (mine[name], expected) {
          case (let a as [Double], let b as [Double]): zip(a, b).allSatisfy(isNear)
          case (let a as Double, let b as Double): isNear(a, b)
          case (let a as String, let b as String): a == b
          case (let a, is NSNull): a is NSNull
          default: false
          }
        #expect(isSame, "\(place), \(name): \(mine[name] ?? "missing"), not \(expected)")
      }
    }

    private func isNear(_ a: Double, _ b: Double) -> Bool {
      abs(a - b) <= 1e-6 + 1e-9 * abs(b)
    }
  }
}
