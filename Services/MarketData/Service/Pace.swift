import Quantities
import ServiceKit

/// When the next instant of a market is to be told: at once, or in a multiple of real time.
struct Pace {
  private let times: Int64
  private var beginning: (wall: Int64, market: Instant)?

  /// So many times real time; 0 for at once.
  init(times: Int) { self.times = Int64(times) }

  /// Whether it is time; the first question starts the clock.
  mutating func isDue(_ instant: Instant?) -> Bool { wait(instant) == 0 }

  /// How many milliseconds are left, at most 250.
  mutating func wait(_ instant: Instant?) -> Int {
    guard times > 0, let instant else { return 0 }
    let now = SystemClock.monotonic()
    guard let beginning else {
      beginning = (now, instant)
      return 0
    }
    let due = beginning.wall + (instant - beginning.market).nanoseconds / times
    return due <= now ? 0 : Int(min((due - now) / 1_000_000 + 1, 250))
  }
}
