public import Events
public import Quantities

extension Ledger {
  /// What assets are worth in one another, by the last closes of the log.
  ///
  /// An amount goes from asset to asset over as few instruments as possible, at most three, each
  /// at its last close (before any close, at its last fill). Among equally short ways the one
  /// counts whose oldest close is the youngest, then the one listed first. Every step rounds half
  /// to even at 10⁻¹⁸. A way that does not exist is no rate, never a guess; one to one is only an
  /// asset with itself.
  public struct Rates: Sendable, Codable, Equatable {
    public internal(set) var listings: [Listing] = []

    public init() {}
  }

  /// An instrument, its assets and its last price.
  public struct Listing: Sendable, Codable, Equatable {
    public let instrument: Name
    public let base: Name
    public let quote: Name
    public let kind: InstrumentKind
    /// Last close, or the last fill before any close.
    public internal(set) var price: Price?
    public internal(set) var pricedAt = Instant(nanoseconds: .min)
    /// The finest time frame seen; its candles mark equity.
    public internal(set) var finest: TimeFrame?
  }
}

extension Ledger.Rates {
  func index(of instrument: Name) -> Int? {
    // A loop over places, because a closure would be handed a copy of each listing.
    for index in listings.indices where listings[index].instrument == instrument { return index }
    return nil
  }

  /// The instrument, if it is listed.
  public func listing(of instrument: Name) -> Ledger.Listing? {
    index(of: instrument).map { listings[$0] }
  }

  /// A listing again changes nothing: what is held stays named as it was booked.
  public mutating func note(_ listed: InstrumentListed) {
    guard index(of: listed.instrument) == nil else { return }
    listings.append(
      Ledger.Listing(
        instrument: listed.instrument, base: listed.base, quote: listed.quote, kind: listed.kind))
  }

  /// Takes note of a close; one that is older than the last changes nothing.
  public mutating func note(_ close: Ledger.Close) {
    guard let index = index(of: close.instrument) else { return }
    if close.at >= listings[index].pricedAt {
      listings[index].price = close.price
      listings[index].pricedAt = close.at
    }
    if let finest = listings[index].finest, finest <= close.timeFrame { return }
    listings[index].finest = close.timeFrame
  }

  /// A fill is a price where there is no close.
  public mutating func note(_ fill: Ledger.Fill) {
    guard let index = index(of: fill.instrument), listings[index].finest == nil else { return }
    listings[index].price = fill.price
  }
}

extension Ledger.Rates {
  private struct Way {
    var steps: [Int]
    var end: Name
    var oldest: Instant
  }

  /// The most instruments between two assets.
  static let longestWay = 3

  /// What an amount is worth in another asset; nil when no way of prices leads there.
  public func convert(_ amount: Money, from asset: Name, to other: Name) -> Money? {
    guard asset != other else { return amount }
    guard let way = way(from: asset, to: other) else { return nil }
    var amount = amount
    var asset = asset
    for step in way {
      let listing = listings[step]
      guard let price = listing.price else { return nil }
      let isForward = listing.base == asset
      let value =
        isForward
        ? amount.value.multipliedIfInRange(by: price.value)
        : amount.value.dividedIfInRange(by: price.value)
      guard let value else { return nil }
      amount = Money(value)
      asset = isForward ? listing.quote : listing.base
    }
    return amount
  }

  private func way(from asset: Name, to other: Name) -> [Int]? {
    var ways = [Way(steps: [], end: asset, oldest: Instant(nanoseconds: .max))]
    for _ in 0..<Self.longestWay {
      ways = ways.flatMap { longer($0) }
      var best: Way?
      for way in ways where way.end == other && best.map({ way.oldest > $0.oldest }) ?? true {
        best = way
      }
      if let best { return best.steps }
    }
    return nil
  }

  private func longer(_ way: Way) -> [Way] {
    listings.indices.compactMap { index in
      let listing = listings[index]
      guard let price = listing.price, price.isPositive, !way.steps.contains(index),
        listing.base == way.end || listing.quote == way.end
      else { return nil }
      return Way(
        steps: way.steps + [index], end: listing.base == way.end ? listing.quote : listing.base,
        oldest: min(way.oldest, listing.pricedAt))
    }
  }
}
