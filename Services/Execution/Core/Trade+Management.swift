import Events
import Quantities

extension Execution.Trade {
  /// The plan from the fills as they are.
  func plan() -> Execution.TradePlan {
    Execution.TradePlan(
      direction: direction, entry: averageEntry, stop: approval.stop, quantity: tally.entered,
      terms: terms)
  }

  var averageEntry: Price { average(tally.entryCost, over: tally.entered) }

  var averageExit: Price { average(tally.exitCost, over: tally.exited) }

  private func average(_ cost: Money, over quantity: Quantity) -> Price {
    guard quantity.isPositive else { return .zero }
    return cost.divided(by: quantity)
      .rounded(toMultipleOf: Price(Execution.Limits.precision), .halfEven)
  }

  /// Begins to hold what was bought or sold; a stop on the wrong side is a stop already hit.
  mutating func open(_ plan: Execution.TradePlan, at: Instant) {
    phase = .open(
      Execution.Holding(
        plan: plan, openedAt: at, stop: plan.stop, stopMeans: .stop,
        goal: Execution.StopGoal(price: plan.stop, quantity: tally.position, reason: nil),
        extreme: plan.entry, last: plan.entry))
    if !plan.isSound { close(.stop, notBefore: at) }
  }

  /// Lets everything go, for the first reason that there is.
  mutating func close(_ reason: CloseReason, notBefore: Instant) {
    switch phase {
    case .open(let holding), .partial(let holding, _), .diverged(let holding, _, _):
      // Of what more left than was held, nothing can leave.
      guard !tally.position.isNegative else { return }
      reduction = nil
      phase = .closing(holding, Execution.Closing(reason: reason, notBefore: notBefore))
    case .pending, .closing, .closed, .abandoned: break
    }
  }

  /// Leaves the trade to a person, protected.
  mutating func diverge() {
    switch phase {
    case .open(let holding): phase = .diverged(holding, Execution.Taken(), nil)
    case .partial(let holding, let taken): phase = .diverged(holding, taken, nil)
    case .closing(let holding, let closing):
      phase = .diverged(holding, Execution.Taken(), closing)
    case .pending, .closed, .abandoned, .diverged: break
    }
  }

  /// Goes on where it was, for the venue agrees with what is booked; what could not leave waits
  /// for a person.
  mutating func reconcile(_ clock: Instant) {
    guard case .diverged(var holding, let taken, let closing) = phase,
      tally.position.isPositive, divergence == nil
    else { return }
    guard let closing else { return resume(holding, taken) }
    holding.goal.quantity = tally.position
    phase = .closing(holding, closing)
  }

  /// A person has looked: what could not leave is to leave again, and of what more left than was
  /// held, no more is expected.
  mutating func retry(_ clock: Instant) {
    guard case .diverged(let holding, let taken, let closing) = phase else { return }
    if tally.position.isNegative { wish = .closed }
    guard tally.position.isPositive else { return }
    if let closing {
      phase = .closing(holding, Execution.Closing(reason: closing.reason, notBefore: clock))
    } else if reduction?.isExhausted ?? false {
      reduction?.refusals = 0
      reduction?.notBefore = clock
      resume(holding, taken)
    }
  }

  /// Goes on from where it stood still.
  private mutating func resume(_ holding: Execution.Holding, _ taken: Execution.Taken) {
    var holding = holding
    holding.goal.quantity = tally.position
    phase = taken.first || taken.second ? .partial(holding, taken) : .open(holding)
  }

  /// A target is filled: the stop covers what is left, and no longer loses.
  mutating func take(target: Int) {
    var taken: Execution.Taken
    switch phase {
    case .open: taken = Execution.Taken()
    case .partial(_, let before): taken = before
    case .pending, .closing, .closed, .abandoned, .diverged: return
    }
    guard var holding else { return }
    if target == 1 { taken.first = true } else { taken.second = true }
    holding.goal.quantity = tally.position
    holding.raise(to: holding.plan.breakEven, because: .breakEven)
    phase = .partial(holding, taken)
  }

  /// Ends what has lasted too long.
  mutating func tick(_ clock: Instant) {
    switch phase {
    case .open(let holding): end(holding, after: terms.timeout, at: clock)
    case .partial(let holding, let taken):
      end(holding, after: taken.first ? terms.runnerTimeout : terms.timeout, at: clock)
    case .pending, .closing, .closed, .abandoned, .diverged: break
    }
  }

  private mutating func end(
    _ holding: Execution.Holding, after life: Interval, at clock: Instant
  ) {
    if let exposed = tally.exposed, clock - exposed.since >= Execution.Limits.unprotected {
      close(.unprotected, notBefore: clock)
    } else if clock - holding.openedAt >= life {
      close(.timeout, notBefore: clock)
    }
  }

  /// Follows the bars of the trigger frame; only those that began after the entry count.
  mutating func note(_ candle: CandleClosed) {
    let isLong = direction == .long
    updateHolding {
      $0.last = candle.close
      guard candle.openTime >= $0.openedAt else { return }
      $0.extreme = isLong ? max($0.extreme, candle.high) : min($0.extreme, candle.low)
    }
  }

  /// Once only the runner is left, the stop hangs `terms.trailing` ATR from the best price.
  mutating func trail(_ indicators: IndicatorsComputed, at clock: Instant) {
    if isBeyondAverage(indicators) { return close(.average, notBefore: clock) }
    guard let atr = indicators.atr14 else { return }
    trail(atr: atr)
  }

  /// Whether a runner that has gained enough has closed on the other side of the EMA20.
  private func isBeyondAverage(_ indicators: IndicatorsComputed) -> Bool {
    guard terms.averageExit.isPositive, case .partial(let holding, let taken) = phase,
      isRunner(holding, taken), let average = indicators.ema20.flatMap({ FixedPoint($0) })
    else { return false }
    let plan = holding.plan
    let isLong = direction == .long
    let gain = isLong ? holding.extreme - plan.entry : plan.entry - holding.extreme
    guard gain > plan.distance * terms.averageExit else { return false }
    return isLong ? indicators.close.value < average : indicators.close.value > average
  }

  private mutating func trail(atr: Double) {
    guard case .partial(var holding, let taken) = phase, isRunner(holding, taken),
      let distance = FixedPoint(terms.trailing * atr), distance.isPositive
    else { return }
    let isLong = direction == .long
    let price = isLong ? holding.extreme - Price(distance) : holding.extreme + Price(distance)
    holding.raise(
      to: price.rounded(toTick: terms.tick, isLong ? .floor : .ceiling), because: .trailing)
    phase = .partial(holding, taken)
  }

  /// Whether only the runner is left.
  private func isRunner(_ holding: Execution.Holding, _ taken: Execution.Taken) -> Bool {
    taken.first && (taken.second || holding.plan.quantity2.isZero)
  }

  func isAgainst(_ regime: Regime) -> Bool {
    switch regime {
    case .trendingUp: direction == .short
    case .trendingDown: direction == .long
    case .neutral, .ranging, .volatile: false
    }
  }

  /// A runner leaves; what still has a target keeps it, but no longer loses if it has gained.
  mutating func meetOppositeRegime(_ clock: Instant) {
    switch phase {
    case .pending: isLapsed = true
    case .open(var holding):
      holding.secure()
      phase = .open(holding)
    case .partial(var holding, let taken):
      guard !isRunner(holding, taken) else { return close(.regime, notBefore: clock) }
      holding.secure()
      phase = .partial(holding, taken)
    case .closing, .closed, .abandoned, .diverged: break
    }
  }
}

extension Execution.Holding {
  /// Wants the stop there, unless that is away from profit.
  mutating func raise(to price: Price, because reason: StopReason) {
    guard plan.isBetter(price, than: goal.price) else { return }
    goal.price = price
    goal.reason = reason
  }

  /// Wants the stop at break-even if the last close has passed it.
  mutating func secure() {
    guard plan.isBetter(last, than: plan.breakEven) else { return }
    raise(to: plan.breakEven, because: .regime)
  }
}
