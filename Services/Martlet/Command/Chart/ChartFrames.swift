import Events
import MarketDataCore
import MarketDataFiles
import Quantities
import ServiceKit

/// Which file is drawn, and the time frames that its levels and its regime come from.
struct ChartFrames {
  let drawn: CandleFile
  let levels: TimeFrame
  let regime: TimeFrame

  var base: TimeFrame { drawn.timeFrame }

  /// What the drawn file holds; the name of the file where nothing tells the instrument.
  var title: String {
    let isNamed = drawn.symbol != AnalysisFiles.unnamed
    let file = drawn.path.split(separator: "/").last.map(String.init) ?? drawn.path
    return "\(isNamed ? drawn.symbol.instrument.description : file) \(base)"
  }

  /// Draws the finest file. Of several files the next one has the levels, the coarsest the regime;
  /// of one, they are built.
  init(of files: [CandleFile], levels: TimeFrame? = nil, regime: TimeFrame? = nil) throws {
    let sorted = files.sorted { $0.timeFrame < $1.timeFrame }
    let drawn = sorted[0]
    if let other = sorted.first(where: { $0.symbol != drawn.symbol }) {
      throw CommandFailure(
        "A chart shows one instrument: \(drawn.path) is \(drawn.symbol.instrument), \(other.path) "
          + "is \(other.symbol.instrument); FILE@VENUE:BASE/QUOTE names what a file holds.",
        .configuration)
    }
    let coarser = sorted.dropFirst().map(\.timeFrame)
    self.drawn = drawn
    self.levels = levels ?? coarser.first ?? ChartFrames.step(from: drawn.timeFrame)
    self.regime = regime ?? coarser.last ?? ChartFrames.regime(over: self.levels, drawn.timeFrame)
  }

  private static let usual: [TimeFrame] = [
    .s15, .m1, .m5, .m15, .m30, .h1, .h2, .h4, .h12, .d1, .w1,
  ]

  /// One step further, but not beyond a day, the time frame in which regimes are usually told.
  private static func regime(over levels: TimeFrame, _ base: TimeFrame) -> TimeFrame {
    max(base, min(step(from: levels, in: base), .d1))
  }

  /// The first usual frame at least four times as long that can be built; itself without one.
  private static func step(from frame: TimeFrame, in base: TimeFrame? = nil) -> TimeFrame {
    usual.first { $0.seconds / 4 >= frame.seconds && (base ?? frame).divides($0) } ?? frame
  }
}
