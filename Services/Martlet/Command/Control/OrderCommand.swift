import Bus
import EventSourcing
import Events
import Quantities
import ServiceKit

/// `martlet order`: ask risk for a trade of one's own.
enum OrderCommand: Command {
  static let verb = Verb(
    "order", "Ask for a trade: risk sizes it, and may refuse it; execution leads it to its end.",
    details: """
      INSTRUMENT is a name of the log such as paper:BTC/USDT. The trade is led by the plan of \
      --strategy: targets, trailing, timeouts. \(OperatorRequest.details)
      """,
    options: OperatorRequest.options + [
      CommandOption("stop", .text("PRICE"), "Where the trade has lost.", default: "none"),
      CommandOption("limit", .text("PRICE"), "Enter at this price only.", default: "market"),
      CommandOption("quantity", .text("QUANTITY"), "At most so much.", default: "by risk"),
      CommandOption(
        "strategy", .text("NAME"), "Whose plan leads it.", default: "target-reacher"),
    ],
    operands: [
      Operand("SIDE", "long or short."), Operand("INSTRUMENT", "What to trade."),
    ])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    let head = try LogClient(dataDirectory: directory.path).headOfLog()
    var order = try order(invocation)
    // The log has gone on between two requests of the same words.
    order.request = Identifier(
      of: "manual", head.logID.description, String(head.log.seq), order.instrument.description,
      order.direction.rawValue)
    return try OperatorRequest(
      .orderRequestedManually(order), settledBy: .tradeApproved, .tradeRefused,
      already: "it is not configured yet"
    ).send(invocation)
  }

  private static func order(_ invocation: Invocation) throws -> OrderRequestedManually {
    guard let direction = Direction(rawValue: invocation.operands[0]) else {
      throw CommandFailure("\(invocation.operands[0]) is neither long nor short.", .usage)
    }
    guard let instrument = Name(invocation.operands[1][...]),
      let strategy = Name(invocation.value("strategy")[...])
    else { throw CommandFailure("A name has at most 31 bytes.", .usage) }
    guard let stop: Price = try number("stop", invocation) else {
      throw CommandFailure("A trade wants a stop: --stop PRICE.", .usage)
    }
    return OrderRequestedManually(
      request: .zero, strategy: strategy, instrument: instrument, direction: direction,
      quantity: try number("quantity", invocation), limitPrice: try number("limit", invocation),
      stop: stop, reason: try OperatorRequest.reason(invocation))
  }

  /// A number above zero, or nil where the option was left out.
  private static func number<Number: Measure>(
    _ option: String, _ invocation: Invocation
  ) throws -> Number? {
    guard invocation.has(option) else { return nil }
    let text = invocation.value(option)
    guard let value = FixedPoint(text), value > 0 else {
      throw CommandFailure("--\(option) is \(text), expected a number above zero.", .usage)
    }
    return Number(value)
  }
}
