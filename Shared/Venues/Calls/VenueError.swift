public import Quantities

/// Why a venue did not do what it was asked, in one vocabulary for all venues.
public struct VenueError: Error, Sendable, Hashable {
  public var category: Category
  /// The venue's own code, such as `110007`; empty when there was none.
  public var code: String
  /// What the venue said, or what was wrong on our side; never a secret.
  public var text: String
  /// How long the venue wants to be left alone, if it said so.
  public var retryAfter: Interval?
  /// The field of the call that was refused here before anything was sent; empty otherwise.
  public var field: String

  public init(
    _ category: Category, code: String = "", text: String = "", retryAfter: Interval? = nil,
    field: String = ""
  ) {
    self.category = category
    self.code = code
    self.text = text
    self.retryAfter = retryAfter
    self.field = field
  }

  public enum Category: String, Sendable, Hashable, CaseIterable {
    /// The key, the signature, or an address that the key does not allow.
    case auth
    case permission
    case rateLimit
    case insufficientFunds
    case invalidOrder
    case badRequest
    case badSymbol
    case orderNotFound
    /// The order was over before the request arrived.
    case orderClosed
    case duplicateClientID
    case timestamp
    case maintenance
    case noChange
    /// Nothing left this machine: no connection could be made, or the request was refused here.
    case notSent
    /// The venue may or may not have done it.
    case unknownOutcome
    /// The answer was not what the venue's documentation says.
    case malformed
    case unsupported
  }
}

extension VenueError.Category {
  /// Whether an order that was answered like this is known not to be at the venue.
  ///
  /// A duplicate client id is no proof: the order of that name may be the very one that was sent.
  public var provesThatNothingHappened: Bool {
    switch self {
    case .auth, .permission, .rateLimit, .insufficientFunds, .invalidOrder, .badRequest,
      .badSymbol, .timestamp, .notSent, .unsupported:
      true
    case .orderNotFound, .orderClosed, .duplicateClientID, .maintenance, .noChange,
      .unknownOutcome, .malformed:
      false
    }
  }
}
