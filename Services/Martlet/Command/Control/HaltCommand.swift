import Events
import ServiceKit

/// `martlet halt`: ask risk to take no new exposure.
enum HaltCommand: Command {
  static let verb = Verb(
    "halt", "Take no new exposure from now on; open trades are still managed and closed.",
    details: OperatorRequest.details,
    options: OperatorRequest.options + [
      .flag("flatten", "Close every open trade at the market as well.")
    ])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let reason = try OperatorRequest.reason(invocation)
    return try OperatorRequest(
      .haltRequested(HaltRequested(reason: reason, flatten: invocation.flag("flatten"))),
      settledBy: .tradingHalted, already: "trading was halted already"
    ).send(invocation)
  }
}

/// `martlet resume`: let trading go on.
enum ResumeCommand: Command {
  static let verb = Verb(
    "resume", "Let trading go on after a halt.",
    details: OperatorRequest.details,
    options: OperatorRequest.options)

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let reason = try OperatorRequest.reason(invocation)
    return try OperatorRequest(
      .resumeRequested(ResumeRequested(reason: reason)), settledBy: .tradingResumed,
      already: "trading was not halted"
    ).send(invocation)
  }
}
