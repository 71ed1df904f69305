import EventSourcing
import Events
import ExecutionCore
import Quantities

extension OrderDesk {
  /// One order, with what is known of it here and at the venue.
  struct Slip: Sendable {
    let request: OrderRequested
    let clientOrderID: Name
    /// The event that requested it.
    let cause: SequenceNumber
    var stage = Stage.requested
    var signedAt: Instant?
    var receiveWindow = Interval.zero
    var venueOrderID: Name?
    /// As it rests there.
    var quantity: Quantity
    var limitPrice: Price?
    var stopPrice: Price?
    /// By the fills that are stated.
    var filled = Quantity.zero
    /// The most that the venue ever counted.
    var reported = Quantity.zero
    var change: Change?
    /// Whether it was ever to be changed.
    var wasToChange = false
    /// When the venue is to be asked about it; nil while nothing is unclear.
    var askAt: Instant?
    var isAsking = false
    /// Waits that grow: how often something about it failed.
    var failures = 0
    /// What was stated of it, which is stated once.
    var said: Said = []

    init(_ request: OrderRequested, _ clientOrderID: Name, cause: SequenceNumber) {
      self.request = request
      self.clientOrderID = clientOrderID
      self.cause = cause
      quantity = request.quantity
      limitPrice = request.limitPrice
      stopPrice = request.stopPrice
    }
  }

  /// What may be stated of an order once.
  struct Said: OptionSet, Sendable {
    let rawValue: UInt8

    static let sent = Said(rawValue: 1)
    static let accepted = Said(rawValue: 2)
    static let rejected = Said(rawValue: 4)
    static let unknown = Said(rawValue: 8)
    static let found = Said(rawValue: 16)
    static let absent = Said(rawValue: 32)
    static let ended = Said(rawValue: 64)
  }

  /// Where an order stands.
  enum Stage: Sendable {
    /// Nothing was said of it.
    case requested
    /// `OrderSendStarted` is on its way to the log; nothing may leave before it is there.
    case announced
    /// Announced in the log by a former incarnation, or handed out by this one.
    case sending
    case doubtful(Doubt)
    case resting
    /// Filled, cancelled or expired.
    case ended
    case rejected
    case absent
  }

  /// What is asked about an order of unknown outcome, and what the venue said.
  struct Doubt: Sendable {
    var evidence: Execution.AbsenceEvidence
    /// By the clock of the caller.
    var nextAt: Instant
    var isAsking = false
    /// When its lists were asked for; each counts only when nothing before was found.
    var steps = 0
    var failures = 0
  }

  /// A change that was requested and is not settled.
  enum Change: Sendable {
    case cancel(Try)
    case amend(Amendment)
  }

  /// How far the tries of a call are.
  struct Try: Sendable {
    var cause: SequenceNumber
    var count = 0
    var nextAt = Instant.epoch
    var isUnderWay = false
    /// When it was last called, by the clock of the venue.
    var askedAt = Instant.epoch
  }

  struct Amendment: Sendable {
    var request: OrderAmendRequested
    /// The event that requested it.
    var id: Identifier
    var tries: Try
    /// Answered: the venue is asked what it made of it, so many times more.
    var looks: Int?
  }
}

extension OrderDesk.Slip {
  var order: Identifier { request.order }
  var instrument: Name { request.instrument }
  var isEntry: Bool { !request.reduceOnly }

  /// The last word of execution about it.
  var lastCause: SequenceNumber {
    switch change {
    case nil: cause
    case .cancel(let tries): tries.cause
    case .amend(let amendment): amendment.tries.cause
    }
  }

  /// Whether something may still become of it.
  var isLive: Bool {
    switch stage {
    case .requested, .announced, .sending, .doubtful, .resting: true
    case .ended, .rejected, .absent: false
    }
  }

  /// Whether only the venue can say where it is.
  var isDoubtful: Bool { if case .doubtful = stage { true } else { false } }

  var isResting: Bool { if case .resting = stage { true } else { false } }

  var isEnded: Bool { if case .ended = stage { true } else { false } }

  /// Whether it was announced and may be at the venue.
  var mayBeThere: Bool {
    switch stage {
    case .requested, .announced: false
    case .sending, .doubtful, .resting, .ended, .rejected, .absent: true
    }
  }
}
