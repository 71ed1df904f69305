import Quantities
import TestSupport
import VenueSimulatorCore

/// A trader who does anything at all, from a seed, at a venue with one account.
struct RandomTrading {
  static let deposit: Money = "100000"
  static let start = Instant(seconds: 1_700_000_000)

  var exchange: Exchange
  var random: Seeded
  var time = Self.start
  /// All executions that were told.
  var executions: [Execution] = []
  /// The latest telling of each order, in the order of arrival.
  var told: [Order] = []

  init(seed: Int) {
    random = Seeded(seed)
    exchange = Exchange(seed: UInt64(seed), start: time)
    exchange.open(
      APIKey(key: "k", secret: "s"), deposits: [("USDT", Self.deposit), ("BTC", "1")])
    if seed % 3 == 0 { exchange.liquidity = 50 }
    _ = exchange.takeHappenings()
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  /// One thing that a trader does, and some time.
  mutating func step() {
    switch Int.random(in: 0..<12, using: &random) {
    case 0...5: _ = exchange.place(ticket(), for: 0)
    case 6: amend()
    case 7:
      if let order = open() { _ = exchange.cancel(order.number, for: 0) }
    case 8:
      _ = exchange.setLeverage(pick(["1", "3", "10", "50"]), of: pick([0, 2, 4]), for: 0)
    case 9: protect()
    case 10:
      exchange.jump(coin: pick(["BTC", "ETH"]), by: pick(["0.01", "-0.01", "0.08", "-0.08"]))
    default: _ = exchange.setHedged(pick([true, false]), of: [pick([0, 2])], for: 0)
    }
    time += .milliseconds(Int64(pick([20, 100, 300, 2_000])))
    if Int.random(in: 0..<60, using: &random) == 0 { time += .hours(3) }
    exchange.advance(to: time)
    listen()
  }

  mutating func listen() {
    for happening in exchange.takeHappenings() {
      switch happening {
      case .execution(_, let execution): executions.append(execution)
      case .order(_, let order):
        if let place = told.firstIndex(where: { $0.id == order.id }) {
          told[place] = order
        } else {
          told.append(order)
        }
      case .ticked, .minuteClosed, .position, .wallet: break
      }
    }
  }

  private mutating func open() -> Order? {
    let open = exchange.accounts[0].openOrders
    return open.isEmpty ? nil : pick(open)
  }

  private mutating func ticket() -> Ticket {
    let place = pick(Array(0..<4))
    let instrument = exchange.instruments[place]
    let last = exchange.lastPrice(of: place)
    let share: Ratio = pick(["0.97", "0.999", "0.9999", "1", "1.0001", "1.001", "1.03"])
    let price = (last * share).rounded(toTick: instrument.tick, .halfEven)
    var ticket = Ticket(
      instrument: place, side: pick([.buy, .sell]), kind: pick([.market, .limit]),
      quantity: Quantity(pick(["0.002", "0.01", "0.1", "0.5", "3"]))
        .rounded(toLot: instrument.lot, .down),
      price: price)
    ticket.timeInForce = pick([
      .goodTillCancelled, .goodTillCancelled, .immediateOrCancel, .fillOrKill, .postOnly,
    ])
    if ticket.kind == .market { ticket.price = nil }
    guard instrument.category == .linear else { return ticket }
    if exchange.accounts[0].isHedged[place] { ticket.positionIndex = pick([1, 2]) }
    ticket.reduceOnly = random.chance(25)
    if random.chance(20), price != last {
      ticket.trigger = Trigger(price: price, isRising: price > last)
    } else if random.chance(20), !ticket.reduceOnly {
      let isBuy = ticket.side == .buy
      ticket.protection.takeProfit = (last * (isBuy ? "1.01" : "0.99")).rounded(
        toTick: instrument.tick, .halfEven)
      ticket.protection.stopLoss = (last * (isBuy ? "0.99" : "1.01")).rounded(
        toTick: instrument.tick, .halfEven)
    }
    return ticket
  }

  private mutating func amend() {
    guard let order = open() else { return }
    let instrument = exchange.instruments[order.instrument]
    let share: Ratio = pick(["0.995", "1", "1.005"])
    _ = exchange.amend(
      order.number, for: 0, quantity: order.quantity + instrument.lot,
      price: order.price.map { ($0 * share).rounded(toTick: instrument.tick, .halfEven) },
      trigger: nil, protection: nil)
  }

  private mutating func protect() {
    let held = exchange.accounts[0].positions.filter { !$0.quantity.isZero }
    guard !held.isEmpty else { return }
    let position = pick(held)
    let instrument = exchange.instruments[position.instrument]
    let distance = (exchange.lastPrice(of: position.instrument) * "0.003").rounded(
      toTick: instrument.tick, .up)
    _ = exchange.setTradingStop(
      of: position.instrument, position.index, for: 0, takeProfit: nil, stopLoss: nil,
      trailing: distance, activation: nil)
  }
}
