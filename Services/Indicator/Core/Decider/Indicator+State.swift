import Events
public import Quantities

extension Indicator {
  /// What a time frame is used for.
  public struct Role: Sendable, Hashable, Codable {
    public var timeFrame: TimeFrame
    public var hasLevels = false
    public var hasRegime = false
    public var hasCiphers = false
    /// Lengths of the averages beside EMA20 and EMA50, the shortest first.
    public var averages: [Int] = []

    /// Adds the lengths of the averages that a strategy trades.
    mutating func addAverages(of strategy: StrategyConfiguration) {
      guard strategy.setups.contains(.averageCross) else { return }
      for length in [strategy.fastLength, strategy.slowLength]
      where ![20, 50].contains(length) && !averages.contains(length) {
        averages.append(length)
      }
      averages.sort()
    }
  }

  /// Every series that a strategy looks at.
  public struct State: Sendable, Hashable, Codable {
    /// The finest first.
    public private(set) var roles: [Role] = []
    /// In the order of instrument and time frame.
    public internal(set) var series: [Series] = []

    public init() {}

    /// Keeps the series of the frames that are still used.
    mutating func configure(_ configuration: Configuration) {
      var roles: [Role] = []
      for strategy in configuration.strategies {
        add(&roles, strategy.triggerFrame) {
          $0.hasCiphers = true
          $0.addAverages(of: strategy)
        }
        add(&roles, strategy.levelFrame) {
          $0.hasLevels = true
          if strategy.setups.contains(.waveMomentum) { $0.hasCiphers = true }
        }
        add(&roles, strategy.regimeFrame) { $0.hasRegime = true }
      }
      self.roles = roles.sorted { $0.timeFrame < $1.timeFrame }
      series.removeAll { entry in !roles.contains { $0.timeFrame == entry.timeFrame } }
      for index in series.indices { assume(at: index) }
    }

    private func add(
      _ roles: inout [Role], _ timeFrame: TimeFrame, _ change: (inout Role) -> Void
    ) {
      guard let index = roles.firstIndex(where: { $0.timeFrame == timeFrame }) else {
        var role = Role(timeFrame: timeFrame)
        change(&role)
        return roles.append(role)
      }
      change(&roles[index])
    }

    /// Gives a series the books that its frame needs; a book that it has stays.
    private mutating func assume(at index: Int) {
      guard let role = role(of: series[index].timeFrame) else { return }
      if !role.hasLevels { series[index].levels = nil }
      if !role.hasRegime { series[index].regime = nil }
      if !role.hasCiphers { series[index].ciphers = nil }
      if role.hasLevels, series[index].levels == nil { series[index].levels = LevelBook() }
      if role.hasRegime, series[index].regime == nil { series[index].regime = RegimeBook() }
      if role.hasCiphers, series[index].ciphers == nil { series[index].ciphers = CipherBook() }
      series[index].keepAverages(role.averages)
    }

    private func role(of timeFrame: TimeFrame) -> Role? {
      for role in roles where role.timeFrame == timeFrame { return role }
      return nil
    }

    mutating func take(_ candle: CandleClosed) {
      guard role(of: candle.timeFrame) != nil else { return }
      let place = place(of: candle.instrument, candle.timeFrame)
      if !holds(candle.instrument, candle.timeFrame, at: place) {
        let new = Series(instrument: candle.instrument, timeFrame: candle.timeFrame)
        series.insert(new, at: place)
        assume(at: place)
      }
      series[place].take(candle)
    }

    mutating func learn(_ mapped: LevelsMapped) {
      guard let index = index(mapped.instrument, mapped.timeFrame) else { return }
      series[index].levels?.learn(mapped.levels)
    }

    mutating func learn(_ assessed: RegimeAssessed) {
      guard let index = index(assessed.instrument, assessed.timeFrame) else { return }
      series[index].regime?.raw = assessed.raw
      series[index].regime?.confirmed = assessed.confirmed
    }

    /// The series that a candle belongs to; nil when no strategy looks at its frame.
    func index(of candle: CandleClosed) -> Int? {
      guard role(of: candle.timeFrame) != nil else { return nil }
      return index(candle.instrument, candle.timeFrame)
    }

    private func index(_ instrument: Name, _ timeFrame: TimeFrame) -> Int? {
      let place = place(of: instrument, timeFrame)
      return holds(instrument, timeFrame, at: place) ? place : nil
    }

    private func holds(_ instrument: Name, _ timeFrame: TimeFrame, at place: Int) -> Bool {
      place < series.count && series[place].instrument == instrument
        && series[place].timeFrame == timeFrame
    }

    /// Where the series stands, or would.
    private func place(of instrument: Name, _ timeFrame: TimeFrame) -> Int {
      var low = 0
      var high = series.count
      while low < high {
        let middle = (low + high) / 2
        let isBefore =
          series[middle].instrument == instrument
          ? series[middle].timeFrame < timeFrame : series[middle].instrument < instrument
        if isBefore { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}
