/// One thing that is wrong with a configuration, and where.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
  /// The file and key path, the environment variable, or the option.
  public let place: String
  /// What is wrong, and what was expected or meant.
  public let complaint: String

  public init(place: String, complaint: String) {
    self.place = place
    self.complaint = complaint
  }

  public var description: String { "\(place) \(complaint)" }
}

/// Why a configuration was refused.
public enum ConfigurationError: ServiceFailure, Hashable {
  /// The file cannot be read.
  case unreadable(SystemError)
  /// The file, variable or option does not hold JSON5; the place is FILE:LINE:COLUMN.
  case malformed(place: String, reason: String)
  /// `--set` without a key and a value.
  case badAssignment(String)
  /// Everything that was wrong, at once.
  case refused([ConfigurationProblem])

  public var sentence: String {
    switch self {
    case .unreadable(let error):
      "The configuration cannot be read: \(error.reason): \(error.object)."
    case .malformed(let place, let reason):
      "\(place): \(reason)."
    case .badAssignment(let text):
      "--set \(text): expected --set SECTION.KEY=VALUE."
    case .refused(let problems):
      problems.map(\.description).joined(separator: "\n")
    }
  }

  public var exitCode: ExitCode {
    if case .badAssignment = self { .usage } else { .configuration }
  }
}
