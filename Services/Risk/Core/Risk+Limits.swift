import Events
import Quantities

extension Risk {
  /// Beyond this multiple of the account's leverage, nothing is added until it is back at it.
  static let leverageSlack: Ratio = "1.2"

  /// What is left of an excess is not asked to leave more often than that.
  static let reductionPause = Interval.seconds(15)

  /// The limits that a mark hits, and those that it clears; losing exactly the limit counts.
  static func breaches(by mark: EquityMarked, in state: State) -> [Conclusion] {
    guard mark.account == state.account, let configuration = state.configuration,
      let book = state.book(of: mark.asset)
    else { return [] }
    var watch = Watch(book: book, at: mark.at, state: state)
    watch.lookAtSessions(under: configuration)
    watch.lookAtDrawdown(under: configuration)
    watch.lookAtLeverage(under: configuration)
    return watch.conclusions
  }

  /// The pause after too many losing trades in a row.
  static func pause(after trade: TradeClosed, in state: State) -> [Conclusion] {
    guard let configuration = state.configuration,
      let asset = state.listing(of: trade.instrument)?.asset, let book = state.book(of: asset)
    else { return [] }
    var watch = Watch(book: book, at: trade.at, state: state)
    if book.losingRun >= configuration.consecutiveLosses {
      watch.hit(
        .consecutiveLosses, FixedPoint(book.losingRun),
        of: FixedPoint(configuration.consecutiveLosses),
        until: watch.instant + configuration.lossPause)
    }
    return watch.conclusions
  }

  /// A halt for a reason that does not hold yet.
  static func halt(
    for reason: HaltReason, flatten: Bool = false, in state: State
  ) -> [Conclusion] {
    guard !state.halts.contains(reason) else { return [] }
    return [
      .tradingHalted(TradingHalted(reason: reason, flatten: flatten, at: state.now ?? .epoch))
    ]
  }

  /// A person's halt closes everything when the person says so, or the configuration.
  static func halt(by request: HaltRequested, in state: State) -> [Conclusion] {
    let flattens = state.configuration?.flattenOnRequest ?? false
    return halt(for: .requested, flatten: request.flatten || flattens, in: state)
  }

  /// A venue that refuses so many orders in a minute is not traded with.
  static func haltByRejections(in state: State) -> [Conclusion] {
    guard let configuration = state.configuration,
      state.rejections.count >= configuration.rejectionsPerMinute
    else { return [] }
    return halt(for: .rejections, flatten: configuration.flattenOnKill, in: state)
  }
}

/// Looks at the limits of a book one after the other, and notes what is to be said.
struct Watch {
  let book: Risk.Book
  let instant: Instant
  /// As it is after what was said so far.
  private var state: Risk.State
  private(set) var conclusions: [Risk.Conclusion] = []

  init(book: Risk.Book, at instant: Instant, state: Risk.State) {
    self.book = book
    self.instant = max(instant, state.now ?? instant)
    self.state = state
  }

  /// Says that a limit is hit, once.
  mutating func hit(
    _ limit: LimitKind, _ value: FixedPoint, of allowed: FixedPoint, until: Instant? = nil,
    halting reason: HaltReason? = nil, flatten: Bool = false
  ) {
    guard state.breach(of: limit, in: book.asset) == nil else { return }
    let breach = LimitBreached(
      limit: limit, account: book.account, asset: book.asset, value: value, allowed: allowed,
      mode: max(state.mode(in: book.asset), limit.mode), at: instant, until: until)
    conclusions.append(.limitBreached(breach))
    state.note(breach)
    guard let reason, !state.halts.contains(reason) else { return }
    let halt = TradingHalted(reason: reason, flatten: flatten, at: instant)
    conclusions.append(.tradingHalted(halt))
    state.note(halt)
  }

  /// Says that a limit no longer holds, if it did.
  mutating func clear(_ limit: LimitKind) {
    guard state.breach(of: limit, in: book.asset) != nil else { return }
    var after = state
    var reset = LimitReset(
      limit: limit, account: book.account, asset: book.asset, mode: .active, at: instant)
    after.note(reset)
    reset.mode = after.mode(in: book.asset)
    conclusions.append(.limitReset(reset))
    state = after
  }

  mutating func lookAtSessions(under configuration: RiskConfiguration) {
    lookAt(.dailyLoss, .day, configuration.dailyLoss)
    lookAt(
      .dailyFlatten, .day, configuration.dailyFlatten, halting: .dailyFlatten,
      flatten: configuration.flattenOnDailyLoss)
    lookAt(.weeklyLoss, .week, configuration.weeklyLoss)
    lookAt(.monthlyLoss, .month, configuration.monthlyLoss)
  }

  private mutating func lookAt(
    _ limit: LimitKind, _ session: Risk.Session, _ fraction: Ratio,
    halting reason: HaltReason? = nil, flatten: Bool = false
  ) {
    let base = book.base(of: session)
    let loss = -book.profit(of: session)
    guard base.isPositive, loss.isPositive else { return }
    let allowed = base.multiplied(by: fraction, rounding: .floor)
    guard loss >= allowed else { return }
    hit(
      limit, loss.value, of: allowed.value, until: session.end(of: instant), halting: reason,
      flatten: flatten)
  }

  mutating func lookAtDrawdown(under configuration: RiskConfiguration) {
    let fall = book.drawdown
    let soft = book.peak.multiplied(by: configuration.softDrawdown, rounding: .floor)
    let hard = book.peak.multiplied(by: configuration.hardDrawdown, rounding: .floor)
    guard fall.isPositive, fall >= soft else { return clear(.softDrawdown) }
    hit(.softDrawdown, fall.value, of: soft.value)
    guard fall >= hard else { return }
    hit(
      .hardDrawdown, fall.value, of: hard.value, halting: .hardDrawdown,
      flatten: configuration.flattenOnDrawdown)
  }

  mutating func lookAtLeverage(under configuration: RiskConfiguration) {
    for ceiling in state.ceilings(of: book, under: configuration) {
      if ceiling.held > ceiling.hit {
        hit(ceiling.limit, ceiling.held.value, of: ceiling.hit.value)
      } else if ceiling.held <= ceiling.cleared {
        clear(ceiling.limit)
      }
      if ceiling.limit == .leverage { reduce(to: ceiling) }
    }
  }

  /// Asks the excess of a breach to leave, and again what is left of it.
  private mutating func reduce(to ceiling: Risk.State.Ceiling) {
    guard let breach = state.breach(of: .leverage, in: book.asset) else { return }
    conclusions += state.reductions(of: breach, to: ceiling, at: instant)
  }
}

extension Risk.State {
  /// What is held in an asset at the last prices, and the maintenance margin of it.
  func holdings(in asset: Name) -> (notional: Money, maintenance: Money) {
    var (notional, maintenance) = (Money.zero, Money.zero)
    for exposure in exposures where exposure.asset == asset {
      let held = self.notional(of: exposure)
      notional += held
      guard let listing = listing(of: exposure.instrument), listing.kind != .spot else { continue }
      maintenance += held.multiplied(by: listing.maintenanceMargin, rounding: .up)
    }
    return (notional, maintenance)
  }

  /// A limit on what is held: hit above one amount, cleared at another or below.
  struct Ceiling {
    let limit: LimitKind
    let held: Money
    let hit: Money
    let cleared: Money
  }

  /// The limits on what is held in an asset, against the lesser of its balance and its equity.
  func ceilings(of book: Risk.Book, under configuration: RiskConfiguration) -> [Ceiling] {
    let equity = max(.zero, book.cautiousEquity)
    let (notional, maintenance) = holdings(in: book.asset)
    let most = equity.multiplied(by: configuration.accountLeverage, rounding: .floor)
    let warning = equity.multiplied(by: configuration.marginWarning, rounding: .floor)
    let reduction = equity.multiplied(by: configuration.marginRatio, rounding: .floor)
    return [
      Ceiling(
        limit: .leverage, held: notional,
        hit: most.multiplied(by: Risk.leverageSlack, rounding: .floor), cleared: most),
      Ceiling(limit: .marginWarning, held: maintenance, hit: warning, cleared: warning),
      Ceiling(limit: .marginRatio, held: maintenance, hit: reduction, cleared: reduction),
    ]
  }

  /// Whether a limit on what is held still holds trading back.
  func isHeld(_ breach: Risk.Breach) -> Bool {
    guard let configuration,
      let book = books.first(where: { $0.asset == breach.asset && $0.account == breach.account })
    else { return true }
    return ceilings(of: book, under: configuration).contains {
      $0.limit == breach.limit && $0.held > $0.cleared
    }
  }
}
