import Digest
import Foundation
import Quantities
import TestSupport
import Testing
import Venues

/// Requests of other clients, made again.
@Suite(.enabled(if: TestData.isPresent)) struct BybitVectorTests {
  static let files = ["vectors/bybit.jsonl", "vectors_sdk/bybit.jsonl", "vectors_ws/bybit.jsonl"]

  @Test(arguments: files) func `every signature is the reference's`(file: String) throws {
    var count = 0
    for row in try VectorRow.read(file) where !row.signing.isEmpty {
      count += 1
      let credentials = Credentials(key: row.key, secret: Secret(row.secret))
      for signing in row.signing {
        let message = try #require((signing["message"] as? [String: Any])?["text"] as? String)
        #expect(signing["op"] as? String == "hmac-sha256", "\(row.id)")
        #expect(
          credentials.secret.signature(of: Array(message.utf8)).description
            == signing["output"] as? String, "\(row.id)")
      }
      guard row.request["method"] as? String != "WS" else { continue }
      let time = try #require(row.headers["X-BAPI-TIMESTAMP"])
      let window = try #require(row.headers["X-BAPI-RECV-WINDOW"])
      let query = row.url.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init)
      #expect(
        BybitAdapter.signature(
          time: time, window: window, text: Array((row.body ?? query ?? "").utf8),
          with: credentials) == row.headers["X-BAPI-SIGN"], "\(row.id)")
    }
    print("signatures of \(file): \(count) rows")
    #expect(count == ["vectors/bybit.jsonl": 121, "vectors_sdk/bybit.jsonl": 26][file] ?? 5)
  }

  @Test(arguments: files.prefix(2))
  func `every request is made of its call`(file: String) throws {
    var count = 0
    for row in try VectorRow.read(file) where row.isConstructed {
      count += 1
      guard let made = try? UnifiedRow(row.bytes).request(by: BybitAdapter()) else {
        Issue.record("\(row.id) has no form here")
        continue
      }
      #expect(made.method == row.request["method"] as? String, "\(row.id)")
      let expected = try RequestParameters(
        url: row.url, body: row.body, without: row.ignored)
      let got = try RequestParameters(
        url: made.url, body: made.body.isEmpty ? nil : String(decoding: made.body, as: UTF8.self),
        without: row.ignored)
      #expect(got == expected, "\(row.id)")
      let names = Set(made.headers.map(\.name))
      for name in row.headers.keys where name.hasPrefix("X-BAPI") && name != "X-BAPI-SIGN" {
        #expect(
          made.headers.first { $0.name == name }?.value == row.headers[name], "\(row.id) \(name)")
      }
      #expect(names.contains("X-BAPI-SIGN") == !row.signing.isEmpty, "\(row.id)")
    }
    print("requests of \(file): \(count) rows")
    #expect(count == (file.hasPrefix("vectors/") ? 155 : 34))
  }

  @Test func `every message of a stream is made of its call`() throws {
    var count = 0
    for row in try VectorRow.read("vectors_ws/bybit.jsonl") {
      count += 1
      let made = try UnifiedRow(row.bytes).request(by: BybitAdapter())
      #expect(made.method == "WS")
      #expect(made.url == row.url, "\(row.id)")
      let body = try JSONSerialization.jsonObject(with: Data(made.body)) as? [String: Any]
      var got = try #require(body)
      var expected = try #require(row.request["body"] as? [String: Any])
      // Numbers of ours.
      for name in ["req_id", "reqId"] {
        #expect((got[name] == nil) == (expected[name] == nil), "\(row.id)")
        got[name] = nil
        expected[name] = nil
      }
      #expect(RequestParameters.spelled(got) == RequestParameters.spelled(expected), "\(row.id)")
    }
    print("messages of streams: \(count) rows")
    #expect(count == 17)
  }
}
