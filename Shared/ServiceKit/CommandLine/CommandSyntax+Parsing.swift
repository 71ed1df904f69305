extension CommandSyntax {
  /// Reads the arguments after the program's name.
  public func parse(_ arguments: [String]) throws(UsageError) -> ParsedCommand {
    var reading = Reading(syntax: self, rest: arguments[...])
    while let word = reading.rest.popFirst() { try reading.take(word) }
    return try reading.finish()
  }

  /// A command line half read.
  private struct Reading {
    let syntax: CommandSyntax
    var rest: ArraySlice<String>
    var verb: Verb?
    var asksHelp = false
    /// "help" stands where a verb does; what follows is the verb to explain.
    var isHelpVerb = false
    var onlyOperands = false
    var operands: [String] = []
    var given: [String: [String]] = [:]

    var help: String { syntax.helpCommand(for: verb) }

    func error(_ fault: UsageError.Fault) -> UsageError { UsageError(fault, help: help) }

    mutating func take(_ word: String) throws(UsageError) {
      if !onlyOperands && word == "--" {
        onlyOperands = true
      } else if !onlyOperands && word == "-h" {
        asksHelp = true
      } else if !onlyOperands && word.hasPrefix("--") {
        try take(option: String(word.dropFirst(2)))
      } else if !onlyOperands && word.hasPrefix("-") && word.count > 1 && Double(word) == nil {
        throw error(.unknownOption(String(word.dropFirst()), suggestion: nil))
      } else if !syntax.verbs.isEmpty && verb == nil {
        try take(verb: word)
      } else {
        operands.append(word)
      }
    }

    mutating func take(verb word: String) throws(UsageError) {
      if word == "help" && !isHelpVerb {
        isHelpVerb = true
        return
      }
      guard let found = syntax.verbs.first(where: { $0.name == word }) else {
        let known = syntax.verbs.map(\.name) + ["help"]
        throw error(
          .unknownVerb(word, suggestion: Suggestion.nearest(to: word, among: known)))
      }
      verb = found
    }

    mutating func take(option text: String) throws(UsageError) {
      let cut = text.firstIndex(of: "=")
      let name = String(text[..<(cut ?? text.endIndex)])
      let known = syntax.options(of: verb)
      guard let option = known.first(where: { $0.name == name }) else {
        throw error(
          .unknownOption(name, suggestion: Suggestion.nearest(to: name, among: known.map(\.name))))
      }
      guard option.repeats || given[name] == nil else { throw error(.repeated(option: name)) }
      if case .flag = option.kind {
        guard cut == nil else { throw error(.unwantedValue(option: name)) }
        if name == "help" { asksHelp = true }
        given[name] = [""]
        return
      }
      let value = try value(of: option, in: text, after: cut)
      guard option.kind.accepts(value) else {
        throw error(.badValue(option: name, given: value, expected: option.kind.expected))
      }
      given[name, default: []].append(value)
    }

    mutating func value(
      of option: CommandOption, in text: String, after cut: String.Index?
    ) throws(UsageError) -> String {
      if let cut { return String(text[text.index(after: cut)...]) }
      // The next word is the value, unless it is plainly the next option.
      guard let next = rest.first, !next.hasPrefix("--") else {
        throw error(.missingValue(option: option.name, expected: option.kind.expected))
      }
      rest.removeFirst()
      return next
    }

    func finish() throws(UsageError) -> ParsedCommand {
      if asksHelp || isHelpVerb || (verb == nil && !syntax.verbs.isEmpty) {
        return .help(syntax.helpText(for: verb))
      }
      let options = syntax.options(of: verb)
      for option in options where option.required && given[option.name] == nil {
        throw error(.missingOption(option.name))
      }
      try checkOperands(verb?.operands ?? syntax.operands)
      return .run(
        Invocation(
          verb: verb?.name ?? "", operands: operands,
          declared: Dictionary(options.map { ($0.name, $0) }) { own, _ in own }, given: given))
    }

    func checkOperands(_ expected: [Operand]) throws(UsageError) {
      if operands.count > expected.count && !(expected.last?.repeats ?? false) {
        throw error(.unwantedOperand(operands[expected.count]))
      }
      for (place, operand) in expected.enumerated()
      where place >= operands.count && !operand.optional {
        throw error(.missingOperand(operand.name))
      }
    }
  }
}
