public import Events
public import Quantities

/// What is known of one instrument, and its setups.
public struct Market: Sendable, Hashable, Codable {
  /// The levels of one time frame, as they were mapped last.
  public struct Levels: Sendable, Hashable, Codable {
    public var timeFrame: TimeFrame
    public var atr: Double?
    public var all: [Level]
  }

  /// The regime of one time frame, as it was assessed last.
  public struct Climate: Sendable, Hashable, Codable {
    public var timeFrame: TimeFrame
    public var confirmed: Regime
    public var strength: Double
  }

  /// The WaveTrend of one time frame, as it was computed last.
  public struct Wave: Sendable, Hashable, Codable {
    public var timeFrame: TimeFrame
    /// Of the bar.
    public var openTime: Instant
    public var wt1: Double?
    public var wt2: Double?
  }

  public let instrument: Name
  /// Absent until it is listed.
  public internal(set) var kind: InstrumentKind?
  public internal(set) var tapes: [Tape] = []
  public internal(set) var levels: [Levels] = []
  public internal(set) var climates: [Climate] = []
  public internal(set) var waves: [Wave] = []
  /// The time frames in which too many bars are missing.
  public internal(set) var degraded: [TimeFrame] = []
  /// Those that wait for their retest, and those that the last bar tested again.
  public internal(set) var breaks: [Break] = []
  /// In the order in which they formed; the ended ones for as long as their level rests.
  public internal(set) var setups: [Setup] = []

  public init(instrument: Name) { self.instrument = instrument }

  func tape(_ timeFrame: TimeFrame) -> Int? {
    tapes.firstIndex { $0.timeFrame == timeFrame }
  }

  func levels(_ timeFrame: TimeFrame) -> Levels? {
    levels.first { $0.timeFrame == timeFrame }
  }

  func climate(_ timeFrame: TimeFrame) -> Climate? {
    climates.first { $0.timeFrame == timeFrame }
  }

  /// Cipher B's WaveTrend on the last bar of a frame; nil where nobody asks for it.
  func wave(_ timeFrame: TimeFrame) -> Wave? {
    waves.first { $0.timeFrame == timeFrame }
  }

  /// Whether a strategy cannot trust one of its frames here.
  func isDegraded(for strategy: StrategyConfiguration) -> Bool {
    strategy.frames.contains { degraded.contains($0) }
  }

  /// Whether trades in the direction can be made at all: what is not borrowed cannot be sold.
  func offers(_ direction: Direction) -> Bool {
    switch (kind, direction) {
    case (.spot, .short): false
    case (.spot, .long), (.linear, .short), (.linear, .long), (nil, .short), (nil, .long): true
    }
  }

  mutating func take(_ indicators: IndicatorsComputed) {
    degraded.removeAll { $0 == indicators.timeFrame }
    if indicators.degraded { degraded.append(indicators.timeFrame) }
    guard let index = tape(indicators.timeFrame) else { return }
    tapes[index].take(indicators)
    guard tapes[index].isFresh, let time = tapes[index].closeTime else { return }
    // What has rested is forgotten, and its level is free.
    setups.removeAll { setup in
      setup.triggerFrame == indicators.timeFrame
        && setup.restsUntil.map { $0 <= time } ?? false
    }
  }

  mutating func take(_ computed: CipherComputed) {
    let new = Wave(
      timeFrame: computed.timeFrame, openTime: computed.openTime, wt1: computed.wt1,
      wt2: computed.wt2)
    if let index = waves.firstIndex(where: { $0.timeFrame == computed.timeFrame }) {
      waves[index] = new
    } else {
      waves.append(new)
    }
    if let index = tape(computed.timeFrame) { tapes[index].take(computed) }
  }

  mutating func take(_ computed: AveragesComputed) {
    if let index = tape(computed.timeFrame) { tapes[index].take(computed) }
  }

  mutating func take(_ mapped: LevelsMapped) {
    let new = Levels(timeFrame: mapped.timeFrame, atr: mapped.atr, all: mapped.levels)
    guard let index = levels.firstIndex(where: { $0.timeFrame == mapped.timeFrame }) else {
      return levels.append(new)
    }
    levels[index] = new
  }

  mutating func take(_ assessed: RegimeAssessed) {
    let new = Climate(
      timeFrame: assessed.timeFrame, confirmed: assessed.confirmed, strength: assessed.strength)
    guard let index = climates.firstIndex(where: { $0.timeFrame == assessed.timeFrame }) else {
      return climates.append(new)
    }
    climates[index] = new
  }
}
