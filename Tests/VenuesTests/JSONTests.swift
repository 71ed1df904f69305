import Foundation
import Quantities
import TestSupport
import Testing
import Venues

/// The reader of what venues send.
@Suite struct JSONTests {
  @Test(arguments: [
    "", " ", "{", "}", "[", "[1,]", "[1 2]", "{\"a\":1,}", "{\"a\"1}", "{a:1}", "{\"a\":1}x", "nul",
    "NaN", "[NaN]", "Infinity", "-Infinity", "-", "01", "1.", ".5", "1e", "1e+", "+1", "0x10",
    "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\t\"",
    "{\"a\":1,\"a\":2}", "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":1,\"\\u0061\":2}",
    "{\"abcdefghij\":1,\"abcdefghij\":2}", "[\"\\", "truefalse", "'a'", "[1]]", "\u{feff}{}",
  ])
  func `what is no JSON is refused`(text: String) {
    #expect(refusal(Array(text.utf8))?.category == .malformed, "\(text)")
  }

  private func refusal(_ bytes: [UInt8], _ limits: JSONLimits = .standard) -> VenueError? {
    do throws(VenueError) {
      _ = try JSONDocument(bytes, limits: limits)
      return nil
    } catch { return error }
  }

  @Test func `bytes that are no text are refused`() {
    for bytes: [UInt8] in [
      [0x22, 0xff, 0x22], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xe2, 0x82, 0x22], [0x22, 0xf5, 0x80, 0x80, 0x80, 0x22], [0x00], [0x22, 0x00, 0x22],
    ] { #expect(refusal(bytes)?.category == .malformed, "\(bytes)") }
  }

  @Test func `depth and length are bounded`() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(refusal(nested(32)) == nil)
    #expect(refusal(nested(33))?.category == .malformed)
    #expect(refusal(nested(1_000_000))?.category == .malformed)
    let limits = JSONLimits(bytes: 10, depth: 3)
    #expect(refusal(Array("[1234567]".utf8), limits) == nil)
    #expect(refusal(Array("[123456789]".utf8), limits)?.category == .malformed)
  }

  @Test func `values are exact, as numbers and as texts`() throws {
    let root = try JSONDocument(
      """
      {"price":"12.50","size":0.1,"exponent":1.5e3,"huge":1e999,"long":"0.1234567890123456789",\
      "empty":"","none":null,"text":"a\\"b\\u00e9\\ud83d\\ude00\\/","time":"1700000000000",\
      "wide":9223372036854775807,"wider":9223372036854775808,"yes":true,"list":[[1,"2"],[]]}
      """
    ).root
    #expect(root["price"]?.decimal == "12.5")
    #expect(root["size"]?.decimal == "0.1")
    #expect(root["exponent"]?.decimal == 1500)
    #expect(root["huge"]?.decimal == nil)
    #expect(root["long"]?.decimal == nil)
    #expect(root["text"]?.string == "a\"bé😀/")
    #expect(root["wide"]?.integer == Int64.max)
    #expect(root["wider"]?.integer == nil)
    #expect(root["yes"]?.flag == true)
    #expect(root["list"]?[0]?[1]?.integer == 2)
    #expect(root["list"]?[1]?[0] == nil && root["list"]?[2] == nil)
    #expect(try root.instant("time") == Instant(milliseconds: 1_700_000_000_000))
    let none: Price? = try root.numberIfStated("empty")
    #expect(none == nil)
    for key: JSONKey in ["huge", "long", "yes", "text", "absent", "none", "empty"] {
      #expect(throws: VenueError.self) { let _: Price = try root.number(key) }
    }
  }

  @Test(arguments: 0..<40) func `names are found wherever they stand`(seed: Int) throws {
    var random = Seeded(seed)
    let names = (0..<60).map { "n\($0)" + String(repeating: "x", count: $0 % 12) }.shuffled(
      using: &random)
    let members = names.map { "\"\($0)\":\"v\($0)\"" }
    let root = try JSONDocument("{\(members.joined(separator: ","))}").root
    for name in names { #expect(root[JSONKey(name)]?.string == "v\(name)") }
    #expect(root["n0xx"] == nil)
    #expect(root.members.map(\.name) == names)
    let double = members + [members[Int.random(in: 0..<60, using: &random)]]
    #expect(refusal(Array("{\(double.joined(separator: ","))}".utf8)) != nil)
  }

  @Test(arguments: 0..<200) func `it accepts what another reader accepts`(seed: Int) throws {
    var random = Seeded(seed)
    let alphabet = Array("{}[]\",:\\u0123eE+-.tfn alrsd\u{e9}".utf8)
    var bytes = Array("{\"a\":[1.5,\"b\",{\"c\":null}],\"d\":true,\"e\":\"\\u00e9\"}".utf8)
    for _ in 0..<Int.random(in: 0..<4, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0
      case 1: bytes.remove(at: place)
      default: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
      }
    }
    let other = try? JSONSerialization.jsonObject(
      with: Data(bytes), options: [.fragmentsAllowed])
    // The other reader also takes what we refuse on purpose: a name twice.
    if refusal(bytes) == nil {
      #expect(other != nil, "\(String(decoding: bytes, as: UTF8.self))")
    } else if other != nil, refusal(bytes)?.text.contains("twice") == false {
      Issue.record(
        "\(String(decoding: bytes, as: UTF8.self)): \(String(describing: refusal(bytes)))")
    }
  }
}
