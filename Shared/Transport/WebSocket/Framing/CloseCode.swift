/// Why a WebSocket was closed (RFC 6455 section 7.4, and the registry of IANA).
public struct CloseCode: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let normal = CloseCode(rawValue: 1000)
  public static let goingAway = CloseCode(rawValue: 1001)
  public static let protocolError = CloseCode(rawValue: 1002)
  public static let unsupported = CloseCode(rawValue: 1003)
  public static let invalidPayload = CloseCode(rawValue: 1007)
  public static let policyViolation = CloseCode(rawValue: 1008)
  public static let tooLarge = CloseCode(rawValue: 1009)
  public static let extensionMissing = CloseCode(rawValue: 1010)
  public static let internalError = CloseCode(rawValue: 1011)
  public static let serviceRestart = CloseCode(rawValue: 1012)
  public static let tryAgainLater = CloseCode(rawValue: 1013)

  /// Whether a close frame may carry it: 1000 to 1003, 1007 to 1014, and 3000 to 4999.
  public var mayBeSent: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}

extension CloseCode: CustomStringConvertible {
  public var description: String { "\(rawValue)" }
}
