public import Events

extension LogFileReader {
  /// The event with a number, or nil behind the end.
  public mutating func event(_ seq: SequenceNumber) throws(LogError) -> StoredEvent? {
    guard seq >= 1 else { return nil }
    return try read(from: seq, limit: 1).first
  }

  /// The event with an id, or nil.
  public mutating func event(id: Identifier) throws(LogError) -> StoredEvent? {
    try events("id = ?1", newestFirst: true, limit: 1) { $0.bind(1, id) }.first
  }

  /// Events whose id begins with some hexadecimal digits, in the order of the log.
  ///
  /// No digits, more than 32, or something else than digits finds nothing.
  public mutating func events(idPrefix digits: String, limit: Int = 10) throws(LogError)
    -> [StoredEvent]
  {
    let count = digits.utf8.count
    guard count > 0, count <= 32,
      let low = Identifier(digits.lowercased() + String(repeating: "0", count: 32 - count)),
      let high = Identifier(digits.lowercased() + String(repeating: "f", count: 32 - count))
    else { return [] }
    return try events("id BETWEEN ?1 AND ?2 ORDER BY seq", limit: limit) {
      $0.bind(1, low)
      $0.bind(2, high)
    }
  }

  /// What a producer answered to an event, in the order of its answers; of all producers when none
  /// is named.
  public mutating func answers(
    of producer: Producer? = nil, to cause: SequenceNumber, limit: Int = 10_000
  ) throws(LogError) -> [StoredEvent] {
    guard cause > 0 else { return [] }
    guard let producer else {
      return try events("cause = ?1 AND cause > 0 ORDER BY seq", after: cause, limit: limit) {
        $0.bind(1, cause)
      }
    }
    return try events(
      "cause = ?1 AND cause > 0 AND producer = ?2 ORDER BY seq", after: cause, limit: limit
    ) {
      $0.bind(1, cause)
      $0.bind(2, producer.rawValue)
    }
  }

  /// Events about a subject, in the order of the log.
  public mutating func events(
    subject: Name, from first: SequenceNumber = 1, limit: Int = 10_000
  ) throws(LogError) -> [StoredEvent] {
    try events("subject = ?1 AND seq >= ?2 ORDER BY seq", after: first, limit: limit) {
      $0.bind(1, subject)
      $0.bind(2, first)
    }
  }

  /// Events that belong to a setup or a command, in the order of the log.
  public mutating func events(
    correlation: Identifier, from first: SequenceNumber = 1, limit: Int = 10_000
  ) throws(LogError) -> [StoredEvent] {
    try events(
      "correlation = ?1 AND correlation IS NOT NULL AND seq >= ?2 ORDER BY seq", after: first,
      limit: limit
    ) {
      $0.bind(1, correlation)
      $0.bind(2, first)
    }
  }

  /// Asks every segment that can hold an event from `first` on.
  private mutating func events(
    _ condition: String, after first: SequenceNumber = 1, newestFirst: Bool = false, limit: Int,
    _ bind: (Statement) -> Void
  ) throws(LogError) -> [StoredEvent] {
    _ = try head()
    var found: [StoredEvent] = []
    let start = segments.lastIndex { $0.first <= first } ?? 0
    for segment in newestFirst ? segments[start...].reversed() : Array(segments[start...]) {
      guard found.count < limit else { break }
      let isOpen = try segment.query(condition, bind) { row throws(LogError) in
        found.append(try row.event())
        return found.count < limit
      }
      closeIdle(keeping: segment)
      if !isOpen { break }
    }
    return found
  }
}
