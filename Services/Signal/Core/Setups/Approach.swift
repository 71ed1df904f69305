import Events
import Quantities

/// A level as a trade in one direction sees it: a short trade comes from below, a long one from
/// above. Distances are positive on the side that the trade comes from.
struct Approach {
  var level: Level
  var direction: Direction

  init(_ level: Level, _ direction: Direction) {
    self.level = level
    self.direction = direction
  }

  /// The edge of the zone that the price reaches first.
  var nearEdge: Double {
    switch direction {
    case .short: level.low
    case .long: level.high
    }
  }

  /// The edge behind which the idea is wrong.
  var farEdge: Double {
    switch direction {
    case .short: level.high
    case .long: level.low
    }
  }

  /// How far the price is before the zone; not above zero once it has come in.
  func distance(to price: Double) -> Double { sign * (price - nearEdge) }

  /// How far the price is behind the zone.
  func excess(of price: Double) -> Double { sign * (farEdge - price) }

  /// Whether the price is behind the middle of the level.
  func isBeyondPrice(_ price: Double) -> Bool { sign * (level.price - price) > 0 }

  /// The extreme of a bar towards the level.
  func reach(of candle: Candle) -> Double {
    switch direction {
    case .short: candle.high
    case .long: candle.low
    }
  }

  /// The extreme of a bar away from the level.
  func trough(of candle: Candle) -> Double {
    switch direction {
    case .short: candle.low
    case .long: candle.high
    }
  }

  /// The price that lies `distance` behind the zone.
  func behind(_ distance: Double) -> Double { farEdge - sign * distance }

  /// The price that lies `buffer` behind both the zone and the extreme of a bar.
  func stop(behind candle: Candle, _ buffer: Double) -> Double {
    let reach = reach(of: candle)
    let extreme = sign * (reach - farEdge) < 0 ? reach : farEdge
    return extreme - sign * buffer
  }

  private var sign: Double { Double(direction.sign) }
}
