import Events
import OrderDesk
import Quantities
import TestSupport
import Venues

/// A random run: everything goes wrong for a while, then nothing does.
struct Storm {
  var world: DeskWorld
  var requests: [OrderRequested] = []
  private var seed: Seeded

  init(seed number: Int) {
    var seed = Seeded(number)
    let faults = Faults(&seed)
    var policy = OrderDesk.Policy()
    if seed.chance(30) { policy.deadManSwitch = .seconds(60) }
    world = DeskWorld(seed: number, faults: faults, policy: policy)
    self.seed = seed
  }

  /// A run that a script leads.
  init(_ world: DeskWorld) {
    self.world = world
    seed = Seeded(0)
  }

  /// Runs both phases; the first complaint ends it.
  mutating func run() -> [String] {
    for _ in 0..<240 where world.complaints.isEmpty {
      act()
      world.run(.milliseconds(500), step: .milliseconds(250))
    }
    return verdict()
  }

  /// Lets everything heal, and looks.
  mutating func verdict() -> [String] {
    heal()
    world.run(.seconds(240), step: .milliseconds(500))
    if world.complaints.isEmpty { check() }
    return world.complaints
  }

  private mutating func act() {
    if seed.chance(12) { request() }
    if seed.chance(5), let request = requests.randomElement(using: &seed) {
      world.append(.orderCancelRequested(request.cancelled(at: world.now)))
    }
    if seed.chance(5), let request = requests.last(where: { $0.kind == .stop }) {
      world.append(
        .orderAmendRequested(
          request.amended(
            stop: Price(Int.random(in: 80...95, using: &seed)), quantity: request.quantity,
            at: world.now)))
    }
    if seed.chance(5) {
      world.append(
        .reconciliationRequested(
          ReconciliationRequested(instrument: market, attempt: 1, at: world.now)))
    }
    if seed.chance(world.faults.foreignOrders) {
      world.venue.takeForeign(named: seed.chance(50) ? "web-1" : nil, instrument: market)
    }
    if seed.chance(40) { fill() }
    if seed.chance(4) { world.venue.charge(Ratio(Int.random(in: -9...9, using: &seed)) / 1_000) }
  }

  private mutating func request() {
    let number = requests.count + 1
    let isEntry = seed.chance(60)
    let request = OrderRequested.testing(
      number, isEntry ? .entry : .stop, kind: isEntry ? .limit : .stop,
      side: isEntry ? .buy : .sell, quantity: 4, at: world.now,
      expiresAt: isEntry && seed.chance(70) ? world.now + .seconds(30) : nil)
    requests.append(request)
    world.append(.orderRequested(request))
  }

  private mutating func fill() {
    let live = world.venue.orders.indices.filter { world.venue.orders[$0].view.status.isLive }
    guard let place = live.randomElement(using: &seed) else { return }
    let view = world.venue.orders[place].view
    let left = view.quantity - view.filled
    let part = seed.chance(50) ? left : min(left, 1)
    world.venue.fill(place, seed.chance(world.faults.overfills) ? part + 1 : part)
  }

  /// Fills a part of an order, if it is there.
  mutating func fillFirst(of request: OrderRequested, _ quantity: Quantity) {
    let place = world.venue.orders.firstIndex { $0.view.clientOrderID == request.name }
    if let place, world.venue.orders[place].view.status.isLive {
      world.venue.fill(place, quantity)
    }
  }

  mutating func heal() {
    world.faults = .none
    world.faults.clockOffset = world.venue.faults.clockOffset
    world.venue.faults = .none
    world.venue.closedUntil = .epoch
    world.isStreamSilent = false
  }
}

// What must hold at the end.
extension Storm {
  private mutating func check() {
    checkOrders()
    checkFills()
    checkFunding()
    checkDenials()
    checkEnds()
    if world.statements.last(where: { $0.hasSuffix("connected") || $0.hasPrefix("disc") })
      != "connected"
    {
      world.complain("it is not connected in the end")
    }
  }

  /// By the venue's own count.
  private mutating func checkOrders() {
    for request in requests where world.venue.arrivals[request.name, default: 0] > 1 {
      world.complain("sent twice: \(request.order.short)")
    }
    let names = requests.map(\.name)
    for name in world.venue.arrivals.keys where !names.contains(name) {
      world.complain("nobody asked for \(name)")
    }
  }

  private mutating func checkFills() {
    var stated: [Name: OrderFilled] = [:]
    for case .orderFilled(let fill) in world.events {
      if stated.updateValue(fill, forKey: fill.venueTradeID) != nil {
        world.complain("a fill was stated twice: \(fill.venueTradeID)")
      }
    }
    for truth in world.venue.executions {
      guard let fill = stated.removeValue(forKey: truth.venueTradeID) else {
        world.complain("a fill is missing: \(truth.venueTradeID) of \(truth.at.milliseconds)")
        continue
      }
      let isRight =
        fill.quantity == truth.quantity && fill.price == truth.price && fill.side == truth.side
      if !isRight { world.complain("a fill is wrong: \(fill.venueTradeID)") }
      if let request = requests.first(where: { $0.name == truth.clientOrderID }),
        fill.order != request.order
      {
        world.complain("a fill is of another order: \(fill.venueTradeID)")
      }
    }
    if let invented = stated.keys.first { world.complain("a fill never was: \(invented)") }
  }

  /// All that was paid since the books began is stated once, in its own amount.
  private mutating func checkFunding() {
    var stated = world.charges.map { "\($0.at.milliseconds) \($0.quantity) \($0.amount)" }
    let opening = world.events.lazy.compactMap {
      if case .balanceReported(let it) = $0 { it.at } else { nil }
    }.first
    for truth in world.venue.payments {
      let isShort = truth.rate.map { $0.isNegative != truth.fee.isNegative } == true
      let quantity = isShort && !truth.fee.isZero ? -truth.quantity : truth.quantity
      let line = "\(truth.at.milliseconds) \(quantity) \(truth.fee)"
      guard let place = stated.firstIndex(of: line) else {
        // It may be in the first balance.
        if opening.map({ truth.at < $0 }) ?? true { continue }
        world.complain("a payment is missing: \(line)")
        continue
      }
      stated.remove(at: place)
    }
    if let invented = stated.first { world.complain("a payment never was: \(invented)") }
  }

  /// What the log says never was at the venue, never was there.
  private mutating func checkDenials() {
    for request in requests where world.venue.taken[request.name, default: 0] > 0 {
      let story = world.story(of: request)
      if story.contains("absent") { world.complain("absent, but there: \(request.order.short)") }
      if story.contains(where: { $0.hasPrefix("rejected") }) {
        world.complain("rejected, but there: \(request.order.short)")
      }
    }
  }

  /// Every order has the end that the venue gave it, or rests there and is known to.
  private mutating func checkEnds() {
    if let doubt = world.desk.doubts.first { world.complain("still in doubt: \(doubt)") }
    for request in requests {
      let story = world.story(of: request)
      let truth = world.venue.orders.first { $0.view.clientOrderID == request.name }?.view
      let isFine =
        switch truth?.status {
        case nil:
          story.contains { ["absent", "rejected", "expired", "cancelled"].contains(word($0)) }
        case .open, .untriggered:
          story.contains { ["accepted", "found"].contains(word($0)) }
            && !story.contains { ["cancelled", "expired"].contains(word($0)) }
        case .filled: truth?.filled == filled(request)
        case .cancelled: story.contains { word($0) == "cancelled" }
        case .expired, .rejected: false
        }
      if !isFine {
        world.complain(
          "\(request.order.short) is \(truth.map { "\($0.status)" } ?? "not there"), but \(story)")
      }
    }
  }

  private func word(_ line: String) -> String { String(line.prefix { $0 != " " }) }

  private func filled(_ request: OrderRequested) -> Quantity {
    world.events.reduce(.zero) { sum, event in
      if case .orderFilled(let it) = event, it.order == request.order {
        sum + it.quantity
      } else {
        sum
      }
    }
  }
}
