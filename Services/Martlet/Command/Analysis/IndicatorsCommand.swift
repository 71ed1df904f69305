import Events
import MarketDataCore
import MarketDataFiles
import Quantities
import ServiceKit

/// `martlet indicators`: what the candles of a file show, for comparing with a chart.
enum IndicatorsCommand: Command {
  static let verb = Verb(
    "indicators",
    "Print indicators, VuManChu marks, levels, regime, signals and setups of candle files.",
    details: """
      A line for each candle, with everything that is known when it closes and nothing later: \
      what needs candles after it stands on the candle that makes it known. CSV with a header, or \
      with --json one object a line; the columns have the same names. Numbers are the shortest \
      that read back to the same bits, marks are 0 or 1, what points down is negative, and what \
      is undefined is null, or an empty cell.

      Groups of columns, all printed unless --groups or --without choose:
        candles   open, high, low, close, volume, as they were read
        core      RSI, MACD, EMA, ATR, volume average, Bollinger, stochastic RSI, MFI, ADX and DI \
      as TA-Lib reckons
        cipher    VuManChu Cipher A (a_…) and B (b_…) as TradingView reckons
        regime    what the candle shows by itself (raw) and what is confirmed, with strengths
        signals   RSI extremes, volume spike and decline, rejection wick, MACD divergence
        pivots    swing points that the candle confirms, three candles after them
        levels    support and resistance after the candle, from two tests on (JSON only)
        setups    what triggers on the candle, before fees (JSON only; null where none are sought)

      Each file is a series of its own, whose regime and levels are those of its own time frame. \
      Only setups look at several: triggers of 1h at levels of 4h in the regime of 1d, or what \
      --trigger-frame, --level-frame and --regime-frame say. Files of one instrument are taken \
      together for that (files that name none, when their prices agree), and time frames that no \
      file gives are built from the finest. Of a coarser file the next frames that can be built \
      are used.

      A file without open_time_ms is counted, one candle an hour from 1970 on (or a time frame \
      that FILE@1d names). Columns that are not needed are passed over.

      With --contract, programs get another form: one object for each bar of the trigger frame, \
      with the regime, the levels of the level frame, the signals that hold, and the setups with \
      where they are in their lives; numbers are decimal strings.
      """,
    options: [
      .flag("csv", "Print CSV; this is the default."), .json,
      .flag("extras", "Also print the marks of Cipher B that look at coarser time frames."),
      .flag("averaged-stochastic", "Average the stochastic of Cipher B, as its option does."),
      CommandOption("groups", .text("LIST"), "Print these groups only, such as core,cipher."),
      CommandOption("without", .text("LIST"), "Leave these groups out, such as levels,setups."),
      .flag("contract", "Print an object for each trigger bar, for programs; see above."),
      CommandOption("trigger-frame", .text("FRAME"), "Look for triggers here; 1h by default."),
      CommandOption("level-frame", .text("FRAME"), "Trigger at the levels of it; 4h by default."),
      CommandOption("regime-frame", .text("FRAME"), "Trigger in the regime of it; 1d by default."),
    ],
    operands: [AnalysisFiles.operand])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let request = try AnalysisRequest(invocation)
    // All files are read before anything is printed: a bad one leaves no half of an answer.
    let files = try AnalysisFiles.load(invocation.operands, reading: .tolerant)
    if request.isContract { return try printContracts(of: files, request) }
    let tapes = try request.seeksTriggers ? triggers(in: files, request) : [:]
    let table = AnalysisTable(
      groups: request.groups, hasExtras: request.hasExtras, namesFile: files.count > 1)
    if !request.isJSON, !Program.write(table.header) { return .ok }
    for (place, file) in files.enumerated() {
      guard print(file, tapes[place], request, as: table) else { break }
    }
    return .ok
  }

  /// The contract of each instrument, one after the other.
  private static func printContracts(
    of files: [CandleFile], _ request: AnalysisRequest
  ) throws(CandleFileError) -> ExitCode {
    var contracts: [AnalysisContract] = []
    for market in AnalysisMarket.all(of: files) {
      let reading = try MarketReading(of: market.files, frames: request.frames(over: market))
      let source = AnalysisSource(market.files[0])
      contracts.append(AnalysisContract(symbol: source.instrument ?? source.path, reading: reading))
    }
    var text = TableText()
    for index in contracts.indices {
      while contracts[index].appendNext(to: &text) {
        guard text.bytes.count > 1 << 16 else { continue }
        guard Program.write(text.text) else { return .ok }
        text.clear()
      }
    }
    Program.write(text.text)
    return .ok
  }

  /// The triggers by the places of the files whose rows tell them.
  private static func triggers(
    in files: [CandleFile], _ request: AnalysisRequest
  ) throws(CandleFileError) -> [Int: TriggerTape] {
    var tapes: [Int: TriggerTape] = [:]
    for market in AnalysisMarket.all(of: files) {
      let frames = request.frames(over: market)
      tapes[market.host(of: frames.trigger)] = try TriggerTape(of: market, frames: frames)
    }
    return tapes
  }

  /// False when nobody reads any more.
  private static func print(
    _ file: CandleFile, _ begun: TriggerTape?, _ request: AnalysisRequest, as table: AnalysisTable
  ) -> Bool {
    var tape = begun
    var reading = SeriesReading(
      instrument: file.symbol.instrument, timeFrame: file.timeFrame, request)
    let source = AnalysisSource(file)
    var text = TableText()
    for candle in file.candles {
      reading.take(candle)
      if request.isJSON {
        let setups = tape?.told(by: file.timeFrame.closing(of: candle.openTime))
        table.appendJSON(reading, source, setups: setups, to: &text)
      } else {
        table.appendCSV(reading, source, to: &text)
      }
      guard text.bytes.count > 1 << 16 else { continue }
      guard Program.write(text.text) else { return false }
      text.clear()
    }
    return Program.write(text.text)
  }
}

extension AnalysisSource {
  init(_ file: CandleFile) {
    path = file.path
    instrument = file.symbol == AnalysisFiles.unnamed ? nil : file.symbol.instrument.description
    timeFrame = file.timeFrame.description
  }
}
