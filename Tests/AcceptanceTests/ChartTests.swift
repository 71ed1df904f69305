import Foundation
import ServiceKit
import Testing

extension Acceptance {
  @Suite(.enabled(if: Browser.isPresent)) struct Charts {
    @Test func `a page draws in a browser all that it holds, without a network`() throws {
      try withScratch { scratch in
        let file = try scratch.write(walk(600), to: "btcusd_walk_1h.csv")
        let title = "</script><script>document.title='x'</script> & \"walk\""
        let page = scratch.path + "/page.html"
        let ended = try scratch.run("martlet", "chart", file, "--out", page, "--title", title)
        #expect(ended.code == 0, "\(ended.complaints)")
        try withBrowser(in: scratch) { browser in
          try browser.open(page)
          #expect(browser.complaints.isEmpty, "\(browser.complaints)")
          #expect(browser.requests == ["file://\(page)"])
          #expect(try browser.root("failure") == nil)
          #expect(try browser.root("candles") == "600")
          #expect(try browser.root("panes") == "3")
          #expect(try #require(Int(browser.root("marks") ?? "")) > 50)
          #expect(try browser.text(of: "title") == title)
          #expect(try browser.text(of: "status")?.hasPrefix("600 candles") == true)
          let last = try browser.legend
          #expect(last.contains("2021-01-25 23:00"))
          try browser.pointAt(x: 400, y: 300)
          let pointed = try browser.legend
          #expect(pointed.contains("2021-01-") && !pointed.contains("2021-01-25 23:00"))
          #expect(
            pointed.contains("EMA 5") && pointed.contains("WT1") && pointed.contains("RSI 14"))
          let shown = try browser.evaluate(Self.colours) as? [String] ?? []
          // Rising and falling candles, the RSI, blue triangles, and the green of marks.
          for colour in ["34,171,148", "242,54,69", "195,62,225", "33,150,243", "0,200,83"] {
            #expect(shown.contains(colour))
          }
        }
      }
    }

    @Test(.enabled(if: Surroundings.hasRecordings))
    func `every switch and every mark of a page changes what is seen`() throws {
      try withScratch { scratch in
        let names = ["1h_2021-01_2021-07", "4h_2020-07_2021-07", "1d_2020-01_2021-07"]
        let files = names.map { "\(Surroundings.recordings)/btcusd_bitstamp_\($0).csv.gz" }
        let page = scratch.path + "/page.html"
        let ended = try scratch.start(
          "martlet", ["chart", "--last", "900", "--theme", "light", "--out", page] + files
        ).end(within: 60)
        #expect(ended.code == 0, "\(ended.complaints)")
        #expect(ended.printed.contains("900 candles of bitstamp:BTC/USD 1h"))
        try withBrowser(in: scratch) { browser in
          try browser.open(page)
          let report = try #require(try browser.evaluate(Self.probe) as? [String: Any])
          // Each switch there and back, the theme, and every mark that the candles bear.
          #expect(report["same"] as? [String] == [])
          #expect(try #require(report["tries"] as? Int) > 40)
          #expect(browser.complaints.isEmpty, "\(browser.complaints)")
        }
      }
    }

    @Test func `a page cannot be drawn without its library, and the error says what installs it`()
      throws
    {
      try withScratch { scratch in
        let file = try scratch.write(walk(60), to: "btcusd_walk_1h.csv")
        let named = try scratch.run("martlet", "chart", file, "--library", "/nowhere/charts.js")
        #expect(named.code == ExitCode.inputOutput.rawValue)
        #expect(named.complaints.contains("/nowhere/charts.js"))
        let other = try scratch.run("martlet", "chart", file, "--library", file)
        #expect(other.code == ExitCode.configuration.rawValue)
        #expect(other.complaints.contains("is not TradingView's Lightweight Charts"))
        // An executable that stands alone has no library beside it.
        let alone = scratch.path + "/martlet"
        try FileManager.default.copyItem(atPath: "\(Surroundings.programs)/martlet", toPath: alone)
        let missing = try Running(
          alone, ["chart", file], output: scratch.path + "/alone"
        ).end(within: 20)
        #expect(missing.code == ExitCode.configuration.rawValue)
        #expect(missing.complaints.contains("make chart-library"), "\(missing.complaints)")
      }
    }

    @Test func `a page never takes the place of its candles`() throws {
      try withScratch { scratch in
        let file = try scratch.write(walk(60), to: "btcusd_walk_1h.csv")
        let ended = try scratch.run("martlet", "chart", file, "--out", file)
        #expect(ended.code == ExitCode.configuration.rawValue)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == walk(60))
        let folder = try scratch.run("martlet", "chart", file, "--out", scratch.path + "/no/a.html")
        #expect(folder.code == ExitCode.inputOutput.rawValue)
        #expect(folder.complaints.contains("/no/a.html"))
      }
    }

    /// Candles that swing, trend and turn, enough to earn marks and levels.
    private func walk(_ count: Int) -> String {
      var rows = ["open_time_ms,open,high,low,close,volume"]
      var open = 1_000.0
      for index in 0..<count {
        let angle = Double(index)
        let close = 1_000 + 60 * sin(angle / 9) + 200 * sin(angle / 71) + 15 * sin(angle * 1.7)
        let cells = [open, max(open, close) + 4, min(open, close) - 4, close, 10 + angle]
        let time = 1_609_459_200_000 + index * 3_600_000
        rows.append("\(time)," + cells.map { String(format: "%.2f", $0) }.joined(separator: ","))
        open = (close * 100).rounded() / 100
      }
      return rows.joined(separator: "\n") + "\n"
    }

    @Test
    func `a page begins in the colours that were asked for, and with as little as one candle`()
      throws
    {
      try withScratch { scratch in
        let file = try scratch.write(walk(1), to: "btcusd_walk_1h.csv")
        try withBrowser(in: scratch) { browser in
          for theme in ["light", "dark"] {
            let page = "\(scratch.path)/\(theme).html"
            let ended = try scratch.run(
              "martlet", "chart", file, "--out", page, "--theme", theme)
            #expect(ended.code == 0, "\(ended.complaints)")
            try browser.open(page)
            #expect(try browser.root("theme") == theme)
            #expect(try browser.root("candles") == "1")
          }
          #expect(browser.complaints.isEmpty, "\(browser.complaints)")
        }
      }
    }

    /// The opaque colours that stand on more than twenty points of the chart.
    private static let colours = """
      (async () => {
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const counts = new Map();
        for (const canvas of document.querySelectorAll("#chart canvas")) {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] < 255) continue;
            const colour = data[i] + "," + data[i + 1] + "," + data[i + 2];
            counts.set(colour, (counts.get(colour) || 0) + 1);
          }
        }
        return [...counts].filter(([, count]) => count > 20).map(([colour]) => colour);
      })()
      """

    /// Uses every switch twice and compares what the canvases show.
    private static let probe = """
      (async () => {
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        const look = async () => {
          for (let i = 0; i < 3; i++) await frame();
          const all = document.querySelectorAll("#chart canvas");
          return [...all].map((canvas) => canvas.toDataURL()).join();
        };
        const count = (box) =>
          Number(box.closest("label").querySelector("small").textContent);
        const same = [];
        let tries = 0;
        [...document.querySelectorAll("#spans button")].at(-1).click();
        let before = await look();
        if (before !== await look()) same.push("the picture of itself");
        const attempt = async (name, element) => {
          element.click();
          if (await look() === before) same.push(name);
          element.click();
          if (await look() !== before) same.push(name + " and back");
          tries++;
        };
        for (const button of document.querySelectorAll("#switches button")) {
          await attempt(button.textContent, button);
        }
        await attempt("theme", document.getElementById("theme"));
        for (const box of document.querySelectorAll("[data-mark]")) {
          if (count(box) > 0) await attempt(box.dataset.mark, box);
        }
        return { tries, same };
      })()
      """
  }
}
