import Events
import PaperVenue
public import Quantities

// How the exchange talks with its matching engine.
extension Exchange {
  /// An engine without fees, which the exchange charges itself, and with the touch one tick beside
  /// the last price.
  static func engine(_ account: String) -> PaperVenue.State {
    var configuration = Configuration()
    configuration.risk.leverage = 1_000
    configuration.paper = PaperConfiguration(
      account: Name(account) ?? Name(), deposit: .zero, makerFee: 0, takerFee: 0,
      slippage: "0.000000000001", participation: 1)
    return .exchange(configuration)
  }

  /// Tells an account's engine something; what it answers has already happened there.
  mutating func tell(_ account: Int, _ input: PaperVenue.Input) -> [PaperVenue.Conclusion] {
    PaperVenue.evolve(&accounts[account].engine, with: input)
    let said = PaperVenue.decide(on: input, in: accounts[account].engine)
    for conclusion in said { PaperVenue.evolve(&accounts[account].engine, with: conclusion) }
    return said
  }

  /// Lists an instrument, and lets its last price be known.
  mutating func list(_ place: Int, _ account: Int) {
    let instrument = instruments[place]
    let listing = InstrumentListed(
      instrument: instrument.name, base: Name(instrument.base) ?? Name(),
      quote: Name(instrument.quote) ?? Name(),
      kind: instrument.category == .spot ? .spot : .linear, tick: instrument.tick,
      lot: instrument.lot, minimumQuantity: instrument.minimumQuantity,
      minimumNotional: .zero, maximumLeverage: accounts[account].leverage[place],
      maintenanceMargin: instrument.maintenanceMargin)
    PaperVenue.evolve(&accounts[account].engine, with: .instrumentListed(listing))
    meet(place, account, at: clock)
  }

  /// Shows an instrument's last tick to an account's orders.
  mutating func meet(_ instrument: Int, _ account: Int, at end: Instant) {
    let market = market(of: instrument)
    let bar = market.lastBar
    // The engine's finest candle is a second; it ends with the tick, and so do those before it.
    let candle = CandleClosed(
      instrument: instruments[instrument].name, timeFrame: .s1, openTime: end - .seconds(1),
      open: market.price(of: bar.open), high: market.price(of: bar.high),
      low: market.price(of: bar.low), close: market.price(of: bar.close),
      volume: market.quantity(of: liquidity), quality: .complete)
    absorb(tell(account, .candleClosed(candle)), account)
    trigger(instrument, account, bar)
  }

  mutating func credit(_ account: Int, _ coin: String, _ amount: Money) {
    if !accounts[account].coins.contains(coin) { accounts[account].coins.append(coin) }
    let kind: BalanceKind = amount.isNegative ? .withdrawal : .deposit
    PaperVenue.evolve(
      &accounts[account].engine,
      with: .balanceReported(
        BalanceReported(
          account: Name("\(accounts[account].uid)") ?? Name(), asset: Name(coin) ?? Name(),
          kind: kind, amount: amount.magnitude, at: now)))
  }

  mutating func chargeFunding(at end: Instant) {
    for instrument in instruments.indices where instruments[instrument].category == .linear {
      charge(market(of: instrument).fundingRate(at: end), instrument, at: end)
    }
  }

  /// Lets what is held of a coin's contracts pay a rate now, or receive it.
  public mutating func chargeFunding(coin symbol: String, rate: Ratio) {
    for instrument in instruments.indices where instruments[instrument].category == .linear {
      guard market(of: instrument).coin.symbol == symbol else { continue }
      charge(rate, instrument, at: now)
    }
  }

  private mutating func charge(_ rate: Ratio, _ instrument: Int, at end: Instant) {
    let published = FundingRatePublished(
      instrument: instruments[instrument].name, rate: rate,
      markPrice: market(of: instrument).lastPrice, at: end)
    for account in accounts.indices {
      absorb(tell(account, .fundingRatePublished(published)), account)
    }
  }

  /// What the engine calls the position of an instrument.
  func trade(_ instrument: Int, _ index: Int) -> Identifier {
    Identifier(of: "position", instruments[instrument].name.description, "\(index)")
  }

  /// Books what the engine says.
  mutating func absorb(_ said: [PaperVenue.Conclusion], _ account: Int) {
    for conclusion in said {
      switch conclusion {
      case .orderFilled(let fill): book(fill, account)
      case .orderExpired(let end): finish(end.order, account, reason: "EC_NoImmediateQtyToFill")
      case .orderCancelled(let end): finish(end.order, account, reason: "EC_ReduceOnly")
      case .externalOrderSeen(let seen): takeOver(seen, account)
      case .fundingCharged(let charge): book(charge, account)
      // Its caller looks at these, or nobody has to.
      case .orderSendStarted, .orderAccepted, .orderRejected, .orderAmended, .balanceReported,
        .orderOutcomeUnknown, .orderFound, .orderConfirmedAbsent, .positionReported,
        .ordersReported, .venueConnected, .venueDisconnected:
        break
      }
    }
  }

  func number(of engine: Identifier, _ account: Int) -> Int? {
    accounts[account].orders.last { $0.engine == engine }?.number
  }

  /// An order that the engine ended itself.
  private mutating func finish(_ engine: Identifier, _ account: Int, reason: String) {
    guard let number = number(of: engine, account), accounts[account][number].status.isOpen else {
      return
    }
    end(number, account, cancelType: "CancelByReduceOnly", reason: reason)
  }

  /// A liquidation, which is an order of nobody.
  private mutating func takeOver(_ seen: ExternalOrderSeen, _ account: Int) {
    guard let instrument = instruments.firstIndex(where: { $0.name == seen.instrument }) else {
      return
    }
    let index = [0, 1, 2].first { trade(instrument, $0) == seen.trade } ?? 0
    var ticket = Ticket(
      instrument: instrument, side: seen.side, kind: .market, quantity: seen.quantity)
    ticket.timeInForce = .immediateOrCancel
    ticket.positionIndex = index
    ticket.reduceOnly = true
    var order = newOrder(ticket, account, engine: seen.order)
    order.createType = "CreateByLiq"
    accounts[account].append(order)
  }
}
