import Bus
import Events
import Foundation
import Quantities
import Testing
import VenueLink
import Venues

/// Hears the books of one contract on the bus while it asks the venue for them, and compares.
struct BookWitness: ~Copyable {
  /// Whole books that were the venue's at their sequence.
  private(set) var compared = 0
  /// How often a book that was whole was given up.
  private(set) var broken = 0
  /// How far the venue is.
  private(set) var venue: Int64 = 0
  private var subscriber: BookSubscriber
  private var client: VenueClient
  private var last: BookImage?
  private var lastWhole: BookImage?
  /// What the bus said, and what the venue said, of each sequence.
  private var heard: [Int64: BookImage] = [:]
  private var asked: [Int64: BookUpdate] = [:]

  init(_ stage: VenueStage) throws {
    let client = try stage.visitor()
    subscriber = try BookSubscriber(
      dataDirectory: stage.data, service: .observer, instruments: [VenueStage.instrument])
    self.client = client
  }

  /// Hears and asks until something holds.
  mutating func watch(
    seconds: Double = 30, for what: String, until holds: (borrowing BookWitness) -> Bool
  ) throws {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !holds(self) {
      guard Date() < deadline else {
        throw TookTooLong(description: "\(what): \(compared) compared, \(broken) broken")
      }
      _ = try venueSequence()
      try subscriber.wait(milliseconds: 20)
      while let image = try subscriber.next() { hear(image) }
    }
  }

  /// Whether the last book is whole, and later than that.
  func isWhole(after sequence: Int64) -> Bool {
    last.map { $0.isWhole && $0.sequence > sequence } ?? false
  }

  /// Asks the venue for its book; how far that is.
  mutating func venueSequence() throws -> Int64 {
    let call = VenueCall.market(.orderBook(VenueStage.instrument, depth: 50))
    guard case .market(.orderBook(let book))? = try client.answers(to: call).first else {
      throw TookTooLong(description: "the venue's book")
    }
    venue = book.sequence
    asked[book.sequence] = book
    compare(book.sequence)
    return book.sequence
  }

  private mutating func hear(_ image: BookImage) {
    defer { last = image }
    guard image.isWhole else {
      #expect(image.bids.isEmpty && image.asks.isEmpty)
      if last?.isWhole == true { broken += 1 }
      return
    }
    #expect(!image.bids.isEmpty && !image.asks.isEmpty)
    if let lastWhole {
      #expect(image.sequence >= lastWhole.sequence)
      #expect(image.updateID >= lastWhole.updateID)
    }
    lastWhole = image
    guard heard[image.sequence] == nil else { return }
    heard[image.sequence] = image
    compare(image.sequence)
  }

  private mutating func compare(_ sequence: Int64) {
    guard let image = heard[sequence], let book = asked[sequence] else { return }
    #expect(image.bids == book.bids, "\(sequence)")
    #expect(image.asks == book.asks, "\(sequence)")
    compared += 1
  }
}
