import Events
import MarketDataCore
import MarketDataFiles
import Quantities
import ServiceKit

/// The files of a command line that belong to one instrument.
struct AnalysisMarket {
  /// Their places on the command line.
  private(set) var places: [Int]
  private(set) var files: [CandleFile]

  /// Puts each file to the first market of its instrument that has no file of its time frame.
  ///
  /// Files whose instrument is not known are of one when their prices are.
  static func all(of files: [CandleFile]) -> [AnalysisMarket] {
    var markets: [AnalysisMarket] = []
    for (place, file) in files.enumerated() {
      let home = markets.firstIndex { $0.takes(file) }
      if let home {
        markets[home].places.append(place)
        markets[home].files.append(file)
      } else {
        markets.append(AnalysisMarket(places: [place], files: [file]))
      }
    }
    return markets
  }

  private func takes(_ file: CandleFile) -> Bool {
    files[0].symbol == file.symbol && !files.contains { $0.timeFrame == file.timeFrame }
      && (file.symbol != AnalysisFiles.unnamed || files.allSatisfy { $0.hasPrices(of: file) })
  }

  /// The place of the file whose rows tell the triggers: that of the trigger frame, or else the
  /// finest, from which it is built.
  func host(of trigger: TimeFrame) -> Int {
    let index =
      files.firstIndex { $0.timeFrame == trigger }
      ?? files.indices.min { files[$0].timeFrame < files[$1].timeFrame } ?? 0
    return places[index]
  }
}

extension CandleFile {
  /// Whether candles of two time frames that cover the same time touch each other, all of them.
  fileprivate func hasPrices(of other: CandleFile) -> Bool {
    let (fine, coarse) = timeFrame < other.timeFrame ? (self, other) : (other, self)
    var isShared = false
    var index = 0
    for bar in fine.bars {
      while index < coarse.bars.count,
        coarse.timeFrame.closing(of: coarse.bars[index].openTime) <= bar.openTime
      { index += 1 }
      guard index < coarse.bars.count else { break }
      let whole = coarse.bars[index]
      guard whole.openTime <= bar.openTime else { continue }
      guard bar.low <= whole.high, bar.high >= whole.low else { return false }
      isShared = true
    }
    return isShared
  }
}

/// What triggers, for each candle of the file that tells it.
struct TriggerTape {
  /// The triggers with the time at which they are known, the earliest first.
  private var triggers: [(at: Instant, setup: TriggeredSetup)] = []
  private var told = 0

  init(of market: AnalysisMarket, frames: ReadingFrames) throws(CandleFileError) {
    var reading = try MarketReading(of: market.files, frames: frames)
    while let candle = reading.next() {
      for setup in reading.triggers(on: candle) { triggers.append((candle.closeTime, setup)) }
    }
  }

  /// What became known with a candle that closes then, and was not told before.
  mutating func told(by time: Instant) -> [TriggeredSetup] {
    let first = told
    while told < triggers.count, triggers[told].at <= time { told += 1 }
    return triggers[first..<told].map(\.setup)
  }
}
