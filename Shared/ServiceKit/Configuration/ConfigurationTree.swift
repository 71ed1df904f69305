/// All values that were given, by key path, each with where it was given.
///
/// Four layers: defaults (which the reader knows), one file in JSON5, the environment
/// (`MARTLET_RISK_PER_TRADE` for `risk.perTrade`), the command line (`--set risk.perTrade=0.01`).
/// A later layer wins; an array replaces the whole array of an earlier layer.
public struct ConfigurationTree: Sendable {
  struct Leaf: Sendable {
    var value: ConfigurationValue
    var origin: ConfigurationOrigin
  }

  private(set) var leaves: [String: Leaf] = [:]
  /// Variables that start with MARTLET_, not yet matched to key paths.
  private(set) var environment: [String: String] = [:]

  /// Nothing is given: every key has its default.
  public init() {}

  /// The layers of a process, in their order.
  ///
  /// - Parameters:
  ///   - file: the configuration file, if there is one.
  ///   - environment: of it, what starts with `MARTLET_`.
  ///   - assignments: what stood behind each `--set`.
  public static func layered(
    file: String?, environment: [String: String], assignments: [String]
  ) throws(ConfigurationError) -> ConfigurationTree {
    var tree = ConfigurationTree()
    if let file {
      let bytes: [UInt8]
      do {
        bytes = try WholeFile.read(file, limit: 4 << 20)
      } catch {
        throw .unreadable(error)
      }
      try tree.add(json5: bytes, from: file)
    }
    tree.add(environment: environment)
    for text in assignments { try tree.add(assignment: text) }
    return tree
  }

  /// Adds a file's text.
  public mutating func add(json5 bytes: [UInt8], from file: String) throws(ConfigurationError) {
    let document = try Self.document(bytes, place: file)
    guard case .section = document else {
      throw .malformed(place: "\(file):1:1", reason: "the outermost level must be { … }")
    }
    try place(document, at: "") { .file(file, line: $0) }
  }

  /// Adds the variables that start with MARTLET_, without secrets and those that only tests and
  /// tools read.
  public mutating func add(environment variables: [String: String]) {
    for (name, value) in variables
    where name.hasPrefix("MARTLET_") && !name.hasPrefix("MARTLET_TEST_")
      && !Environment.accountKey.contains(name)
    {
      environment[name] = value
    }
  }

  /// Adds `section.key=value`; a value that starts with [ or { is read as JSON5.
  public mutating func add(assignment text: String) throws(ConfigurationError) {
    guard let cut = text.firstIndex(of: "="), cut != text.startIndex else {
      throw .badAssignment(text)
    }
    let path = String(text[..<cut])
    let value = String(text[text.index(after: cut)...])
    try set(path, to: value, from: .commandLine)
  }

  /// The variable that stands for a key path: `risk.perTrade` is `MARTLET_RISK_PER_TRADE`.
  static func variable(for path: String) -> String {
    var name = "MARTLET_"
    for letter in path {
      if letter.isLetter || letter.isNumber {
        if letter.isUppercase { name.append("_") }
        name.append(letter.uppercased())
      } else if name.last != "_" {
        name.append("_")
      }
    }
    return name
  }

  /// Lays the variable of `path` over what files gave, if there is one; the command line stays.
  mutating func resolveVariable(for path: String) throws(ConfigurationError) {
    let name = Self.variable(for: path)
    guard let text = environment.removeValue(forKey: name) else { return }
    let wins = leaves.contains {
      ($0.key == path || $0.key.hasPrefix(path + ".") || $0.key.hasPrefix(path + "["))
        && $0.value.origin == .commandLine
    }
    if !wins { try set(path, to: text, from: .environment(name)) }
  }

  /// The names under a section, sorted.
  func names(under section: String) -> [String] {
    let prefix = section.isEmpty ? "" : section + "."
    var names: Set<String> = []
    for path in leaves.keys where path.hasPrefix(prefix) {
      names.insert(String(path.dropFirst(prefix.count).prefix { $0 != "." && $0 != "[" }))
    }
    return names.sorted()
  }
}

extension ConfigurationTree {
  private static func document(
    _ bytes: [UInt8], place: String
  ) throws(ConfigurationError) -> ConfigurationDocument {
    do {
      return try JSON5Reader.read(bytes)
    } catch {
      throw .malformed(place: "\(place):\(error.line):\(error.column)", reason: error.complaint)
    }
  }

  private mutating func set(
    _ path: String, to text: String, from origin: ConfigurationOrigin
  ) throws(ConfigurationError) {
    let begin = text.first { $0 != " " }
    if begin == "[" || begin == "{" {
      let document = try Self.document(Array(text.utf8), place: origin.place(of: path))
      try place(document, at: path) { _ in origin }
    } else {
      try place(.value(.untyped(text), line: 0), at: path) { _ in origin }
    }
  }

  private mutating func place(
    _ document: ConfigurationDocument, at path: String,
    from origin: (_ line: Int) -> ConfigurationOrigin
  ) throws(ConfigurationError) {
    switch document {
    case .value(let value, let line):
      removeElements(of: path)
      leaves[path] = Leaf(value: value, origin: origin(line))
    case .array(let elements, let line):
      removeElements(of: path)
      leaves[path] = Leaf(value: .array(elements.count), origin: origin(line))
      for (index, element) in elements.enumerated() {
        try place(element, at: "\(path)[\(index)]", from: origin)
      }
    case .section(let entries):
      for (key, entry) in entries {
        let inner = path.isEmpty ? key : "\(path).\(key)"
        guard !key.isEmpty, !key.contains(where: { ".[]".contains($0) }) else {
          throw .malformed(
            place: inner, reason: "a key must not be empty or hold a dot or a bracket")
        }
        try place(entry, at: inner, from: origin)
      }
    }
  }

  /// An array replaces what an earlier layer had there, elements and all.
  private mutating func removeElements(of path: String) {
    for key in leaves.keys where key.hasPrefix(path + "[") { leaves[key] = nil }
  }
}
