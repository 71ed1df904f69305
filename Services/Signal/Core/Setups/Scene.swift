import Events
import Quantities

/// What a strategy sees of a market on the close of a trigger-frame bar.
struct Scene {
  let market: Market
  let strategy: StrategyConfiguration
  let tape: Tape
  let bar: TapeBar
  /// Close time of the bar.
  let at: Instant
  /// Of the trigger frame; above zero.
  let atr: Double
  /// Of the level frame, as they were mapped last.
  let levels: [Level]
  /// Of the level frame; absent until it is known and above zero.
  let levelATR: Double?
  /// Absent only where the strategy asks nothing of it.
  let climate: Market.Climate?
  /// Of one fill, as a part of its value.
  let fee: Double

  /// Nil where the strategy does not look, or not enough is known yet.
  init?(_ market: Market, _ strategy: StrategyConfiguration, fee: Double = 0) {
    guard strategy.covers(market.instrument), let place = market.tape(strategy.triggerFrame),
      let bar = market.tapes[place].bar, let at = market.tapes[place].closeTime,
      let atr = bar.atr14, atr > 0
    else { return nil }
    let climate = market.climate(strategy.regimeFrame)
    if climate == nil, strategy.regimeRule != .any { return nil }
    let map = market.levels(strategy.levelFrame)
    self.market = market
    self.strategy = strategy
    tape = market.tapes[place]
    self.bar = bar
    self.at = at
    self.atr = atr
    levels = map?.all ?? []
    levelATR = map?.atr.flatMap { $0 > 0 ? $0 : nil }
    self.climate = climate
    self.fee = fee
  }

  var close: Double { bar.candle.close }

  var isDegraded: Bool { market.isDegraded(for: strategy) }

  /// Whether the regime keeps the strategy from trades in the direction.
  func isForbidden(_ direction: Direction) -> Bool {
    climate.map { strategy.regimeRule.forbids(direction, in: $0.confirmed) } ?? false
  }

  /// Whether the strategy trades at the level.
  func suits(_ level: Level) -> Bool { level.usable && level.tests >= strategy.minimumTests }

  /// What a live setup waits for; nil when its level is gone.
  func pattern(of setup: Setup) -> (any SetupPattern)? {
    switch setup.type {
    case .resistanceRejection, .supportRejection:
      level(of: setup).flatMap { Rejection($0, setup.direction, in: self) }
    case .supportBreakdown, .resistanceBreakout:
      level(of: setup).flatMap { Retest($0, setup.type, setup.direction, in: self) }
    case .waveMomentum: WaveMomentum(setup.direction, in: self)
    case .averageCross: AverageCross(setup.direction, in: self)
    }
  }

  private func level(of setup: Setup) -> Level? { levels.first { $0.id == setup.level } }

  /// The first of the rules that makes a live setup void on this bar, or nil.
  func flaw(of setup: Setup, _ pattern: (any SetupPattern)?) -> Flaw? {
    guard let pattern, let phase = setup.phase else { return Flaw(.levelRetired, 0, 0) }
    if let level = pattern.level, level.phase == .retired {
      return Flaw(.levelRetired, Double(level.breaks), level.strength)
    }
    if isDegraded { return Flaw(.dataDegraded, 0, 0) }
    if isForbidden(setup.direction) { return Flaw(.regimeForbids, climate?.strength ?? 0, 0) }
    return pattern.flaw(in: phase)
  }
}

extension RegimeRule {
  /// Whether a regime keeps from trades in the direction.
  func forbids(_ direction: Direction, in regime: Regime) -> Bool {
    switch self {
    case .any: false
    case .notAgainst: regime.forbids(direction)
    case .withTrend:
      switch direction {
      case .long: regime != .trendingUp
      case .short: regime != .trendingDown
      }
    }
  }
}

extension Regime {
  /// Whether no trade in the direction is begun.
  fileprivate func forbids(_ direction: Direction) -> Bool {
    switch (self, direction) {
    case (.volatile, .short), (.volatile, .long), (.trendingUp, .short), (.trendingDown, .long):
      true
    case (.neutral, .short), (.neutral, .long), (.ranging, .short), (.ranging, .long),
      (.trendingUp, .long), (.trendingDown, .short):
      false
    }
  }
}
