public import Quantities

/// What a venue's answer tells of its limits; what it does not say is nil.
public struct RateReport: Sendable, Hashable {
  /// What the venue counts, such as `/v5/order/create`; empty for all requests.
  public var endpoint: String
  /// Requests that it takes in its window, those that were made, and those that are left.
  public var limit: Int?
  public var used: Int?
  public var remaining: Int?
  public var resetsAt: Instant?
  /// Nothing may be sent there before.
  public var retryAt: Instant?
  /// Nothing at all may be sent before from this address.
  public var bannedUntil: Instant?

  public init(
    endpoint: String = "", limit: Int? = nil, used: Int? = nil, remaining: Int? = nil,
    resetsAt: Instant? = nil, retryAt: Instant? = nil, bannedUntil: Instant? = nil
  ) {
    self.endpoint = endpoint
    self.limit = limit
    self.used = used
    self.remaining = remaining
    self.resetsAt = resetsAt
    self.retryAt = retryAt
    self.bannedUntil = bannedUntil
  }
}
