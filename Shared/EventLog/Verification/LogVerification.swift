import EventSourcing
public import Events

/// Checks everything that is stored in a log, by its files alone.
public enum LogVerification {
  /// Reads all segments and checks the numbers, the times, the chain of every event, the topics,
  /// that no id stands twice, the small tables, the seals, and that the segments continue each other.
  ///
  /// One changed byte of any stored column is found. The first problem ends the reading and stands
  /// in the report; thrown is only what keeps it from starting. A writer may go on meanwhile.
  /// - Parameter progress: called now and then with the number of the event that was reached.
  public static func verifyChain(
    directory: String, progress: (SequenceNumber) -> Void = { _ in }
  ) throws(LogError) -> LogVerificationReport {
    let place = LogDirectory(root: directory)
    guard let firsts = place.segments(), !firsts.isEmpty else {
      throw .missing(directory: directory)
    }
    var report = LogVerificationReport()
    var segments: [VerifiedSegment] = []
    for first in firsts {
      let path = place.segment(first: first)
      do throws(LogProblem) {
        let segment = try VerifiedSegment(
          path: path, first: first, previous: segments.last, isLast: first == firsts.last)
        try segment.verifyEvents(&report, progress: progress)
        try segment.verifySeal()
        try segment.verifyWriteAheadLog()
        segments.append(segment)
        report.segments += 1
      } catch {
        report.problem = error
        return report
      }
    }
    do throws(LogProblem) {
      try verifyIds(segments)
    } catch {
      report.problem = error
    }
    return report
  }
}

/// Goes through the ids of all segments in ascending order: equal neighbours are an id twice.
private func verifyIds(_ segments: [VerifiedSegment]) throws(LogProblem) {
  var cursors: [IdCursor] = []
  for segment in segments {
    var cursor = try IdCursor(segment)
    if try cursor.advance() { cursors.append(cursor) }
  }
  var previous: (id: Identifier, seq: SequenceNumber)?
  while !cursors.isEmpty {
    var least = 0
    for index in cursors.indices.dropFirst() where cursors[index].id < cursors[least].id {
      least = index
    }
    let (id, seq) = (cursors[least].id, cursors[least].seq)
    if let previous, previous.id == id {
      throw LogProblem(
        seq: max(seq, previous.seq), file: cursors[least].segment.path,
        difference: .idTwice(id, other: min(seq, previous.seq)))
    }
    previous = (id, seq)
    if try !cursors[least].advance() {
      let ended = cursors.remove(at: least)
      guard ended.sum == ended.segment.idSum else {
        throw LogProblem(
          seq: ended.segment.meta.first, file: ended.segment.path, difference: .idIndexDiffers)
      }
    }
  }
  for segment in segments where segment.isEmpty && segment.idSum != 0 {
    throw LogProblem(
      seq: segment.meta.first, file: segment.path, difference: .idIndexDiffers)
  }
}

/// A place in the index of ids of one segment.
private struct IdCursor {
  let segment: VerifiedSegment
  let rows: Statement
  var id = Identifier.zero
  var seq: SequenceNumber = 0
  var sum: UInt64 = 0

  init(_ segment: VerifiedSegment) throws(LogProblem) {
    self.segment = segment
    do throws(LogError) {
      rows = try segment.database.prepare("SELECT id, seq FROM events ORDER BY id")
    } catch {
      throw segment.unreadable(error, at: segment.meta.first)
    }
  }

  mutating func advance() throws(LogProblem) -> Bool {
    do throws(LogError) {
      guard try rows.step() else { return false }
    } catch {
      throw segment.unreadable(error, at: segment.meta.first)
    }
    seq = rows.number(1)
    guard let next = rows.identifier(0) else {
      throw LogProblem(seq: seq, file: segment.path, difference: .idIndexDiffers)
    }
    id = next
    sum &+= mark(of: id, at: seq)
    return true
  }
}

/// A word for an id at its place; the sum over all does not depend on the order.
func mark(of id: Identifier, at seq: SequenceNumber) -> UInt64 {
  var word =
    id.high ^ (id.low << 32 | id.low >> 32) &+ UInt64(bitPattern: seq) &* 0x9e37_79b9_7f4a_7c15
  word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
  word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
  return word ^ word >> 31
}
