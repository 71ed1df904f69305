import Events
import Quantities

/// Made-up order books around the closes of bars, the same on every machine for the same seed.
///
/// A book depends on nothing but the seed and the bar, so a market that skips steps states the same
/// ones. The levels lie on the tick on both sides of the close, each a little farther and deeper
/// than the one before; all of a side together are about as much as the bar's volume or two. A bar
/// without a trade leaves a thin book, and now and then a side is empty.
public struct BookGenerator: Sendable, Hashable {
  public var seed: Int

  public init(seed: Int) { self.seed = seed }

  /// The book after a bar of an instrument: it is stated with every bar of that time frame.
  func book(after bar: Bar, of timeFrame: TimeFrame, on listing: InstrumentListed) -> BookObserved {
    var bits = RandomBits(seed: key(of: bar, listing.instrument))
    let closing = timeFrame.closing(of: bar.openTime)
    let isOneSided = bits.once(in: 100)
    let hasBids = !isOneSided || bits.once(in: 2)
    let bids = side(-1, of: bar, on: listing, &bits)
    let asks = side(1, of: bar, on: listing, &bits)
    return BookObserved(
      instrument: listing.instrument, bids: hasBids ? bids : [],
      asks: hasBids && isOneSided ? [] : asks,
      sequence: bar.openTime.seconds / Int64(timeFrame.seconds), at: closing,
      cadence: timeFrame.interval)
  }

  private func key(of bar: Bar, _ instrument: Name) -> UInt64 {
    var mixer = SplitMix64(state: UInt64(bitPattern: Int64(seed)))
    var key = mixer.next() ^ UInt64(bitPattern: bar.openTime.nanoseconds)
    for index in 0..<instrument.count { key = key &* 31 &+ UInt64(instrument[index]) }
    return key
  }

  private func side(
    _ sign: Int, of bar: Bar, on listing: InstrumentListed, _ bits: inout RandomBits
  ) -> [BookLevel] {
    // About a fiftieth of a percent between two levels.
    let step = max(
      listing.tick, (bar.close / Ratio(5_000)).rounded(toTick: listing.tick, .down))
    let usual = max(
      listing.lot * Ratio(20), (bar.volume / Ratio(12)).rounded(toLot: listing.lot, .down))
    var distance = listing.tick * Ratio(Int(bits.number(in: 1...3)))
    var levels: [BookLevel] = []
    for place in 0..<bits.number(in: 12...25) {
      let price = sign < 0 ? bar.close - distance : bar.close + distance
      guard price.isPositive else { break }
      let part = Ratio(Int(bits.number(in: 40...160) + 5 * place)) / 100
      levels.append(
        BookLevel(
          price: price,
          quantity: max(listing.lot, (usual * part).rounded(toLot: listing.lot, .down))))
      distance += step * Ratio(Int(bits.number(in: 1...3)))
    }
    return levels
  }
}
