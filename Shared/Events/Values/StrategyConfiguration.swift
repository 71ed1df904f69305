public import Quantities

/// One named strategy: which setups, on which time frames, with which thresholds and plan.
public struct StrategyConfiguration: Fields, Codable {
  public var name = Name()
  /// Those that it looks at; empty for all.
  public var instruments: [Name] = []
  public var setups: [SetupType] = []
  public var triggerFrame = TimeFrame()
  public var levelFrame = TimeFrame()
  public var regimeFrame = TimeFrame()
  public var regimeRule = RegimeRule()
  /// The least tests of a level, if more than a usable one has.
  public var minimumTests: Int = 0
  public var entry = EntryStyle()
  /// A setup forms within this many level-frame ATR of a level; where averages cross, within this
  /// many trigger-frame ATR between them.
  public var formingDistance: Double = 0.0
  /// A forming setup is void beyond this many ATR of the same.
  public var leavingDistance: Double = 0.0
  /// The trigger closes within this many level-frame ATR of the zone.
  public var triggerDistance: Double = 0.0
  /// Trigger-frame ATR between the extreme and the stop.
  public var stopBuffer: Double = 0.0
  /// Trigger-frame ATR.
  public var minimumStop: Double = 0.0
  /// Trigger-frame ATR.
  public var maximumStop: Double = 0.0
  /// R to the next opposite level.
  public var minimumRoom: Double = 0.0
  /// Blended R after fees.
  public var minimumReward: Double = 0.0
  /// How a break and its retest are told.
  public var retest = RetestRule()
  /// Of a setup without a level: trigger-frame ATR between entry and stop.
  public var stopDistance: Double = 0.0
  /// In trigger-frame bars, of the averages whose cross is traded.
  public var fastLength: Int = 0
  public var slowLength: Int = 0
  public var formingLife = Interval()
  public var activeLife = Interval()
  public var triggeredBars: Int = 0
  /// Trigger-frame bars between a terminal setup and the next at its level.
  public var cooldownBars: Int = 0
  /// R.
  public var target1 = Ratio()
  /// R.
  public var target2 = Ratio()
  /// Part of the quantity that leaves at the first target.
  public var share1 = Ratio()
  public var share2 = Ratio()
  /// Trigger-frame ATR of the chandelier stop.
  public var trailing: Double = 0.0
  /// To the first target.
  public var timeout = Interval()
  public var runnerTimeout = Interval()
  /// R that the runner must have gained for a close beyond the EMA20 to end it; 0 for never.
  public var averageExit = Ratio()

  public init() {}

  public init(
    name: Name, instruments: [Name] = [], setups: [SetupType], triggerFrame: TimeFrame,
    levelFrame: TimeFrame, regimeFrame: TimeFrame, regimeRule: RegimeRule = .notAgainst,
    minimumTests: Int = 3, entry: EntryStyle, formingDistance: Double, leavingDistance: Double,
    triggerDistance: Double, stopBuffer: Double, minimumStop: Double, maximumStop: Double,
    minimumRoom: Double, minimumReward: Double, retest: RetestRule = .standard,
    stopDistance: Double = 2, fastLength: Int = 20, slowLength: Int = 50,
    formingLife: Interval, activeLife: Interval,
    triggeredBars: Int, cooldownBars: Int, target1: Ratio, target2: Ratio, share1: Ratio,
    share2: Ratio, trailing: Double, timeout: Interval, runnerTimeout: Interval,
    averageExit: Ratio = 0
  ) {
    self.name = name
    self.instruments = instruments
    self.setups = setups
    self.triggerFrame = triggerFrame
    self.levelFrame = levelFrame
    self.regimeFrame = regimeFrame
    self.regimeRule = regimeRule
    self.minimumTests = minimumTests
    self.entry = entry
    self.formingDistance = formingDistance
    self.leavingDistance = leavingDistance
    self.triggerDistance = triggerDistance
    self.stopBuffer = stopBuffer
    self.minimumStop = minimumStop
    self.maximumStop = maximumStop
    self.minimumRoom = minimumRoom
    self.minimumReward = minimumReward
    self.retest = retest
    self.stopDistance = stopDistance
    self.fastLength = fastLength
    self.slowLength = slowLength
    self.formingLife = formingLife
    self.activeLife = activeLife
    self.triggeredBars = triggeredBars
    self.cooldownBars = cooldownBars
    self.target1 = target1
    self.target2 = target2
    self.share1 = share1
    self.share2 = share2
    self.trailing = trailing
    self.timeout = timeout
    self.runnerTimeout = runnerTimeout
    self.averageExit = averageExit
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("name", &name)
    visitor.field("instruments", &instruments)
    visitor.field("setups", &setups)
    visitor.field("triggerFrame", &triggerFrame)
    visitor.field("levelFrame", &levelFrame)
    visitor.field("regimeFrame", &regimeFrame)
    visitor.field("regimeRule", &regimeRule)
    visitor.field("minimumTests", &minimumTests)
    visitor.field("entry", &entry)
    visitor.field("formingDistance", &formingDistance)
    visitor.field("leavingDistance", &leavingDistance)
    visitor.field("triggerDistance", &triggerDistance)
    visitor.field("stopBuffer", &stopBuffer)
    visitor.field("minimumStop", &minimumStop)
    visitor.field("maximumStop", &maximumStop)
    visitor.field("minimumRoom", &minimumRoom)
    visitor.field("minimumReward", &minimumReward)
    visitor.field("retest", &retest)
    visitor.field("stopDistance", &stopDistance)
    visitor.field("fastLength", &fastLength)
    visitor.field("slowLength", &slowLength)
    visitor.field("formingLife", &formingLife)
    visitor.field("activeLife", &activeLife)
    visitor.field("triggeredBars", &triggeredBars)
    visitor.field("cooldownBars", &cooldownBars)
    visitor.field("target1", &target1)
    visitor.field("target2", &target2)
    visitor.field("share1", &share1)
    visitor.field("share2", &share2)
    visitor.field("trailing", &trailing)
    visitor.field("timeout", &timeout)
    visitor.field("runnerTimeout", &runnerTimeout)
    visitor.field("averageExit", &averageExit)
  }
}
