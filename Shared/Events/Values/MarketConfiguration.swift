public import Quantities

/// A candle file: what it holds and the digest of its bytes.
public struct MarketFile: Fields, Codable {
  public var path: String = ""
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  /// First half of the SHA-256 of the uncompressed text.
  public var digest = Identifier()

  public init() {}

  public init(path: String, instrument: Name, timeFrame: TimeFrame, digest: Identifier) {
    self.path = path
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.digest = digest
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("path", &path)
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("digest", &digest)
  }
}

/// Where the candles come from.
public struct MarketConfiguration: Fields, Codable {
  public var source = MarketSource()
  /// Of the generator.
  public var seed: Int = 0
  /// How many the generator makes.
  public var instruments: Int = 0
  /// How many days the generator makes; 0 for endless.
  public var days: Int = 0
  /// 0 for lock-step, as fast as it goes; else so many times real time, like a live market.
  public var pace: Int = 0
  public var files: [MarketFile] = []
  /// Whether the generator states order books, one with each of its candles.
  public var books: Bool = false
  /// The venue that is followed, if it is one.
  public var venue: VenueConfiguration?

  public init() {}

  public init(
    source: MarketSource, seed: Int, instruments: Int, days: Int, pace: Int, files: [MarketFile],
    books: Bool = false, venue: VenueConfiguration? = nil
  ) {
    self.source = source
    self.seed = seed
    self.instruments = instruments
    self.days = days
    self.pace = pace
    self.files = files
    self.books = books
    self.venue = venue
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("source", &source)
    visitor.field("seed", &seed)
    visitor.field("instruments", &instruments)
    visitor.field("days", &days)
    visitor.field("pace", &pace)
    visitor.field("files", &files)
    visitor.field("books", &books)
    visitor.field("venue", &venue)
  }
}
