import VenueSimulatorCore

extension Refusal {
  /// The venue's number and text for a rejection, which differ between its markets.
  init(_ rejection: Rejection, _ category: Category) {
    self = category == .spot ? .spot(rejection) : .linear(rejection)
  }

  private static func linear(_ rejection: Rejection) -> Refusal {
    switch rejection {
    case .quantityOffLot: .parameter("Qty invalid")
    case .quantityTooSmall: .parameter("The number of contracts is less than the minimum allowed")
    case .quantityTooLarge: .parameter("The number of contracts exceeds maximum limit allowed")
    case .valueTooSmall: Refusal(110094, "Order does not meet minimum order value 5USDT")
    case .priceMissing: .parameter("params error: price missing")
    case .priceOffTick: .parameter("Price invalid")
    case .priceOutOfRange: Refusal(110003, "Order price exceeds the allowable range.")
    case .positionIndexMismatch: .parameter("position idx not match position mode")
    case .nothingToReduce:
      Refusal(110017, "current position is zero, cannot fix reduce-only order qty")
    case .balance, .margin: Refusal(110007, "ab not enough for new order")
    case .duplicateLink: Refusal(110072, "OrderLinkedID is duplicate")
    case .tooManyOrders: Refusal(110020, "Not allowed to have more than 500 active orders")
    case .tooManyConditionals:
      Refusal(110009, "The number of stop orders exceeds the maximum allowable limit")
    case .triggerNotAbove(let trigger, let last):
      Refusal(110092, "expect Rising, but trigger_price[\(trigger)] <= current[\(last)]??laste")
    case .triggerNotBelow(let trigger, let last):
      Refusal(110093, "expect Falling, but trigger_price[\(trigger)] >= current[\(last)]??last")
    case .unknownOrder, .finishedOrder: Refusal(110001, "order not exists or too late to cancel")
    case .nothingToAmend:
      .parameter("The order remains unchanged as the parameters entered match the existing ones.")
    case .quantityBelowFilled: .parameter("The quantity is not above what is filled")
    case .noPosition: .parameter("can not set tp/sl/ts for zero position")
    case .leverageUnchanged: Refusal(110043, "leverage not modified")
    case .leverageOutOfRange: .parameter("leverage invalid")
    case .modeUnchanged: Refusal(110025, "Position mode is not modified")
    case .modeWithPosition:
      Refusal(110024, "You have an existing position, so position mode cannot be switched")
    case .modeWithOrders: Refusal(110028, "Open orders exist, so you cannot change position mode")
    case .protectionUnchanged: Refusal(34040, "not modified")
    case .stopOnWrongSide:
      .parameter("StopLoss set for the position is on the wrong side of base_price")
    case .targetOnWrongSide:
      .parameter("TakeProfit set for the position is on the wrong side of base_price")
    case .notOnSpot: .parameter("params error: Category is invalid")
    case .refused(let why): .parameter("order refused: \(why)")
    }
  }

  private static func spot(_ rejection: Rejection) -> Refusal {
    switch rejection {
    case .quantityOffLot: Refusal(170137, "Order quantity has too many decimals.")
    case .quantityTooSmall: Refusal(170136, "Order quantity lower than the minimum.")
    case .quantityTooLarge: Refusal(170135, "Order quantity too large.")
    case .valueTooSmall: Refusal(170140, "Order value exceeded lower limit.")
    case .priceOffTick: Refusal(170134, "Order price has too many decimals.")
    case .priceOutOfRange: Refusal(170132, "Order price too high.")
    case .balance, .margin: Refusal(170131, "Insufficient balance.")
    case .duplicateLink: Refusal(170141, "Duplicate clientOrderId")
    case .tooManyOrders: Refusal(170033, "Too many open orders.")
    case .unknownOrder: Refusal(170213, "Order does not exist.")
    case .finishedOrder: Refusal(170142, "Order has been canceled")
    default: linear(rejection)
    }
  }
}
