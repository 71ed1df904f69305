import Quantities
import TestSupport

/// What goes wrong in one run: so many times in a hundred, or so long.
struct Faults: CustomStringConvertible {
  var lostRequests = 0
  var lostAnswers = 0
  var serverErrors = 0
  var malformed = 0
  var refusals = 0
  var rateLimits = 0
  var notSent = 0
  var maintenance = 0
  /// Of news on the stream.
  var lostNews = 0
  var doubledNews = 0
  var delayedNews = 0
  /// Until an order shows, and until answers show it.
  var visibility = Interval.zero
  var lag = Interval.zero
  var overfills = 0
  var cutStreams = 0
  var silentStreams = 0
  var crashes = 0
  var slowLogs = 0
  var foreignOrders = 0
  var isEndedHidden = false
  var clockOffset = Interval.zero

  static let none = Faults()

  init() {}

  /// Draws which faults there are, and how strong.
  init(_ seed: inout Seeded) {
    func strength(_ most: Int) -> Int {
      seed.chance(50) ? 0 : Int.random(in: 1...most, using: &seed)
    }
    lostRequests = strength(20)
    lostAnswers = strength(20)
    serverErrors = strength(10)
    malformed = strength(5)
    refusals = strength(10)
    rateLimits = strength(5)
    notSent = strength(10)
    maintenance = strength(3)
    lostNews = strength(30)
    doubledNews = strength(50)
    delayedNews = strength(50)
    visibility = .seconds(Int64(strength(30)))
    lag = .seconds(Int64(strength(25)))
    overfills = strength(5)
    cutStreams = strength(2)
    silentStreams = strength(1)
    crashes = strength(3)
    slowLogs = strength(5)
    foreignOrders = strength(3)
    isEndedHidden = seed.chance(50)
    clockOffset = .seconds(Int64.random(in: -10...10, using: &seed))
  }

  var description: String {
    Mirror(reflecting: self).children.map { "\($0.label ?? "") \($0.value)" }
      .joined(separator: ", ")
  }
}
