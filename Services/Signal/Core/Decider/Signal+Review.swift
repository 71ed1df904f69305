import Events
import Quantities

// What is decided on the close of a bar, a finer candle and a tick.
extension Signal.State {
  /// The answers to the indicators of a trigger-frame bar: signals first, then setups.
  func review(_ indicators: IndicatorsComputed) -> [Signal.Conclusion] {
    guard let index = index(of: indicators.instrument) else { return [] }
    let market = markets[index]
    guard let place = market.tape(indicators.timeFrame) else { return [] }
    let tape = market.tapes[place]
    guard tape.isFresh, let bar = tape.bar, let at = tape.closeTime else { return [] }
    var review = BarReview(market: market, tape: tape, bar: bar, at: at, fee: fee)
    for strategy in strategies where strategy.triggerFrame == tape.timeFrame {
      review.review(strategy)
    }
    return review.signals() + review.conclusions
  }

  /// Whether a candle after the trigger brought the price into an entry zone, or out of it.
  func watchEntryZones(_ candle: CandleClosed) -> [Signal.Conclusion] {
    guard triggeredCount > 0, let index = index(of: candle.instrument) else { return [] }
    var conclusions: [Signal.Conclusion] = []
    for setup in markets[index].setups where candle.timeFrame <= setup.triggerFrame {
      guard let plan = setup.plan, candle.openTime >= plan.at else { continue }
      let isInside = plan.entryLow <= candle.close && candle.close <= plan.entryHigh
      if isInside, setup.inZone == nil {
        conclusions.append(
          .signalFired(
            setup.enteredZone(
              candle.instrument, candle.timeFrame, openTime: candle.openTime,
              price: candle.close, low: plan.entryLow, high: plan.entryHigh)))
      } else if !isInside,
        let lapsed = setup.leftZone(
          candle.instrument, candle.timeFrame, openTime: candle.openTime, .conditionEnded)
      {
        conclusions.append(.signalLapsed(lapsed))
      }
    }
    return conclusions
  }

  /// The verdicts on what has triggered, and the end of what waits without bars.
  func review(_ tick: ClockTicked) -> [Signal.Conclusion] {
    var conclusions = lapses(at: tick.at)
    guard triggeredCount > 0 || due.map({ $0 <= tick.at }) ?? false else { return conclusions }
    for market in markets {
      for setup in market.setups {
        switch setup.state {
        case .triggered(let plan):
          if let flaw = flaw(of: setup, plan, in: market) {
            conclusions.append(setup.invalidated(market.instrument, flaw, at: tick.at))
          } else if tick.at > plan.until {
            conclusions.append(setup.expired(market.instrument, at: tick.at))
          } else {
            continue
          }
          conclusions += farewell(to: setup, in: market)
        case .forming, .active:
          guard let given = setup.lastTick, tick.at >= given else { continue }
          conclusions.append(setup.expired(market.instrument, at: tick.at))
        case .ended: break
        }
      }
    }
    return conclusions
  }

  private func flaw(of setup: Setup, _ plan: SetupPlan, in market: Market) -> Flaw? {
    if let touched = plan.touched {
      return Flaw(.stopTouched, touched.double, plan.stop.double)
    }
    guard let strategy = strategy(setup.strategy), let scene = Scene(market, strategy)
    else { return nil }
    return scene.flaw(of: setup, scene.pattern(of: setup))
  }

  /// The signal of the entry zone ends with its setup.
  private func farewell(to setup: Setup, in market: Market) -> [Signal.Conclusion] {
    let tape = market.tape(setup.triggerFrame).map { market.tapes[$0] }
    let openTime = tape?.bar?.candle.openTime ?? now
    let lapsed = setup.leftZone(
      market.instrument, setup.triggerFrame, openTime: openTime, .setupEnded)
    return lapsed.map { [.signalLapsed($0)] } ?? []
  }
}

// What is decided because somebody else said something.
extension Signal.State {
  func reject(_ refused: TradeRefused) -> [Signal.Conclusion] {
    guard let (setup, market) = live(refused.setup, of: refused.instrument, after: .refused)
    else { return [] }
    let check = FailedCheck(
      reason: .risk, value: refused.value.double, limit: refused.limit.double)
    return [setup.rejected(refused.instrument, check, code: refused.code, at: refused.asOf)]
      + farewell(to: setup, in: market)
  }

  func complete(_ opened: TradeOpened) -> [Signal.Conclusion] {
    guard let (setup, market) = live(opened.setup, of: opened.instrument, after: .opened)
    else { return [] }
    return [setup.completed(opened)] + farewell(to: setup, in: market)
  }

  /// A person's halt ends every live setup. One that a limit or a difference brings about ends
  /// what has triggered: the others only watch the market, and what triggers later is refused for
  /// as long as the halt holds.
  func cancel(_ halted: TradingHalted) -> [Signal.Conclusion] {
    let endsAll: Bool
    switch halted.reason {
    case .requested: endsAll = true
    case .dailyFlatten, .hardDrawdown, .diverged, .rejections: endsAll = false
    }
    var conclusions: [Signal.Conclusion] = []
    for market in markets {
      for setup in market.setups where setup.phase == .triggered || endsAll && setup.isLive {
        conclusions.append(setup.cancelled(market.instrument, halted.reason, at: halted.at))
        conclusions += farewell(to: setup, in: market)
      }
    }
    return conclusions
  }

  /// Setups end with the strategy that leads them, also when it no longer looks at their
  /// instrument or for their type, or its trigger frame is another one.
  func cancelOrphans() -> [Signal.Conclusion] {
    var conclusions: [Signal.Conclusion] = []
    for market in markets {
      for setup in market.setups where setup.isLive {
        if let strategy = strategy(setup.strategy), strategy.triggerFrame == setup.triggerFrame,
          strategy.setups.contains(setup.type), strategy.covers(market.instrument)
        {
          continue
        }
        conclusions.append(setup.cancelled(market.instrument, .requested, at: now))
        conclusions += farewell(to: setup, in: market)
      }
    }
    return conclusions
  }

  /// The setup, if the stimulus means anything to it.
  private func live(_ id: Identifier, of instrument: Name, after stimulus: SetupStimulus)
    -> (Setup, Market)?
  {
    guard let index = index(of: instrument),
      let setup = markets[index].setups.first(where: { $0.id == id }),
      setup.state.next(stimulus) != nil
    else { return nil }
    return (setup, markets[index])
  }
}
