import Events
import Quantities

/// Calls in Bybit's words: which endpoint, with which parameters.
struct BybitCalls {
  let context: VenueContext
  let page: VenuePage

  typealias Parameters = [EndpointParameter]

  func call(_ endpoint: BybitEndpoint, _ parameters: Parameters) -> EndpointCall {
    EndpointCall(endpoint.method, endpoint.rawValue, parameters)
  }

  /// Category and symbol of an instrument that is listed.
  func instrument(_ symbol: Name) throws(VenueError) -> (VenueInstrument, Parameters) {
    let listing = try context.instruments.listing(symbol)
    return (
      listing, [category(listing.kind), .init("symbol", .text(listing.venueSymbol.description))]
    )
  }

  func linear(_ symbol: Name) throws(VenueError) -> (VenueInstrument, Parameters) {
    let found = try instrument(symbol)
    guard found.0.kind == .linear else {
      throw VenueError(.unsupported, text: "\(symbol) has no positions", field: "instrument")
    }
    return found
  }

  func category(_ kind: InstrumentKind) -> EndpointParameter {
    EndpointParameter("category", .text(kind.rawValue))
  }

  var cursor: Parameters {
    page.cursor.isEmpty ? [] : [EndpointParameter("cursor", .escaped(page.cursor))]
  }

  static func milliseconds(_ name: String, _ instant: Instant?) -> Parameters {
    instant.map { [EndpointParameter(name, .integer(Int($0.milliseconds)))] } ?? []
  }

  static func integer(_ name: String, _ value: Int?) -> Parameters {
    value.map { [EndpointParameter(name, .integer($0))] } ?? []
  }

  static func limit(
    _ limit: Int?, _ range: ClosedRange<Int>
  ) throws(VenueError) -> Parameters {
    guard let limit else { return [] }
    guard range.contains(limit) else {
      throw VenueError(
        .badRequest, text: "limit: \(limit) is not in \(range.lowerBound)...\(range.upperBound)",
        field: "limit")
    }
    return [EndpointParameter("limit", .integer(limit))]
  }

  /// The coins that listed contracts are settled in.
  var settleCoins: [Name] {
    var coins: [Name] = []
    for instrument in context.instruments.instruments
    where instrument.kind == .linear && !coins.contains(instrument.settle) {
      coins.append(instrument.settle)
    }
    return coins.isEmpty ? ["USDT"] : coins.sorted()
  }

  /// What a call about a whole account asks one after the other: contracts by coin, then spot.
  var accountParts: [Parameters] {
    var parts = settleCoins.map { coin -> Parameters in
      [category(.linear), EndpointParameter("settleCoin", .text(coin.description))]
    }
    if context.instruments.instruments.contains(where: { $0.kind == .spot }) {
      parts.append([category(.spot)])
    }
    return parts
  }

  func part(of parts: [Parameters]) throws(VenueError) -> Parameters {
    guard parts.indices.contains(page.part) else {
      throw VenueError(.badRequest, text: "no such page", field: "page")
    }
    return parts[page.part]
  }
}
