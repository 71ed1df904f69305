import EventSourcing
import Events
import Foundation
import IndicatorCore
import Quantities
import SignalCore
import TestSupport
import Testing

/// The decider as a whole, behind the indicator decider: no look-ahead, restarts, replay.
@Suite struct SignalDeciderTests {
  /// A generated market on four frames.
  static func moments(
    seed: Int, hours: Int, instrument: Name = Stage.instrument
  ) -> [Moment] {
    var random = Seeded(seed)
    var price = 10_000.0
    var candles: [CandleClosed] = []
    var open: [TimeFrame: CandleClosed] = [:]
    for quarter in 0..<hours * 4 {
      let start = price
      // A range of about five percent, so that there are levels to come back to.
      let pull = (10_000 - price) / 200
      price = (start + pull + (random.unit() - 0.5) * 80).rounded()
      var candle = CandleClosed()
      candle.instrument = instrument
      candle.timeFrame = .m15
      candle.openTime = Instant(seconds: Int64(quarter) * 900)
      candle.open = Price(start)
      candle.close = Price(price)
      candle.high = Price((max(start, price) + random.unit() * 40).rounded())
      candle.low = Price((min(start, price) - random.unit() * 40).rounded())
      // Volume comes with moves, so that levels are broken.
      let stir = abs(price - start)
      candle.volume = Quantity(Price((random.unit() * 10 + stir * stir / 10).rounded()).value)
      candles.append(candle)
      for frame in [TimeFrame.h1, .h4, .d1] {
        var whole = open[frame] ?? candle
        whole.timeFrame = frame
        if open[frame] != nil {
          whole.high = max(whole.high, candle.high)
          whole.low = min(whole.low, candle.low)
          whole.volume += candle.volume
        }
        whole.close = candle.close
        open[frame] = whole
        guard whole.closeTime == candle.closeTime else { continue }
        candles.append(whole)
        open[frame] = nil
      }
    }
    return Moment.all(of: candles)
  }

  /// All shipped strategies side by side; the regime is of a frame that has one soon.
  static func everyStrategy(_ configuration: inout Configuration) {
    configuration.strategies = StrategyConfiguration.shipped
    for index in configuration.strategies.indices {
      configuration.strategies[index].regimeFrame = .h4
    }
    // A market that always comes back has few trends and many levels.
    configuration.strategies[2].regimeRule = .any
    configuration.strategies[2].minimumRoom = 0
  }

  @Test(arguments: 0..<3) func `nobody looks ahead: a cut series gives the same answers`(
    seed: Int
  ) {
    let moments = Self.moments(seed: seed, hours: 1_000)
    var whole = Duet(change: Self.everyStrategy)
    let said = moments.map { whole.play($0) }
    var random = Seeded(seed &+ 5)
    for _ in 0..<2 {
      let cut = Int(random.next() % UInt64(moments.count))
      var part = Duet(change: Self.everyStrategy)
      for index in 0..<cut { #expect(part.play(moments[index]) == said[index]) }
    }
  }

  @Test(arguments: 0..<3) func `a restart in the middle changes nothing`(seed: Int) throws {
    var undisturbed = Duet(change: Self.everyStrategy)
    var restarted = Duet(change: Self.everyStrategy)
    var story: [String] = []
    for (index, moment) in Self.moments(seed: seed, hours: 1_600).enumerated() {
      if index % 997 == 996 {
        let data = try JSONEncoder().encode(restarted.signal.state)
        let state = try JSONDecoder().decode(Signal.State.self, from: data)
        #expect(state == restarted.signal.state)
        restarted.signal = Replica(restoring: state)
      }
      let said = undisturbed.play(moment)
      story += said.story
      #expect(restarted.play(moment) == said)
    }
    #expect(restarted.signal.state == undisturbed.signal.state)
    #expect(story.contains("triggered"))
  }

  @Test func `folding recorded answers gives the state of deciding them`() {
    var duet = Duet(change: Self.everyStrategy)
    var replayed = duet.signal
    for moment in Self.moments(seed: 4, hours: 1_000) {
      var inputs: [Event] =
        [.clockTicked(ClockTicked(at: moment.at))] + moment.candles.map { .candleClosed($0) }
      for fact in inputs { inputs += (duet.indicator.answer(fact) ?? []).map(\.event) }
      for input in inputs {
        let answers = duet.signal.answer(input) ?? []
        replayed.replay(input, answers: answers.map(\.event))
      }
    }
    #expect(replayed.state == duet.signal.state)
  }

  @Test func `a setup's events come in an order that its states allow`() {
    var duet = Duet(change: Self.everyStrategy)
    var states: [Identifier: SetupState] = [:]
    var endings: [SetupEnding: Int] = [:]
    var types: [SetupType: Int] = [:]
    for moment in Self.moments(seed: 1, hours: 3_000) {
      for conclusion in duet.play(moment) {
        guard let id = conclusion.event.payload.correlation,
          let stimulus = conclusion.stimulus
        else { continue }
        if case .setupFormed(let formed) = conclusion {
          #expect(states[id] == nil)
          states[id] = .forming(until: formed.expiresAt)
          continue
        }
        let next = states[id].flatMap { $0.next(stimulus) }
        #expect(next != nil, "\(conclusion.event.type.rawValue)")
        states[id] = next
        if case .ended(let ending) = next { endings[ending, default: 0] += 1 }
        if case .setupTriggered(let event) = conclusion { types[event.type, default: 0] += 1 }
      }
    }
    #expect(endings[.invalidated, default: 0] > 10)
    #expect(endings[.expired, default: 0] > 0)
    for type in SetupType.allCases {
      #expect(types[type, default: 0] > 0, "\(type.rawValue) never triggers")
    }
  }

  @Test func `strategies and instruments do not disturb each other`() {
    let names: [Name] = ["test:AAA/USD", "test:BBB/USD"]
    let series = names.enumerated().map {
      Self.moments(seed: 10 + $0.offset, hours: 1_200, instrument: $0.element)
    }
    var together = Duet { configuration in
      Self.everyStrategy(&configuration)
      configuration.strategies[3].instruments = [names[1]]
    }
    var alone = names.map { name in
      StrategyConfiguration.shipped.indices.map { strategy in
        Duet { configuration in
          Self.everyStrategy(&configuration)
          configuration.strategies = [configuration.strategies[strategy]]
        }
      }
    }
    var stories = names.map { _ in StrategyConfiguration.shipped.map { _ in 0 } }
    for (first, second) in zip(series[0], series[1]) {
      let said = together.play(Moment(at: first.at, candles: first.candles + second.candles))
      for (place, moment) in [first, second].enumerated() {
        for strategy in StrategyConfiguration.shipped.indices {
          let name = StrategyConfiguration.shipped[strategy].name
          let mine = alone[place][strategy].play(moment).setupEvents
          let theirs = said.setupEvents.filter {
            $0.payload.subject == names[place] && $0.strategy == name
          }
          let isCovered = strategy < 3 || place == 1
          #expect(theirs == (isCovered ? mine : []))
          stories[place][strategy] += theirs.count
        }
      }
    }
    #expect(stories[0][3] == 0)
    #expect(stories[1][3] > 0)
    #expect(stories[0][0] > 0 && stories[1][0] > 0)
    #expect(stories[0][2] > 0 && stories[1][2] > 0)
  }

  @Test func `every signal that fired lapses once, and what counts is what is held`() {
    var duet = Duet()
    var held: [Identifier: SignalFired] = [:]
    var marks = 0
    for moment in Self.moments(seed: 2, hours: 1_500) {
      let said = duet.play(moment)
      for lapsed in said.lapsed {
        let fired = held.removeValue(forKey: lapsed.signal)
        #expect(fired != nil && fired?.kind == lapsed.kind && fired?.marker == lapsed.marker)
        if lapsed.reason == .expired, let until = fired?.validUntil { #expect(until <= moment.at) }
        if lapsed.reason == .conditionEnded { #expect(fired?.validUntil == nil) }
      }
      for fired in said.fired {
        #expect(held.updateValue(fired, forKey: fired.signal) == nil)
        if fired.kind == .cipherMarker { marks += 1 }
      }
      guard let market = duet.signal.state.markets.first else { continue }
      let standing = market.tapes.flatMap(\.signals).map(\.id)
      let zones = market.setups.compactMap(\.inZone)
      #expect(Set(standing + zones) == Set(held.keys))
      for fired in held.values {
        if let until = fired.validUntil { #expect(until > moment.at) }
      }
    }
    #expect(marks > 500)
  }

  @Test func `quiet candles and ticks leave the state as it was`() {
    var stage = Stage()
    let before = stage.replica.state
    #expect(stage.say(.candleClosed(stage.candle(1, 2, 1, 2, frame: .m1))) == [])
    #expect(stage.replica.state == before)
    stage.time += .minutes(1)
    #expect(stage.tick() == [])
  }
}

extension [Signal.Conclusion] {
  /// The events of setups.
  fileprivate var setupEvents: [Event] {
    filter { $0.stimulus != nil }.map(\.event)
  }
}

extension Event {
  /// Of a setup's event.
  fileprivate var strategy: Name? {
    switch self {
    case .setupFormed(let event): event.strategy
    case .setupActivated(let event): event.strategy
    case .setupDeactivated(let event): event.strategy
    case .setupTriggered(let event): event.strategy
    case .setupInvalidated(let event): event.strategy
    case .setupExpired(let event): event.strategy
    case .setupRejected(let event): event.strategy
    case .setupCancelled(let event): event.strategy
    default: nil
    }
  }
}

extension Signal.Conclusion {
  /// What the conclusion does to its setup; for one that formed anything.
  fileprivate var stimulus: SetupStimulus? {
    switch self {
    case .signalFired, .signalLapsed: nil
    case .setupFormed, .setupInvalidated: .voided
    case .setupActivated(let event): .entered(until: event.expiresAt)
    case .setupDeactivated(let event): .left(until: event.expiresAt)
    case .setupTriggered(let event):
      .triggered(
        SetupPlan(
          at: event.at, stop: event.stop, entryLow: event.entryLow, entryHigh: event.entryHigh,
          until: event.expiresAt))
    case .setupExpired: .aged
    case .setupRejected(let event): event.reason == .risk ? .refused : .failed
    case .setupCompleted: .opened
    case .setupCancelled: .cancelled
    }
  }
}
