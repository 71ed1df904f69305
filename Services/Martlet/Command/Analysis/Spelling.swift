import Events
import IndicatorCore
import Quantities

// The words of tables, which spreadsheets and scripts compare.

extension Regime {
  var spelling: String {
    switch self {
    case .neutral: "NEUTRAL"
    case .trendingUp: "TRENDING_UP"
    case .trendingDown: "TRENDING_DOWN"
    case .ranging: "RANGING"
    case .volatile: "VOLATILE"
    }
  }
}

extension LevelKind {
  var spelling: String {
    switch self {
    case .support: "SUPPORT"
    case .resistance: "RESISTANCE"
    }
  }
}

extension LevelPhase {
  var spelling: String {
    switch self {
    case .candidate: "CANDIDATE"
    case .confirmed: "CONFIRMED"
    case .broken: "BROKEN"
    case .retested: "RETESTED"
    case .retired: "RETIRED"
    }
  }
}

extension SwingPoint.Kind {
  var spelling: String {
    switch self {
    case .high: "H"
    case .low: "L"
    }
  }
}

extension Direction {
  var spelling: String {
    switch self {
    case .long: "LONG"
    case .short: "SHORT"
    }
  }
}

extension SetupType {
  var spelling: String { rawValue.capitals }
}

extension String {
  /// In capitals, with underscores for dashes.
  var capitals: String {
    String(uppercased().map { $0 == "-" ? "_" : $0 })
  }
}
