import Events
import IndicatorCore
import Quantities

/// The lines of a table of analyses.
struct AnalysisTable {
  let groups: AnalysisGroups
  let columns: [TableColumn]
  /// Whether there are several files, and lines name theirs.
  let namesFile: Bool

  init(groups: AnalysisGroups, hasExtras: Bool, namesFile: Bool) {
    self.groups = groups
    self.namesFile = namesFile
    columns = TableColumn.columns(of: groups, hasExtras: hasExtras)
  }

  /// The first line of CSV.
  var header: String {
    let names = ["open_time_ms"] + columns.map(\.name)
    return (names + (namesFile ? ["file", "instrument", "time_frame"] : []))
      .joined(separator: ",") + "\n"
  }

  func appendCSV(_ reading: SeriesReading, _ source: AnalysisSource, to text: inout TableText) {
    text.append(reading.candle.openTime.milliseconds)
    for column in columns {
      text.append(",")
      switch column.cell(reading) {
      case .number(let number): text.append(number, blank: "")
      case .integer(let number): text.append(number)
      case .word(let word): text.append(word)
      }
    }
    if namesFile {
      text.append("," + csv(source.path) + "," + csv(source.instrument ?? ""))
      text.append(",\(reading.timeFrame)")
    }
    text.append("\n")
  }

  private func csv(_ text: String) -> String {
    "\"" + text.map { $0 == "\"" ? "\"\"" : "\($0)" }.joined() + "\""
  }
}

/// Where the lines of a file come from.
struct AnalysisSource {
  let path: String
  /// Nil when neither the name nor the command line tells it.
  let instrument: String?
  let timeFrame: String
}

// One object a candle and line.
extension AnalysisTable {
  /// - Parameter setups: what triggers on the candle; nil where triggers are not looked for.
  func appendJSON(
    _ reading: SeriesReading, _ source: AnalysisSource, setups: [TriggeredSetup]?,
    to text: inout TableText
  ) {
    text.append("{")
    text.member("open_time_ms", reading.candle.openTime.milliseconds)
    for column in columns {
      switch column.cell(reading) {
      case .number(let number): text.member(column.name, number)
      case .integer(let number): text.member(column.name, number)
      case .word(let word): text.member(column.name, word: word)
      }
    }
    if groups.contains(.pivots) { text.member("pivots", reading.pivots) { $1.append(to: &$0) } }
    if groups.contains(.levels) {
      text.member("levels", reading.shownLevels) { $1.append(to: &$0) }
    }
    if groups.contains(.setups) {
      if let setups {
        text.member("setups", setups) { $1.append(to: &$0) }
      } else {
        text.member("setups", word: nil)
      }
    }
    if namesFile { text.member("file", text: source.path) }
    text.member("instrument", word: source.instrument)
    text.member("time_frame", word: source.timeFrame)
    text.closed("}\n")
  }
}

extension Pivot {
  func append(to text: inout TableText) {
    text.member("index", index)
    text.member("open_time_ms", openTime.milliseconds)
    text.member("price", point.price)
    text.member("kind", word: point.kind.spelling)
  }
}

/// A level together with what it is made of.
struct ShownLevel {
  let level: Level
  let cluster: LevelCluster

  func append(to text: inout TableText) {
    text.member("price", level.price)
    text.member("lo", level.low)
    text.member("hi", level.high)
    text.member("tests", level.tests)
    text.member("breaks", level.breaks)
    text.member("last_test", cluster.lastTest)
    text.member("first_test", cluster.firstTest)
    text.member("strength", level.strength)
    text.member("kind", word: level.kind.spelling)
    text.member("members", cluster.members)
    text.member("id", word: level.id.description)
    text.member("phase", word: level.phase.spelling)
    text.member("usable", level.usable)
  }
}

extension SeriesReading {
  /// Levels with one test alone are swing points, and not shown again.
  static let shownTests = 2

  /// From the lowest price to the highest.
  var shownLevels: [ShownLevel] {
    guard let map else { return [] }
    return zip(map.levels, map.clusters).compactMap { level, cluster in
      level.tests < SeriesReading.shownTests ? nil : ShownLevel(level: level, cluster: cluster)
    }
  }
}
