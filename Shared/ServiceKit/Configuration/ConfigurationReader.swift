public import Quantities

/// Reads a configuration by declaring what it may hold.
///
/// Every read names a key path, its default and what is allowed. Reads do not throw: they note what
/// is wrong and go on with the default, and `finish()` refuses everything that was wrong at once,
/// keys that nobody read among them.
///
///     var reader = ConfigurationReader(tree)
///     let risk = reader.decimal("risk.perTrade", default: "0.005", .positive(upTo: "0.1"))
///     let trades = reader.integer("risk.maxTrades", default: 3, 1...100)
///     try reader.finish()
public struct ConfigurationReader: Sendable {
  private var tree: ConfigurationTree
  private var known: Set<String> = []
  private var ignored: Set<String> = []
  private var problems: [ConfigurationProblem] = []
  /// All values that were read, in the order of reading, for showing; secrets are hidden.
  public private(set) var effective: [(path: String, value: String, origin: ConfigurationOrigin)] =
    []

  public init(_ tree: ConfigurationTree) { self.tree = tree }

  /// A value of any type that text can be turned into.
  ///
  /// - Parameters:
  ///   - expected: what is allowed, for the message: "a price above 0".
  ///   - parse: the value, or nil if the text is not allowed.
  public mutating func value<Value>(
    _ path: String, default standard: String, expected: String, parse: (String) -> Value?
  ) -> Value {
    let given = take(path) { Self.number($0) ?? Self.words($0) }
    return parsed(path, given, standard, expected, parse)
  }

  /// The same, where a bare number is not meant: names, times, time frames.
  public mutating func word<Value>(
    _ path: String, default standard: String, expected: String, parse: (String) -> Value?
  ) -> Value {
    let given = take(path) { Self.words($0) }
    return parsed(path, given, standard, expected, parse)
  }

  /// An exact decimal number: a ratio, a price, an amount.
  public mutating func decimal<Number: Measure>(
    _ path: String, default standard: Number, _ bounds: DecimalBounds = .any
  ) -> Number {
    value(path, default: standard.description, expected: bounds.expected) { text in
      FixedPoint(text).flatMap { bounds.contain($0) ? Number($0) : nil }
    }
  }

  /// A binary number, for indicators and statistics.
  public mutating func number(
    _ path: String, default standard: Double, _ bounds: DecimalBounds = .any
  ) -> Double {
    value(path, default: String(standard), expected: bounds.expected) { text in
      FixedPoint(text).flatMap { bounds.contain($0) ? Double(text) : nil }
    }
  }

  /// A whole number.
  public mutating func integer(
    _ path: String, default standard: Int, _ range: ClosedRange<Int> = .min ... .max
  ) -> Int {
    value(path, default: String(standard), expected: DecimalBounds.integers(range)) { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A length of time in nanoseconds.
  public mutating func duration(_ path: String, default standard: String) -> Int64 {
    word(path, default: standard, expected: DurationText.expected, parse: DurationText.nanoseconds)
  }

  /// Any text.
  public mutating func text(_ path: String, default standard: String) -> String {
    let given = take(path) { Self.words($0) }
    if let given, given.text == nil { refuse(given, path, "a text") }
    return noted(path, given?.text, given?.origin, standard)
  }

  /// A text that need not be given.
  public mutating func text(_ path: String) -> String? {
    let given = take(path) { Self.words($0) }
    if let given, given.text == nil { refuse(given, path, "a text") }
    if let text = given?.text { note(path, text, given!.origin) }
    return given?.text
  }

  /// True or false.
  public mutating func flag(_ path: String, default standard: Bool) -> Bool {
    let given = take(path) { value in
      switch value {
      case .flag(let flag): flag ? "true" : "false"
      case .untyped(let text) where text == "true" || text == "false": text
      default: nil
      }
    }
    if let given, given.text == nil { refuse(given, path, "true or false") }
    return noted(path, given?.text, given?.origin, standard ? "true" : "false") == "true"
  }

  /// One of the words of an enum.
  public mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ path: String, default standard: Choice
  ) -> Choice where Choice.RawValue == String {
    let words = Choice.allCases.map(\.rawValue)
    let given = take(path) { Self.words($0) }
    let chosen = given?.text.flatMap { Choice(rawValue: $0) }
    if let given, chosen == nil {
      let near = given.text.flatMap { Suggestion.nearest(to: $0, among: words) }
      refuse(
        given, path,
        "one of \(words.joined(separator: ", "))\(near.map { "; did you mean \($0)?" } ?? "")")
    }
    note(path, (chosen ?? standard).rawValue, chosen == nil ? .builtIn : given!.origin)
    return chosen ?? standard
  }

  /// A text that is never shown. It may not stand on the command line, where others can read it.
  public mutating func secret(_ path: String) -> Secret? {
    guard let given = take(path, read: { Self.words($0) }) else { return nil }
    guard given.origin != .commandLine else {
      problem(given.origin, path, "is a secret: give it in a file or in the environment")
      return nil
    }
    guard let text = given.text else {
      problem(given.origin, path, "is of the wrong type, expected a text")
      return nil
    }
    note(path, Redaction.mark, given.origin)
    return Secret(text)
  }

  /// An array of texts; in the environment and behind `--set` also "a,b,c".
  public mutating func texts(_ path: String, default standard: [String]) -> [String] {
    resolve(path)
    guard let leaf = tree.leaves[path] else {
      note(path, standard.joined(separator: ","), .builtIn)
      return standard
    }
    switch leaf.value {
    case .array(let count):
      return (0..<count).map { text("\(path)[\($0)]", default: "") }
    case .untyped(let text):
      note(path, text, leaf.origin)
      return text.split(separator: ",").map { $0.trimmed }
    case .flag, .number, .text, .null:
      refuse(Given(text: nil, value: leaf.value, origin: leaf.origin), path, "an array of texts")
      return standard
    }
  }

  /// An array of sections: `read` is called for each with the path that its keys start with,
  /// and reads them like any others.
  ///
  /// A word may stand in the place of a section, and in the environment and behind `--set` also
  /// "a,b,c"; `read` gets the word.
  public mutating func sections<Section>(
    _ path: String, default standard: [Section] = [],
    read: (_ reader: inout ConfigurationReader, _ prefix: String, _ word: String?) -> Section
  ) -> [Section] {
    resolve(path)
    guard let leaf = tree.leaves[path] else { return standard }
    switch leaf.value {
    case .array(let count):
      return (0..<count).map { index in
        let prefix = "\(path)[\(index)]"
        return read(&self, prefix, tree.leaves[prefix] == nil ? nil : text(prefix, default: ""))
      }
    case .untyped(let text):
      note(path, text, leaf.origin)
      return text.split(separator: ",").enumerated().map { index, word in
        read(&self, "\(path)[\(index)]", word.trimmed)
      }
    case .flag, .number, .text, .null:
      refuse(
        Given(text: nil, value: leaf.value, origin: leaf.origin), path, "an array of sections")
      return standard
    }
  }

  /// The keys that were given in a section whose keys are names, sorted: weights by signal.
  public func names(in section: String) -> [String] { tree.names(under: section) }

  /// Says that keys that start with this belong to another reader.
  public mutating func ignore(_ section: String) { ignored.insert(section) }

  /// Notes that values which are fine alone do not go together.
  public mutating func refuse(_ path: String, _ complaint: String) {
    // An element of a list in one word has no place of its own.
    let list = path.firstIndex(of: "[").map { String(path[..<$0]) }
    let leaf = tree.leaves[path] ?? list.flatMap { tree.leaves[$0] }
    problem(leaf?.origin ?? .builtIn, path, complaint)
  }

  /// Refuses what was wrong, with every key that was given and not read.
  public func finish() throws(ConfigurationError) {
    let all = problems + unknownKeys + unknownVariables
    if !all.isEmpty { throw .refused(all) }
  }
}

extension ConfigurationReader {
  private struct Given {
    /// The value in the form that was asked for; nil if it is of another type.
    let text: String?
    let value: ConfigurationValue
    let origin: ConfigurationOrigin
  }

  private mutating func parsed<Value>(
    _ path: String, _ given: Given?, _ standard: String, _ expected: String,
    _ parse: (String) -> Value?
  ) -> Value {
    if let given {
      if let text = given.text, let value = parse(text) {
        note(path, text, given.origin)
        return value
      }
      refuse(given, path, expected)
    }
    guard let value = parse(standard) else {
      preconditionFailure("\(path): the default \(standard) is not allowed")
    }
    note(path, standard, .builtIn)
    return value
  }

  private mutating func resolve(_ path: String) {
    known.insert(path)
    do {
      try tree.resolveVariable(for: path)
    } catch {
      problem(.environment(ConfigurationTree.variable(for: path)), path, "is not JSON5")
    }
  }

  private mutating func take(_ path: String, read: (ConfigurationValue) -> String?) -> Given? {
    resolve(path)
    return tree.leaves[path].map { Given(text: read($0.value), value: $0.value, origin: $0.origin) }
  }

  private static func number(_ value: ConfigurationValue) -> String? {
    if case .number(let digits) = value { digits } else { nil }
  }

  private static func words(_ value: ConfigurationValue) -> String? {
    switch value {
    case .text(let text), .untyped(let text): text
    case .flag, .number, .null, .array: nil
    }
  }

  private mutating func refuse(_ given: Given, _ path: String, _ expected: String) {
    problem(given.origin, path, "is \(given.value.shown), expected \(expected)")
  }

  private mutating func problem(
    _ origin: ConfigurationOrigin, _ path: String, _ complaint: String
  ) {
    problems.append(ConfigurationProblem(place: origin.place(of: path), complaint: complaint))
  }

  private mutating func note(_ path: String, _ value: String, _ origin: ConfigurationOrigin) {
    effective.append((path, value, origin))
  }

  private mutating func noted(
    _ path: String, _ text: String?, _ origin: ConfigurationOrigin?, _ standard: String
  ) -> String {
    note(path, text ?? standard, text == nil ? .builtIn : origin!)
    return text ?? standard
  }

  private func isIgnored(_ path: String) -> Bool {
    ignored.contains { path == $0 || path.hasPrefix($0 + ".") || path.hasPrefix($0 + "[") }
  }

  private var unknownKeys: [ConfigurationProblem] {
    let paths = tree.leaves.keys.filter { !known.contains($0) && !isIgnored($0) }
    // An element of an array that was refused as a whole says nothing new.
    return paths.sorted().compactMap { path in
      let refusedArray = path.firstIndex(of: "[").map { known.contains(String(path[..<$0])) }
      if refusedArray == true && !path.contains("].") { return nil }
      let complaint =
        if known.contains(where: { $0.hasPrefix(path + ".") }) {
          "is a section, not a value"
        } else if let near = nearest(to: path) {
          "is not known; did you mean \(near)?"
        } else {
          "is not known"
        }
      return ConfigurationProblem(
        place: tree.leaves[path]!.origin.place(of: path), complaint: complaint)
    }
  }

  private var unknownVariables: [ConfigurationProblem] {
    let names = known.map(ConfigurationTree.variable)
    return tree.environment.keys.sorted().filter { name in
      !ignored.contains { name.hasPrefix(ConfigurationTree.variable(for: $0) + "_") }
    }.map { name in
      let near = Suggestion.nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
      return ConfigurationProblem(
        place: "environment: \(name)", complaint: "is not known\(near)")
    }
  }

  /// The known key that is meant: the same section first, then the same last word anywhere.
  private func nearest(to path: String) -> String? {
    if let near = Suggestion.nearest(to: path, among: Array(known)) { return near }
    let last = path.split(separator: ".").last.map(String.init) ?? path
    return known.sorted().first { $0.hasSuffix(".\(last)") || $0 == last }
  }
}

extension Substring {
  /// Without spaces at both ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
