import Events
import Quantities

// What fills and charges do to an account.
extension Exchange {
  mutating func book(_ fill: OrderFilled, _ account: Int) {
    guard let number = number(of: fill.order, account) else { return }
    let order = accounts[account][number]
    let instrument = instruments[order.instrument]
    let isMaker = fill.liquidity == .maker
    let rate =
      (isMaker ? Instrument.makerFee : Instrument.takerFee)[instrument.category] ?? .zero
    let feeCoin =
      instrument.category == .spot && fill.side == .buy ? instrument.base : instrument.quote
    let value = fill.price * fill.quantity
    let paid = feeCoin == instrument.quote ? value : Money(fill.quantity.value)
    let fee = paid.multiplied(by: rate, rounding: .up).rounded(toMultipleOf: "0.00000001", .up)
    if instrument.category == .spot, fill.side == .buy { credit(account, instrument.base, .zero) }
    credit(account, feeCoin, -fee)
    let closing = settle(fill, order, account, fee)
    update(number, account, fill, value: value, fee: fee, feeCoin)
    note(fill, number, account, rate: rate, fee: fee, feeCoin, closing)
    guardPosition(number, account)
  }

  private mutating func update(
    _ number: Int, _ account: Int, _ fill: OrderFilled, value: Money, fee: Money, _ coin: String
  ) {
    accounts[account][number].filled += fill.quantity
    accounts[account][number].value += value
    accounts[account][number].fee += fee
    accounts[account][number].feeCoin = coin
    accounts[account][number].updatedAt = now
    let order = accounts[account][number]
    accounts[account][number].status = order.remaining.isZero ? .filled : .partiallyFilled
  }

  /// The position after a fill; what it closed and earned.
  private mutating func settle(
    _ fill: OrderFilled, _ order: Order, _ account: Int, _ fee: Money
  ) -> (closed: Quantity, profit: Money) {
    guard instruments[order.instrument].category == .linear else { return (.zero, .zero) }
    let index = order.ticket.positionIndex
    if accounts[account].place(of: order.instrument, index) == nil {
      accounts[account].positions.append(
        Position(
          instrument: order.instrument, index: index, createdAt: now, updatedAt: now))
    }
    guard let place = accounts[account].place(of: order.instrument, index) else {
      return (.zero, .zero)
    }
    let closing = accounts[account].positions[place].apply(
      fill.side, fill.quantity, at: fill.price, now)
    accounts[account].positions[place].realised += closing.profit - fee
    accounts[account].positions[place].everRealised += closing.profit - fee
    accounts[account].positions[place].sequence += 1
    return closing
  }

  private mutating func note(
    _ fill: OrderFilled, _ number: Int, _ account: Int, rate: Ratio, fee: Money,
    _ feeCoin: String, _ closing: (closed: Quantity, profit: Money)
  ) {
    let order = accounts[account][number]
    let id = uniqueID("execution")
    let execution = Execution(
      id: instruments[order.instrument].category == .spot ? id.digits : id.uuid,
      number: issued, orderID: order.id, link: order.link, instrument: order.instrument,
      side: fill.side, kind: order.createType == "CreateByLiq" ? .liquidation : .trade,
      price: fill.price, quantity: fill.quantity, value: fill.price * fill.quantity, fee: fee,
      feeRate: rate, feeCoin: feeCoin, isMaker: fill.liquidity == .maker,
      remaining: order.remaining, closed: closing.closed, profit: closing.profit,
      orderQuantity: order.quantity, orderPrice: order.price, orderKind: order.ticket.kind,
      stopKind: order.stopKind, positionIndex: order.ticket.positionIndex, at: now,
      sequence: market(of: order.instrument).tickCount)
    accounts[account].note(execution)
    happenings.append(.execution(account: account, execution))
    happenings.append(.order(account: account, order))
    tellPosition(order.instrument, order.ticket.positionIndex, account)
    happenings.append(.wallet(account: account))
  }

  func tellsPosition(_ instrument: Int) -> Bool { instruments[instrument].category == .linear }

  mutating func tellPosition(_ instrument: Int, _ index: Int, _ account: Int) {
    guard tellsPosition(instrument) else { return }
    happenings.append(.position(account: account, instrument: instrument, index: index))
  }

  mutating func book(_ charge: FundingCharged, _ account: Int) {
    guard let instrument = instruments.firstIndex(where: { $0.name == charge.instrument }) else {
      return
    }
    let index = [0, 1, 2].first { trade(instrument, $0) == charge.trade } ?? 0
    if let place = accounts[account].place(of: instrument, index) {
      accounts[account].positions[place].realised -= charge.amount
      accounts[account].positions[place].everRealised -= charge.amount
    }
    let execution = Execution(
      id: uniqueID("funding").uuid, number: issued, orderID: uniqueID("order").uuid, link: "",
      instrument: instrument, side: charge.quantity.isPositive ? .buy : .sell, kind: .funding,
      price: charge.price, quantity: charge.quantity.magnitude,
      value: charge.price * charge.quantity.magnitude, fee: charge.amount, feeRate: charge.rate,
      feeCoin: instruments[instrument].quote, isMaker: false, remaining: .zero, closed: .zero,
      profit: .zero, orderQuantity: charge.quantity.magnitude, orderPrice: nil,
      orderKind: .market, stopKind: nil, positionIndex: index, at: now,
      sequence: market(of: instrument).tickCount)
    accounts[account].note(execution)
    happenings.append(.execution(account: account, execution))
    happenings.append(.wallet(account: account))
  }

  /// Ends an order that is not filled.
  mutating func end(_ number: Int, _ account: Int, cancelType: String, reason: String) {
    let order = accounts[account][number]
    let isSpot = instruments[order.instrument].category == .spot
    let status: OrderStatus =
      order.status == .untriggered
      ? .deactivated
      : isSpot && order.filled.isPositive ? .partiallyFilledCancelled : .cancelled
    accounts[account][number].status = status
    accounts[account][number].cancelType = cancelType
    accounts[account][number].rejectReason = reason
    accounts[account][number].updatedAt = now
    happenings.append(.order(account: account, accounts[account][number]))
    tellPosition(order.instrument, order.ticket.positionIndex, account)
    if order.filled.isPositive { protectPart(number, account) }
  }
}

extension Identifier {
  /// In the form of a UUID.
  var uuid: String {
    let digits = Array(hex)
    var text = ""
    for (place, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(place) { text.append("-") }
      text.append(digit)
    }
    return text
  }

  /// Nineteen digits, the first of which is 2.
  var digits: String {
    let number = String(high % 1_000_000_000_000_000_000)
    return "2" + String(repeating: "0", count: 18 - number.count) + number
  }

  private var hex: String {
    [high, low].map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
  }
}
