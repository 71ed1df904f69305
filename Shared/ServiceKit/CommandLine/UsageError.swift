/// Why a command line was not understood.
public struct UsageError: ServiceFailure, Hashable {
  /// What was wrong.
  public enum Fault: Sendable, Hashable {
    case unknownVerb(String, suggestion: String?)
    case unknownOption(String, suggestion: String?)
    case missingValue(option: String, expected: String)
    case unwantedValue(option: String)
    case badValue(option: String, given: String, expected: String)
    case repeated(option: String)
    case missingOption(String)
    case missingOperand(String)
    case unwantedOperand(String)
    case other(String)
  }

  /// What was wrong.
  public let fault: Fault
  /// What to type for the help that explains it.
  public let help: String

  public init(_ fault: Fault, help: String) {
    self.fault = fault
    self.help = help
  }

  public var exitCode: ExitCode { .usage }
  public var sentence: String { "\(complaint) (help: \(help))" }

  private var complaint: String {
    switch fault {
    case .unknownVerb(let word, let near):
      "There is no command \"\(word)\"\(near.map { "; did you mean \($0)?" } ?? ".")"
    case .unknownOption(let name, let near):
      "There is no option --\(name)\(near.map { "; did you mean --\($0)?" } ?? ".")"
    case .missingValue(let option, let expected):
      "--\(option) needs a value: \(expected)."
    case .unwantedValue(let option):
      "--\(option) takes no value."
    case .badValue(let option, let given, let expected):
      "--\(option) is \"\(given)\", expected \(expected)."
    case .repeated(let option):
      "--\(option) is given more than once."
    case .missingOption(let option):
      "--\(option) is missing."
    case .missingOperand(let name):
      "\(name) is missing."
    case .unwantedOperand(let text):
      "\"\(text)\" is one argument too many."
    case .other(let text):
      text
    }
  }
}
