import Events
import Quantities

/// What one type of setup waits for in one direction, judged on the bar of a scene.
///
/// A setup forms when the pattern is near, is active while it is ready, and triggers with it.
protocol SetupPattern {
  var direction: Direction { get }
  /// Absent for a type that trades without a level.
  var level: Level? { get }
  /// How far the pattern is from being ready, in its own measure; for people.
  var distance: Double { get }
  /// Whether a setup may form.
  var isNear: Bool { get }
  /// Whether a live setup becomes or stays active.
  var isReady: Bool { get }
  /// Whether the trigger is on this bar.
  var isTriggered: Bool { get }
  /// Where the idea of a trade that is proposed on this bar is wrong.
  var stop: Double { get }
  /// For how long a setup that becomes active may wait.
  var activeLife: Interval { get }
  /// The rule of this type alone that makes a live setup void, or nil.
  func flaw(in phase: SetupPhase) -> Flaw?
}

/// A rule that makes a setup void, with the two numbers that decided.
struct Flaw {
  var reason: InvalidationReason
  var value: Double
  var limit: Double

  init(_ reason: InvalidationReason, _ value: Double, _ limit: Double) {
    self.reason = reason
    self.value = value
    self.limit = limit
  }
}

extension SetupType {
  /// Whether setups of the type are made in the direction.
  func trades(_ direction: Direction) -> Bool {
    switch self {
    case .resistanceRejection, .supportBreakdown: direction == .short
    case .supportRejection, .resistanceBreakout: direction == .long
    case .waveMomentum, .averageCross: true
    }
  }

  /// Whether it waits for the retest of a break.
  var isBreak: Bool {
    switch self {
    case .supportBreakdown, .resistanceBreakout: true
    case .resistanceRejection, .supportRejection, .waveMomentum, .averageCross: false
    }
  }

  /// Whether it turns away from a level, which suits a market that ranges.
  var isRejection: Bool {
    switch self {
    case .resistanceRejection, .supportRejection: true
    case .supportBreakdown, .resistanceBreakout, .waveMomentum, .averageCross: false
    }
  }
}
