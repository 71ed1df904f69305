/// The prices of the bars of a window, each kind in a row of its own.
///
/// A ring of blocks that knows the lowest and the highest close of each block, so that a search
/// for a close beyond a price passes over most of them.
struct LevelColumns: Sendable, Hashable, Codable {
  private static let blockLength = 16
  /// Enough for the window wherever it begins in a block.
  private static let capacity = 320

  private var highs: [Double] = []
  private var lows: [Double] = []
  private var closes: [Double] = []
  private var lowestCloses: [Double] = []
  private var highestCloses: [Double] = []
  /// How many bars there have been; the next one has this number.
  private(set) var end = 0

  mutating func append(_ bar: LevelBar) {
    let place = LevelColumns.place(of: end)
    let block = place / LevelColumns.blockLength
    let isFirstOfBlock = place % LevelColumns.blockLength == 0
    if end < LevelColumns.capacity {
      highs.append(bar.high)
      lows.append(bar.low)
      closes.append(bar.close)
      if isFirstOfBlock {
        lowestCloses.append(bar.close)
        highestCloses.append(bar.close)
      }
    } else {
      highs[place] = bar.high
      lows[place] = bar.low
      closes[place] = bar.close
    }
    lowestCloses[block] = isFirstOfBlock ? bar.close : min(lowestCloses[block], bar.close)
    highestCloses[block] = isFirstOfBlock ? bar.close : max(highestCloses[block], bar.close)
    end += 1
  }

  func high(_ bar: Int) -> Double { highs[LevelColumns.place(of: bar)] }
  func low(_ bar: Int) -> Double { lows[LevelColumns.place(of: bar)] }
  func close(_ bar: Int) -> Double { closes[LevelColumns.place(of: bar)] }

  /// The first bar from a number on that closed above a price; nil when none did.
  func firstClose(above price: Double, from start: Int) -> Int? {
    var bar = start
    while bar < end {
      let place = LevelColumns.place(of: bar)
      let block = place / LevelColumns.blockLength
      let count = min((block + 1) * LevelColumns.blockLength - place, end - bar)
      if highestCloses[block] > price {
        for offset in 0..<count where closes[place + offset] > price { return bar + offset }
      }
      bar += count
    }
    return nil
  }

  /// The first bar from a number on that closed below a price; nil when none did.
  func firstClose(below price: Double, from start: Int) -> Int? {
    var bar = start
    while bar < end {
      let place = LevelColumns.place(of: bar)
      let block = place / LevelColumns.blockLength
      let count = min((block + 1) * LevelColumns.blockLength - place, end - bar)
      if lowestCloses[block] < price {
        for offset in 0..<count where closes[place + offset] < price { return bar + offset }
      }
      bar += count
    }
    return nil
  }

  @inline(__always)
  private static func place(of bar: Int) -> Int {
    Int(truncatingIfNeeded: UInt(bitPattern: bar) % UInt(capacity))
  }
}
