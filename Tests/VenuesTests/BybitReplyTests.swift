import Events
import Foundation
import Quantities
import TestSupport
import Testing
import Venues

/// Answers of Bybit, read and compared with what another client reads.
@Suite(.enabled(if: TestData.isPresent)) struct BybitReplyTests {
  static let adapter = BybitAdapter()

  static func context(_ row: VectorRow) throws -> VenueContext {
    var symbols: [Name] = []
    if let symbol = row.args["symbol"] as? String { symbols.append(try #require(Name(symbol))) }
    for order in row.args["orders"] as? [[String: Any]] ?? [] {
      symbols.append(try #require(Name(order["symbol"] as? String ?? "")))
    }
    return VenueContext(
      environment: .mainnet, now: Instant(milliseconds: 1_700_000_000_000),
      instruments: InstrumentDirectory(symbols.compactMap(adapter.assumedInstrument)))
  }

  /// Rows that are not traded here, with the reason.
  static func reasonToSkip(_ row: VectorRow) -> String? {
    if row.marketType == "inverse" { return "inverse contracts" }
    return nil
  }

  /// The call as the row names it.
  static func call(_ row: VectorRow) throws -> VenueCall {
    if row.id == "bybit/spot/setPositionMode" {
      // Spot has no positions: only the answer is of interest.
      return .account(.setPositionModes(.hedge, coin: "USDT"))
    }
    let kind: InstrumentKind = row.marketType == "spot" ? .spot : .linear
    let args = try JSONDocument(row.data("args")).root
    return try #require(try UnifiedCall(row.call, args, kind: kind).call(), "\(row.id)")
  }

  @Test func `every answer says what another client reads in it`() throws {
    let rows = try VectorRow.read("responses/bybit.jsonl")
    var count = 0
    for row in rows {
      if let reason = Self.reasonToSkip(row) {
        print("skipped \(row.id): \(reason)")
        continue
      }
      count += 1
      let response = VenueResponse(status: 200, body: try row.data("httpResponse"))
      let context = try Self.context(row)
      do throws(VenueError) {
        let reply = try Self.adapter.reply(
          to: Self.read(row), page: .first, response, in: context)
        ReplyComparison(row: row).compare(reply.answer)
      } catch {
        let envelope = row.json["httpResponse"] as? [String: Any]
        #expect(envelope?["retCode"] as? Int != 0, "\(row.id): \(error)")
        #expect(error.code == (envelope?["retCode"] as? Int).map(String.init), "\(row.id)")
      }
    }
    print("answers: \(count) of \(rows.count) rows")
    #expect(count == 38)
  }

  private static func read(_ row: VectorRow) throws(VenueError) -> VenueCall {
    do { return try call(row) } catch let error as VenueError { throw error } catch {
      throw VenueError(.malformed, text: "\(row.id): \(error)")
    }
  }
}
