public import Quantities

/// The best levels of an order book, stated now and then and not at every change.
public struct BookObserved: Payload {
  public var instrument = Name()
  /// What others would buy at, best first: falling prices.
  public var bids: [BookLevel] = []
  /// What others would sell at, best first: rising prices.
  public var asks: [BookLevel] = []
  /// The venue's number of this state of the book, where it has one.
  public var sequence: Int64?
  /// When the book looked like this.
  public var at = Instant()
  /// How long until the next statement at the most, while all is well.
  public var cadence = Interval()

  public init() {}

  public init(
    instrument: Name, bids: [BookLevel], asks: [BookLevel], sequence: Int64? = nil, at: Instant,
    cadence: Interval
  ) {
    self.instrument = instrument
    self.bids = bids
    self.asks = asks
    self.sequence = sequence
    self.at = at
    self.cadence = cadence
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("bids", &bids)
    visitor.field("asks", &asks)
    visitor.field("sequence", &sequence)
    visitor.field("at", &at)
    visitor.field("cadence", &cadence)
  }

  public mutating func read(from reader: inout JSONReader) {
    reader.beginObject()
    fields(&reader)
    reader.endObject()
    if reader.isValid, let fault { reader.fail(fault.expectation) }
  }

  public static var type: EventType { .bookObserved }
  public var subject: Name { instrument }
}

/// Why levels are not an order book.
public enum BookFault: Error, Sendable, Hashable {
  /// A side has more levels than `BookObserved.maximumDepth`.
  case tooDeep(levels: Int)
  /// A price or quantity is not above zero.
  case notPositive(BookLevel)
  /// A level is not worse than the one before it.
  case unordered(side: Side, price: Price, after: Price)
  /// The best bid is not below the best ask.
  case crossed(bid: Price, ask: Price)
}

extension BookObserved {
  /// Halfway between the best bid and the best ask; nil while a side is empty.
  public var mid: Price? {
    guard let bid = bids.first?.price, let ask = asks.first?.price else { return nil }
    return (bid + ask).divided(by: 2)
  }

  /// How many levels of a side are stated at most.
  public static var maximumDepth: Int { 25 }

  /// The first reason why this is not an order book; nil for a sound one, of which a side may be
  /// empty. No reader accepts the bytes of a book with a fault.
  public var fault: BookFault? {
    let deepest = max(bids.count, asks.count)
    if deepest > Self.maximumDepth { return .tooDeep(levels: deepest) }
    if let fault = Self.fault(in: bids, .buy) ?? Self.fault(in: asks, .sell) { return fault }
    if let bid = bids.first?.price, let ask = asks.first?.price, bid >= ask {
      return .crossed(bid: bid, ask: ask)
    }
    return nil
  }

  private static func fault(in levels: [BookLevel], _ side: Side) -> BookFault? {
    var before: Price?
    for level in levels {
      guard level.price.isPositive, level.quantity.isPositive else { return .notPositive(level) }
      if let before, side == .buy ? level.price >= before : level.price <= before {
        return .unordered(side: side, price: level.price, after: before)
      }
      before = level.price
    }
    return nil
  }
}

extension BookFault {
  /// What a reader expected instead.
  fileprivate var expectation: StaticString {
    switch self {
    case .tooDeep: "at most 25 levels of a side"
    case .notPositive: "prices and quantities above zero"
    case .unordered: "levels from the best to the worst"
    case .crossed: "a bid below the ask"
    }
  }
}
