import Quantities

/// What Bybit's codes mean.
enum BybitErrors {
  typealias Category = VenueError.Category

  /// The error of an answer that refuses a call.
  ///
  /// - Parameter isQuery: whether the call only asks; others end in doubt where a code is unknown
  ///   or tells of a failure inside the venue.
  static func error(code: String, text: String, isQuery: Bool) -> VenueError {
    let meaning = meaning(ofText: text) ?? Int(code).flatMap(meaning(of:)) ?? .unknown
    return VenueError(category(of: meaning, isQuery: isQuery), code: code, text: text)
  }

  /// What a code says, apart from what was asked.
  enum Meaning: Hashable {
    case refused(Category)
    /// The venue failed on the way, or gave up waiting for a part of itself.
    case failure
    case unknown
  }

  private static func category(of meaning: Meaning, isQuery: Bool) -> Category {
    switch meaning {
    case .refused(let category): category
    case .failure: isQuery ? .maintenance : .unknownOutcome
    case .unknown: isQuery ? .malformed : .unknownOutcome
    }
  }

  /// Some codes are used for several faults, which only the text tells apart.
  static func meaning(ofText text: String) -> Meaning? {
    for (part, meaning) in texts where text.contains(part) { return meaning }
    return nil
  }

  private static let texts: [(String, Meaning)] = [
    ("Not supported symbols", .refused(.badSymbol)), ("Request timeout", .failure),
    ("unknown orderInfo", .refused(.orderNotFound)), ("invalid api_key", .refused(.auth)),
    ("openapi sign params error!", .refused(.auth)), ("oc_diff", .refused(.insufficientFunds)),
    ("new_oc", .refused(.insufficientFunds)),
  ]

  static func meaning(of code: Int) -> Meaning? { table[code] }

  private static let table: [Int: Meaning] = {
    var table: [Int: Meaning] = [:]
    for (category, codes) in BybitErrors.refusals {
      for code in codes { table[code] = .refused(category) }
    }
    for code in BybitErrors.failures { table[code] = .failure }
    return table
  }()

  /// Codes that say that the venue does not know itself what became of a request.
  private static let failures: [Int] = [
    5004, 10000, 10016, 10019, 131200, 131201, 131003, 170001, 170007, 170032, 170146, 170147,
    170149, 170150, 170234, 30078, 340099,
  ]
}
