/// Where a value of the configuration was given.
public enum ConfigurationOrigin: Sendable, Hashable {
  /// Nowhere: it is the default.
  case builtIn
  /// In this file, at this line.
  case file(String, line: Int)
  /// In this environment variable.
  case environment(String)
  /// On the command line, `--set`.
  case commandLine

  /// The place of the key `path`, for messages.
  func place(of path: String) -> String {
    switch self {
    case .builtIn: "default: \(path)"
    case .file(let name, let line): "\(name):\(line): \(path)"
    case .environment(let variable): "environment: \(variable) (\(path))"
    case .commandLine: "--set \(path)"
    }
  }

  /// Later layers win.
  var rank: Int {
    switch self {
    case .builtIn: 0
    case .file: 1
    case .environment: 2
    case .commandLine: 3
    }
  }
}

/// A value that is not a section: what the keys of a configuration lead to.
enum ConfigurationValue: Sendable, Hashable {
  case flag(Bool)
  /// A number in decimal digits.
  case number(String)
  case text(String)
  /// From the environment or the command line, where everything is text.
  case untyped(String)
  case null
  /// An array of so many elements, which stand at PATH[0], PATH[1] …
  case array(Int)

  /// How it looks in a message.
  var shown: String {
    switch self {
    case .flag(let flag): String(flag)
    case .number(let digits): digits
    case .text(let text), .untyped(let text): "\"\(text.prefix(80))\""
    case .null: "null"
    case .array(let count): "an array of \(count)"
    }
  }
}
