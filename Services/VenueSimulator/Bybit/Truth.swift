import Quantities
import VenueSimulatorCore

/// What really happened, whatever the venue says: orders that arrived, orders that were taken,
/// executions.
struct Truth: Sendable {
  /// Lines that are to be kept, one JSON object each.
  private var lines: [JSONTree] = []
  private var posts: [(link: String, count: Int)] = []
  private var accepted: [(link: String, count: Int)] = []
  private var executions = 0
  private var orderPosts = 0
  private var acceptedOrders = 0
  /// Calls and streams that wanted in, and those of them that limits kept out.
  private var requests = 0
  private var shutOut = 0
  private static let memory = 50_000

  /// Takes the lines that were not taken before.
  mutating func takeLines() -> [JSONTree] {
    defer { lines.removeAll(keepingCapacity: true) }
    return lines
  }

  /// Notes the body of an order as it arrives, one or a batch.
  mutating func receive(_ body: [UInt8], over way: String, at now: Instant) {
    do {
      receive(try JSONTree(reading: body), over: way, at: now)
    } catch {
      receive(.null, over: way, at: now)
    }
  }

  mutating func receive(_ tree: JSONTree, over way: String, at now: Instant) {
    for item in tree["request"]?.elements ?? [tree] {
      let link = item["orderLinkId"]?.scalar ?? ""
      orderPosts += 1
      Self.count(link, in: &posts)
      lines.append([
        "kind": "post", "at": JSONTree(now.milliseconds), "way": .text(way),
        "orderLinkId": .text(link), "symbol": .text(item["symbol"]?.scalar ?? ""),
        "side": .text(item["side"]?.scalar ?? ""), "qty": .text(item["qty"]?.scalar ?? ""),
      ])
    }
  }

  /// Notes that somebody wants in.
  mutating func note(requestIsShutOut: Bool) {
    requests += 1
    if requestIsShutOut { shutOut += 1 }
  }

  mutating func accept(_ order: Order, _ exchange: Exchange) {
    acceptedOrders += 1
    Self.count(order.link, in: &accepted)
    lines.append([
      "kind": "accepted", "at": JSONTree(exchange.now.milliseconds),
      "orderLinkId": .text(order.link), "orderId": .text(order.id),
      "symbol": .text(exchange.instruments[order.instrument].symbol),
      "category": .text(exchange.instruments[order.instrument].category.rawValue),
      "side": .text(order.ticket.side.venueName), "qty": .text(order.quantity.description),
    ])
  }

  mutating func note(_ happenings: [Happening], _ exchange: Exchange) {
    for case .execution(let account, let execution) in happenings {
      if execution.kind != .funding { executions += 1 }
      lines.append([
        "kind": "execution", "at": JSONTree(execution.at.milliseconds),
        "account": JSONTree(exchange.accounts[account].uid), "execId": .text(execution.id),
        "type": .text(execution.kind.rawValue), "orderId": .text(execution.orderID),
        "orderLinkId": .text(execution.link),
        "symbol": .text(exchange.instruments[execution.instrument].symbol),
        "category": .text(exchange.instruments[execution.instrument].category.rawValue),
        "side": .text(execution.side.venueName), "price": .text(execution.price.description),
        "qty": .text(execution.quantity.description), "fee": .text(execution.fee.description),
        "feeCurrency": .text(execution.feeCoin),
      ])
    }
  }

  /// Links come mostly in order, so the last ones are looked at first.
  private static func count(_ link: String, in list: inout [(link: String, count: Int)]) {
    if let place = list.lastIndex(where: { $0.link == link }) {
      list[place].count += 1
    } else {
      list.append((link, 1))
      if list.count > memory { list.removeFirst(memory / 10) }
    }
  }

  /// As the control endpoint shows it.
  var json: JSONTree {
    func counts(_ list: [(link: String, count: Int)]) -> JSONTree {
      .object(list.map { JSONTree.Member($0.link, JSONTree($0.count)) })
    }
    return [
      "orderPosts": JSONTree(orderPosts), "acceptedOrders": JSONTree(acceptedOrders),
      "executions": JSONTree(executions), "posts": counts(posts), "accepted": counts(accepted),
      "requests": JSONTree(requests), "shutOut": JSONTree(shutOut),
    ]
  }
}
