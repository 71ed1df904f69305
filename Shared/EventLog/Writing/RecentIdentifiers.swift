import Events

/// Where the ids of the open segment are, in memory.
///
/// An index of ids in the open segment would make an append of many events dirty a page for each
/// of them, since ids come in no order: the log would be less than half as fast. So the open segment
/// has none, its unique index is built when it is sealed, and until then this table finds an id's
/// place. It keeps a word of each id; the row itself decides.
struct RecentIdentifiers {
  private struct Slot {
    var mark: UInt64
    /// 0 in a free place.
    var seq: SequenceNumber
  }

  /// Open addressing. Always a power of two, at most two thirds full.
  private var slots = [Slot](repeating: Slot(mark: 0, seq: 0), count: 1024)
  private var count = 0

  /// Reads the ids of a segment.
  init(_ database: Database) throws(LogError) {
    let rows = try database.prepare("SELECT seq, id FROM events")
    while try rows.step() {
      guard let id = rows.identifier(1) else {
        throw .unreadable(seq: rows.number(0), column: "id")
      }
      insert(id, at: rows.number(0))
    }
  }

  /// The first number that `isMatch` accepts among those where the id may stand.
  func first(
    of id: Identifier, where isMatch: (SequenceNumber) throws(LogError) -> Bool
  ) throws(LogError) -> SequenceNumber? {
    let mark = fingerprint(id)
    var place = Int(truncatingIfNeeded: mark) & (slots.count - 1)
    while slots[place].seq != 0 {
      if slots[place].mark == mark, try isMatch(slots[place].seq) { return slots[place].seq }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds an id. What was added and then not committed does no harm: the row decides.
  mutating func insert(_ id: Identifier, at seq: SequenceNumber) {
    if count * 3 >= slots.count * 2 { grow() }
    put(Slot(mark: fingerprint(id), seq: seq))
    count += 1
  }

  private mutating func put(_ slot: Slot) {
    var place = Int(truncatingIfNeeded: slot.mark) & (slots.count - 1)
    while slots[place].seq != 0 { place = (place + 1) & (slots.count - 1) }
    slots[place] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(mark: 0, seq: 0), count: old.count * 2)
    for slot in old where slot.seq != 0 { put(slot) }
  }

  /// Ids are hashes mostly, but need not be.
  private func fingerprint(_ id: Identifier) -> UInt64 {
    var word = id.high ^ (id.low &* 0x9e37_79b9_7f4a_7c15)
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }
}
