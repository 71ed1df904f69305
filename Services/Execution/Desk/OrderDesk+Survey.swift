import EventSourcing
import Events
import Quantities
import Requests
import Venues

extension OrderDesk {
  /// A look at everything that the venue has of the account: what rests, what is held, what was
  /// traded and paid since the last look.
  struct Survey: Sendable {
    let number: Int
    /// By the clock of the venue, when it began; what happens later may be missing in it.
    let startedAt: Instant
    let connection: Int
    /// When its lists were asked for, and what came after they were answered; by the venue's clock.
    var listsAt: Instant
    var detailsAt: Instant
    /// News that were known when the lists were asked for.
    var changes = 0
    var tries = 1
    var pending: Set<Question> = []
    var isInLists = true
    var orders: [VenueOrder] = []
    var positions: [VenuePosition] = []
    var balances: [VenueBalance] = []
    /// Latest first, and taken in after the executions: these say whose it was.
    var payments: [FundingPayment] = []
  }

  /// A question for fills that an order counts and nobody told.
  struct Pull: Sendable {
    var instrument: Name
    var since: Instant
    var at: Instant
    var tries = 0
    var isUnderWay = false
  }
}

// The run of a survey.
extension OrderDesk {
  mutating func surveyIfDue() {
    guard isLive, survey == nil, now >= surveyAt, offset != nil, !listings.isEmpty else { return }
    let isWanted = (isStreamUp && !isWhole) || !requested.isEmpty
    // Asked too often, the lists are all that the venue would answer.
    guard isWanted || now >= reportedSurveyAt + policy.surveyEvery else { return }
    surveys += 1
    survey = Survey(
      number: surveys, startedAt: bestTime, connection: connections, listsAt: bestTime,
      detailsAt: bestTime)
    askForLists()
  }

  private mutating func askForLists() {
    guard let number = survey?.number else { return }
    survey?.changes = changes
    survey?.isInLists = true
    survey?.payments = []
    let instant = bestTime
    survey?.listsAt = instant
    survey?.pending = [.openOrders, .positions, .balances]
    call(.openOrders(nil), .survey(number, .openOrders), .inquiry)
    call(.positions(nil), .survey(number, .positions), .inquiry)
    call(.balances, .survey(number, .balances), .inquiry)
  }

  mutating func answered(
    survey number: Int, _ question: Question, _ result: Result<TradingAnswer, VenueError>
  ) {
    guard survey?.number == number, survey?.pending.contains(question) == true else { return }
    guard take(result, to: question) else {
      survey = nil
      surveyFailures += 1
      surveyAt = now + pause(after: surveyFailures)
      return
    }
    // What was taken in may have ended the survey: the stream was found to be deaf.
    guard survey?.number == number else { return }
    survey?.pending.remove(question)
    guard survey?.pending.isEmpty == true else { return }
    if survey?.isInLists == true { askForDetails() } else { finishSurvey() }
  }

  /// Takes an answer in; whether it was one.
  private mutating func take(
    _ result: Result<TradingAnswer, VenueError>, to question: Question
  ) -> Bool {
    switch (question, result) {
    case (.openOrders, .success(.orders(let orders))): survey?.orders = orders
    case (.positions, .success(.positions(let positions))): survey?.positions = positions
    case (.balances, .success(.balances(let balances))): survey?.balances = balances
    case (.executions, .success(.executions(let executions))):
      noteAsked(executions)
    case (.funding, .success(.fundingPayments(let payments))): survey?.payments = payments
    case (.order(let order), _): return take(result, of: order)
    case (.history(let order), .success(.orders(let views))):
      guard let slip = slips[order] else { return true }
      for view in views where isView(view, of: slip) { note(view, isAnswer: true) }
    default: return false
    }
    return true
  }

  /// An order that is not listed: it is over, and its own answer, or its history, says how.
  private mutating func take(
    _ result: Result<TradingAnswer, VenueError>, of order: Identifier
  ) -> Bool {
    switch views(in: result) {
    case .found(let views):
      for view in views { note(view, isAnswer: true) }
    case .nothing:
      guard let slip = slips[order], let number = survey?.number else { return true }
      survey?.pending.insert(.history(order))
      call(
        .orderHistory(slip.instrument, since: historyStart(of: slip)),
        .survey(number, .history(order)), .inquiry)
    case .failed: return false
    }
    return true
  }

  /// Takes fills that were asked for, latest first; some may show that the stream is deaf.
  mutating func noteAsked(_ executions: [VenueExecution]) {
    var isDeaf = false
    for execution in executions.reversed() {
      let isLate = isLate(execution)
      if note(execution), isLate { isDeaf = true }
    }
    if isDeaf, isStreamUp { loseStream("deaf", isToReconnect: true) }
  }

  /// Whether a stream that was up all the time ought to have told the fill.
  private func isLate(_ execution: VenueExecution) -> Bool {
    guard let wholeSince else { return false }
    return execution.at >= wholeSince && bestTime - execution.at >= policy.streamLag
  }

  /// The lists are there; now what was traded and paid up to them, and what became of orders that
  /// should be listed and are not.
  private mutating func askForDetails() {
    guard let survey else { return }
    for view in survey.orders { note(view, isAnswer: false) }
    self.survey?.isInLists = false
    let instant = bestTime
    self.survey?.detailsAt = instant
    var questions: [(Question, TradingCall)] = listings.map {
      (.executions($0.instrument), .executions($0.instrument, since: pullStart))
    }
    if listings.contains(where: { $0.kind == .linear }) {
      questions.append((.funding, .fundingPayments(since: pullStart)))
    }
    for order in live {
      guard let slip = slips[order], slip.isResting,
        !survey.orders.contains(where: { isView($0, of: slip) })
      else { continue }
      questions.append((.order(order), .order(reference(slip))))
    }
    self.survey?.pending = Set(questions.map(\.0))
    for (question, call) in questions {
      self.call(call, .survey(survey.number, question), .inquiry)
    }
  }

  /// Since when executions and funding are pulled: some time before the last moment of which all
  /// is known.
  private var pullStart: Instant {
    (lastSurveyed ?? watermark ?? birth ?? bestTime) - policy.overlap
  }

  private mutating func finishSurvey() {
    // A venue need not tell funding on its stream: it says nothing about how deaf that is.
    for payment in survey?.payments.reversed() ?? [] { note(payment) }
    guard let survey else { return }
    if survey.changes != changes, survey.tries < Limits.surveys {
      // Something happened meanwhile: the lists may show less than what is stated.
      self.survey?.tries += 1
      return askForLists()
    }
    self.survey = nil
    surveyFailures = 0
    surveyAt = now
    reportedSurveyAt = now
    lastSurveyed = survey.startedAt
    let isFirst = isStreamUp && !isWhole && survey.connection == connections
    report(survey, all: isFirst)
    if isFirst {
      wholeSince = survey.startedAt
      if isConnectedInLog != true { connect() }
    }
    forget()
  }
}

// What is stated after a survey.
extension OrderDesk {
  /// Everything after a connection and now and then, else what was asked for.
  private mutating func report(_ survey: Survey, all: Bool) {
    let isDue = all || now >= reportedAt + policy.reportEvery
    if isDue { reportedAt = now }
    let wanted = requested
    requested = []
    for listing in listings {
      let request = wanted.last { $0.instrument == listing.instrument }
      guard request != nil || all || (isDue && isActive(listing.instrument, survey)) else {
        continue
      }
      reportHoldings(of: listing, survey, cause: request?.cause ?? 0)
      reportOrders(of: listing.instrument, survey, cause: request?.cause ?? 0)
    }
    var stated: [Name] = []
    for listing in listings where isDue || wanted.contains(where: { $0.0 == listing.instrument }) {
      guard !stated.contains(listing.quote) else { continue }
      stated.append(listing.quote)
      reportBalance(of: listing.quote, survey)
    }
    let resting = survey.orders.map { externalID($0.instrument, $0.venueOrderID) }
    for id in externalLog.map(\.order) { externals[id]?.isLive = resting.contains(id) }
  }

  private func isActive(_ instrument: Name, _ survey: Survey) -> Bool {
    survey.orders.contains { $0.instrument == instrument }
      || survey.positions.contains { $0.instrument == instrument && !$0.quantity.isZero }
      || live.contains { slips[$0]?.instrument == instrument }
  }

  /// Contracts have positions; what is held of a coin is in its balance.
  private mutating func reportHoldings(
    of listing: InstrumentListed, _ survey: Survey, cause: SequenceNumber
  ) {
    guard listing.kind == .linear else { return }
    var held = (long: Quantity.zero, short: Quantity.zero)
    for position in survey.positions where position.instrument == listing.instrument {
      guard position.quantity.magnitude <= Limits.quantity else {
        absurdities += 1
        return
      }
      switch position.side {
      case .buy: held.long += position.quantity.magnitude
      case .sell: held.short += position.quantity.magnitude
      }
    }
    let instant = statementTime()
    state(
      .positionReported(
        PositionReported(
          account: account, instrument: listing.instrument, long: held.long, short: held.short,
          at: instant)),
      id(of: "position", listing.instrument, at: instant), cause: cause)
  }

  private mutating func reportOrders(
    of instrument: Name, _ survey: Survey, cause: SequenceNumber
  ) {
    var orders: [ReportedOrder] = []
    for view in survey.orders where view.instrument == instrument && view.status.isLive {
      let ours = view.clientOrderID.flatMap { names[$0] } ?? venueNames[view.venueOrderID]
      if let ours, slips[ours]?.isResting != true { continue }
      orders.append(
        ReportedOrder(
          order: ours ?? externalID(instrument, view.venueOrderID), side: view.side,
          quantity: view.quantity, filled: view.filled))
    }
    orders.sort { $0.order < $1.order }
    let instant = statementTime()
    state(
      .ordersReported(
        OrdersReported(account: account, instrument: instrument, orders: orders, at: instant)),
      id(of: "orders", instrument, at: instant), cause: cause)
  }

  /// The first word of an asset opens its account; after that the balance is compared while
  /// nothing that is paid in it is open.
  private mutating func reportBalance(of asset: Name, _ survey: Survey) {
    guard let balance = survey.balances.first(where: { $0.asset == asset }),
      balance.total.magnitude <= Limits.notional
    else { return }
    let isNew = assets[asset] == nil
    let isOpen = survey.positions.contains { position in
      !position.quantity.isZero
        && listings.contains { $0.instrument == position.instrument && $0.quote == asset }
    }
    guard isNew || (!isOpen && bestTime - lastPayment >= policy.settling) else { return }
    // What is paid after that is not in it.
    if isNew { assets[asset] = survey.detailsAt }
    let instant = statementTime()
    state(
      .balanceReported(
        BalanceReported(
          account: account, asset: asset, kind: isNew ? .deposit : .snapshot,
          amount: balance.total, at: instant)),
      id(of: "balance", asset, at: instant))
  }
}

// Fills that are missing.
extension OrderDesk {
  /// An order counts more than was told: if the stream does not tell it soon, it is asked for.
  mutating func pull(_ instrument: Name, _ slip: Slip) {
    let since = historyStart(of: slip)
    if let place = pulls.firstIndex(where: { $0.instrument == instrument }) {
      pulls[place].since = min(pulls[place].since, since)
    } else {
      pulls.append(Pull(instrument: instrument, since: since, at: now + Limits.shortPause))
    }
  }

  mutating func pullIfDue() {
    if !pulls.isEmpty { pulls = pulls.filter { $0.isUnderWay || isShort($0.instrument) } }
    for place in pulls.indices where !pulls[place].isUnderWay && now >= pulls[place].at {
      pulls[place].isUnderWay = true
      pulls[place].tries += 1
      call(
        .executions(pulls[place].instrument, since: pulls[place].since),
        .pull(pulls[place].instrument), .inquiry)
    }
  }

  /// Whether an order there counts fills that nobody told.
  private func isShort(_ instrument: Name) -> Bool {
    func isShort(_ order: Identifier) -> Bool {
      guard let slip = slips[order] else { return false }
      return slip.instrument == instrument && slip.filled < slip.reported
    }
    return live.contains(where: isShort) || ended.contains { isShort($0.order) }
  }

  mutating func answered(pull instrument: Name, _ result: Result<TradingAnswer, VenueError>) {
    if case .success(.executions(let executions)) = result {
      noteAsked(executions)
    }
    guard let place = pulls.firstIndex(where: { $0.instrument == instrument }) else { return }
    pulls[place].isUnderWay = false
    pulls[place].at = now + pause(after: pulls[place].tries)
  }
}
