import Bus
import EventSourcing
import Events
import Quantities

/// A person at the command line, who orders much and interferes at any moment.
struct PersonOccupant: Occupant {
  private var dice: Dice
  private let options: Options
  private var prices: [Price?]
  private var bars = 0
  private var wishes: [Event] = []
  private var isHalted = false
  private var trades: [Identifier] = []
  private var requests = 0
  private var isReady = false
  private var hasConfigured = false
  private var farewells = 0
  private var nextFarewell: Int64 = 0
  var wantsEnd = false
  let life: Int

  let needs = EventTypeSet([
    .candleClosed, .tradingHalted, .tradingResumed, .tradeOpened, .tradeClosed,
    .configurationApplied,
  ])
  let participations = [Participation(.operator)]

  init(_ options: Options, life: Int) {
    self.options = options
    self.life = life
    dice = Dice(seed: options.seed &* 31 &+ life)
    prices = Array(repeating: nil, count: options.instruments)
  }

  mutating func rebuild(_ stored: StoredEvent, _ event: Event) {
    switch event {
    case .candleClosed(let candle):
      for index in prices.indices where MarketStory.name(index) == candle.instrument {
        prices[index] = candle.close
      }
    case .tradingHalted: isHalted = true
    case .tradingResumed: isHalted = false
    case .tradeOpened(let trade): trades.append(trade.trade)
    case .tradeClosed(let trade): trades.removeAll { $0 == trade.trade }
    case .configurationApplied: hasConfigured = true
    default: break
    }
  }

  mutating func begin(
    _ link: inout LinkState, at position: SequenceNumber, _ welcomes: [Welcome]
  ) throws(BusError) {
    isReady = true
    guard !hasConfigured else { return }
    try say(
      .configurationApplied(ConfigurationApplied(configuration: options.configuration)), &link)
  }

  mutating func take(
    _ events: [(stored: StoredEvent, event: Event)], through last: SequenceNumber,
    _ link: inout LinkState
  ) throws(BusError) {
    for (stored, event) in events {
      rebuild(stored, event)
      guard case .candleClosed(let candle) = event, candle.timeFrame == MarketStory.frame,
        link.unacknowledged < 16, !wantsEnd
      else { continue }
      if dice.chance(of: options.manualOrders) { try order(candle, &link) }
      if dice.chance(of: options.whims) { try interfere(&link) }
      if dice.chance(of: options.changes) { try change(&link) }
      if isHalted, !wantsEnd, dice.chance(of: 2_000) {
        try say(.resumeRequested(ResumeRequested(reason: "go on")), &link)
      }
    }
  }

  /// When the world is healed, nothing new is to begin and everything is to end; said again while
  /// it may not have been heard by a trade that was on its way.
  mutating func idle(_ link: inout LinkState, at now: Int64) throws(BusError) -> Bool {
    guard wantsEnd, isReady, farewells < 4 else { return false }
    guard now >= nextFarewell else { return true }
    nextFarewell = now + 10_000_000_000
    farewells += 1
    try say(.haltRequested(HaltRequested(reason: "the end")), &link)
    try say(.closeAllRequested(CloseAllRequested(reason: "the end")), &link)
    return true
  }

  func kept(after seq: SequenceNumber, isCoded: Bool) -> (any Occupant)? { nil }
}

extension PersonOccupant {
  private mutating func say(_ event: Event, _ link: inout LinkState) throws(BusError) {
    requests += 1
    let id = Identifier(of: "person", String(life), String(requests))
    _ = try link.propose([Proposal(fact: event, id: id)], as: .operator)
  }

  private mutating func order(_ candle: CandleClosed, _ link: inout LinkState) throws(BusError) {
    let isLong = dice.percent(50)
    let reach = candle.close.multiplied(by: Ratio(options.temper) / 10_000, rounding: .up)
    let distance = reach * Ratio(dice.number(5...40)) / 10
    let isLimit = dice.percent(40)
    let offset = reach * Ratio(dice.number(0...10)) / 10
    let limit = isLong ? candle.close - offset : candle.close + offset
    let entry = isLimit ? limit : candle.close
    try say(
      .orderRequestedManually(
        OrderRequestedManually(
          request: Identifier(of: "request", String(life), String(requests)),
          strategy: "quick", instrument: candle.instrument, direction: isLong ? .long : .short,
          quantity: dice.percent(50) ? Quantity(dice.number(1...900)) / 1_000 : nil,
          limitPrice: isLimit ? limit.rounded(toTick: "0.1", .floor) : nil,
          stop: isLong ? entry - distance : entry + distance, reason: "whim")), &link)
  }

  private mutating func interfere(_ link: inout LinkState) throws(BusError) {
    switch dice.number(0...19) {
    case 0: try say(.haltRequested(HaltRequested(reason: "whim")), &link)
    case 1...2: try say(.cancelAllRequested(CancelAllRequested(reason: "whim")), &link)
    case 3: try say(.closeAllRequested(CloseAllRequested(reason: "whim")), &link)
    case 4: try say(.resumeRequested(ResumeRequested(reason: "whim")), &link)
    default:
      guard !trades.isEmpty else { return }
      try say(
        .closeRequested(CloseRequested(trade: dice.element(of: trades), reason: "whim")), &link)
    }
  }

  /// Limits, sizes and rates change while everything is under way.
  private mutating func change(_ link: inout LinkState) throws(BusError) {
    var changed = options.configuration
    changed.risk.riskPerTrade = Ratio(dice.number(1...100)) / 10_000
    changed.risk.maximumTrades = dice.number(1...10)
    changed.risk.maximumSetups = changed.risk.maximumTrades
    changed.risk.maximumOpenRisk = Ratio(dice.number(1...40)) / 100
    changed.risk.looseningDelay = .seconds(Int64(dice.number(0...600)))
    changed.strategies[0].trailing = Double(dice.number(1...5))
    try say(.configurationApplied(ConfigurationApplied(configuration: changed)), &link)
  }
}
