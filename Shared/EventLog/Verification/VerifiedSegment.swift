import Digest
import EventSourcing
import Events

/// One segment while it is verified, in one read transaction.
final class VerifiedSegment {
  let path: String
  let database: Database
  let meta: SegmentMeta
  /// The last event that was found in order.
  private(set) var head: LogHead
  /// The sum of the marks of the ids in the table.
  private(set) var idSum: UInt64 = 0
  private let seal: (seal: Seal, digest: Digest256)?
  private let epochs: EpochTable

  /// Whether it holds no event yet.
  var isEmpty: Bool { head.seq < meta.first }

  init(
    path: String, first: SequenceNumber, previous: VerifiedSegment?, isLast: Bool
  ) throws(LogProblem) {
    self.path = path
    do throws(LogError) {
      database = try openForReading(path)
      try database.execute("BEGIN")
      meta = try SegmentMeta.read(from: database)
      epochs = try EpochTable(meta: meta, from: database)
      seal = try Seal.read(from: database)
    } catch {
      throw LogProblem(
        seq: first, file: path, difference: VerifiedSegment.difference(of: error))
    }
    head = LogHead(seq: meta.first - 1, time: meta.previousTime, chain: meta.previousChain)
    if let reason = gapBetween(previous, first: first, isLast: isLast) {
      throw LogProblem(seq: first, file: path, difference: .segment(reason))
    }
  }

  /// Why this segment is not the next one after `previous`, or nil.
  private func gapBetween(
    _ previous: VerifiedSegment?, first: SequenceNumber, isLast: Bool
  ) -> String? {
    if meta.first != first { return "its table meta begins with event \(meta.first)" }
    if seal == nil, !isLast { return "it has a successor but is not sealed" }
    guard let previous else {
      let begins = first == 1 && meta.previousChain == .zero && meta.previousSeal == .zero
      return begins ? nil : "the segments before it are missing"
    }
    if previous.head.seq + 1 != first { return "event \(previous.head.seq + 1) is missing" }
    if meta.log != previous.meta.log { return "it belongs to another log" }
    if meta.previousChain != previous.head.chain { return "it continues another chain" }
    if meta.previousTime != previous.head.time { return "it continues another time" }
    if meta.previousSeal != previous.seal?.digest { return "it continues another seal" }
    return nil
  }

  /// Checks all events; the report counts those that are in order.
  func verifyEvents(
    _ report: inout LogVerificationReport, progress: (SequenceNumber) -> Void
  ) throws(LogProblem) {
    var hasher = ChainHasher()
    var found: LogProblem.Difference?
    do throws(LogError) {
      let rows = try database.prepare("SELECT \(LogRow.columns) FROM events ORDER BY seq")
      let row = LogRow(rows)
      while found == nil, try rows.step() {
        found = try difference(row, with: &hasher)
        if found != nil { break }
        report.events += 1
        report.head = head
        if head.seq & 0xffff == 0 { progress(head.seq) }
      }
    } catch {
      throw unreadable(error, at: head.seq + 1)
    }
    if let found { throw LogProblem(seq: head.seq + 1, file: path, difference: found) }
  }

  /// What is wrong with the row after `head`; nil when it continues the log.
  private func difference(
    _ row: borrowing LogRow, with hasher: inout ChainHasher
  ) throws(LogError) -> LogProblem.Difference? {
    let seq = row.seq
    guard seq == head.seq + 1 else { return .gap(found: seq) }
    let stored = try row.chain()
    let computed = try row.link(after: head.chain, with: &hasher)
    guard stored == computed else {
      return try chainDifference(at: seq, stored: stored, computed: computed)
    }
    guard row.time >= head.time else { return .timeWentBack(from: head.time, to: row.time) }
    guard let type = Texts.typeNames[row.typeName] else {
      return .unknownType(text(row.typeName))
    }
    guard Texts.topicNames[row.topicName] == type.topic else {
      return .topicChanged(stored: text(row.topicName))
    }
    idSum &+= mark(of: try row.id(), at: seq)
    head = LogHead(seq: seq, time: row.time, chain: stored)
    return nil
  }

  /// Asks the link after a broken one which side of it was changed.
  private func chainDifference(
    at seq: SequenceNumber, stored: Digest256, computed: Digest256
  ) throws(LogError) -> LogProblem.Difference {
    let rows = try database.prepare("SELECT \(LogRow.columns) FROM events WHERE seq = ?")
    rows.bind(1, seq + 1)
    var hasher = ChainHasher()
    let unclear = LogProblem.Difference.chainDiffers(stored: stored, computed: computed)
    if try rows.step() {
      let next = LogRow(rows)
      let link = try next.chain()
      if try next.link(after: stored, with: &hasher) == link {
        return .fieldsChanged(stored: stored, computed: computed)
      }
      let continuesComputed = try next.link(after: computed, with: &hasher) == link
      return continuesComputed ? .chainChanged(stored: stored, computed: computed) : unclear
    }
    switch seal?.seal.chain {
    case stored: return .fieldsChanged(stored: stored, computed: computed)
    case computed: return .chainChanged(stored: stored, computed: computed)
    default: return unclear
    }
  }

  /// Checks that the seal says what the events say.
  func verifySeal() throws(LogProblem) {
    guard let (seal, digest) = seal else { return }
    let reason: String? =
      if seal.last != head.seq {
        "its seal ends at event \(seal.last)"
      } else if seal.chain != head.chain || seal.time != head.time {
        "its seal has another time or chain than its last event"
      } else if seal.digest(meta: meta, epochs: epochs.chain) != digest {
        "its seal was changed, or its table epochs"
      } else {
        nil
      }
    if let reason { throw LogProblem(seq: head.seq, file: path, difference: .segment(reason)) }
  }

  /// Checks that nothing was cut off by a change in the log of pages that are not yet in the file.
  func verifyWriteAheadLog() throws(LogProblem) {
    let changed: Int?
    do throws(LogError) {
      changed = try WriteAheadLog.changedFrame(besideSegment: path)
    } catch {
      throw unreadable(error, at: head.seq + 1)
    }
    guard let changed else { return }
    throw LogProblem(
      seq: head.seq + 1, file: path + "-wal",
      difference: .segment("frame \(changed) was changed, and cuts off the events from here on"))
  }

  /// What an error of reading says about the log.
  func unreadable(_ error: LogError, at seq: SequenceNumber) -> LogProblem {
    LogProblem(seq: seq, file: path, difference: VerifiedSegment.difference(of: error))
  }

  private static func difference(of error: LogError) -> LogProblem.Difference {
    switch error {
    case .broken(_, let reason), .foreign(_, let reason): .segment(reason)
    case .unreadable(_, let column): .unreadable("column \(column)")
    case .unknownType(_, let name): .unknownType(name)
    case .unknownProducer(_, let name): .segment("it names the unknown producer '\(name)'")
    case .storage(_, _, let message): .unreadable(message)
    case .locked, .missing, .system, .poisoned, .diskFull, .staleEpoch:
      .unreadable(error.description)
    }
  }
}

private func text(_ bytes: RawSpan) -> String {
  unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
}
