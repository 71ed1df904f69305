/// One thing a program can be told to do.
public struct Verb: Sendable {
  /// The word.
  public let name: String
  /// One sentence for the help.
  public let summary: String
  /// Further paragraphs for the verb's own help.
  public let details: String
  /// The verb's own options.
  public let options: [CommandOption]
  /// What it takes without dashes.
  public let operands: [Operand]

  public init(
    _ name: String, _ summary: String, details: String = "", options: [CommandOption] = [],
    operands: [Operand] = []
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.options = options
    self.operands = operands
  }
}

/// What a program understands on its command line: declared once, read and explained from that.
public struct CommandSyntax: Sendable {
  /// The program's name.
  public let program: String
  /// One sentence for the help.
  public let summary: String
  /// Options of the program, or of all its verbs.
  public let options: [CommandOption]
  /// What a program without verbs takes without dashes.
  public let operands: [Operand]
  /// The verbs; empty for a program that does one thing.
  public let verbs: [Verb]

  /// A program that does one thing.
  public init(
    program: String, summary: String, options: [CommandOption], operands: [Operand] = []
  ) {
    self.program = program
    self.summary = summary
    self.options = options
    self.operands = operands
    self.verbs = []
  }

  /// A program with verbs; `shared` options belong to all of them.
  public init(program: String, summary: String, shared: [CommandOption], verbs: [Verb]) {
    self.program = program
    self.summary = summary
    self.options = shared
    self.operands = []
    self.verbs = verbs
  }

  func options(of verb: Verb?) -> [CommandOption] {
    (verb?.options ?? []) + options + [.help]
  }
}

/// What a command line asks for.
public enum ParsedCommand: Sendable {
  /// To show this text and exit 0.
  case help(String)
  /// To do this.
  case run(Invocation)
}

/// A command line that was understood.
public struct Invocation: Sendable {
  /// The verb's name; empty for a program without verbs.
  public let verb: String
  /// What was given without dashes, in order.
  public let operands: [String]
  let declared: [String: CommandOption]
  let given: [String: [String]]

  /// Whether the option stands on the command line.
  public func has(_ name: String) -> Bool {
    _ = option(name)
    return given[name] != nil
  }

  /// Whether a flag was given.
  public func flag(_ name: String) -> Bool { has(name) }

  /// The value of an option, or its default.
  public func text(_ name: String) -> String? { texts(name).last }

  /// All values of an option in order, or its default alone.
  public func texts(_ name: String) -> [String] {
    let standard = option(name).standard
    return given[name] ?? standard.map { [$0] } ?? []
  }

  /// The value of an option that has a default or is required.
  public func value(_ name: String) -> String {
    guard let value = text(name) else {
      preconditionFailure("--\(name) has no default and is not required")
    }
    return value
  }

  /// The value of an integer option, or its default.
  public func integer(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

  /// The value of a duration option in nanoseconds, or its default.
  public func nanoseconds(_ name: String) -> Int64? {
    text(name).flatMap(DurationText.nanoseconds)
  }

  private func option(_ name: String) -> CommandOption {
    guard let option = declared[name] else { preconditionFailure("--\(name) is not declared") }
    return option
  }
}
