import EventSourcing
import Events
import Quantities
import SignalCore

/// A market written by hand: one hourly bar after the other, with indicators to order.
///
/// The resistance stands at 1000 to 1010, ATR is 10 on 1h and 20 on 4h, the regime is ranging,
/// and only rejections from a resistance are traded, unless a test wants it otherwise.
struct Stage {
  static let instrument: Name = "test:BTC/USD"
  static let resistance = level("resistance", 1_000, 1_010)

  var replica = Replica<Signal>()
  var configuration = Configuration()
  /// Opening of the next bar.
  var time = Instant(seconds: 1_600_000_000 / 86_400 * 86_400)
  var atr = 10.0
  var volume = 10.0
  var volumeMA = 10.0
  var rsi = 50.0
  var macd = 0.0
  var fast = 0.0
  var slow = 0.0
  /// Of the trigger frame; without it and without marks nothing is said of the ciphers.
  var wave: Double?
  var markers = MarkerSet()
  var isDegraded = false
  var isDegenerate = false

  init(
    kind: InstrumentKind = .linear, levels: [Level] = [resistance],
    change: (inout Configuration) -> Void = { _ in }
  ) {
    configuration.strategies = [.targetReacher]
    configuration.strategies[0].setups = [.resistanceRejection]
    configuration.risk = .moderate
    change(&configuration)
    _ = say(.configurationApplied(ConfigurationApplied(configuration: configuration)))
    var listed = InstrumentListed()
    listed.instrument = Self.instrument
    listed.kind = kind
    _ = say(.instrumentListed(listed))
    map(levels)
    regime(.ranging)
  }

  static func level(
    _ name: String, _ low: Double, _ high: Double, phase: LevelPhase = .confirmed,
    usable: Bool = true
  ) -> Level {
    Level(
      id: Identifier(of: name), kind: .resistance, phase: phase, price: (low + high) / 2,
      low: low, high: high, tests: 3, breaks: 0, strength: 60, lastTest: .epoch, usable: usable)
  }

  mutating func say(_ event: Event) -> [Signal.Conclusion] { replica.answer(event) ?? [] }

  mutating func map(_ levels: [Level]) {
    _ = say(
      .levelsMapped(
        LevelsMapped(
          instrument: Self.instrument, timeFrame: .h4, openTime: time, atr: 20, levels: levels)))
  }

  mutating func regime(_ regime: Regime, strength: Double = 50) {
    _ = say(
      .regimeAssessed(
        RegimeAssessed(
          instrument: Self.instrument, timeFrame: .d1, openTime: time, raw: regime,
          confirmed: regime, rawStrength: 50, strength: strength)))
  }

  /// The WaveTrend of the level frame: its fast line leads its slow one by so much.
  mutating func wave(leads lead: Double) {
    _ = say(
      .cipherComputed(
        CipherComputed(
          instrument: Self.instrument, timeFrame: .h4, openTime: time, wt1: lead, wt2: 0,
          markers: MarkerSet())))
  }

  /// The tick of the moment, before its candles.
  mutating func tick() -> [Signal.Conclusion] { say(.clockTicked(ClockTicked(at: time))) }

  /// One hour: the tick of its end, its candle and its indicators; what was said to each.
  @discardableResult
  mutating func bar(_ open: Double, _ high: Double, _ low: Double, _ close: Double)
    -> [Signal.Conclusion]
  {
    let candle = candle(open, high, low, close, frame: .h1)
    time += .hours(1)
    let said = tick() + say(.candleClosed(candle))
    if wave != nil || !markers.isEmpty { cipher(of: candle.openTime, .h1) }
    return said + indicators(of: candle)
  }

  /// A quiet bar that closes there.
  @discardableResult
  mutating func bar(at price: Double) -> [Signal.Conclusion] {
    bar(price - 1, price + 2, price - 3, price)
  }

  func candle(
    _ open: Double, _ high: Double, _ low: Double, _ close: Double, frame: TimeFrame
  ) -> CandleClosed {
    CandleClosed(
      instrument: Self.instrument, timeFrame: frame, openTime: time, open: Price(open),
      high: Price(high), low: Price(low), close: Price(close),
      volume: Quantity(Price(volume).value), quality: .complete)
  }

  mutating func indicators(of candle: CandleClosed) -> [Signal.Conclusion] {
    say(
      .indicatorsComputed(
        IndicatorsComputed(
          instrument: Self.instrument, timeFrame: candle.timeFrame, openTime: candle.openTime,
          close: candle.close, rsi14: rsi, macd: macd, macdSignal: 0, macdHistogram: 0,
          ema20: fast, ema50: slow, atr14: atr, volumeMA20: volumeMA,
          degenerate: isDegenerate,
          degraded: isDegraded)))
  }

  mutating func cipher(of openTime: Instant, _ timeFrame: TimeFrame) {
    _ = say(
      .cipherComputed(
        CipherComputed(
          instrument: Self.instrument, timeFrame: timeFrame, openTime: openTime,
          wt1: wave ?? 1, wt2: wave ?? -60, aWt2: -50, moneyFlow: 3, markers: markers)))
  }

  /// A bar that is rejected from the zone, like the trigger wants it.
  @discardableResult
  mutating func rejection() -> [Signal.Conclusion] { bar(996, 1_006, 994, 995) }

  var setups: [Setup] { replica.state.markets.first?.setups ?? [] }
}

extension Price {
  init(_ value: Double) { self.init(stringLiteral: "\(value)") }
}

extension [Signal.Conclusion] {
  /// The setups' conclusions in one word each, with the reason where there is one.
  var story: [String] {
    compactMap { conclusion in
      switch conclusion {
      case .signalFired, .signalLapsed: nil
      case .setupFormed: "formed"
      case .setupActivated: "activated"
      case .setupDeactivated: "deactivated"
      case .setupTriggered: "triggered"
      case .setupInvalidated(let event): "invalidated \(event.reason.rawValue)"
      case .setupExpired: "expired"
      case .setupRejected(let event): "rejected \(event.reason.rawValue)"
      case .setupCompleted: "completed"
      case .setupCancelled: "cancelled"
      }
    }
  }

  /// The signals that fired and lapsed, in words.
  var signals: [String] {
    compactMap { conclusion in
      switch conclusion {
      case .signalFired(let event):
        "\(event.marker?.rawValue ?? event.kind.rawValue) \(event.direction?.rawValue ?? "") "
          + event.role.rawValue
      case .signalLapsed(let event):
        "not \(event.marker?.rawValue ?? event.kind.rawValue) \(event.reason.rawValue)"
      default: nil
      }
    }
  }

  var triggered: [SetupTriggered] {
    compactMap { if case .setupTriggered(let payload) = $0 { payload } else { nil } }
  }
  var rejected: [SetupRejected] {
    compactMap { if case .setupRejected(let payload) = $0 { payload } else { nil } }
  }
  var fired: [SignalFired] {
    compactMap { if case .signalFired(let payload) = $0 { payload } else { nil } }
  }
  var lapsed: [SignalLapsed] {
    compactMap { if case .signalLapsed(let payload) = $0 { payload } else { nil } }
  }
}
