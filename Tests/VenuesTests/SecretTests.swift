import Digest
import Events
import Quantities
import Testing
import Venues

/// Secrets show themselves nowhere.
@Suite struct SecretTests {
  static let canary = "cAnArY-0123456789-sEcReT"
  static let key = "kEy-cAnArY-98765"

  /// All that can be said of a value.
  static func everything(_ value: some Any) -> String {
    var text = "\(value)" + String(describing: value) + String(reflecting: value)
    dump(value, to: &text)
    return text
  }

  @Test func `no description of anything holds a secret`() throws {
    let credentials = Credentials(key: Self.key, secret: Secret(Self.canary))
    let context = VenueContext(
      environment: .testnet, credentials: credentials, now: Instant(milliseconds: 1),
      instruments: TicketRulesTests.instruments)
    let request = try BybitAdapter().request(TicketRulesTests.ticket(), page: .first, in: context)
    let row = try UnifiedRow(
      Array(
        """
        {"call":"fetchBalance","args":{},"credentials":{"apiKey":"\(Self.key)",\
        "secret":"\(Self.canary)"}}
        """.utf8))
    let signature = try #require(request.headers.first { $0.name == "X-BAPI-SIGN" }).value
    for text in [
      Self.everything(credentials), Self.everything(credentials.secret),
      Self.everything(context), Self.everything(request), Self.everything([request]),
      Self.everything(Optional(credentials)), Self.everything(row), Self.everything(row.call),
    ] {
      for word in [Self.canary, Self.key, signature] { #expect(!text.contains(word)) }
    }
  }

  @Test func `a secret wipes what it was made of`() {
    var bytes = Array(Self.canary.utf8)
    let secret = Secret(wiping: &bytes)
    #expect(bytes.isEmpty)
    #expect(
      secret.signature(of: Array("a".utf8)) == Secret(Self.canary).signature(of: Array("a".utf8)))
  }

  /// RFC 4231, test cases 1, 2, 3 and 6.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131),
      Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func `signatures are those of the standard`(key: [UInt8], message: [UInt8], expected: String) {
    var key = key
    let secret = Secret(wiping: &key)
    #expect(secret.signature(of: message).description == expected)
    #expect(secret.signature(of: message).description == expected, "a second time")
  }

  @Test func `comparison in constant time compares`() {
    #expect(ConstantTime.equal([1, 2, 3], [1, 2, 3]))
    #expect(!ConstantTime.equal([1, 2, 3], [1, 2, 4]))
    #expect(!ConstantTime.equal([1, 2], [1, 2, 3]))
    #expect(ConstantTime.equal([], []))
  }

  @Test func `names of venues come back, whatever their length`() {
    for text in [
      "1321003749386327552", "fd4300ae-7847-404e-b947-b46980a4d140", "", "a",
      "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ] { #expect(Name(venueText: text).venueText == text) }
    for text in [
      "FD4300AE-7847-404E-B947-B46980A4D140", "~a", String(repeating: "x", count: 32),
      "fd4300ae-7847-404e-b947-b46980a4d14g",
    ] {
      let name = Name(venueText: text)
      #expect(name.venueText == nil && !name.isEmpty)
      #expect(name == Name(venueText: text))
    }
  }
}
