public import Quantities
public import Requests

/// A line at the head of a request or an answer.
public struct HeaderField: Sendable, Hashable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A request as it goes out, signed where it must be.
public struct VenueRequest: Sendable {
  public var method: HTTPMethod
  /// With the query.
  public var url: String
  public var headers: [HeaderField]
  public var body: [UInt8]
  /// What the venue counts it as, such as `/v5/order/create`.
  public var endpoint: String
  /// How many of the endpoint's requests it counts as.
  public var weight: Int
  public var priority: RequestPriority
  /// Whether it must leave exactly once: on a fresh connection, never repeated, never redirected.
  public var isOnce: Bool
  /// After it, the venue refuses the request; nil where the venue sets no limit.
  public var expiresAt: Instant?

  public init(
    method: HTTPMethod, url: String, headers: [HeaderField] = [], body: [UInt8] = [],
    endpoint: String, weight: Int = 1, priority: RequestPriority, isOnce: Bool,
    expiresAt: Instant? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.endpoint = endpoint
    self.weight = weight
    self.priority = priority
    self.isOnce = isOnce
    self.expiresAt = expiresAt
  }
}

// Headers and queries carry keys and signatures: a request shows where it goes, and no more.
extension VenueRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "\(method.rawValue) \(endpoint)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What came back for a request.
public struct VenueResponse: Sendable {
  public var status: Int
  public var headers: [HeaderField]
  public var body: [UInt8]

  public init(status: Int, headers: [HeaderField] = [], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The value of the first header of a name, whatever its case.
  public func header(_ name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }?.value
  }
}
