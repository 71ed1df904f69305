public import Venues

/// Something that a feed wants a venue to answer.
public struct FeedQuestion: Sendable, Hashable {
  /// Names the question; no other of the feed has it.
  public var id: Int
  public var call: MarketCall

  public init(id: Int, call: MarketCall) {
    self.id = id
    self.call = call
  }
}

/// What a feed wants of the streams.
public enum StreamWish: Sendable, Hashable {
  /// A stream is deaf: make it again.
  case reconnect(VenueStream)
  /// A topic is broken: end the subscription and subscribe again.
  case resubscribe(StreamTopic, VenueStream)
}
