import Events
import Quantities
import ServiceKit
import VenueLink
import Venues

/// `martlet venue check`: whether a venue can be reached, its clock, and what a key may do.
enum VenueCheckAction {
  /// A clock that differs by more makes signed requests fail.
  private static let clockLimit = Interval.seconds(1)

  /// One line of the table.
  private struct Finding {
    let what: String
    let isGood: Bool
    let text: String
  }

  static func run(_ invocation: Invocation) throws -> ExitCode {
    var client = try VenueAccess.client(invocation)
    var findings: [Finding] = []
    let address = try VenueAccess.address(invocation)
    do throws(VenueError) {
      try client.measureClock()
      findings.append(Finding(what: "connection", isGood: true, text: address))
      findings.append(clock(client.offset))
      for kind in [InstrumentKind.spot, .linear] {
        let count = try client.loadInstruments(kind).count { $0.isTrading }
        findings.append(
          Finding(what: "\(kind.rawValue) markets", isGood: count > 0, text: "\(count)"))
      }
    } catch {
      throw VenueAccess.failure(error, "\(address) did not answer as it should")
    }
    findings += invocation.has("keys") ? key(&client) : [noKey]
    let rows = findings.map { [$0.isGood ? "ok" : "no", $0.what, $0.text] }
    Program.print(Table(rows).text)
    return findings.allSatisfy(\.isGood) ? .ok : .configuration
  }

  private static var noKey: Finding {
    Finding(what: "key", isGood: true, text: "none given; --keys FILE checks one")
  }

  private static func clock(_ offset: (interval: Interval, uncertainty: Interval)?) -> Finding {
    guard let offset else {
      return Finding(what: "clock", isGood: false, text: "the venue does not tell its time")
    }
    let isNear = abs(offset.interval.nanoseconds) <= clockLimit.nanoseconds
    let milliseconds = offset.interval.nanoseconds / 1_000_000
    let uncertainty = offset.uncertainty.nanoseconds / 1_000_000
    return Finding(
      what: "clock", isGood: isNear,
      text: "the venue is \(milliseconds) ms ahead, give or take \(uncertainty) ms")
  }

  private static func key(_ client: inout VenueClient) -> [Finding] {
    do throws(VenueError) {
      for case .account(.keyPermissions(let key)) in try client.answers(
        to: .account(.keyPermissions))
      {
        return permissions(key)
      }
      return [Finding(what: "key", isGood: false, text: "the venue does not say what it may do")]
    } catch {
      let said = [error.category.rawValue, error.code, error.text].filter { !$0.isEmpty }
      return [Finding(what: "key", isGood: false, text: said.joined(separator: ", "))]
    }
  }

  private static func permissions(_ key: KeyPermissions) -> [Finding] {
    let may = [
      (key.mayRead, "read"), (key.mayTradeSpot, "trade spot"),
      (key.mayTradeContracts, "trade contracts"),
    ].filter(\.0).map(\.1).joined(separator: ", ")
    let mustNot = [(key.mayTransfer, "transfer"), (key.mayWithdraw, "withdraw")].filter(\.0).map(
      \.1)
    let addresses = key.addresses.isEmpty ? "any address" : "\(key.addresses.count) addresses"
    return [
      Finding(what: "key", isGood: true, text: "account \(key.account), from \(addresses)"),
      Finding(what: "may", isGood: key.mayRead, text: may.isEmpty ? "nothing" : may),
      Finding(
        what: "must not", isGood: mustNot.isEmpty,
        text: mustNot.isEmpty
          ? "cannot transfer, cannot withdraw"
          : "can \(mustNot.joined(separator: " and ")): make a key that cannot"),
    ]
  }
}
