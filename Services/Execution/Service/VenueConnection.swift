import Events
import OrderDesk
import Quantities
import Venues

/// A line to a venue: it carries calls there, and brings answers and news back.
///
/// One thread owns it, and nothing in it waits. A call leaves at most once, over a connection of
/// its own, with the time that it was signed for, and not after it may; it is answered once,
/// whatever happens.
protocol VenueConnection {
  /// Readable when something came, or is due.
  var descriptor: Int32 { get }

  /// Takes what the log says of the venue; refuses what is not what the line was made for.
  mutating func configure(_ configuration: Configuration) throws

  /// Sends a call; its answer comes with `next`, also when nothing could be sent.
  mutating func perform(_ call: DeskCall)

  /// Tears the private stream down and makes it again.
  mutating func reconnect()

  /// The next thing that came, in order; nil when there is nothing more now.
  ///
  /// Throws when nothing may be done over the line any more, such as with a key that may withdraw.
  mutating func next() throws -> VenueOccurrence?
}

/// What a line to a venue brings.
enum VenueOccurrence: Sendable {
  case answer(Result<TradingAnswer, VenueError>, to: DeskCall.ID)
  case news(AccountNews)
  /// The private stream is up and subscribed.
  case streamConnected
  case streamLost(why: Name)
  /// A pong, or a message without news.
  case streamAlive
  /// Nothing may be sent before, by our clock.
  case shutOut(until: Instant)
  /// How far the venue's clock is ahead of ours, as it was just measured.
  case clock(ahead: Interval)
}
