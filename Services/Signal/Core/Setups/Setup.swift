public import Events
public import Quantities

/// One chance at one place, from its forming to its end and the rest after it.
public struct Setup: Sendable, Hashable, Codable {
  public let id: Identifier
  public let strategy: Name
  public let type: SetupType
  public let direction: Direction
  /// Nil for a type that trades without a level.
  public let level: Identifier?
  public let triggerFrame: TimeFrame
  public internal(set) var state: SetupState
  /// Once ended: from when on a new setup may form at the place.
  public internal(set) var restsUntil: Instant?
  /// The signal that holds while the price is in the entry zone.
  public internal(set) var inZone: Identifier?

  init(_ formed: SetupFormed, triggerFrame: TimeFrame) {
    id = formed.setup
    strategy = formed.strategy
    type = formed.type
    direction = formed.direction
    level = formed.level
    self.triggerFrame = triggerFrame
    state = .forming(until: formed.expiresAt)
  }

  public var isLive: Bool { phase != nil }

  /// The live state's name; nil when it has ended.
  public var phase: SetupPhase? {
    switch state {
    case .forming: .forming
    case .active: .active
    case .triggered: .triggered
    case .ended: nil
    }
  }

  /// What it waits with; nil unless it has triggered.
  public var plan: SetupPlan? {
    switch state {
    case .triggered(let plan): plan
    case .forming, .active, .ended: nil
    }
  }

  /// The close time of the bar with which a forming or active setup has waited too long; nil in
  /// the other states. The last bar on which a break may be tested again is still in time.
  var deadline: Instant? {
    switch state {
    case .forming(let until): until
    case .active(let until): type.isBreak ? until + triggerFrame.interval : until
    case .triggered, .ended: nil
    }
  }

  /// The tick with which a forming or active setup ends even without a bar: the bar that would
  /// end it comes after the tick of the same time, or never.
  var lastTick: Instant? { deadline.map { $0 + triggerFrame.interval } }

  /// The setup after a stimulus at some time; nil when it changes nothing.
  func after(_ stimulus: SetupStimulus, at time: Instant, cooldownBars: Int) -> Setup? {
    guard let next = state.next(stimulus) else { return nil }
    var setup = self
    setup.state = next
    if !setup.isLive { setup.restsUntil = time + triggerFrame.interval * cooldownBars }
    return setup
  }

  /// Takes note of a candle that came after the trigger: whether it traded at the stop.
  mutating func watch(_ candle: CandleClosed) {
    guard case .triggered(var plan) = state, plan.touched == nil, candle.openTime >= plan.at
    else { return }
    switch direction {
    case .short where candle.high >= plan.stop: plan.touched = candle.high
    case .long where candle.low <= plan.stop: plan.touched = candle.low
    case .short, .long: return
    }
    state = .triggered(plan)
  }
}
