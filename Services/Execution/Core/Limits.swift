import Quantities

extension Execution {
  /// The figures that are not configured.
  enum Limits {
    /// A trade without an acknowledged stop is flattened after this long.
    static let unprotected = Interval.seconds(5)
    /// The rest of a stop that was filled in part is closed at the market after this long.
    static let stopRest = Interval.seconds(2)
    /// An entry that the venue did not end at its time is cancelled after this long.
    static let expiryGrace = Interval.seconds(5)
    /// Exit orders that may be refused before a person must look.
    static let exitFailures = 3
    /// Stop orders that are tried for a trade that diverged.
    static let stopAttempts = 3
    /// The first wait after a refused exit; it doubles with each.
    static let exitBackOff = Interval.seconds(1)
    /// Reports of the venue that may differ from ours before an instrument counts as diverged.
    static let reconciliations = 3
    /// The first wait after a report that differed; it grows with each.
    static let reconciliationBackOff = Interval.seconds(5)
    /// Changes of one order that are asked for within a second; the next waits.
    static let amendments = 2
    /// How far from the middle of an order book the depth is counted.
    static let depthBand: Ratio = "0.005"
    /// No configuration may risk more than this part of equity on one trade.
    static let riskPerTrade: Ratio = "0.02"
    /// Averages and multiples are kept to this.
    static let precision: FixedPoint = "0.00000001"

    /// How long a refused exit waits for the next.
    static func wait(after failures: Int) -> Interval {
      var wait = exitBackOff
      for _ in 1..<max(failures, 1) { wait = wait * 2 }
      return wait
    }
  }
}
