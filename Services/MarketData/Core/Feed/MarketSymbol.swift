public import Events

/// The name of an instrument with its parts: "bitstamp:BTC/USD".
public struct MarketSymbol: Sendable, Hashable {
  public let venue: Name
  public let base: Name
  public let quote: Name
  public let instrument: Name

  /// Nil when a part is empty or the whole does not fit a name.
  public init?(venue: some StringProtocol, base: some StringProtocol, quote: some StringProtocol) {
    guard !venue.isEmpty, !base.isEmpty, !quote.isEmpty,
      let instrument = Name("\(venue):\(base)/\(quote)"), let venue = Name(venue),
      let base = Name(base), let quote = Name(quote)
    else { return nil }
    self.venue = venue
    self.base = base
    self.quote = quote
    self.instrument = instrument
  }

  /// Reads "venue:BASE/QUOTE", letters and digits only; anything else is nil.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let assets = parts[1].split(separator: "/", omittingEmptySubsequences: false)
    guard assets.count == 2,
      [parts[0], assets[0], assets[1]].allSatisfy(\.isPlain)
    else { return nil }
    self.init(venue: parts[0], base: assets[0], quote: assets[1])
  }

  /// Whether prices are amounts of another coin instead of money.
  public var isQuotedInCoins: Bool { ["BTC", "ETH", "BNB"].contains(quote) }
}

extension StringProtocol {
  /// Whether the text is made of letters and digits of ASCII, "-" and "_".
  fileprivate var isPlain: Bool {
    utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}
