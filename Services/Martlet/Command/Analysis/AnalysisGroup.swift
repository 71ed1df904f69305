import ServiceKit

/// What belongs together in a table of analyses.
enum AnalysisGroup: String, CaseIterable {
  /// Open, high, low, close and volume as they were read.
  case candles
  /// TA-Lib's indicators.
  case core
  /// Both VuManChu ciphers.
  case cipher
  case regime
  case signals
  case pivots
  case levels
  case setups
}

/// A choice of groups.
struct AnalysisGroups: Equatable {
  private var chosen: [AnalysisGroup]

  static let all = AnalysisGroups(AnalysisGroup.allCases)

  func contains(_ group: AnalysisGroup) -> Bool { chosen.contains(group) }

  mutating func remove(_ other: AnalysisGroups) { chosen.removeAll { other.contains($0) } }

  init(_ chosen: [AnalysisGroup]) { self.chosen = chosen }

  /// Reads names with commas between them.
  init(_ text: String, option: String, help: String) throws(UsageError) {
    chosen = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let group = AnalysisGroup(rawValue: String(word)) else {
        throw UsageError(.other(AnalysisGroups.sentence(String(word), option)), help: help)
      }
      chosen.append(group)
    }
  }

  private static func sentence(_ word: String, _ option: String) -> String {
    let known = AnalysisGroup.allCases.map(\.rawValue)
    let nearest = Suggestion.nearest(to: word, among: known)
    return "--\(option): there is no group \"\(word)\""
      + (nearest.map { "; did you mean \"\($0)\"?" } ?? ".")
      + " There are \(known.joined(separator: ", "))."
  }
}
