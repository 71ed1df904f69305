/// How much a line of the log matters.
public enum LogLevel: String, Sendable, Hashable, CaseIterable, Comparable {
  /// For those who look into one part.
  case debug
  /// What a service does, in large steps.
  case info
  /// Something is odd and was coped with.
  case warning
  /// A person has to look: a page or a ticket, nothing else.
  case error

  var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warning: 2
    case .error: 3
    }
  }

  public static func < (a: LogLevel, b: LogLevel) -> Bool { a.rank < b.rank }
}

/// From which level on lines are written, for all components and for single ones.
///
/// The text form is "info,bus=debug,store=warning": one level for all, then exceptions.
public struct LogLevels: Sendable, Hashable {
  /// The level of components without one of their own.
  public var base: LogLevel
  /// The levels of single components.
  public var components: [String: LogLevel]

  public init(base: LogLevel = .info, components: [String: LogLevel] = [:]) {
    self.base = base
    self.components = components
  }

  /// Reads the text form; nil for anything else.
  public init?(_ text: String) {
    self.init()
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map {
        String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      guard let last = sides.last, let level = LogLevel(rawValue: last) else { return nil }
      switch sides.count {
      case 1: base = level
      case 2 where !sides[0].isEmpty: components[sides[0]] = level
      default: return nil
      }
    }
  }

  /// What to write instead, for error messages.
  public static let expected = "levels like info,bus=debug (debug, info, warning, error)"

  func level(of component: String) -> LogLevel { components[component] ?? base }
}
