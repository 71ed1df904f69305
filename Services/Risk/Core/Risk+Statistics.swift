import Events
import Quantities
import Statistics

// The only place of risk with binary numbers: exact money goes in, statistics come out and are
// rounded to a millionth before they are compared with exact limits.

/// A new trade beside those that are held, as statistics see them.
struct Company {
  /// The trades of the account in the asset, the new one not among them.
  let exposures: [Risk.Exposure]
  private let direction: Direction
  /// Without signs, in the order of the exposures.
  private let notionals: [Money]
  /// The hourly returns of the exposures' instruments, then of the new trade's.
  private let table: ReturnTable
  private let correlations: CorrelationMatrix

  init(of instrument: Name, _ direction: Direction, in asset: Name, _ state: Risk.State) {
    self.direction = direction
    exposures = state.exposures.filter { $0.asset == asset }
    notionals = exposures.map { state.notional(of: $0) }
    let prices = (exposures.map(\.instrument) + [instrument]).map { state.prices(of: $0) }
    let fed = prices.compactMap { $0 }.filter { !$0.hours.isEmpty }
    var table = ReturnTable()
    if let first = fed.map(\.firstHour).min(), let last = fed.map(\.lastHour).max() {
      for prices in prices {
        table.append(closes: Company.closes(of: prices, from: first, through: last))
      }
    } else {
      for _ in prices { table.append(closes: []) }
    }
    self.table = table
    correlations = table.correlations()
  }

  /// The closes of all hours between two, at most thirty days of them.
  private static func closes(
    of prices: Risk.Prices?, from first: Instant, through last: Instant
  ) -> [Double?] {
    let count = min((last - first) / Interval.hours(1), Risk.hoursKept) + 1
    guard let prices, !prices.hours.isEmpty else { return Array(repeating: nil, count: count) }
    let opening = last - .hours(Int64(count - 1))
    let ahead = (prices.firstHour - opening) / Interval.hours(1)
    return (0..<count).map { place in
      let index = place - ahead
      return prices.hours.indices.contains(index) ? prices.hours[index]?.double : nil
    }
  }

  private func sign(of direction: Direction) -> Double { direction == .long ? 1 : -1 }

  /// The trades whose gains and losses go with those of the new one.
  private func group(from threshold: Ratio) -> [Int] {
    let last = exposures.count
    return exposures.indices.filter { index in
      let together = sign(of: exposures[index].direction) * sign(of: direction)
      return correlations[index, last] * together >= threshold.double
    }
  }

  /// What the group of the new trade loses at its stops.
  func riskOfGroup(from threshold: Ratio, cost: Ratio) -> Money {
    group(from: threshold).reduce(.zero) { $0 + exposures[$1].lossAtStop(cost: cost) }
  }

  /// What may be added until the effective exposure of the group is at the limit.
  func room(from threshold: Ratio, limit: Money) -> Money {
    let members = group(from: threshold)
    let places = members + [exposures.count]
    var matrix = CorrelationMatrix(size: places.count)
    for (row, a) in places.enumerated() {
      for (column, b) in places.enumerated() { matrix[row, column] = correlations[a, b] }
    }
    let room = CorrelatedExposure.room(
      beside: members.map { sign(of: exposures[$0].direction) * notionals[$0].double },
      isLong: direction == .long, correlations: matrix, limit: limit.double)
    return Company.money(room) ?? .zero
  }

  /// What a day costs with the new trade: in all but one of twenty, and the worst on average.
  ///
  /// Thirty days of hours as they were, by each method, scaled by √24; the greatest counts. While
  /// fewer than a hundred hours are known of all instruments, a fixed part of the exposure.
  func lossOfDay(adding notional: Money) -> (valueAtRisk: Money, shortfall: Money) {
    let values =
      zip(exposures, notionals).map { sign(of: $0.direction) * $1.double }
      + [sign(of: direction) * notional.double]
    let gains = table.gains(holding: values)
    guard gains.count >= ValueAtRisk.minimumCount else {
      let gross = notionals.reduce(notional, +)
      return (gross * Risk.assumedLoss, gross * Risk.assumedShortfall)
    }
    let hour = ValueAtRisk.Method.allCases.compactMap { ValueAtRisk($0, of: gains) }
    let hours = 24.0.squareRoot()
    return (
      Company.money((hour.map(\.loss).max() ?? .infinity) * hours) ?? .max,
      Company.money((hour.compactMap(\.shortfall).max() ?? .infinity) * hours) ?? .max
    )
  }

  /// Nil when the statistic is no number, or out of range.
  private static func money(_ statistic: Double) -> Money? {
    FixedPoint(statistic).map { Money($0.rounded(toMultipleOf: "0.000001", .halfEven)) }
  }
}

extension Risk {
  /// What a day is taken to cost, as a part of the exposure, while too few hours are known.
  static let assumedLoss: Ratio = "0.1"
  /// The same for the worst of twenty days: as for normal returns, a quarter more.
  static let assumedShortfall: Ratio = "0.125"
}
