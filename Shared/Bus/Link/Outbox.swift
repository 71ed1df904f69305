import Events

/// The messages of one producer that the journal has not answered yet. No I/O.
///
/// A message gets its bytes when it is first sent and keeps them; it is sent again until it is
/// answered. Messages go out in the order of their numbers, a bounded window at a time.
struct Outbox {
  /// Messages on their way at once.
  static let window = 32
  /// Messages that are kept at all.
  static let limit = 4_096
  /// Unsent answers are put together up to this many bytes of payload.
  private static let mergeBytes = 128 << 10
  /// Answers to several events go in one message up to this size.
  private static let messageBytes = 256 << 10
  private static let retry: Int64 = 2_000_000_000

  private struct Entry {
    var submission: Submission
    var size: Int
    var bytes: [UInt8]?
    var sentAt: Int64?
  }

  let producer: Producer
  private(set) var epoch: Int64 = 0
  private var entries: [Entry] = []
  private var firstNumber: MessageNumber = 1
  private var unsent = 0
  private var pausedUntil: Int64 = 0
  private(set) var answeredThrough: SequenceNumber = 0
  private(set) var confirmedThrough: SequenceNumber = 0

  init(for producer: Producer) { self.producer = producer }

  var count: Int { entries.count }
  var hasRoom: Bool { entries.count < Outbox.limit }
  /// The number of the oldest message without an answer, or of the next one.
  var nextNumber: MessageNumber { firstNumber }

  /// Begins an incarnation: everything up to `settled` is answered.
  mutating func begin(epoch: Int64, settled: SequenceNumber) {
    self.epoch = epoch
    answeredThrough = max(answeredThrough, settled)
    confirmedThrough = max(confirmedThrough, settled)
  }

  mutating func add(facts proposals: [Proposal]) throws(BusError) -> MessageNumber {
    try append(.facts, proposals)
  }

  /// Adds the answers to all events after the last answered one, up to `through`.
  ///
  /// What is answered already needs no message, unless there are answers to it: the journal
  /// then says whether they are the ones it has. Many answers go in several messages, each with
  /// all answers to its events.
  mutating func add(
    answers proposals: [Proposal], through: SequenceNumber
  ) throws(BusError) -> MessageNumber? {
    var rest = proposals[...]
    while size(of: rest) > Outbox.messageBytes {
      let part = firstCauses(of: rest, upTo: Outbox.messageBytes)
      guard part.count < rest.count, let last = part.last else { break }
      _ = try addOne(Array(part), through: last.cause)
      rest = rest[part.endIndex...]
    }
    return try addOne(Array(rest), through: through)
  }

  /// The answers to the first causes that fit into a size; to one cause at least.
  private func firstCauses(
    of answers: ArraySlice<Proposal>, upTo limit: Int
  ) -> ArraySlice<Proposal> {
    var end = answers.startIndex
    while end < answers.endIndex {
      let cause = answers[end].cause
      let next = answers[end...].firstIndex { $0.cause != cause } ?? answers.endIndex
      if end > answers.startIndex, size(of: answers[..<next]) > limit { break }
      end = next
    }
    return answers[..<end]
  }

  private mutating func addOne(
    _ proposals: [Proposal], through: SequenceNumber
  ) throws(BusError) -> MessageNumber? {
    guard through > answeredThrough else {
      guard let first = proposals.first else { return nil }
      return try append(.answers(after: first.cause - 1, through: through), proposals)
    }
    let after = answeredThrough
    answeredThrough = through
    if unsent < entries.count, let last = entries.last, last.bytes == nil,
      case .answers(let first, after) = last.submission.span,
      last.size + size(of: proposals) <= Outbox.mergeBytes
    {
      let index = entries.count - 1
      entries[index].submission.span = .answers(after: first, through: through)
      entries[index].submission.proposals += proposals
      entries[index].size += size(of: proposals)
      return firstNumber + Int64(index)
    }
    return try append(.answers(after: after, through: through), proposals)
  }

  private mutating func append(
    _ span: Submission.Span, _ proposals: [Proposal]
  ) throws(BusError) -> MessageNumber {
    guard hasRoom else { throw .outboxFull(limit: Outbox.limit) }
    let size = size(of: proposals)
    guard size <= BusLimits.requestBytes - 64 else {
      throw .tooLarge(bytes: size, limit: BusLimits.requestBytes - 64)
    }
    let number = firstNumber + Int64(entries.count)
    let submission = Submission(
      producer: producer, epoch: 0, number: number, span: span, proposals: proposals)
    entries.append(Entry(submission: submission, size: size))
    return number
  }

  /// An upper bound of the bytes on the bus.
  private func size(of proposals: some Sequence<Proposal>) -> Int {
    proposals.reduce(0) { $0 + $1.payload.count + 120 }
  }

  /// The bytes to send now; nil when nothing is due. Say `sent` after it.
  mutating func due(now: Int64) -> [UInt8]? {
    guard epoch > 0, now >= pausedUntil else { return nil }
    if let first = entries.first?.sentAt, now - first >= Outbox.retry { unsent = 0 }
    guard unsent < min(entries.count, Outbox.window) else { return nil }
    if let bytes = entries[unsent].bytes { return bytes }
    entries[unsent].submission.epoch = epoch
    let bytes = entries[unsent].submission.encoded
    entries[unsent].bytes = bytes
    return bytes
  }

  mutating func sent(now: Int64) {
    entries[unsent].sentAt = now
    unsent += 1
  }

  /// Sends everything from that number on again.
  mutating func resend(from number: MessageNumber) {
    let index = number - firstNumber
    guard index >= 0, index < Int64(unsent) else { return }
    unsent = Int(index)
  }

  /// Waits before sending that message and all after it again.
  mutating func pause(from number: MessageNumber, until time: Int64) {
    resend(from: number)
    pausedUntil = time
  }

  /// Everything is sent again: the journal, or the way to it, is new.
  mutating func resendAll() {
    unsent = 0
    pausedUntil = 0
  }

  /// Forgets a message that was answered; false when it was answered before.
  mutating func answered(_ number: MessageNumber) -> Bool {
    // The journal answers in order; an answer that was lost is implied by a later one's.
    guard number == firstNumber, let first = entries.first else { return false }
    if case .answers(_, let through) = first.submission.span { confirmedThrough = through }
    entries.removeFirst()
    firstNumber += 1
    unsent = max(unsent - 1, 0)
    return true
  }
}
