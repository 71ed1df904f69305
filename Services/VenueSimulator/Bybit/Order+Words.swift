import Quantities
import VenueSimulatorCore

extension Order {
  /// Which kind of order the venue counts it to.
  var filter: String {
    switch stopKind {
    case nil: "Order"
    case .protective, .partialTakeProfit, .partialStopLoss, .takeProfit, .stopLoss, .trailing:
      "tpslOrder"
    case .stop: "StopOrder"
    }
  }

  /// As queries and streams tell it.
  func json(in exchange: Exchange) -> JSONTree {
    let instrument = exchange.instruments[instrument]
    return .object(identity(instrument) + amounts(instrument) + conditions(instrument))
  }

  private func identity(_ instrument: Instrument) -> [JSONTree.Member] {
    let member = JSONTree.Member.init
    let price = price ?? (ticket.kind == .market ? bandPrice(instrument) : nil)
    return [
      member("symbol", .text(instrument.symbol)), member("orderId", .text(id)),
      member("orderLinkId", .text(link)), member("blockTradeId", ""),
      member("side", .text(ticket.side.venueName)),
      member("orderType", .text(ticket.kind.rawValue)),
      member("price", price.map { instrument.json($0) } ?? "0"),
      member("qty", instrument.json(quantity)),
      member("timeInForce", .text(ticket.timeInForce.rawValue)),
      member("orderStatus", .text(status.rawValue)),
      member("createType", .text(createType)), member("cancelType", .text(cancelType)),
      member("rejectReason", .text(rejectReason)),
      member("isLeverage", instrument.category == .spot ? "0" : ""),
      member("positionIdx", JSONTree(ticket.positionIndex)),
      member("createdTime", .text("\(createdAt.milliseconds)")),
      member("updatedTime", .text("\(updatedAt.milliseconds)")),
      member("lastPriceOnCreated", instrument.json(lastPriceAtStart)),
    ]
  }

  /// A market order has a price that it may not pass.
  private func bandPrice(_ instrument: Instrument) -> Price {
    let share: Ratio = ticket.side == .buy ? "1.05" : "0.95"
    return (lastPriceAtStart * share).rounded(toTick: instrument.tick, .halfEven)
  }

  private func amounts(_ instrument: Instrument) -> [JSONTree.Member] {
    let member = JSONTree.Member.init
    let open = status.isOpen ? remaining : .zero
    let worth = (price ?? lastPriceAtStart) * open
    return [
      member("leavesQty", instrument.json(open)),
      member("leavesValue", .text(worth.description)),
      member("cumExecQty", instrument.json(filled)),
      member("cumExecValue", .text(value.description)),
      member("cumExecFee", .text(fee.description)),
      member(
        "avgPrice",
        averagePrice.map { .text($0.rounded(toMultipleOf: "0.00000001", .halfEven).description) }
          ?? ""),
      member("feeCurrency", .text(feeCoin)),
      member(
        "cumFeeDetail",
        feeCoin.isEmpty ? [:] : .object([member(feeCoin, .text(fee.description))])),
    ]
  }

  private func conditions(_ instrument: Instrument) -> [JSONTree.Member] {
    let member = JSONTree.Member.init
    let direction = instrument.category == .spot ? 0 : trigger.map { $0.isRising ? 1 : 2 } ?? 0
    return [
      member("stopOrderType", .text(stopKind?.rawValue ?? "")),
      member("triggerPrice", instrument.json(trigger?.price)),
      member("triggerDirection", JSONTree(direction)),
      member("triggerBy", .text(trigger?.source ?? "")),
      member("takeProfit", instrument.json(protection.takeProfit)),
      member("stopLoss", instrument.json(protection.stopLoss)),
      member("tpTriggerBy", .text(protection.takeProfit == nil ? "" : protection.takeProfitSource)),
      member("slTriggerBy", .text(protection.stopLoss == nil ? "" : protection.stopLossSource)),
      member("tpLimitPrice", instrument.json(protection.takeProfitLimit)),
      member("slLimitPrice", instrument.json(protection.stopLossLimit)),
      member(
        "tpslMode",
        .text(
          protection.isEmpty && stopKind == nil ? "" : protection.isPartial ? "Partial" : "Full")),
      member("reduceOnly", .flag(ticket.reduceOnly)),
      member("closeOnTrigger", .flag(ticket.closeOnTrigger)),
      member("smpType", "None"), member("smpGroup", 0), member("smpOrderId", ""),
      member("orderIv", ""), member("placeType", ""), member("marketUnit", ""),
      member("slippageToleranceType", "UNKNOWN"), member("slippageTolerance", ""),
      member("ocoTriggerBy", ""), member("extraFees", ""),
    ]
  }
}

extension Execution {
  /// As queries and streams tell it.
  func json(in exchange: Exchange) -> JSONTree {
    let instrument = exchange.instruments[instrument]
    return [
      "symbol": .text(instrument.symbol), "orderId": .text(orderID),
      "orderLinkId": .text(link), "side": .text(side.venueName),
      "orderPrice": orderPrice.map { instrument.json($0) } ?? "0",
      "orderQty": instrument.json(orderQuantity), "leavesQty": instrument.json(remaining),
      "createType": "CreateByUser", "orderType": .text(orderKind.rawValue),
      "stopOrderType": .text(stopKind?.rawValue ?? ""), "execFee": .text(fee.description),
      "feeCurrency": .text(feeCoin), "execId": .text(id), "execPrice": instrument.json(price),
      "execQty": instrument.json(quantity), "execType": .text(kind.rawValue),
      "execValue": .text(value.description), "execTime": .text("\(at.milliseconds)"),
      "isMaker": .flag(isMaker), "feeRate": .text(feeRate.description), "tradeIv": "",
      "markIv": "", "markPrice": instrument.json(price), "indexPrice": "",
      "underlyingPrice": "", "blockTradeId": "", "closedSize": instrument.json(closed),
      "execPnl": .text(profit.description), "isLeverage": "0", "seq": JSONTree(sequence),
      "extraFees": "", "marketUnit": "",
    ]
  }
}
