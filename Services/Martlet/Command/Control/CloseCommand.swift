import EventLog
import Events
import ServiceKit

/// `martlet cancel-all`: ask execution to let no order wait but what protects.
enum CancelAllCommand: Command {
  static let verb = Verb(
    "cancel-all", "Cancel entries that wait and targets; stops stay where they are.",
    details: OperatorRequest.details(of: "execution"),
    options: OperatorRequest.options)

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let reason = try OperatorRequest.reason(invocation)
    return try OperatorRequest(
      .cancelAllRequested(CancelAllRequested(reason: reason)), by: .execution,
      already: "no order waited"
    ).send(invocation)
  }
}

/// `martlet close-all`: ask execution to close every trade at the market.
enum CloseAllCommand: Command {
  static let verb = Verb(
    "close-all", "Close every trade at the market, and cancel entries that wait.",
    details: OperatorRequest.details(of: "execution"),
    options: OperatorRequest.options)

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let reason = try OperatorRequest.reason(invocation)
    return try OperatorRequest(
      .closeAllRequested(CloseAllRequested(reason: reason)), by: .execution,
      already: "nothing was open"
    ).send(invocation)
  }
}

/// `martlet close`: ask execution to close one trade at the market.
enum CloseCommand: Command {
  static let verb = Verb(
    "close", "Close one trade at the market.",
    details: "ID is the id of a trade, or its first six digits or more. "
      + OperatorRequest.details(of: "execution"),
    options: OperatorRequest.options,
    operands: [Operand("ID", "The trade.")])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let reason = try OperatorRequest.reason(invocation)
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    var index = ThingIndex(try LogFileReader(directory: directory.path))
    guard case .trade(let trade, _) = try index.thing(invocation.operands[0]) else {
      throw CommandFailure("\(invocation.operands[0]) is not a trade.", .usage)
    }
    return try OperatorRequest(
      .closeRequested(CloseRequested(trade: trade, reason: reason)), by: .execution,
      already: "the trade is not open"
    ).send(invocation)
  }
}
