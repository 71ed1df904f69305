import EventSourcing
import Events
import PaperVenue
import Quantities
import Venues

/// A venue with its own truth: it takes orders by its own names, matches them as paper trading
/// does, and shows what it has done late, or not to everybody who asks.
struct Exchange {
  /// An order as it stood at every moment.
  struct Entry {
    let id: Identifier
    let visibleAt: Instant
    var course: [(at: Instant, view: VenueOrder)]

    /// How it looked to one who sees what is older than that.
    func view(at instant: Instant) -> VenueOrder? { course.last { $0.at <= instant }?.view }

    var now: VenueOrder? { course.last?.view }
  }

  private(set) var venue = Replica<PaperVenue>()
  private(set) var entries: [Entry] = []
  private var places: [Identifier: Int] = [:]
  private var names: [Name: Int] = [:]
  private(set) var executions: [(execution: VenueExecution, visibleAt: Instant)] = []
  private(set) var payments: [FundingPayment] = []
  /// How often an order of each name arrived, and whether it was taken.
  private(set) var arrivals: [Name: Int] = [:]
  private(set) var taken: Set<Name> = []
  /// What the private stream is to tell, in order.
  var news: [AccountNews] = []
  /// Fills beyond what was ordered.
  private(set) var excesses = 0
  private var count = 0
  var leverage: Ratio = 1
  var isHedged: Bool
  private let isHedgedIndeed: Bool
  /// After which silence it cancels what would open a position.
  private var deadMan: Interval?
  private var deadManAt: Instant?

  init(_ options: Options, _ listings: [InstrumentListed]) {
    isHedgedIndeed = options.isHedged
    isHedged = !options.isHedged
    var configuration = options.configuration
    configuration.paper.doubts = 0
    configuration.paper.rejections = 0
    configuration.paper.latency = .zero
    _ = venue.answer(.configurationApplied(ConfigurationApplied(configuration: configuration)))
    for listing in listings { _ = venue.answer(.instrumentListed(listing)) }
  }

  var state: PaperVenue.State { venue.state }

  private mutating func name(_ prefix: String) -> Name {
    count += 1
    return Name("\(prefix)\(count)") ?? Name()
  }
}

// MARK: - what happens there

extension Exchange {
  /// A bar closes: orders meet it.
  mutating func meet(_ candle: CandleClosed, at now: Instant) {
    if let deadManAt, now >= deadManAt {
      self.deadManAt = nil
      for entry in entries {
        guard let view = entry.now, view.status.isLive, !view.isReduceOnly else { continue }
        _ = cancel(entry.id, view, at: now)
      }
    }
    hear(venue.answer(.candleClosed(candle)) ?? [], visibleAt: now, at: now)
  }

  /// What is held pays, or receives.
  mutating func charge(_ rate: FundingRatePublished, at now: Instant) {
    hear(venue.answer(.fundingRatePublished(rate)) ?? [], visibleAt: now, at: now)
  }

  /// Takes an order, or says why not.
  ///
  /// - Parameter visibility: how long after it the order shows to anybody.
  mutating func place(
    _ ticket: OrderTicket, at now: Instant, visibility: Interval
  ) -> Result<TradingAnswer, VenueError> {
    if let place = names[ticket.clientOrderID], entries[place].now?.status.isLive == true {
      return .failure(VenueError(.duplicateClientID, code: "110072"))
    }
    count += 1
    let id = Identifier(of: "exchange", String(count))
    let position = isHedgedIndeed ? ticket.positionSide.map { "\($0)" } ?? "net" : "net"
    let said =
      venue.answer(
        .orderRequested(
          OrderRequested(
            order: id, trade: Identifier(of: ticket.instrument.description, position),
            setup: .zero, instrument: ticket.instrument, side: ticket.side, kind: ticket.kind,
            purpose: ticket.isReduceOnly ? .exit : .entry, quantity: ticket.quantity,
            limitPrice: ticket.limitPrice, stopPrice: ticket.stopPrice,
            distance: ticket.distance, reduceOnly: ticket.isReduceOnly,
            timeInForce: ticket.timeInForce, attempt: 1, at: now))) ?? []
    for case .orderRejected(let it) in said {
      let isFunds = it.code == "margin"
      return .failure(
        VenueError(isFunds ? .insufficientFunds : .invalidOrder, code: "\(it.code)"))
    }
    let view = VenueOrder(
      instrument: ticket.instrument, venueOrderID: name("v-"),
      clientOrderID: ticket.clientOrderID, side: ticket.side, kind: ticket.kind,
      status: ticket.stopPrice == nil ? .open : .untriggered, quantity: ticket.quantity,
      filled: .zero, limitPrice: ticket.limitPrice, stopPrice: ticket.stopPrice,
      isReduceOnly: ticket.isReduceOnly, createdAt: now, updatedAt: now)
    open(id, view, visibleAt: now + visibility, at: now)
    names[ticket.clientOrderID] = entries.count - 1
    taken.insert(ticket.clientOrderID)
    hear(said, visibleAt: now + visibility, at: now)
    return .success(.placed(venueOrderID: view.venueOrderID))
  }

  /// Counts what arrives, before anything is said about it.
  mutating func note(arrivalOf name: Name) -> Int {
    arrivals[name, default: 0] += 1
    return arrivals[name, default: 0]
  }

  private mutating func open(
    _ id: Identifier, _ view: VenueOrder, visibleAt: Instant, at now: Instant
  ) {
    places[id] = entries.count
    entries.append(Entry(id: id, visibleAt: visibleAt, course: [(now, view)]))
    news.append(.order(view))
  }

  private mutating func hear(
    _ said: [PaperVenue.Conclusion], visibleAt: Instant, at now: Instant
  ) {
    for conclusion in said {
      switch conclusion {
      case .orderFilled(let it): fill(it, at: now)
      case .orderAmended(let it):
        change(it.order, at: now) { view in
          view.quantity = it.quantity
          view.limitPrice = it.limitPrice
          view.stopPrice = it.stopPrice
        }
      case .orderCancelled(let it): change(it.order, at: now) { $0.status = .cancelled }
      case .orderExpired(let it): change(it.order, at: now) { $0.status = .expired }
      case .externalOrderSeen(let it):
        open(
          it.order,
          VenueOrder(
            instrument: it.instrument, venueOrderID: name("liq-"), clientOrderID: nil,
            side: it.side, kind: it.kind, status: .open, quantity: it.quantity, filled: .zero,
            isReduceOnly: true, createdAt: now, updatedAt: now), visibleAt: now, at: now)
      case .fundingCharged(let it): pay(it, at: now)
      case .orderSendStarted, .orderAccepted, .orderRejected, .orderOutcomeUnknown, .orderFound,
        .orderConfirmedAbsent, .balanceReported, .positionReported, .ordersReported,
        .venueConnected, .venueDisconnected:
        break
      }
    }
  }

  private mutating func change(
    _ id: Identifier, at now: Instant, _ body: (inout VenueOrder) -> Void
  ) {
    guard let place = places[id], var view = entries[place].now else { return }
    body(&view)
    view.updatedAt = now
    entries[place].course.append((now, view))
    news.append(.order(view))
  }

  private mutating func fill(_ it: OrderFilled, at now: Instant) {
    guard let place = places[it.order], let view = entries[place].now else { return }
    let execution = VenueExecution(
      instrument: it.instrument, venueTradeID: name("t-"), venueOrderID: view.venueOrderID,
      clientOrderID: view.clientOrderID, side: it.side, quantity: it.quantity, price: it.price,
      fee: it.fee, feeAsset: it.feeAsset, liquidity: it.liquidity, at: now)
    executions.append((execution, entries[place].visibleAt))
    news.append(.execution(execution))
    change(it.order, at: now) { view in
      view.filled += it.quantity
      if view.filled >= view.quantity { view.status = .filled }
    }
  }

  private mutating func pay(_ it: FundingCharged, at now: Instant) {
    let payment = FundingPayment(
      instrument: it.instrument, venueTradeID: name("f-"), fee: it.amount, feeAsset: it.asset,
      rate: it.rate, quantity: it.quantity.magnitude, price: it.price, at: now)
    payments.append(payment)
    news.append(.funding(payment))
  }

  /// Fills an order beyond its quantity: a fault of the venue, and true all the same.
  mutating func overfill(at now: Instant) -> Bool {
    guard
      let entry = entries.last(where: { $0.now?.status == .filled && $0.now?.isReduceOnly == false }
      ),
      let view = entry.now,
      let last = executions.last(where: { $0.execution.venueOrderID == view.venueOrderID })
    else { return false }
    var extra = last.execution
    extra.venueTradeID = name("t-")
    extra.quantity = "0.001"
    extra.fee = 0
    extra.at = now
    let position = isHedgedIndeed ? "\(view.side)" : "net"
    var state = venue.state
    PaperVenue.evolve(
      &state,
      with: .orderFilled(
        OrderFilled(
          order: entry.id, trade: Identifier(of: view.instrument.description, position),
          setup: .zero, instrument: view.instrument, fill: .zero,
          venueTradeID: extra.venueTradeID, side: view.side, quantity: extra.quantity,
          price: extra.price, fee: 0, feeAsset: extra.feeAsset, liquidity: .taker,
          filled: view.filled + extra.quantity, remaining: 0, at: now)))
    venue = Replica(restoring: state)
    excesses += 1
    executions.append((extra, entry.visibleAt))
    news.append(.execution(extra))
    change(entry.id, at: now) { $0.filled += extra.quantity }
    return true
  }
}

// MARK: - what it is asked

extension Exchange {
  /// Answers anything but a new order.
  ///
  /// - Parameter lag: how old what it knows of orders and fills is.
  mutating func answer(
    _ call: TradingCall, at now: Instant, lag: Interval
  ) -> Result<TradingAnswer, VenueError> {
    switch call {
    case .place: return .failure(VenueError(.unsupported))
    case .cancel(let reference):
      guard let (id, view) = find(reference, at: now) else {
        return .failure(VenueError(.orderNotFound, code: "110001"))
      }
      return cancel(id, view, at: now)
    case .amend(let change): return amend(change, at: now)
    case .cancelAll: return .failure(VenueError(.unsupported))
    case .order(let reference):
      guard let (id, _) = find(reference, at: now), let place = places[id],
        let view = entries[place].view(at: now - lag)
      else { return .failure(VenueError(.orderNotFound, code: "110001")) }
      return .success(.orders([view]))
    case .openOrders(let name):
      return .success(.orders(views(of: name, at: now, lag).filter(\.status.isLive)))
    case .orderHistory(let name, let since):
      return .success(
        .orders(
          views(of: name, at: now, lag).filter { !$0.status.isLive && $0.updatedAt >= since }
            .reversed()))
    case .executions(let name, let since):
      return .success(
        .executions(
          executions.filter {
            $0.execution.instrument == name && $0.execution.at >= since
              && $0.execution.at <= now - lag && $0.visibleAt <= now
          }.map(\.execution).reversed()))
    case .fundingPayments(let since):
      return .success(
        .fundingPayments(
          payments.filter { $0.at >= since && $0.at <= now - lag }
            .reversed()))
    case .positions(let name): return .success(.positions(positions(of: name)))
    case .balances: return .success(.balances(balances))
    case .setLeverage(_, let wanted):
      leverage = wanted
      return .success(.done)
    case .setPositionMode(_, let wanted):
      isHedged = wanted == .hedge
      return .success(.done)
    case .setMarginMode: return .failure(VenueError(.noChange, code: "3400045"))
    case .cancelAllAfter(let wait):
      deadManAt = now + wait
      return .success(.done)
    }
  }

  private func views(of name: Name?, at now: Instant, _ lag: Interval) -> [VenueOrder] {
    entries.filter { $0.visibleAt <= now }.compactMap { $0.view(at: now - lag) }
      .filter { name == nil || $0.instrument == name }
  }

  private func find(
    _ reference: OrderReference, at now: Instant
  ) -> (id: Identifier, view: VenueOrder)? {
    let entry = entries.last { entry in
      guard entry.visibleAt <= now, let view = entry.now else { return false }
      if let name = reference.clientOrderID, view.clientOrderID == name { return true }
      return reference.venueOrderID == view.venueOrderID
    }
    guard let entry, let view = entry.now else { return nil }
    return (entry.id, view)
  }

  private mutating func cancel(
    _ id: Identifier, _ view: VenueOrder, at now: Instant
  ) -> Result<TradingAnswer, VenueError> {
    guard view.status.isLive else { return .failure(VenueError(.orderClosed, code: "110010")) }
    let said = venue.answer(
      .orderCancelRequested(
        OrderCancelRequested(
          order: id, trade: .zero, setup: .zero, instrument: view.instrument, reason: .requested,
          at: now)))
    hear(said ?? [], visibleAt: now, at: now)
    return .success(.cancelled)
  }

  private mutating func amend(
    _ change: OrderChange, at now: Instant
  ) -> Result<TradingAnswer, VenueError> {
    guard let (id, view) = find(change.order, at: now) else {
      return .failure(VenueError(.orderNotFound, code: "110001"))
    }
    guard view.status.isLive else { return .failure(VenueError(.orderClosed, code: "110010")) }
    let quantity = change.quantity ?? view.quantity
    let said =
      venue.answer(
        .orderAmendRequested(
          OrderAmendRequested(
            order: id, trade: .zero, setup: .zero, instrument: view.instrument,
            quantity: quantity, limitPrice: change.limitPrice ?? view.limitPrice,
            stopPrice: change.stopPrice ?? view.stopPrice, at: now))) ?? []
    for case .orderAmended(let it) in said where it.quantity != quantity {
      return .failure(VenueError(.invalidOrder, code: "110017"))
    }
    hear(said, visibleAt: now, at: now)
    return .success(.amended)
  }

  private func positions(of name: Name?) -> [VenuePosition] {
    state.books.filter { name == nil || $0.listing.instrument == name }.flatMap { book in
      [Side.buy, .sell].map { side in
        let held = book.positions.filter {
          side == .buy ? $0.quantity.isPositive : $0.quantity.isNegative
        }
        return VenuePosition(
          instrument: book.listing.instrument, side: side,
          quantity: held.reduce(Quantity.zero) { $0 + $1.quantity }.magnitude,
          leverage: leverage, isHedged: isHedged)
      }
    }
  }

  /// What is owned, without what open positions gained or lost.
  private var balances: [VenueBalance] {
    state.balances.map { balance in
      let bound = state.books.flatMap(\.positions).reduce(Money.zero) { $0 + $1.cost }
      let total = balance.cash + bound
      return VenueBalance(asset: balance.asset, total: total, available: total)
    }
  }
}

// MARK: - others

extension Exchange {
  /// Somebody else orders on the account, far from the market.
  mutating func orderOfOthers(named name: Name?, in instrument: Name, at now: Instant) {
    let price = state.books.first { $0.listing.instrument == instrument }.map { _ in Price(10) }
    guard let price else { return }
    count += 1
    let id = Identifier(of: "others", String(count))
    let said =
      venue.answer(
        .orderRequested(
          OrderRequested(
            order: id, trade: Identifier(of: instrument.description, "buy"), setup: .zero,
            instrument: instrument, side: .buy, kind: .limit, purpose: .entry, quantity: 1,
            limitPrice: price, reduceOnly: false, timeInForce: .goodTillCancelled, attempt: 1,
            at: now))) ?? []
    if said.contains(where: { if case .orderRejected = $0 { true } else { false } }) { return }
    open(
      id,
      VenueOrder(
        instrument: instrument, venueOrderID: self.name("x-"), clientOrderID: name, side: .buy,
        kind: .limit, status: .open, quantity: 1, filled: .zero, limitPrice: price,
        createdAt: now, updatedAt: now), visibleAt: now, at: now)
  }
}
