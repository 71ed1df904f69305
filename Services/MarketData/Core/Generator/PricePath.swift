/// Where the price of a generated instrument is heading: its phases, legs and touches of levels.
///
/// Prices are in 1/1024 of a tick. Lengths are parts of `unit`, the average range of an hour in
/// this phase. Once an hour the path is asked what comes next.
struct PricePath: Sendable {
  enum Phase: Sendable, Hashable {
    case range, rising, falling, volatile
  }

  /// The plan for the hour to come.
  enum Hour: Sendable {
    /// Walk with this drift over the hour.
    case walk(drift: Int64)
    /// Touch the price of a level early in the hour and close there at its end.
    case rejection(touch: Int64, close: Int64)
  }

  private(set) var phase = Phase.range
  /// The average range of an hour.
  private(set) var unit: Int64 = 0
  private var random: RandomBits
  private let startingPrice: Int64
  private let hourlyRange: Int64
  /// Hours left of the phase; below zero it ends when it can.
  private var hoursLeft: Int64 = 0
  private var support: Int64 = 0
  private var resistance: Int64 = 0
  // The leg: 1 up, -1 down; where it ends; how far it goes in an hour.
  private var direction: Int64 = 1
  private var target: Int64 = 0
  private var pace: Int64 = 0
  /// Whether the leg goes through the level that was just rejected.
  private var isPiercing = false

  init(startingPrice: Int64, hourlyRange: Int64, random: RandomBits) {
    self.startingPrice = startingPrice
    self.hourlyRange = hourlyRange
    self.random = random
    enterRange(at: startingPrice)
  }

  /// What the price does in the hour that begins at `price`.
  mutating func nextHour(from price: Int64) -> Hour {
    hoursLeft -= 1
    switch phase {
    case .range: return rangeHour(from: price)
    case .rising, .falling: return trendHour(from: price)
    case .volatile: return volatileHour(from: price)
    }
  }
}

// Ranges.
extension PricePath {
  private mutating func enterRange(at price: Int64) {
    phase = .range
    setUnit(price, percent: random.number(in: 75...105))
    hoursLeft = random.number(in: 260...700)
    let width = parts(random.number(in: 820...1_250))
    let place = random.number(in: 25...75)
    support = price - width * place / 100
    resistance = support + width
    headFor(random.chance(permille: 500) ? 1 : -1)
  }

  /// Begins a leg to one side of the range, with a little play around the level.
  private mutating func headFor(_ side: Int64) {
    direction = side
    isPiercing = false
    let play = parts(random.number(in: -22...22))
    target = (side > 0 ? resistance : support) + play
    pace = parts(random.number(in: 26...48))
  }

  private mutating func rangeHour(from price: Int64) -> Hour {
    let distance = (target - price) * direction
    if isPiercing { return piercingHour(from: price, distance: distance) }
    if distance > parts(140) { return .walk(drift: direction * pace) }
    // Too near for a wick: step back first.
    if distance < parts(62) { return .walk(drift: -direction * parts(45)) }
    return touch(from: price)
  }

  /// What comes of a touch: a break at once, or mostly a wick, after which the level holds, is
  /// tried again soon, or gives way after all.
  private mutating func touch(from price: Int64) -> Hour {
    let (level, side) = (target, direction)
    if random.chance(permille: hoursLeft < 0 ? 550 : 40) {
      enterTrend(side, at: price)
      return .walk(drift: side * parts(150))
    }
    switch random.number(in: 0...99) {
    case 0...53: headFor(-side)
    case 54...67: stepBack(side)
    default: pierce(side)
    }
    guard random.chance(permille: 850) else { return .walk(drift: -side * parts(30)) }
    let extreme = level + side * parts(random.number(in: -8...24))
    let wanted = price - side * parts(random.number(in: 0...12))
    let farthest = level - side * parts(85)
    let close = side > 0 ? min(wanted, farthest) : max(wanted, farthest)
    return .rejection(touch: extreme, close: close)
  }

  /// A short leg away from the level, to come back and try again.
  private mutating func stepBack(_ side: Int64) {
    headFor(-side)
    let middle = (support + resistance) / 2
    target = middle + side * parts(150)
  }
}

// Levels that do not hold.
extension PricePath {
  private mutating func pierce(_ side: Int64) {
    isPiercing = true
    target += side * parts(random.number(in: 95...150))
    pace = parts(random.number(in: 30...60))
  }

  private mutating func piercingHour(from price: Int64, distance: Int64) -> Hour {
    guard distance <= 0 else { return .walk(drift: direction * pace) }
    if random.chance(permille: hoursLeft < 0 ? 600 : 200) {
      enterTrend(direction, at: price)
    } else {
      headFor(-direction)
    }
    return .walk(drift: direction * pace)
  }
}

// Trends and volatile days.
extension PricePath {
  private mutating func enterTrend(_ side: Int64, at price: Int64) {
    // A price that wandered far off is led back.
    let isHigh = price > startingPrice * 2
    let isLow = price < startingPrice / 2
    let side = isHigh ? -1 : isLow ? 1 : side
    phase = side > 0 ? .rising : .falling
    setUnit(price, percent: random.number(in: 95...120))
    hoursLeft = random.number(in: 60...220)
    direction = side
    setLeg(from: price, length: 400...750, pace: 28...46)
  }

  private mutating func setLeg(
    from price: Int64, length: ClosedRange<Int64>, pace: ClosedRange<Int64>
  ) {
    target = price + direction * parts(random.number(in: length))
    self.pace = parts(random.number(in: pace))
  }

  private mutating func trendHour(from price: Int64) -> Hour {
    if (target - price) * direction <= 0 {
      let side: Int64 = phase == .rising ? 1 : -1
      if hoursLeft < 0 { return leaveTrend(side, at: price) }
      direction = -direction
      if direction == side {
        setLeg(from: price, length: 400...750, pace: 28...46)
      } else {
        setLeg(from: price, length: 220...460, pace: 18...34)
      }
    }
    return .walk(drift: direction * pace)
  }

  private mutating func leaveTrend(_ side: Int64, at price: Int64) -> Hour {
    switch random.number(in: 0...9) {
    case 0...5: enterRange(at: price)
    case 6...7: enterVolatility(at: price)
    default: enterTrend(-side, at: price)
    }
    return .walk(drift: 0)
  }

  private mutating func enterVolatility(at price: Int64) {
    phase = .volatile
    setUnit(price, percent: random.number(in: 180...260))
    hoursLeft = random.number(in: 30...90)
    direction = random.chance(permille: 500) ? 1 : -1
    setLeg(from: price, length: 250...700, pace: 30...60)
  }

  private mutating func volatileHour(from price: Int64) -> Hour {
    if hoursLeft < 0 {
      enterRange(at: price)
    } else if (target - price) * direction <= 0 {
      direction = -direction
      setLeg(from: price, length: 250...700, pace: 30...60)
    }
    return .walk(drift: direction * pace)
  }
}

extension PricePath {
  /// So many hundredths of the average range of an hour.
  func parts(_ hundredths: Int64) -> Int64 { unit * hundredths / 100 }

  private mutating func setUnit(_ price: Int64, percent: Int64) {
    unit = ((price * hourlyRange) >> 20) * percent / 100
  }
}
