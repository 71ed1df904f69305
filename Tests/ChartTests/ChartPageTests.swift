import Digest
import Events
import Foundation
import Quantities
import Testing

@testable import MartletCommand

@Suite struct ChartPageTests {
  @Test(arguments: [
    (1.0, 2, "1"), (1.005, 2, "1"), (1.006, 2, "1.01"), (-0.004, 2, "0"), (-1.25, 1, "-1.3"),
    (0.00001234, 8, "0.00001234"), (41_490.125, 4, "41490.125"), (100, 0, "100"),
    (1e300, 2, "1e+300"),
    (0, 3, "0"), (-0.05, 2, "-0.05"),
  ])
  func `a number is written with so many digits`(number: Double, digits: Int, text: String) {
    #expect(rounded(number, digits: digits) == text)
  }

  @Test(arguments: [nil, .nan, .infinity, -.infinity] as [Double?])
  func `what is no number is null`(number: Double?) {
    #expect(rounded(number, digits: 2) == "null")
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `base64 is that of RFC 4648`(text: String, coded: String) {
    #expect(base64(Array(text.utf8)) == coded)
  }

  @Test(arguments: [
    ("/data/btcusd_bitstamp_1h.csv.gz", "btcusd_bitstamp_1h.html"), ("prices.csv", "prices.html"),
    ("prices", "prices.html"), (".csv", ".csv.html"), ("a/b.gz", "b.html"),
  ])
  func `a page is named after its candles`(path: String, name: String) {
    #expect(ChartPage.name(for: path) == name)
  }

  static let hostile = [
    "</script><script>alert(1)</script>", "<!--<script>", "\"quoted\" & 'single' <b>",
    "line\nbreak \u{2028} \u{0}", "]]></title><img src=x onerror=alert(1)>",
  ]

  @Test(arguments: hostile) func `a title is text wherever it stands`(title: String) throws {
    let page = ChartPage(
      title: title, theme: .auto, analysis: try Walk(60, seed: 1).analysis(),
      library: try library())
    let html = page.html
    #expect(try data(of: html)["title"] as? String == title)
    // As many elements as with a harmless title, none of them an image.
    let harmless = ChartPage(
      title: "x", theme: .auto, analysis: page.analysis, library: page.library)
    #expect(html.count { $0 == "<" } == harmless.html.count { $0 == "<" })
    #expect(html.contains("<title>\(escaped(title))</title>"))
  }

  @Test func `the policy names the two scripts of the page, and no other place`() throws {
    let page = ChartPage(
      title: "x", theme: .dark, analysis: try Walk(60, seed: 1).analysis(),
      library: try library("/* TradingView Lightweight Charts™ v5.1.0 */\r\nlet a = 1;\r\n"))
    let html = page.html
    let scripts = html.components(separatedBy: "<script>").dropFirst().map {
      $0.components(separatedBy: "</script>")[0]
    }
    #expect(scripts.count == 2)
    for script in scripts {
      #expect(html.contains("'sha256-\(base64(SHA256.hash(Array(script.utf8)).bytes))'"))
      #expect(!script.contains("\r"))
    }
    #expect(html.contains("default-src 'none'"))
    #expect(html.contains("data-theme=\"dark\""))
  }

  @Test func `undefined cells are null, and every column has a cell for each candle`() throws {
    let analysis = try Walk(40, seed: 2).analysis()
    let html = ChartPage(
      title: "x", theme: .auto, analysis: analysis, library: try library()
    ).html
    let data = try data(of: html)
    for name in ["time", "open", "high", "low", "close", "volume"] + analysis.columns.map(\.name) {
      #expect((data[name] as? [Any])?.count == 40, "\(name)")
    }
    let ribbon = try #require(data["a_ema34"] as? [Any])
    #expect(ribbon.prefix(33).allSatisfy { $0 is NSNull })
    #expect(ribbon.suffix(7).allSatisfy { $0 is Double })
    #expect((data["b_rsimfi"] as? [Any])?.allSatisfy { $0 is NSNull } == true)
    #expect((data["time"] as? [Int])?.first == 1_609_459_200)
    #expect((data["close"] as? [Double])?.last == analysis.candles.last?.close.double)
  }

  @Test(arguments: [
    "let chart = 1;", "/* TradingView Lightweight Charts™ v4.1.3 */",
    "/* TradingView Lightweight Charts™ v5.1.0 */ '</SCRIPT>'",
    "/* TradingView Lightweight Charts™ v5.1.0 */ '<!--'",
  ])
  func `a file that is not the library, or cannot stand in a page, is refused`(script: String) {
    let failure = #expect(throws: CommandFailure.self) { try library(script) }
    #expect(failure?.sentence.contains("library.js") == true)
  }
}
