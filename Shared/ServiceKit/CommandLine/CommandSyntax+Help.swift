extension CommandSyntax {
  /// What to type to see the help of a verb, or of the program.
  func helpCommand(for verb: Verb?) -> String {
    if let verb { return "\(program) help \(verb.name)" }
    return verbs.isEmpty ? "\(program) --help" : "\(program) help"
  }

  /// The help of the program, or of one of its verbs.
  public func helpText(for verb: Verb? = nil) -> String {
    var parts: [String] = []
    if let verb {
      parts.append("\(program) \(verb.name): \(verb.summary)")
      parts.append(usage(verb: verb.name, operands: verb.operands))
      if !verb.details.isEmpty { parts.append(verb.details) }
      parts.append(contentsOf: tables(operands: verb.operands, own: verb.options, shared: options))
    } else {
      parts.append("\(program): \(summary)")
      parts.append(usage(verb: verbs.isEmpty ? "" : "COMMAND", operands: operands))
      if !verbs.isEmpty {
        parts.append("Commands:\n" + Self.table(verbs.map { ($0.name, $0.summary) }))
      }
      parts.append(contentsOf: tables(operands: operands, own: options, shared: []))
      if !verbs.isEmpty { parts.append("More on one command: \(program) help COMMAND") }
      parts.append("Exit codes:\n" + Self.exitCodes)
    }
    return parts.joined(separator: "\n\n")
  }

  private func usage(verb: String, operands: [Operand]) -> String {
    (["Usage: \(program)", verb, "[OPTIONS]"] + operands.map(\.usage))
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func tables(
    operands: [Operand], own: [CommandOption], shared: [CommandOption]
  ) -> [String] {
    var parts: [String] = []
    if !operands.isEmpty {
      parts.append("Arguments:\n" + Self.table(operands.map { ($0.name, $0.help) }))
    }
    let all = (own + shared + [.help]).map { ($0.usage, $0.explanation) }
    parts.append("Options:\n" + Self.table(all))
    return parts
  }

  private static let exitCodes = table(
    ExitCode.allCases.map { (String($0.rawValue), $0.sentence) })

  /// Two columns; a long left side gets a line of its own, a long right side is wrapped.
  private static func table(_ rows: [(String, String)]) -> String {
    let width = min(28, rows.map(\.0.count).max() ?? 0)
    return rows.map { left, right in
      let lines = wrap(right, to: 96 - width)
      let indent = String(repeating: " ", count: width + 4)
      let first = left.count > width ? "  \(left)\n\(indent)" : "  \(left.padded(to: width))  "
      return first + lines.joined(separator: "\n\(indent)")
    }.joined(separator: "\n")
  }

  private static func wrap(_ text: String, to width: Int) -> [String] {
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

extension CommandOption {
  fileprivate var usage: String {
    kind.placeholder.map { "--\(name) \($0)" } ?? "--\(name)"
  }

  fileprivate var explanation: String {
    var text = help
    if let standard { text += " Default: \(standard)." }
    if repeats { text += " May be given more than once." }
    if required { text += " Required." }
    return text
  }
}
