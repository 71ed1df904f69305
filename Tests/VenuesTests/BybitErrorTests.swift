import Events
import Foundation
import Quantities
import Requests
import TestSupport
import Testing
import Venues

/// What refusals of Bybit mean.
@Suite struct BybitErrorTests {
  static let context = VenueContext(
    environment: .mainnet, now: Instant(milliseconds: 1_700_000_000_000),
    instruments: InstrumentDirectory())

  static let place = VenueCall.trading(
    .place(
      OrderTicket(
        instrument: "BTC/USDT:USDT", clientOrderID: "a", side: .buy, kind: .limit, quantity: 1,
        limitPrice: 1)))
  static let query = VenueCall.trading(.openOrders(nil))

  static func error(
    _ body: String, status: Int = 200, headers: [HeaderField] = [], to call: VenueCall
  ) -> VenueError? {
    do throws(VenueError) {
      _ = try BybitAdapter().reply(
        to: call, page: .first,
        VenueResponse(status: status, headers: headers, body: Array(body.utf8)), in: context)
      return nil
    } catch {
      return error
    }
  }

  /// Where the table of a client says less than the documentation does.
  static let documented: [String: VenueError.Category] = [
    "-1021": .timestamp, "-2013": .orderNotFound, "10005": .permission, "10024": .permission,
    "10027": .permission, "10028": .permission, "10029": .badSymbol, "170201": .permission,
    "110008": .orderClosed, "110010": .orderClosed, "110043": .noChange, "140043": .noChange,
    "140025": .noChange, "140026": .noChange, "140027": .noChange, "34036": .noChange,
    "170005": .rateLimit, "170121": .badSymbol, "170139": .orderClosed, "170142": .orderClosed,
    "170143": .orderNotFound, "170146": .unknownOutcome, "170147": .unknownOutcome,
    "170190": .orderClosed, "110063": .maintenance, "110066": .maintenance,
    "140063": .maintenance, "140066": .maintenance, "170031": .maintenance,
    "175027": .maintenance, "131084": .maintenance, "110071": .unsupported,
    "170227": .unsupported, "34026": .noChange,
    "20006": .duplicateClientID,
  ]

  /// What a category of the reference table is called here.
  static func expected(_ row: VectorRow) -> Set<VenueError.Category> {
    if let category = documented[row.json["code"] as? String ?? ""] { return [category] }
    switch row.json["category"] as? String ?? "" {
    case "invalidOrder": return [.invalidOrder]
    case "badRequest": return [.badRequest]
    case "badSymbol": return [.badSymbol]
    case "insufficientFunds": return [.insufficientFunds]
    case "auth": return [.auth]
    case "timestamp": return [.timestamp]
    case "rateLimit": return [.rateLimit]
    case "orderNotFound": return [.orderNotFound]
    case "noChange": return [.noChange]
    case "duplicateClientId", "duplicateRequest": return [.duplicateClientID]
    case "unsupported": return [.unsupported]
    case "rejected": return [.permission]
    case "timeout", "unavailable": return [.unknownOutcome]
    // The reference has no word for these; none may claim more than it knows.
    case "other": return [.unknownOutcome, .badRequest, .invalidOrder, .permission]
    default: return []
    }
  }

  @Test(.enabled(if: TestData.isPresent))
  func `every code of the table has its category`() throws {
    let rows = try VectorRow.read("errors/bybit.jsonl")
    for row in rows {
      let sample = try String(decoding: row.data("sample_body"), as: UTF8.self)
      let code = row.json["code"] as? String ?? ""
      // Codes that are texts come with any number.
      let body = sample.replacingOccurrences(of: "\"XX\"", with: "99999999")
      let error = try #require(Self.error(body, to: Self.place), "\(code)")
      #expect(Self.expected(row).contains(error.category), "\(code): \(error.category)")
      #expect(row.json["match"] as? String == "broad" || error.code == code)
      let asked = try #require(Self.error(body, to: Self.query), "\(code)")
      #expect(asked.category != .unknownOutcome, "\(code): a question has no outcome")
    }
    print("codes of errors: \(rows.count) rows")
    #expect(rows.count == 453)
  }

  @Test(arguments: [
    ("{\"retCode\":77777777,\"retMsg\":\"new\"}", 200), ("", 200), ("<html>", 200), ("", 500),
    ("", 502), ("{\"retCode\":0}", 503), ("", 504), ("{\"retCode\":0,\"result\":{}}", 200),
    ("{\"retCode\":0,\"result\":{\"orderId\":\"\"}}", 200), ("[1]", 200), ("", 301), ("", 204),
    ("{\"retCode\":10016,\"retMsg\":\"Service is restarting\"}", 200), ("{\"retCode\":0", 200),
    ("{\"retCode\":110001,\"retMsg\":\"x\"}", 502),
  ])
  func `an order whose answer leaves doubt is in doubt`(body: String, status: Int) {
    #expect(Self.error(body, status: status, to: Self.place)?.category == .unknownOutcome)
    let asked = Self.error(body, status: status, to: Self.query)?.category
    #expect(asked != .unknownOutcome)
  }

  @Test func `a ban and a limit say how long`() throws {
    let ban = try #require(Self.error("access too frequent", status: 403, to: Self.place))
    #expect(ban.category == .rateLimit)
    #expect(ban.retryAfter == .minutes(10))
    let country = try #require(Self.error("<html>Forbidden</html>", status: 403, to: Self.place))
    #expect(country.category == .permission)
    let headers = [
      HeaderField("X-Bapi-Limit", "10"), HeaderField("x-bapi-limit-status", "0"),
      HeaderField("X-Bapi-Limit-Reset-Timestamp", "1700000000900"), HeaderField("Retry-After", "3"),
    ]
    let limited = VenueResponse(
      status: 200, headers: headers,
      body: Array("{\"retCode\":10006,\"retMsg\":\"Too many visits!\"}".utf8))
    let report = BybitAdapter().rateLimit(of: Self.query, limited, in: Self.context)
    #expect(report.endpoint == "/v5/order/realtime")
    #expect(report.limit == 10)
    #expect(report.remaining == 0)
    #expect(report.resetsAt == Instant(milliseconds: 1_700_000_000_900))
    #expect(report.retryAt == Instant(milliseconds: 1_700_000_003_000))
    #expect(report.bannedUntil == nil)
    let tooMany = try #require(Self.error("", status: 429, headers: headers, to: Self.place))
    #expect(tooMany.category == .rateLimit)
    #expect(tooMany.retryAfter == .seconds(3))
    #expect(tooMany.category.provesThatNothingHappened)
  }

  @Test func `a setting that is so already is done`() throws {
    let reply = try BybitAdapter().reply(
      to: .trading(.setLeverage("BTC/USDT:USDT", 5)), page: .first,
      VenueResponse(
        status: 200, body: Array("{\"retCode\":110043,\"retMsg\":\"leverage not modified\"}".utf8)),
      in: Self.context)
    #expect(reply.answer == .trading(.done))
  }
}
