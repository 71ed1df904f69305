public import EventSourcing
public import Events

/// Reads a log from its files, in any process, while the writer runs or not.
///
/// It takes no lock that a writer waits for, sees only what is durable, and follows the log into
/// new segments. For one thread.
public struct LogFileReader: EventReader {
  let directory: LogDirectory
  var segments: [ReadableSegment] = []

  /// Opens the log in a data directory; `missing` when there is none.
  public init(directory: String) throws(LogError) {
    self.directory = LogDirectory(root: directory)
    try findSegments()
  }

  /// Names the log.
  public func logId() throws(LogError) -> Identifier {
    try segments[0].meta().log
  }

  public mutating func head() throws(LogError) -> LogHead {
    while true {
      let newest = segments[segments.count - 1]
      if newest.last != nil {
        try findSegments()
        if segments[segments.count - 1] === newest { return try newest.head() }
        continue
      }
      let head = try newest.head()
      // the answer stands unless the segment was sealed while it was looked at
      if try !newest.noticeSeal() { return head }
    }
  }

  public mutating func read(from first: SequenceNumber, limit: Int) throws(LogError)
    -> [StoredEvent]
  {
    var events: [StoredEvent] = []
    guard limit > 0 else { return events }
    let start = max(1, first)
    let (last, overflow) = start.addingReportingOverflow(Int64(limit) - 1)
    try forEach(from: start, through: overflow ? .max : last) { row throws(LogError) in
      events.append(try row.event())
      return true
    }
    return events
  }

  /// Lends every event from `first` to `last` to the closure, in order, until it answers false.
  ///
  /// Nothing is copied or allocated for a row; `LogRow` reads the columns that are asked for. The
  /// numbers are checked to have no gap. Ends at the end of the log.
  public mutating func forEach(
    from first: SequenceNumber = 1, through last: SequenceNumber = .max,
    _ body: (borrowing LogRow) throws(LogError) -> Bool
  ) throws(LogError) {
    try forEachSegment(from: first, through: last) { segment, next throws(LogError) in
      try segment.forEach(from: &next, through: last, body)
    }
  }

  /// The same, faster, with rows that hold what a history needs and no more.
  public mutating func forEachPayload(
    from first: SequenceNumber = 1, through last: SequenceNumber = .max,
    _ body: (borrowing LogPayloadRow) throws(LogError) -> Bool
  ) throws(LogError) {
    try forEachSegment(from: first, through: last) { segment, next throws(LogError) in
      try segment.forEachPayload(from: &next, through: last, body)
    }
  }

  private mutating func forEachSegment(
    from first: SequenceNumber, through last: SequenceNumber,
    _ read: (ReadableSegment, inout SequenceNumber) throws(LogError) -> Bool
  ) throws(LogError) {
    var next = max(1, first)
    while next <= last {
      guard let segment = try segment(of: next) else { return }
      let wasSealed = segment.last != nil
      guard try read(segment, &next) else { return }
      if wasSealed, let end = segment.last, next <= end, next <= last {
        throw .broken(seq: next, reason: "it is missing in \(segment.path)")
      }
      // the end of the open segment is the end of the log, unless it was sealed meanwhile
      if !wasSealed, try !segment.noticeSeal() { return }
    }
  }

  /// The segment that holds an event or will hold it; nil behind the end.
  mutating func segment(of seq: SequenceNumber) throws(LogError) -> ReadableSegment? {
    if let last = segments.last, let end = last.last, seq > end { try findSegments() }
    guard let index = segments.lastIndex(where: { $0.first <= seq }) else {
      throw .broken(seq: seq, reason: "the segments before \(segments[0].path) are missing")
    }
    let segment = segments[index]
    if index < segments.count - 1, segment.last == nil, try !segment.noticeSeal() {
      throw .broken(seq: seq, reason: "\(segment.path) has a successor but is not sealed")
    }
    closeIdle(keeping: segment)
    if let end = segment.last, seq > end {
      if index < segments.count - 1 {
        throw .broken(seq: seq, reason: "the segment after \(segment.path) is missing")
      }
      return nil
    }
    return segment
  }

  /// Looks which segments there are now.
  mutating func findSegments() throws(LogError) {
    guard let firsts = directory.segments() else { throw .missing(directory: directory.root) }
    guard !firsts.isEmpty else { throw .missing(directory: directory.root) }
    let known = segments
    segments = firsts.map { first in
      known.first { $0.first == first }
        ?? ReadableSegment(first: first, path: directory.segment(first: first))
    }
  }

  /// Closes the connections used longest ago beyond a bound, so that a long log costs few files.
  func closeIdle(keeping segment: ReadableSegment) {
    let open = segments.filter { $0.isOpen && $0 !== segment }
    for idle in open.dropLast(15) { idle.close() }
  }
}
