import Events
import MarketDataCore
import MarketDataFiles
import Quantities
import ServiceKit

/// The candle files of a command that looks at candles alone: no session, no configuration.
enum AnalysisFiles {
  static let operand = Operand(
    "FILE", "A candle file, gzip or plain; FILE@VENUE:BASE/QUOTE@1h names what it holds.",
    repeats: true)

  /// Stands for the instrument of a file that names none.
  static let unnamed = MarketSymbol(venue: "file", base: "ANY", quote: "ANY")

  /// Reads all files, or none: a bad one leaves no half of an answer.
  static func load(
    _ arguments: [String], reading: CandleReading = .strict
  ) throws(CandleFileError) -> [CandleFile] {
    var files: [CandleFile] = []
    for argument in arguments { files.append(try load(argument, reading)) }
    return files
  }

  /// Reads a file; one whose name tells no instrument, or whose rows tell no usual time frame,
  /// will do.
  private static func load(
    _ text: String, _ reading: CandleReading
  ) throws(CandleFileError) -> CandleFile {
    var argument = try MarketArgument(text)
    let given = argument.timeFrame
    while true {
      do throws(CandleFileError) {
        return try argument.load(reading: reading)
      } catch {
        switch error.reason {
        case .unknownInstrument where argument.symbol == nil: argument.symbol = unnamed
        case .unknownTimeFrame(let smallest) where argument.timeFrame == nil:
          argument.timeFrame = frame(of: smallest)
        // The rows do not keep to their smallest spacing.
        case .unaligned
        where given == nil && argument.timeFrame != nil && argument.timeFrame != .s1:
          argument.timeFrame = .s1
        default: throw error
        }
      }
    }
  }

  private static func frame(of spacing: Interval?) -> TimeFrame {
    let second = Interval.seconds(1).nanoseconds
    guard let spacing, spacing.nanoseconds % second == 0,
      let seconds = Int32(exactly: spacing.nanoseconds / second)
    else { return .s1 }
    return TimeFrame(seconds: seconds)
  }
}

extension Candle {
  /// The candle of a file in binary numbers.
  init(_ bar: MarketDataCore.Bar) {
    self.init(
      openTime: bar.openTime, open: bar.open.double, high: bar.high.double, low: bar.low.double,
      close: bar.close.double, volume: bar.volume.double)
  }
}
