public import Events
public import Quantities

extension Execution {
  /// How far our view of an instrument and the venue's agree.
  public struct Accord: Sendable, Hashable, Codable {
    public let instrument: Name
    /// Questions since the two last agreed; 0 while they do.
    public internal(set) var attempt = 0
    /// When the venue was last asked.
    var askedAt: Instant
    /// Something happened that wants a comparison.
    var isWanted = false
    /// Asked, and not answered yet.
    var isAwaiting = false
    /// The position that the venue stated, until its orders come.
    var reported: Holdings?
    /// In what the last report differed.
    public internal(set) var difference: Difference?
    /// The reports kept differing: no new exposure here, until they agree or a person resumes.
    public internal(set) var isDiverged = false
  }

  /// What is held of an instrument on either side.
  struct Holdings: Sendable, Hashable, Codable {
    var long: Quantity
    var short: Quantity
  }

  /// A number that differs.
  public struct Difference: Sendable, Hashable, Codable {
    public let what: DivergenceKind
    public let expected: FixedPoint
    public let actual: FixedPoint
  }

  /// An order of somebody else.
  public struct ExternalOrder: Sendable, Hashable, Codable {
    public let order: Identifier
    public let instrument: Name
    public let venueOrderID: Name
    public let side: Side
    public let quantity: Quantity
  }
}

extension Execution {
  /// What the venue has shown about an order of unknown outcome.
  ///
  /// A sender fills it and states `OrderConfirmedAbsent` when it is conclusive, never before: no
  /// timer turns a doubt into a denial.
  public struct AbsenceEvidence: Sendable, Hashable {
    public var signedAt: Instant
    public var receiveWindow: Interval
    /// The venue's own time, as it last stated it.
    public var venueTime: Instant
    /// By the venue's time: when asking by client id found nothing.
    public var negativeQueries: [Instant] = []
    public var isAbsentFromOpenOrders = false
    /// Looked through since five seconds before it was signed.
    public var isAbsentFromHistory = false
    public var isAbsentFromTrades = false
    /// The private stream had no gap since, or trades were pulled by id across it.
    public var isGapFree = false

    public init(signedAt: Instant, receiveWindow: Interval, venueTime: Instant) {
      self.signedAt = signedAt
      self.receiveWindow = receiveWindow
      self.venueTime = venueTime
    }

    /// From when on the venue can no longer take the order.
    public var deadline: Instant { signedAt + receiveWindow + .seconds(10) }

    /// Whether the venue never had the order: three negative answers, two seconds apart, after the
    /// time in which it could arrive, and nothing of it anywhere.
    public var isConclusive: Bool {
      guard venueTime >= deadline, isAbsentFromOpenOrders, isAbsentFromHistory,
        isAbsentFromTrades, isGapFree
      else { return false }
      var count = 0
      var last: Instant?
      for query in negativeQueries.sorted() where query >= deadline && query <= venueTime {
        if let last, query - last < .seconds(2) { continue }
        last = query
        count += 1
      }
      return count >= 3
    }
  }

  /// What the venue knows an order by: 27 letters and digits, the same after any restart and never
  /// the same in another log. It finds an order; it does not keep it from being sent twice.
  public static func clientOrderID(of order: Identifier, in log: Identifier) -> Name {
    let name = Identifier(of: log.description, "order", order.description)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    let bits = UInt128(name.high) << 64 | UInt128(name.low)
    var letters = [UInt8(ascii: "t")]
    for place in 0..<26 {
      let shift = 123 - 5 * place
      let digit = shift >= 0 ? bits >> UInt128(shift) : bits << UInt128(-shift)
      letters.append(alphabet[Int(truncatingIfNeeded: digit & 31)])
    }
    return Name(String(decoding: letters, as: UTF8.self)) ?? Name()
  }
}
