/// Everything that a seed draws before its world begins: which faults, how strong, which market.
///
/// A fault that is off in most worlds is strong where it is on: worlds in which everything is a
/// little bad find less than worlds in which a few things are very bad.
public struct Options: Sendable, Equatable {
  /// How the journal orders events, and which venue trades.
  public enum Mode: String, Sendable, CaseIterable {
    /// As in a backtest: the log does not depend on timing.
    case lockstep
    /// The log's order is what happened; the venue is the paper one.
    case paced
    /// The same, with an order desk in front of a venue that lives outside of the log.
    case live
  }

  public var seed: Int
  public var mode = Mode.lockstep

  // the market
  public var instruments = 1
  /// Steps of fifteen seconds before everything is healed.
  public var bars = 240
  /// Of a bar, in ten thousandths of the price.
  public var temper = 10
  /// Of the bars that jump, in ten thousand.
  public var gaps = 0
  /// Of the bars nobody trades in, in ten thousand.
  public var quietBars = 0
  /// Manual orders a step, in ten thousand.
  public var manualOrders = 3_000
  /// Interferences of a person a step, in ten thousand.
  public var whims = 0
  /// Changed configurations a step, in ten thousand.
  public var changes = 0

  // the venue
  public var rejections = 0
  public var doubts = 0
  public var latency = 0
  public var isHedged = true
  public var participation = 100
  /// Steps from one payment of funding to the next; zero for none.
  public var fundingSteps = 0
  /// Of the instruments, the last ones.
  public var spotMarkets = 0

  // the venue of live worlds: in ten thousand calls, messages or bars; milliseconds
  public var venueFaults = 0
  public var newsLoss = 0
  public var streamFaults = 0
  /// Until an order shows, and how old answers are; together less than the desk waits.
  public var visibility = 0
  public var lag = 0
  public var venueOffset = 0
  public var overfills = 0
  public var foreignOrders = 0
  public var hasDeadManSwitch = false

  // order books, one with each of the finest bars
  public var hasBooks = false
  /// Whether orders that rest meet them, too; else they meet bars.
  public var booksMatch = false

  // limits
  public var maximumTrades = 6
  public var perInstrument = 2
  public var openRisk = 20
  public var leverage = 10
  public var riskPerTrade = 50
  public var dailyLoss = 100

  // processes, in ten thousand steps of one
  public var crashes = 0
  public var journalCrashes = 0
  public var pauses = 0
  /// Milliseconds, at most.
  public var downtime = 1_000
  public var slowness = 0
  /// Of the starts that use a kept state, in a hundred.
  public var snapshots = 80
  /// Second processes of a service that is at work.
  public var doubles = 0

  // the network, in ten thousand messages; microseconds
  public var loss = 0
  public var duplicates = 0
  public var delay = 200
  public var isOrdered = true
  public var capacity = 1_000
  public var partitions = 0

  // the disk, in ten thousand transactions; microseconds
  public var slowSyncs = 0
  public var syncErrors = 0
  public var fullDisk = 0
  /// It says that it has kept what it has not.
  public var isLying = false

  // the clock
  public var clockSteps = 0

  public init(seed: Int) { self.seed = seed }
}

extension Options {
  /// Draws the options of a seed.
  public static func drawn(by seed: Int, modes: [Mode] = Mode.allCases) -> Options {
    var dice = Dice(seed: seed)
    var options = Options(seed: seed)
    options.mode = dice.element(of: modes)
    options.drawMarket(&dice)
    options.drawLimits(&dice)
    options.drawProcesses(&dice)
    options.drawWires(&dice)
    options.drawVenue(&dice)
    options.hasBooks = dice.percent(50)
    options.booksMatch = dice.percent(60)
    return options
  }

  private mutating func drawMarket(_ dice: inout Dice) {
    isHedged = dice.percent(75)
    instruments = mode == .live ? dice.number(4...5) : isHedged ? dice.number(2...5) : 3
    // A venue keeps one position of an instrument, or one for each side.
    perInstrument = isHedged ? instruments < 4 ? 2 : dice.number(1...2) : 1
    maximumTrades = dice.number(3...10)
    // It ends when enough has happened; this is the longest.
    let places = min(instruments * perInstrument, maximumTrades)
    bars = max(200, 150 * 20 / places)
    temper = dice.element(of: [5, 10, 20, 40])
    gaps = dice.percent(50) ? dice.number(50...1_000) : 0
    quietBars = dice.percent(30) ? dice.number(100...1_000) : 0
    manualOrders = dice.number(4_000...9_000)
    whims = dice.percent(70) ? dice.number(20...200) : 0
    changes = dice.percent(30) ? dice.number(10...100) : 0
    rejections = dice.percent(40) ? dice.number(1...8) : 0
    doubts = dice.percent(60) ? dice.number(1...15) : 0
    latency = dice.percent(30) ? dice.number(50...2_000) : 0
    participation = dice.percent(60) ? 100 : dice.number(2...50)
    fundingSteps = dice.percent(50) ? dice.number(1...40) : 0
    // A live desk does not state what is held of a spot market.
    guard mode != .live else { return }
    spotMarkets = dice.percent(40) ? dice.number(1...instruments / 2) : 0
  }

  private mutating func drawLimits(_ dice: inout Dice) {
    openRisk = dice.number(4...40)
    leverage = dice.number(3...20)
    riskPerTrade = dice.number(10...100)
    dailyLoss = dice.percent(10) ? dice.number(20...50) : 100
  }

  private mutating func drawProcesses(_ dice: inout Dice) {
    let most = mode == .live ? 6 : 20
    crashes = dice.percent(70) ? dice.number(1...most) : 0
    journalCrashes = dice.percent(70) ? dice.number(1...most * 3 / 2) : 0
    pauses = dice.percent(40) ? dice.number(1...10) : 0
    downtime = dice.element(of: [50, 1_000, 5_000, 30_000])
    slowness = dice.percent(30) ? dice.number(100...20_000) : 0
    snapshots = dice.element(of: [0, 50, 90])
    doubles = dice.percent(40) ? dice.number(1...most) : 0
  }

  private mutating func drawWires(_ dice: inout Dice) {
    loss = dice.percent(50) ? dice.number(10...1_500) : 0
    duplicates = dice.percent(40) ? dice.number(10...2_500) : 0
    delay = dice.element(of: [100, 1_000, 20_000, 100_000])
    isOrdered = dice.percent(50)
    capacity = dice.percent(20) ? dice.number(4...50) : 1_000
    partitions = dice.percent(30) ? dice.number(1...5) : 0
    slowSyncs = dice.percent(30) ? dice.number(10...500) : 0
    syncErrors = dice.percent(30) ? dice.number(1...20) : 0
    fullDisk = dice.percent(30) ? dice.number(1...20) : 0
    isLying = dice.percent(4)
    clockSteps = dice.percent(40) ? dice.number(1...20) : 0
  }

  private mutating func drawVenue(_ dice: inout Dice) {
    venueFaults = dice.percent(75) ? dice.number(20...500) : 0
    newsLoss = dice.percent(60) ? dice.number(50...3_000) : 0
    streamFaults = dice.percent(60) ? dice.number(20...400) : 0
    visibility = dice.percent(30) ? dice.number(10...28_000) : 0
    lag = dice.percent(40) ? dice.number(10...28_000) : 0
    venueOffset = dice.percent(50) ? dice.number(-10_000...10_000) : 0
    overfills = dice.percent(15) ? dice.number(20...200) : 0
    foreignOrders = dice.percent(20) ? dice.number(20...200) : 0
    hasDeadManSwitch = dice.percent(20)
  }

  /// Every option with its value, one a line.
  public var lines: [String] {
    Mirror(reflecting: self).children.map { "\($0.label ?? "") \($0.value)" }
  }
}
