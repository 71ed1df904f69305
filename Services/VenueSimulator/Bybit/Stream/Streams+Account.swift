import Quantities
import VenueSimulatorCore

// News of an account for those who may hear it.
extension Streams {
  static let accountTopics = ["order", "execution", "position", "wallet", "greeks"]

  /// Whether a topic is one of an account's, perhaps of one market alone.
  static func isAccountTopic(_ topic: String) -> Bool {
    let parts = topic.split(separator: ".").map(String.init)
    guard let first = parts.first, accountTopics.contains(first) else {
      return topic.hasPrefix("dcp.") || topic == "execution.fast"
    }
    return parts.count == 1 || ["spot", "linear", "inverse", "option", "fast"].contains(parts[1])
  }

  mutating func tellAccount(
    _ happening: Happening, _ exchange: Exchange, _ faults: Faults, _ now: Instant
  ) {
    switch happening {
    case .order(let account, let order):
      let category = exchange.instruments[order.instrument].category
      send(
        "order", category, account, exchange, faults, now,
        order.json(in: exchange).adding([.init("category", .text(category.rawValue))]))
    case .execution(let account, let execution):
      let category = exchange.instruments[execution.instrument].category
      send(
        "execution", category, account, exchange, faults, now,
        execution.json(in: exchange).adding([.init("category", .text(category.rawValue))]))
      send(
        "execution.fast", category, account, exchange, faults, now,
        execution.fast(in: exchange))
    case .position(let account, let instrument, let index):
      let position = exchange.accounts[account].position(of: instrument, index)
      let tree = exchange.json(of: position, instrument, index, account)
      send(
        "position", .linear, account, exchange, faults, now,
        tree.adding([
          .init("category", "linear"), .init("entryPrice", tree["avgPrice"] ?? "0"),
        ]))
    case .wallet(let account):
      send(
        "wallet", nil, account, exchange, faults, now,
        exchange.wallet(of: account, coins: nil))
    case .ticked, .minuteClosed: break
    }
  }

  private mutating func send(
    _ topic: String, _ category: Category?, _ account: Int, _ exchange: Exchange,
    _ faults: Faults, _ now: Instant, _ data: JSONTree
  ) {
    let due = exchange.now + .milliseconds(Int64(faults.streamDelay))
    for id in sessions.keys.sorted() {
      guard let session = sessions[id], session.door == .account, session.account == account
      else { continue }
      let narrow = category.map { "\(topic).\($0.rawValue)" }
      guard let name = session.topics.first(where: { $0 == topic || $0 == narrow }) else {
        continue
      }
      let message: JSONTree = [
        "id": .text("\(session.name)-\(exchange.now.nanoseconds)"), "topic": .text(name),
        "creationTime": JSONTree(now.milliseconds), "data": [data],
      ]
      tell(message.utf8, to: id, faults, due: due)
    }
  }
}

extension Execution {
  /// As the fast stream tells it.
  func fast(in exchange: Exchange) -> JSONTree {
    let instrument = exchange.instruments[instrument]
    return [
      "category": .text(instrument.category.rawValue), "symbol": .text(instrument.symbol),
      "execId": .text(id), "execPrice": instrument.json(price),
      "execQty": instrument.json(quantity), "orderId": .text(orderID),
      "isMaker": .flag(isMaker), "orderLinkId": .text(link), "side": .text(side.venueName),
      "execTime": .text("\(at.milliseconds)"), "seq": JSONTree(sequence),
    ]
  }
}
