import Events
import IndicatorCore
import MarketDataCore
import MarketDataFiles
import Quantities
import ServiceKit

/// `martlet indicators`: what the candles of a file show, for comparing with a chart.
enum IndicatorsCommand: Command {
  static let verb = Verb(
    "indicators", "Print the indicators and the VuManChu marks of candle files, bar by bar.",
    details: """
      CSV with a header, or with --json one object a candle and line; the columns have the same \
      names. Numbers are the shortest that read back to the same bits, marks are 0 or 1, and what \
      is undefined is null, or an empty cell. Everything stands on the bar that makes it known. \
      Of several files, each is a series of its own, and the last column names it.
      """,
    options: [
      .flag("csv", "Print CSV; this is the default."), .json,
      .flag("extras", "Also print the marks of Cipher B that look at coarser time frames."),
    ],
    operands: [AnalysisFiles.operand])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    guard !(invocation.flag("csv") && invocation.flag("json")) else {
      throw UsageError(.other("--csv does not go with --json."), help: "martlet help indicators")
    }
    // All files are read before anything is printed: a bad one leaves no half of an answer.
    let files = try AnalysisFiles.load(invocation.operands)
    let isJSON = invocation.flag("json")
    let hasExtras = invocation.flag("extras")
    let table = AnalysisTable(
      columns: AnalysisColumn.all + (hasExtras ? AnalysisColumn.extras : []),
      namesFile: files.count > 1)
    if !isJSON, !Program.write(table.header) { return .ok }
    for file in files {
      let analysis = FullAnalysis(extras: hasExtras ? file.timeFrame : nil)
      guard print(file, analysis, as: table, isJSON: isJSON) else { break }
    }
    return .ok
  }

  /// False when nobody reads any more.
  private static func print(
    _ file: CandleFile, _ begun: FullAnalysis, as table: AnalysisTable, isJSON: Bool
  ) -> Bool {
    var analysis = begun
    var text = ""
    for bar in file.bars {
      analysis.update(Candle(bar))
      text +=
        isJSON
        ? table.json(analysis, at: bar.openTime, of: file.path)
        : table.csv(analysis, at: bar.openTime, of: file.path)
      guard text.utf8.count > 1 << 16 else { continue }
      guard Program.write(text) else { return false }
      text = ""
    }
    return Program.write(text)
  }
}
