import MarketDataCore
import Quantities
import ServiceKit

/// Which candles of a file are drawn.
struct ChartRange {
  /// Places in the file; never empty.
  let bars: Range<Int>
  /// Whether there are more candles than are drawn, and nobody asked for fewer.
  let isCut: Bool

  /// So many unless another number or a date is asked for.
  static let standard = 5_000
  /// More would make a page that browsers struggle with.
  static let limit = 50_000

  /// Takes the bars from `from` on and before `to`, of these the last ones.
  init(of bars: [Bar], from: Instant? = nil, to: Instant? = nil, last: Int? = nil) throws {
    guard from == nil || last == nil else {
      throw UsageError(.other("--last does not go with --from."), help: "martlet help chart")
    }
    let end = to.flatMap { to in bars.firstIndex { $0.openTime >= to } } ?? bars.count
    let begin = from.map { from in bars.firstIndex { $0.openTime >= from } ?? bars.count } ?? 0
    guard begin < end else {
      throw CommandFailure(
        "No candle opens in that time; the file goes from \(bars[0].openTime) to "
          + "\(bars[bars.count - 1].openTime).", .configuration)
    }
    guard end - begin <= ChartRange.limit || from == nil else {
      throw CommandFailure(
        "\(end - begin) candles are too many for a page; \(ChartRange.limit) fit.",
        .configuration)
    }
    let count = last ?? (from == nil ? ChartRange.standard : ChartRange.limit)
    self.bars = max(begin, end - count)..<end
    isCut = last == nil && self.bars.lowerBound > begin
  }
}
