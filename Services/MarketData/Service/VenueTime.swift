import Quantities
import ServiceKit
import Transport

/// Our steady time, and by measured round trips the venue's.
struct VenueTime {
  private let wall = SystemClock.wall()
  private let start = SystemClock.sinceBoot()
  private let pace: Int
  private var offset = ClockOffset()

  /// - Parameter pace: how many times as fast as ours the venue's time runs.
  init(pace: Int) { self.pace = pace }

  /// Ours: right when the process began, and never set after that.
  var steady: Instant { Instant(nanoseconds: wall + SystemClock.sinceBoot() - start) }

  /// The venue's; ours as long as it was not measured.
  var venue: Instant { offset.serverTime(at: scaled(steady)) }

  var isMeasured: Bool { offset.offset != nil }

  /// Notes a question for the venue's time.
  mutating func note(asked: Instant, received: Instant, server: Instant) {
    let (sent, back) = (scaled(asked), scaled(received))
    // The venue's clock was set, or ours was asleep: what was measured before is of no worth.
    let seen = offset.serverTime(at: sent + (back - sent) / 2)
    if isMeasured, (server - seen).magnitude > .seconds(1) * pace + (back - sent) {
      offset.removeAll()
    }
    offset.add(sent: sent, received: back, server: server)
  }

  private func scaled(_ steady: Instant) -> Instant {
    let start = Instant(nanoseconds: wall)
    return start + (steady - start) * pace
  }
}
