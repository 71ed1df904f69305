internal import FoundationEssentials

/// Where a value of the configuration was given.
public enum ConfigurationOrigin: Sendable, Hashable {
  /// Nowhere: it is the default.
  case builtIn
  /// In this file.
  case file(String)
  /// In this environment variable.
  case environment(String)
  /// On the command line, `--set`.
  case commandLine

  /// The place of the key `path`, for messages.
  func place(of path: String) -> String {
    switch self {
    case .builtIn: "default: \(path)"
    case .file(let name): "\(name): \(path)"
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

/// JSON5 as Foundation reads it, before it is laid out by paths.
indirect enum ConfigurationDocument: Decodable {
  case value(ConfigurationValue)
  case array([ConfigurationDocument])
  case section([String: ConfigurationDocument])

  init(json5 bytes: [UInt8]) throws {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    self = try decoder.decode(ConfigurationDocument.self, from: Data(bytes))
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      var section: [String: ConfigurationDocument] = [:]
      for key in container.allKeys {
        section[key.stringValue] = try container.decode(ConfigurationDocument.self, forKey: key)
      }
      self = .section(section)
    } else if var container = try? decoder.unkeyedContainer() {
      var elements: [ConfigurationDocument] = []
      while !container.isAtEnd {
        elements.append(try container.decode(ConfigurationDocument.self))
      }
      self = .array(elements)
    } else {
      self = .value(try Self.value(decoder.singleValueContainer()))
    }
  }

  /// Numbers pass through `Foundation.Decimal`, never through `Double`: 0.1 stays 0.1.
  private static func value(
    _ container: any SingleValueDecodingContainer
  ) throws -> ConfigurationValue {
    if container.decodeNil() { return .null }
    if let flag = try? container.decode(Bool.self) { return .flag(flag) }
    if let number = try? container.decode(FoundationEssentials.Decimal.self) {
      return .number(number.description)
    }
    return .text(try container.decode(String.self))
  }
}
