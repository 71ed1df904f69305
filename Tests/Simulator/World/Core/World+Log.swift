import Events

extension World {
  /// Reads what has become durable, once for all, and shows it to the checkers.
  func noteDurable() throws {
    while known.count < disk.durable {
      let stored = disk.events[known.count]
      let event = try Event(stored)
      known.append((stored.chain, event))
      figures.events += 1
      note(event)
      timeline.note(stored, at: now)
      try checks.durable(stored, event, isCooked: sabotage == .cooks)
    }
  }

  /// After a crash of a disk that lied: what it lost is no longer known.
  func forget() {
    guard known.count > disk.durable else { return }
    known.removeLast(known.count - disk.durable)
    guard disk.hasLied else { return }
    figures.note(.lyingDisk)
    checks.isRewound = true
  }

  private func note(_ event: Event) {
    figures.count(event.type)
    switch event {
    case .orderRequested: figures.orders += 1
    case .orderFilled: figures.fills += 1
    case .tradeClosed: figures.trades += 1
    case .tradingHalted: figures.halts += 1
    case .orderOutcomeUnknown:
      figures.unknown += 1
      doubtedAt = now
    case .orderConfirmedAbsent, .orderFound: doubtedAt = now
    default: break
    }
  }
}

/// What happened last: events of the log, and what became of processes.
public struct Timeline: Sendable {
  private static let length = 80

  private enum Happening: Sendable {
    case event(StoredEvent)
    case note(String)
  }

  private var entries: [(at: Int64, what: Happening)] = []
  /// Whether everything is kept, from the beginning.
  var isWhole = false

  mutating func note(_ stored: StoredEvent, at now: Int64) { add(.event(stored), at: now) }

  mutating func note(_ text: String, at now: Int64) { add(.note(text), at: now) }

  private mutating func add(_ what: Happening, at now: Int64) {
    if !isWhole, entries.count == Self.length * 8 { entries.removeFirst(Self.length * 7) }
    entries.append((now, what))
  }

  /// One line for each, with the world's time in milliseconds.
  public var lines: [String] { lines(of: entries.suffix(Self.length)) }

  /// All lines that say a text.
  func lines(about text: String) -> [String] {
    lines(of: entries[...]).filter { $0.contains(text) }
  }

  private func lines(of entries: ArraySlice<(at: Int64, what: Happening)>) -> [String] {
    entries.map { at, what in
      switch what {
      case .note(let text): return "\(at / 1_000_000) ms  \(text)"
      case .event(let stored):
        let payload = String(decoding: stored.proposal.payload, as: UTF8.self)
        return "\(at / 1_000_000) ms  \(stored.seq) \(stored.producer.rawValue) "
          + "<- \(stored.proposal.cause) \(stored.proposal.type.rawValue) \(payload.prefix(300))"
      }
    }
  }
}
