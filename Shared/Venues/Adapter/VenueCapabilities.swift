public import Events
public import Quantities

/// Which of a venue's systems is meant.
public enum VenueEnvironment: String, Sendable, Hashable, CaseIterable {
  case mainnet
  /// A system of its own with money of no worth.
  case testnet
  /// The real market with money of no worth.
  case demo
}

/// Where a system of a venue is reached.
public struct VenueHosts: Sendable, Hashable {
  /// With the scheme and without a slash at the end.
  public var rest: String
  public var publicStream: String
  public var privateStream: String
  /// Where orders can be placed by a stream; nil where they cannot.
  public var orderStream: String?

  public init(
    rest: String, publicStream: String, privateStream: String, orderStream: String? = nil
  ) {
    self.rest = rest
    self.publicStream = publicStream
    self.privateStream = privateStream
    self.orderStream = orderStream
  }
}

/// How many requests a venue takes.
public struct RateLimit: Sendable, Hashable {
  public enum Scope: String, Sendable, Hashable, CaseIterable {
    case address, account
  }

  /// What it counts; empty for all.
  public var endpoint: String
  public var scope: Scope
  /// Nil for instruments of any kind.
  public var kind: InstrumentKind?
  public var count: Int
  public var window: Interval

  public init(
    endpoint: String, scope: Scope, kind: InstrumentKind? = nil, count: Int, window: Interval
  ) {
    self.endpoint = endpoint
    self.scope = scope
    self.kind = kind
    self.count = count
    self.window = window
  }
}

/// What a venue can do, as far as its adapter can ask for it.
public struct VenueCapabilities: Sendable {
  public var name: String
  public var hasSpot: Bool
  public var hasFutures: Bool
  /// Whether spot can be bought with borrowed money.
  public var hasMargin: Bool
  /// The most that any of its instruments allows.
  public var maximumLeverage: Ratio
  public var orderKinds: [OrderKind]
  public var timesInForce: [TimeInForce]
  public var timeFrames: [TimeFrame]
  public var positionModes: [PositionMode]
  public var marginModes: [MarginMode]
  public var canAmend: Bool
  public var canBatch: Bool
  public var hasPrivateStream: Bool
  public var hasOrderStream: Bool
  public var hasDeadManSwitch: Bool
  /// Levels of order books that can be subscribed to.
  public var bookDepths: [Int]
  public var clientOrderIDLength: Int
  public var environments: [VenueEnvironment: VenueHosts]
  public var rateLimits: [RateLimit]

  public init(
    name: String, hasSpot: Bool, hasFutures: Bool, hasMargin: Bool, maximumLeverage: Ratio,
    orderKinds: [OrderKind], timesInForce: [TimeInForce], timeFrames: [TimeFrame],
    positionModes: [PositionMode], marginModes: [MarginMode], canAmend: Bool, canBatch: Bool,
    hasPrivateStream: Bool, hasOrderStream: Bool, hasDeadManSwitch: Bool, bookDepths: [Int],
    clientOrderIDLength: Int, environments: [VenueEnvironment: VenueHosts],
    rateLimits: [RateLimit]
  ) {
    self.name = name
    self.hasSpot = hasSpot
    self.hasFutures = hasFutures
    self.hasMargin = hasMargin
    self.maximumLeverage = maximumLeverage
    self.orderKinds = orderKinds
    self.timesInForce = timesInForce
    self.timeFrames = timeFrames
    self.positionModes = positionModes
    self.marginModes = marginModes
    self.canAmend = canAmend
    self.canBatch = canBatch
    self.hasPrivateStream = hasPrivateStream
    self.hasOrderStream = hasOrderStream
    self.hasDeadManSwitch = hasDeadManSwitch
    self.bookDepths = bookDepths
    self.clientOrderIDLength = clientOrderIDLength
    self.environments = environments
    self.rateLimits = rateLimits
  }
}
