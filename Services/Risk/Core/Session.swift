public import Quantities

extension Risk {
  /// A stretch of time on UTC boundaries that a loss is counted over.
  public enum Session: Sendable, CaseIterable {
    case day
    /// From Monday.
    case week
    case month

    /// The beginning of the session that an instant lies in.
    func start(of instant: Instant) -> Instant {
      switch self {
      case .day: instant.startOfDay
      case .week: instant.startOfWeek
      case .month: instant.startOfMonth
      }
    }

    /// The beginning of the next.
    func end(of instant: Instant) -> Instant {
      switch self {
      case .day: instant.startOfDay + .days(1)
      case .week: instant.startOfWeek + .days(7)
      // No month has more than 31 days, and the 32nd after the first is in the next.
      case .month: (instant.startOfMonth + .days(31)).startOfMonth
      }
    }
  }

  /// What an account was worth when a session began.
  public struct Opening: Sendable, Codable, Equatable {
    public internal(set) var starts: Instant
    public internal(set) var equity: Money
    /// Deposited less withdrawn until then.
    public internal(set) var deposits: Money
  }
}
