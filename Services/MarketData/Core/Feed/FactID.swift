public import Events
import Quantities

/// The id of a fact of the market, made of what the fact is about and nothing else.
///
/// A candle is named by its instrument, time frame and open time, the clock by its time; so a
/// fact that is made again after a restart is known to the log. Traps for other events.
public func factID(of event: Event) -> Identifier { factID(of: event, repetition: 0) }

/// The same for a fact that was true before: a live feed may break twice at the same bar, and rules
/// may change back.
///
/// - Parameter repetition: how often it was.
public func factID(of event: Event, repetition: Int) -> Identifier {
  var key = NaturalKey(event.type)
  switch event {
  case .instrumentListed(let fact):
    key.append(fact.instrument)
  case .candleClosed(let fact):
    key.append(fact.instrument)
    key.append(fact.timeFrame)
    key.append(fact.openTime)
  case .bookObserved(let fact):
    key.append(fact.instrument)
    key.append(fact.at)
  case .feedGapOpened(let fact):
    key.append(fact.instrument)
    key.append(fact.timeFrame)
    key.append(fact.expected)
  case .feedGapClosed(let fact):
    key.append(fact.instrument)
    key.append(fact.timeFrame)
    key.append(fact.from)
    key.append(fact.until)
  case .clockTicked(let fact):
    key.append(fact.at)
  case .marketEnded(let fact):
    key.append(fact.at)
  case .fundingRatePublished(let fact):
    key.append(fact.instrument)
    key.append(fact.at)
  default:
    preconditionFailure("\(event.type.rawValue) is not a fact of the market")
  }
  if repetition > 0 { key.append(Int64(repetition)) }
  return Identifier(hashOf: key.bytes)
}

/// The type of a fact and what it is about: texts end with a zero byte, numbers have eight bytes.
private struct NaturalKey {
  private(set) var bytes: [UInt8]

  init(_ type: EventType) {
    bytes = []
    bytes.reserveCapacity(72)
    bytes.append(contentsOf: type.rawValue.utf8)
    bytes.append(0)
  }

  mutating func append(_ name: Name) {
    for index in 0..<name.count { bytes.append(name[index]) }
    bytes.append(0)
  }

  mutating func append(_ timeFrame: TimeFrame) { append(Int64(timeFrame.seconds)) }

  mutating func append(_ instant: Instant) { append(instant.nanoseconds) }

  mutating func append(_ number: Int64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
    }
  }
}
