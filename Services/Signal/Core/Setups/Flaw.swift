import Events

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

extension Flaw {
  /// The first of the rules that hold for every live setup, or nil.
  ///
  /// - Parameters:
  ///   - close: of the last trigger-frame bar.
  ///   - margin: how far behind the zone a close may be.
  init?(
    _ approach: Approach, climate: Market.Climate, isDegraded: Bool, close: Double, margin: Double
  ) {
    if approach.level.phase == .retired {
      self.init(.levelRetired, Double(approach.level.breaks), approach.level.strength)
    } else if isDegraded {
      self.init(.dataDegraded, 0, 0)
    } else if climate.confirmed.forbids(approach.direction) {
      self.init(.regimeForbids, climate.strength, 0)
    } else if approach.excess(of: close) > margin {
      self.init(.closedBeyond, close, approach.behind(margin))
    } else {
      return nil
    }
  }
}
