import MarketDataCore
import MarketDataFiles
import Quantities

/// The time frames that setups are made of.
struct ReadingFrames: Equatable {
  let trigger: TimeFrame
  let levels: TimeFrame
  let regime: TimeFrame

  /// What was asked for, and else 1h, 4h and 1d as far as they can be had from the given frames:
  /// a frame that is too fine, or that cannot be built, gives way to the next usual one.
  init(
    over given: [TimeFrame], trigger: TimeFrame? = nil, levels: TimeFrame? = nil,
    regime: TimeFrame? = nil
  ) {
    let next = { (usual: [TimeFrame], least: TimeFrame) in
      usual.first { $0 >= least && Market.canBuild($0, from: given) } ?? least
    }
    self.trigger = trigger ?? next([.h1], given.min() ?? .h1)
    self.levels = levels ?? next([.h4, .h12, .d1, .w1], self.trigger)
    self.regime = regime ?? next([.d1, .w1], self.levels)
  }

  var all: [TimeFrame] { [trigger, levels, regime] }
}
