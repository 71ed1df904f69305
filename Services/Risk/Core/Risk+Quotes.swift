public import Events
public import Quantities

extension Risk {
  /// The last order book of an instrument.
  public struct Quote: Sendable, Codable, Equatable {
    public let instrument: Name
    /// Best first, like the asks.
    public let bids: [BookLevel]
    public let asks: [BookLevel]
    public let at: Instant
    /// How long until the next one at the most.
    public let cadence: Interval
  }

  /// How far from the middle of a book the depth is counted that a trade may take a part of.
  static let depthBand: Ratio = "0.005"
}

extension Risk.Quote {
  init(_ book: BookObserved) {
    self.init(
      instrument: book.instrument, bids: book.bids, asks: book.asks, at: book.at,
      cadence: book.cadence)
  }

  /// Halfway between bid and ask; nil while a side is empty.
  var mid: Price? {
    guard let bid = bids.first?.price, let ask = asks.first?.price else { return nil }
    return (bid + ask).divided(by: 2)
  }

  /// What an entry takes from, best first.
  private func levels(for direction: Direction) -> [BookLevel] {
    switch direction {
    case .long: asks
    case .short: bids
    }
  }

  /// What prices are compared with: the middle, or the touch of the only side.
  private func reference(for direction: Direction) -> Price? {
    mid ?? levels(for: direction).first?.price
  }

  /// How much worse than the middle an entry at the market is on average, as a part of it; what
  /// the book has no more levels for is counted at the last.
  func slippage(of quantity: Quantity, _ direction: Direction) -> Ratio {
    let levels = levels(for: direction)
    guard let last = levels.last?.price, let reference = reference(for: direction) else {
      return .zero
    }
    var left = quantity
    var cost = Money.zero
    for level in levels {
      let taken = min(left, level.quantity)
      cost += level.price * taken
      left -= taken
    }
    cost += last * left
    let average = cost.divided(by: quantity, rounding: .up)
    return (average - reference).magnitude.divided(by: reference, rounding: .up)
  }

  /// What could be traded near the middle.
  func depth(for direction: Direction) -> Money {
    guard let reference = reference(for: direction) else { return .zero }
    let band = reference.multiplied(by: Risk.depthBand, rounding: .floor)
    var sum = Money.zero
    for level in levels(for: direction) where (level.price - reference).magnitude <= band {
      sum += level.price.multiplied(by: level.quantity, rounding: .down)
    }
    return sum
  }
}

extension Risk.State {
  mutating func note(_ book: BookObserved) {
    let quote = Risk.Quote(book)
    guard let index = quotes.firstIndex(where: { $0.instrument == book.instrument }) else {
      return quotes.append(quote)
    }
    if book.at >= quotes[index].at { quotes[index] = quote }
  }

  /// Seconds since the last book, where there ever was one: it may be as old as the limit says,
  /// and where books are stated more seldom, until the next is due.
  func checkQuote(
    of instrument: Name, under configuration: RiskConfiguration
  ) throws(Refusal) -> Risk.Quote? {
    guard let quote = quotes.first(where: { $0.instrument == instrument }) else { return nil }
    let age = now.map { $0 - quote.at } ?? .zero
    let limit = max(configuration.quoteAge, quote.cadence)
    guard age <= limit else {
      throw Refusal(.staleQuote, value: age.inSeconds, limit: limit.inSeconds)
    }
    return quote
  }

  /// What the book has for an entry of that size: the slippage at the market, and the part of the
  /// depth that it is.
  func checkBook(
    for trigger: SetupTriggered, _ sizing: Sizing, in quote: Risk.Quote?,
    under configuration: RiskConfiguration
  ) throws(Refusal) {
    guard let quote else { return }
    if trigger.entry == .market {
      let slippage = quote.slippage(of: sizing.quantity, trigger.direction)
      guard slippage <= configuration.bookSlippage else {
        throw Refusal(
          .expectedSlippage, value: slippage.value, limit: configuration.bookSlippage.value)
      }
    }
    let allowed = quote.depth(for: trigger.direction)
      .multiplied(by: configuration.depthShare, rounding: .floor)
    guard sizing.notional <= allowed else {
      throw Refusal(.visibleDepth, value: sizing.notional.value, limit: allowed.value)
    }
  }
}
