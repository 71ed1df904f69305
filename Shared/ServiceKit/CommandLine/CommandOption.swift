internal import Quantities

/// What may stand behind an option.
public enum OptionKind: Sendable {
  /// Nothing: it is there or not.
  case flag
  /// Any text; the word names it in the help.
  case text(String)
  /// A whole number within bounds.
  case integer(String, ClosedRange<Int>)
  /// A decimal number within bounds.
  case decimal(String, DecimalBounds)
  /// A length of time: 250ms, 30s, 5m, 2h, 1d.
  case duration
  /// One of these words.
  case choice([String])

  /// What stands for the value in the help; nil for a flag.
  var placeholder: String? {
    switch self {
    case .flag: nil
    case .text(let word), .integer(let word, _), .decimal(let word, _): word
    case .duration: "TIME"
    case .choice(let words): words.joined(separator: "|")
    }
  }

  /// What the value must be, for error messages.
  var expected: String {
    switch self {
    case .flag: "no value"
    case .text(let word): word
    case .integer(_, let range): DecimalBounds.integers(range)
    case .decimal(_, let bounds): bounds.expected
    case .duration: DurationText.expected
    case .choice(let words): words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))"
    }
  }

  func accepts(_ text: String) -> Bool {
    switch self {
    case .flag: false
    case .text: !text.isEmpty
    case .integer(_, let range): Int(text).map(range.contains) ?? false
    case .decimal(_, let bounds): FixedPoint(text).map(bounds.contain) ?? false
    case .duration: DurationText.nanoseconds(text) != nil
    case .choice(let words): words.contains(text)
    }
  }
}

/// One option of a command line, `--name VALUE` or `--name=VALUE`.
public struct CommandOption: Sendable {
  /// The name without the dashes.
  public let name: String
  /// What may stand behind it.
  public let kind: OptionKind
  /// One sentence for the help.
  public let help: String
  /// The value when the option is not given.
  public let standard: String?
  /// Whether it may be given more than once.
  public let repeats: Bool
  /// Whether it must be given.
  public let required: Bool

  public init(
    _ name: String, _ kind: OptionKind, _ help: String, default standard: String? = nil,
    repeats: Bool = false, required: Bool = false
  ) {
    precondition(standard.map(kind.accepts) ?? true, "--\(name): the default is not allowed")
    self.name = name
    self.kind = kind
    self.help = help
    self.standard = standard
    self.repeats = repeats
    self.required = required
  }

  /// An option that is there or not.
  public static func flag(_ name: String, _ help: String) -> CommandOption {
    CommandOption(name, .flag, help)
  }

  /// `--help`, which every command has.
  static let help = CommandOption.flag("help", "Shows this help.")
}

/// What stands on a command line without dashes.
public struct Operand: Sendable {
  /// What stands for it in the help, in capitals.
  public let name: String
  /// One sentence for the help.
  public let help: String
  /// Whether it may be left out.
  public let optional: Bool
  /// Whether more than one may be given; only the last operand can.
  public let repeats: Bool

  public init(_ name: String, _ help: String, optional: Bool = false, repeats: Bool = false) {
    self.name = name
    self.help = help
    self.optional = optional
    self.repeats = repeats
  }

  var usage: String {
    let text = repeats ? "\(name)…" : name
    return optional ? "[\(text)]" : text
  }
}
