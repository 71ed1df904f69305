import MarketDataCore
import MarketDataFiles
import Quantities
import ServiceKit

/// `martlet chart`: the candles of a file with everything the analysis sees in them, as one page.
enum ChartCommand: Command {
  static let verb = Verb(
    "chart", "Draw candle files with ribbon, levels, regime, waves and marks as one HTML page.",
    details: """
      The finest file is drawn; all files are of one instrument. The levels are those of the next \
      coarser file and the regime that of the coarsest. Of a single file, the levels are those of \
      the first usual frame at least four times as long, the regime that of the one \
      after it or of 1d, both built from the file: 1h has levels of 4h and the regime of 1d. Every value stands \
      on the candle that makes it known, computed from the beginning of the file; the levels are \
      those known at the last candle drawn.

      The page is one file and asks no network for anything. It is written as a whole or not at \
      all, and replaces a page of the same name.
      """,
    options: [
      CommandOption(
        "out", .text("PAGE"), "Where to write; by default the file's name with .html, here."),
      CommandOption("from", .text("DATE"), "Draw the candles that open then or later, UTC."),
      CommandOption("to", .text("DATE"), "Draw the candles that open before then, UTC."),
      CommandOption(
        "last", .integer("COUNT", 1...ChartRange.limit),
        "Draw so many candles, the last ones; \(ChartRange.standard) unless --from is given."),
      CommandOption("levels", .text("FRAME"), "Take the levels of this time frame, such as 4h."),
      CommandOption("regime", .text("FRAME"), "Take the regime of this time frame, such as 1d."),
      CommandOption(
        "title", .text("TEXT"), "The page's title; by default the instrument and its frame."),
      CommandOption(
        "theme", .choice(ChartPage.Theme.allCases.map(\.rawValue)),
        "The colours to begin with; auto follows the reader's system.", default: "auto"),
      CommandOption(
        "library", .text("FILE"),
        "TradingView's Lightweight Charts 5, standalone; by default what `make chart-library` "
          + "installs."),
    ],
    operands: [AnalysisFiles.operand])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let library = try ChartLibrary(at: invocation.text("library"))
    let files = try AnalysisFiles.load(invocation.operands)
    let frames = try ChartFrames(
      of: files, levels: frame("levels", invocation), regime: frame("regime", invocation))
    let range = try ChartRange(
      of: frames.drawn.bars, from: instant("from", invocation), to: instant("to", invocation),
      last: invocation.integer("last"))
    let path = invocation.text("out") ?? ChartPage.name(for: frames.drawn.path)
    guard !files.contains(where: { $0.path == path }) else {
      throw CommandFailure("The page would replace the candles in \(path).", .configuration)
    }
    let analysis = try ChartAnalysis(of: files, frames: frames, range: range)
    let page = ChartPage(
      title: invocation.text("title") ?? frames.title,
      theme: ChartPage.Theme(rawValue: invocation.value("theme")) ?? .auto, analysis: analysis,
      library: library)
    let html = page.html
    try TextFile.replace(path, with: html)
    Program.print("\(path): \(analysis.summary); \(html.utf8.count / 1000) kB")
    if range.isCut {
      Program.say(
        "martlet: \(frames.drawn.bars.count) candles are there; "
          + "--last, --from and --to choose what is drawn.")
    }
    return .ok
  }

  private static func frame(_ option: String, _ invocation: Invocation) throws -> TimeFrame? {
    try invocation.text(option).map { text in
      guard let frame = TimeFrame(text) else {
        throw bad(option, text, "a time frame such as 4h", invocation)
      }
      return frame
    }
  }

  private static func instant(_ option: String, _ invocation: Invocation) throws -> Instant? {
    try invocation.text(option).map { text in
      guard let instant = Instant(text) else {
        throw bad(option, text, "a date such as 2021-05-19 or 2021-05-19T13:00:00Z", invocation)
      }
      return instant
    }
  }

  private static func bad(
    _ option: String, _ text: String, _ expected: String, _ invocation: Invocation
  ) -> UsageError {
    UsageError(
      .badValue(option: option, given: text, expected: expected),
      help: "martlet help \(invocation.verb)")
  }
}
