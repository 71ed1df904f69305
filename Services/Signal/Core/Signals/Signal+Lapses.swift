import Events
import Quantities

// Signs of their time lapse by the clock when the bar that would end them does not come.
extension Signal.State {
  /// Signals whose time was over an interval ago: the bar of that time comes after its tick, so
  /// until the next one it may still be under way.
  func lapses(at time: Instant) -> [Signal.Conclusion] {
    guard let nextLapse, nextLapse <= time else { return [] }
    var conclusions: [Signal.Conclusion] = []
    for market in markets {
      for tape in market.tapes {
        for held in tape.signals {
          guard let lapse = tape.latestLapse(of: held), lapse <= time else { continue }
          let openTime = tape.bar?.candle.openTime ?? time
          conclusions.append(
            .signalLapsed(
              held.lapsed(market.instrument, tape.timeFrame, openTime: openTime, .expired)))
        }
      }
    }
    return conclusions
  }

  /// When the clock must look after the signals next; nil when none is a sign of its time.
  var earliestLapse: Instant? {
    var earliest: Instant?
    for market in markets {
      for tape in market.tapes {
        for held in tape.signals {
          guard let lapse = tape.latestLapse(of: held) else { continue }
          earliest = min(earliest ?? lapse, lapse)
        }
      }
    }
    return earliest
  }
}

extension Tape {
  /// When the clock ends a signal that no bar has ended; nil for a state.
  func latestLapse(of held: HeldSignal) -> Instant? {
    held.validUntil.map { $0 + timeFrame.interval }
  }
}
