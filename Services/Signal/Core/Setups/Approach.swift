public import Events
public import Quantities

/// A level as a trade in one direction sees it: a short trade comes from below, a long one from
/// above. Distances are positive on the side that the trade comes from.
public struct Approach: Sendable, Hashable {
  public var level: Level
  public var direction: Direction

  public init(_ level: Level, _ direction: Direction) {
    self.level = level
    self.direction = direction
  }

  /// The edge of the zone that the price reaches first.
  public var nearEdge: Double {
    switch direction {
    case .short: level.low
    case .long: level.high
    }
  }

  /// The edge behind which the idea is wrong.
  public var farEdge: Double {
    switch direction {
    case .short: level.high
    case .long: level.low
    }
  }

  /// How far the price is before the zone; not above zero once it has come in.
  public func distance(to price: Double) -> Double { sign * (price - nearEdge) }

  /// How far the price is behind the zone.
  public func excess(of price: Double) -> Double { sign * (farEdge - price) }

  /// The extreme of a bar towards the level.
  public func reach(of candle: Candle) -> Double {
    switch direction {
    case .short: candle.high
    case .long: candle.low
    }
  }

  /// The price that lies `distance` behind the zone.
  public func behind(_ distance: Double) -> Double { farEdge - sign * distance }

  private var sign: Double { Double(direction.sign) }
}

extension Approach {
  /// Whether a bar is rejected from the zone: it points away from the level with a long wick,
  /// touches the zone, closes before it and not far off, and the close before was not behind it.
  public func isRejected(
    _ bar: TapeBar, previousClose: Double, levelATR: Double, within triggerDistance: Double
  ) -> Bool {
    let off = distance(to: bar.candle.close)
    return bar.rejection == direction && distance(to: reach(of: bar.candle)) <= 0 && off > 0
      && excess(of: previousClose) < 0 && off <= triggerDistance * levelATR
  }
}

extension SetupType {
  /// The direction of a rejection; nil for the types that are not offered yet.
  var rejection: Direction? {
    switch self {
    case .resistanceRejection: .short
    case .supportRejection: .long
    case .supportBreakdown, .resistanceBreakout, .waveMomentum, .averageCross: nil
    }
  }
}

extension Regime {
  /// Whether no trade in the direction is begun.
  public func forbids(_ direction: Direction) -> Bool {
    switch (self, direction) {
    case (.volatile, .short), (.volatile, .long), (.trendingUp, .short), (.trendingDown, .long):
      true
    case (.neutral, .short), (.neutral, .long), (.ranging, .short), (.ranging, .long),
      (.trendingUp, .long), (.trendingDown, .short):
      false
    }
  }
}
