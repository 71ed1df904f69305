import EventLog
import Events
import ServiceKit

/// `martlet explain`: why something happened, or did not.
enum ExplainCommand: Command {
  static let verb = Verb(
    "explain", "Print why: the chain of causes down to the candle, and a trade's whole story.",
    details: """
      ID is an event's number, or the id of an event, a setup, a trade or an order, or its first \
      six digits or more. For a setup that became no trade it says why not, with the numbers that \
      decided. What nothing or more than one thing answers to exits 64.
      """,
    options: [.data, .json],
    operands: [Operand("ID", "What to explain.")])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    var log = try LogFileReader(directory: directory.path)
    var index = ThingIndex(log)
    let explanation = try Explanation(index.thing(invocation.operands[0]), in: &log)
    if invocation.flag("json") {
      Program.print(json(explanation))
    } else {
      Program.print(ExplanationText(explanation).text)
    }
    return .ok
  }

  private static func json(_ explanation: Explanation) -> String {
    func list(_ events: [ExplainedEvent]) -> String {
      "[" + events.map(\.line.json).joined(separator: ",") + "]"
    }
    let refusal = explanation.story.compactMap(\.refusal).first.map(\.quoted) ?? "null"
    return #"{"thing":"\#(explanation.thing.text)","refusal":\#(refusal),"#
      + #""story":\#(list(explanation.story)),"signals":\#(list(explanation.signals)),"#
      + #""causes":\#(list(explanation.chain))}"#
  }
}
