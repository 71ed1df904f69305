import Events
import Foundation
import Quantities
import Testing

@testable import Bus

@Suite(.serialized) struct BookTests {
  private static func image(_ instrument: Name, _ number: Int64, isWhole: Bool = true) -> BookImage
  {
    BookImage(
      instrument: instrument,
      bids: isWhole
        ? [BookLevel(price: "99.5", quantity: "0.001"), .init(price: 99, quantity: 7)] : [],
      asks: isWhole ? [BookLevel(price: 100, quantity: 3)] : [], isWhole: isWhole,
      updateID: number, sequence: number * 10, at: Instant(seconds: 1_700_000_000 + number))
  }

  /// Says it again until it is heard: a subscriber joins when it can.
  private func hear(
    _ subscriber: inout BookSubscriber, saying images: [BookImage],
    on publisher: borrowing BookPublisher
  ) throws -> BookImage? {
    for _ in 0..<100 {
      for image in images { try publisher.publish(image) }
      try subscriber.wait(milliseconds: 50)
      if let image = try subscriber.next() { return image }
    }
    return nil
  }

  @Test func `a book arrives as it was, and one that is broken says so`() throws {
    try withDirectory { directory in
      let publisher = try BookPublisher(dataDirectory: directory)
      var subscriber = try BookSubscriber(dataDirectory: directory, service: .execution)
      let whole = Self.image("BTC/USDT:USDT", 5)
      #expect(try hear(&subscriber, saying: [whole], on: publisher) == whole)
      let broken = Self.image("BTC/USDT:USDT", 6, isWhole: false)
      try publisher.publish(broken)
      var last: BookImage?
      for _ in 0..<100 where last != broken {
        try subscriber.wait(milliseconds: 50)
        while let image = try subscriber.next() { last = image }
      }
      #expect(last == broken && last?.bids.isEmpty == true)
    }
  }

  @Test func `a subscriber hears of its instruments alone`() throws {
    try withDirectory { directory in
      let publisher = try BookPublisher(dataDirectory: directory)
      var subscriber = try BookSubscriber(
        dataDirectory: directory, service: .observer, instruments: ["BTC/USDT"])
      let images = [Self.image("BTC/USDT:USDT", 1), Self.image("BTC/USDT", 2)]
      #expect(try hear(&subscriber, saying: images, on: publisher) == images[1])
      while let image = try subscriber.next() { #expect(image.instrument == "BTC/USDT") }
    }
  }

  @Test func `a stranger hears nothing`() throws {
    try withDirectory { directory in
      let publisher = try BookPublisher(dataDirectory: directory)
      let keys = try KeyStore(dataDirectory: directory)
      let socket = try Socket(.subscriber, in: try Context())
      try socket.configure(for: .subscriber)
      try socket.secure(as: .random(), server: keys.publicKey(of: .marketData))
      let monitor = try HandshakeMonitor(of: socket, name: "test")
      try socket.connect(Endpoints.books(dataDirectory: directory))
      #expect(try monitor.wait(milliseconds: 2_000) == .refused)
      let message = Message()
      for number in 0..<20 {
        try publisher.publish(Self.image("BTC/USDT", Int64(number)))
        #expect(try !socket.receive(into: message))
        usleep(5_000)
      }
    }
  }

  @Test func `no bytes make a book that was not told, or a crash`() throws {
    let bytes = Self.image("BTC/USDT", 3).encoded
    #expect(throws: Never.self) { _ = try unsafe BookImage(bytes.span.bytes) }
    for count in 0..<bytes.count {
      #expect(throws: WireError.self) {
        _ = try unsafe BookImage(Array(bytes[..<count]).span.bytes)
      }
    }
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 0x80
      _ = try? unsafe BookImage(damaged.span.bytes)
    }
  }
}
