public import Quantities
public import Requests
public import Venues

/// Something that the desk wants the venue to be asked, once.
///
/// Every call is answered once by `OrderDesk.receive(_:to:)`, also when it could not be sent; the
/// desk gives up waiting by itself. It is never to be repeated by whoever carries it.
public struct DeskCall: Sendable, Hashable {
  /// Names a call within one incarnation of the desk.
  public struct ID: Sendable, Hashable, Comparable {
    public let number: Int

    public init(number: Int) { self.number = number }

    public static func < (a: ID, b: ID) -> Bool { a.number < b.number }
  }

  public let id: ID
  public let call: TradingCall
  public let priority: RequestPriority
  /// Of an order: the time, by the venue's clock, that its signature bears; nothing else may be
  /// signed.
  public let signedAt: Instant?
  public let receiveWindow: Interval
  /// By the clock that the desk is told: after this the call must not leave any more, and is
  /// answered as not sent.
  public let mayBeSentUntil: Instant?
}
