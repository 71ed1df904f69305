import Events
import ExecutionCore
import Quantities

extension Configuration {
  static var testing: Configuration {
    var configuration = Configuration()
    configuration.risk.leverage = 3
    configuration.paper.mode = .hedge
    return configuration
  }
}

extension InstrumentListed {
  static let testing = InstrumentListed(
    instrument: market, base: "BTC", quote: "USDT", kind: .linear, tick: "0.1", lot: "0.001",
    minimumQuantity: "0.001", minimumNotional: 5, maximumLeverage: 10,
    maintenanceMargin: "0.005")
}

extension OrderRequested {
  /// An order of a trade; the number names it.
  static func testing(
    _ number: Int, _ purpose: OrderPurpose = .entry, kind: OrderKind = .limit,
    side: Side = .buy, quantity: Quantity = 2, at: Instant, expiresAt: Instant? = nil
  ) -> OrderRequested {
    OrderRequested(
      order: Identifier(of: "order", String(number)),
      trade: Identifier(of: "trade", String(number)),
      setup: Identifier(of: "setup", String(number)), instrument: market, side: side, kind: kind,
      purpose: purpose, quantity: quantity, limitPrice: kind == .limit ? 100 : nil,
      stopPrice: kind == .stop ? 90 : nil, reduceOnly: purpose != .entry,
      timeInForce: .goodTillCancelled, attempt: 1, at: at, expiresAt: expiresAt)
  }

  func cancelled(at: Instant) -> OrderCancelRequested {
    OrderCancelRequested(
      order: order, trade: trade, setup: setup, instrument: instrument, reason: .requested, at: at)
  }

  func amended(stop: Price, quantity: Quantity, at: Instant) -> OrderAmendRequested {
    OrderAmendRequested(
      order: order, trade: trade, setup: setup, instrument: instrument, quantity: quantity,
      stopPrice: stop, at: at)
  }

  /// What the venue knows it by.
  var name: Name { Execution.clientOrderID(of: order, in: Identifier(of: "log")) }
}

/// An event in a word or two, so that a test reads like a log.
func line(_ event: Event) -> String {
  switch event {
  case .orderSendStarted: "send"
  case .orderAccepted: "accepted"
  case .orderRejected(let it): "rejected \(it.code)"
  case .orderOutcomeUnknown: "unknown"
  case .orderFound(let it): "found \(it.filled)"
  case .orderConfirmedAbsent: "absent"
  case .orderFilled(let it): "fill \(it.quantity) of \(it.filled)"
  case .orderAmended(let it): "amended \(it.quantity) \(it.stopPrice ?? 0)"
  case .orderCancelled(let it): "cancelled \(it.filled)"
  case .orderExpired(let it): "expired \(it.filled)"
  case .externalOrderSeen(let it): "external \(it.origin.rawValue)"
  case .venueConnected: "connected"
  case .venueDisconnected(let it): "disconnected \(it.why)"
  case .positionReported(let it): "holds \(it.long) \(it.short)"
  case .ordersReported(let it): "rest \(it.orders.count)"
  case .balanceReported(let it): "balance \(it.kind.rawValue) \(it.amount)"
  default: event.type.rawValue
  }
}

extension DeskWorld {
  /// What is said of an order, in order.
  func story(of request: OrderRequested) -> [String] {
    events.compactMap { event in
      switch event {
      case .orderSendStarted(let it) where it.order == request.order: line(event)
      case .orderAccepted(let it) where it.order == request.order: line(event)
      case .orderRejected(let it) where it.order == request.order: line(event)
      case .orderOutcomeUnknown(let it) where it.order == request.order: line(event)
      case .orderFound(let it) where it.order == request.order: line(event)
      case .orderConfirmedAbsent(let it) where it.order == request.order: line(event)
      case .orderFilled(let it) where it.order == request.order: line(event)
      case .orderAmended(let it) where it.order == request.order: line(event)
      case .orderCancelled(let it) where it.order == request.order: line(event)
      case .orderExpired(let it) where it.order == request.order: line(event)
      default: nil
      }
    }
  }

  /// What is said of the account, in order.
  var statements: [String] {
    events.filter { event in
      switch event.type {
      case .venueConnected, .venueDisconnected, .positionReported, .ordersReported,
        .balanceReported, .externalOrderSeen:
        true
      default: false
      }
    }.map(line)
  }
}
