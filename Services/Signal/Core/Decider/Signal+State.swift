public import Events
public import Quantities

extension Signal {
  /// The markets that strategies look at.
  public struct State: Sendable, Hashable, Codable {
    public internal(set) var now = Instant.epoch
    public private(set) var strategies: [StrategyConfiguration] = []
    /// Of one fill, as a part of its value.
    public private(set) var fee = 0.0
    private var triggerFrames: [TimeFrame] = []
    /// In the order of their instruments.
    public private(set) var markets: [Market] = []
    /// How many setups have triggered and wait.
    public private(set) var triggeredCount = 0
    /// When a forming or active setup must end even without a bar; nil when there is none.
    public private(set) var due: Instant?

    /// No sign of its time lapses by the clock before then; nil when there is none.
    public private(set) var nextLapse: Instant?

    public init() {}

    /// Takes note of the time.
    mutating func pass(to time: Instant) {
      now = time
      if let due = nextLapse, due <= time { nextLapse = earliestLapse }
    }

    mutating func configure(_ configuration: Configuration) {
      strategies = configuration.strategies
      fee = configuration.risk.fee.double
      triggerFrames = []
      for strategy in strategies where !triggerFrames.contains(strategy.triggerFrame) {
        triggerFrames.append(strategy.triggerFrame)
      }
      for index in markets.indices {
        open(at: index)
        markets[index].breaks.removeAll { [strategies] waiting in
          !strategies.contains {
            $0.name == waiting.strategy && $0.setups.contains(waiting.type)
          }
        }
      }
    }

    /// Gives a market a tape for each trigger frame; a tape that it has stays.
    private mutating func open(at index: Int) {
      markets[index].tapes.removeAll { !triggerFrames.contains($0.timeFrame) }
      for frame in triggerFrames where markets[index].tape(frame) == nil {
        markets[index].tapes.append(Tape(timeFrame: frame))
      }
    }

    mutating func list(_ listed: InstrumentListed) {
      markets[market(for: listed.instrument)].kind = listed.kind
    }

    mutating func take(_ candle: CandleClosed) {
      if triggeredCount > 0, let index = index(of: candle.instrument) {
        for place in markets[index].setups.indices {
          if candle.timeFrame <= markets[index].setups[place].triggerFrame {
            markets[index].setups[place].watch(candle)
          }
        }
      }
      guard triggerFrames.contains(candle.timeFrame) else { return }
      let index = market(for: candle.instrument)
      guard let tape = markets[index].tape(candle.timeFrame) else { return }
      markets[index].tapes[tape].take(candle)
    }

    mutating func take(_ indicators: IndicatorsComputed) {
      let index = market(for: indicators.instrument)
      markets[index].take(indicators)
      guard let place = markets[index].tape(indicators.timeFrame),
        markets[index].tapes[place].isFresh
      else { return }
      for strategy in strategies where strategy.triggerFrame == indicators.timeFrame {
        markets[index].follow(strategy)
      }
    }

    mutating func take(_ computed: CipherComputed) {
      markets[market(for: computed.instrument)].take(computed)
    }

    mutating func take(_ computed: AveragesComputed) {
      markets[market(for: computed.instrument)].take(computed)
    }

    mutating func take(_ mapped: LevelsMapped) {
      markets[market(for: mapped.instrument)].take(mapped)
    }

    mutating func take(_ assessed: RegimeAssessed) {
      markets[market(for: assessed.instrument)].take(assessed)
    }

    /// The place of the market, which is opened when there is none.
    private mutating func market(for instrument: Name) -> Int {
      let place = place(of: instrument)
      if place < markets.count, markets[place].instrument == instrument { return place }
      markets.insert(Market(instrument: instrument), at: place)
      open(at: place)
      return place
    }

    func index(of instrument: Name) -> Int? {
      let place = place(of: instrument)
      return place < markets.count && markets[place].instrument == instrument ? place : nil
    }

    /// Where the market stands, or would.
    private func place(of instrument: Name) -> Int {
      var low = 0
      var high = markets.count
      while low < high {
        let middle = (low + high) / 2
        if markets[middle].instrument < instrument { low = middle + 1 } else { high = middle }
      }
      return low
    }

    func strategy(_ name: Name) -> StrategyConfiguration? {
      strategies.first { $0.name == name }
    }
  }
}

// What the state learns from its own answers.
extension Signal.State {
  mutating func learn(_ fired: SignalFired) {
    let index = market(for: fired.instrument)
    switch fired.kind {
    case .priceInEntryZone:
      guard let place = markets[index].setups.firstIndex(where: { $0.id == fired.setup })
      else { return }
      markets[index].setups[place].inZone = fired.signal
    case .rsiOverbought, .rsiOversold, .volumeSpike, .volumeDecline, .rejectionWick,
      .macdDivergence, .cipherMarker:
      guard let tape = markets[index].tape(fired.timeFrame) else { return }
      let held = HeldSignal(fired)
      markets[index].tapes[tape].signals.append(held)
      guard let lapse = markets[index].tapes[tape].latestLapse(of: held) else { return }
      nextLapse = min(nextLapse ?? lapse, lapse)
    }
  }

  mutating func learn(_ lapsed: SignalLapsed) {
    let index = market(for: lapsed.instrument)
    for place in markets[index].setups.indices
    where markets[index].setups[place].inZone == lapsed.signal {
      markets[index].setups[place].inZone = nil
    }
    guard let tape = markets[index].tape(lapsed.timeFrame) else { return }
    markets[index].tapes[tape].signals.removeAll { $0.id == lapsed.signal }
  }

  mutating func learn(_ formed: SetupFormed) {
    guard let frame = strategy(formed.strategy)?.triggerFrame else { return }
    let index = market(for: formed.instrument)
    markets[index].setups.append(Setup(formed, triggerFrame: frame))
    refreshWatch()
  }

  mutating func learn(
    _ instrument: Name, _ setup: Identifier, _ stimulus: SetupStimulus, _ time: Instant
  ) {
    guard let index = index(of: instrument),
      let place = markets[index].setups.firstIndex(where: { $0.id == setup })
    else { return }
    let former = markets[index].setups[place]
    let bars = strategy(former.strategy)?.cooldownBars ?? 0
    guard let next = former.after(stimulus, at: time, cooldownBars: bars) else { return }
    markets[index].setups[place] = next
    refreshWatch()
  }

  /// Counts anew what the clock and the candles are watched for.
  private mutating func refreshWatch() {
    triggeredCount = 0
    due = nil
    for market in markets {
      for setup in market.setups {
        switch setup.state {
        case .triggered: triggeredCount += 1
        case .forming, .active:
          guard let time = setup.lastTick else { continue }
          due = min(due ?? time, time)
        case .ended: break
        }
      }
    }
  }
}
