import Bus
import EventLog
import EventSourcing
import Events
import Glibc
import JournalCore
import ServiceKit

extension Journal {
  mutating func take(_ message: ClientMessage, from peer: Peer) throws(BusError) {
    switch message {
    case .hello(let hello):
      guard try mayHave(hello.producer, peer, number: 0) else { return }
      try greet(hello, peer)
    case .submission(let submission):
      guard try mayHave(submission.producer, peer, number: submission.number) else { return }
      try submit(submission, peer)
    case .pulse(let pulse):
      guard try mayHave(pulse.producer, peer, number: 0) else { return }
      try feel(pulse, peer)
    case .statusRequest: try station.port.send(.status(status), to: peer)
    case .readRequest: break  // another socket serves them
    }
  }

  /// Whether the key covers the producer; else it is told, and people are.
  private mutating func mayHave(
    _ producer: Producer, _ peer: Peer, number: MessageNumber
  ) throws(BusError) -> Bool {
    if peer.service.producers.contains(producer) { return true }
    try refuse(
      .notYourProducer, "the key of \(peer.service.rawValue) does not speak for it", producer,
      number, peer)
    return false
  }

  /// Tells a peer, and people, that a message is never taken.
  private mutating func refuse(
    _ code: RefusalReason, _ detail: String, _ producer: Producer, _ number: MessageNumber,
    _ peer: Peer
  ) throws(BusError) {
    refusals += 1
    diary.warning(
      "proposal_refused", detail,
      [
        "key": .text(peer.service.rawValue), "producer": .text(producer.rawValue),
        "number": .integer(number), "code": .text("\(code)"),
      ])
    try station.port.send(
      .refused(Refusal(producer: producer, number: number, code: code, detail: detail)),
      to: peer)
  }

  /// Bytes that are no message.
  mutating func refuse(
    _ error: WireError, _ producer: Producer?, _ number: MessageNumber, _ peer: Peer
  ) throws(BusError) {
    guard let producer else {
      refusals += 1
      diary.warning(
        "message_malformed", "\(error)", ["key": .text(peer.service.rawValue)])
      return
    }
    guard try mayHave(producer, peer, number: number) else { return }
    if case .unknownEventType(let name) = error {
      try refuse(
        .unknownType, "this journal does not know the event type \(name)", producer, number, peer)
    } else {
      try refuse(.malformed, "\(error)", producer, number, peer)
    }
  }

  private mutating func heard(_ producer: Producer, _ peer: Peer) {
    contacts[producer.index].peer = peer
    contacts[producer.index].lastHeard = monotonicNanoseconds()
  }

  private mutating func feel(_ pulse: Pulse, _ peer: Peer) throws(BusError) {
    if let reply = sequencer.pulse(of: pulse.producer, epoch: pulse.epoch) {
      return try send(reply, to: peer)
    }
    heard(pulse.producer, peer)
    contacts[pulse.producer.index].applied = pulse.applied
  }
}

// MARK: - hello

extension Journal {
  private mutating func greet(_ hello: Hello, _ peer: Peer) throws(BusError) {
    let question = Sequencer.Hello(
      producer: hello.producer, epoch: hello.epoch, nonce: hello.nonce,
      nextNumber: hello.nextNumber, answeredThrough: hello.answeredThrough,
      interests: Set(hello.interests))
    switch sequencer.hello(question) {
    case .fenced(let epoch):
      try station.port.send(.fenced(producer: hello.producer, currentEpoch: epoch), to: peer)
    case .welcome(let welcome): try welcomeIn(hello, welcome, peer)
    case .raise(let epoch):
      do throws(LogError) { try log.raiseEpoch(of: hello.producer, to: epoch) } catch {
        guard case .diskFull = error else { stop(for: error) }
        diary.error("disk_full", "\(error)")
        return
      }
      let welcome = sequencer.admit(question, epoch: epoch)
      diary.info(
        "producer_admitted", "\(hello.producer.rawValue) has epoch \(epoch).",
        ["producer": .text(hello.producer.rawValue), "epoch": .integer(epoch)])
      try welcomeIn(hello, welcome, peer)
    }
  }

  private mutating func welcomeIn(
    _ hello: Hello, _ welcome: Sequencer.Welcome, _ peer: Peer
  ) throws(BusError) {
    heard(hello.producer, peer)
    try station.port.send(
      .welcome(
        Welcome(
          head: head, mode: sequencer.mode == .lockstep ? .lockstep : .live,
          producer: hello.producer, epoch: welcome.epoch, nonce: hello.nonce,
          nextNumber: welcome.nextNumber, answeredThrough: welcome.answeredThrough)),
      to: peer)
  }
}

// MARK: - proposals

extension Journal {
  private mutating func submit(
    _ submission: Bus.Submission, _ peer: Peer
  ) throws(BusError) {
    let span: Sequencer.Submission.Span =
      switch submission.span {
      case .facts: .facts
      case .answers(let after, let through): .answers(after: after, through: through)
      }
    let message = Sequencer.Submission(
      producer: submission.producer, epoch: submission.epoch, number: submission.number,
      span: span, proposals: submission.proposals)
    if sequencer.standing(of: submission.producer).epoch == submission.epoch {
      heard(submission.producer, peer)
    }
    for reply in receive(message) { try send(reply, to: peer) }
  }

  private mutating func receive(_ message: Sequencer.Submission) -> [Sequencer.Reply] {
    var reader = self.reader
    do throws(LogError) {
      return try sequencer.receive(message) { _, proposal throws(LogError) in
        guard let stored = try reader.event(id: proposal.id) else { return nil }
        return stored.proposal == proposal ? .duplicate(stored.seq) : .conflict(stored.seq)
      }
    } catch { stop(for: error) }
  }

  /// Answers the process that speaks for the producer now.
  mutating func send(_ reply: Sequencer.Reply) throws(BusError) {
    guard let peer = contacts[reply.producer.index].peer else { return }
    try send(reply, to: peer)
  }

  private mutating func send(_ reply: Sequencer.Reply, to peer: Peer) throws(BusError) {
    let producer = reply.producer
    switch reply.content {
    case .accepted(let outcomes):
      let places = outcomes.map { outcome in
        switch outcome {
        case .appended(let seq): Place(seq: seq, isDuplicate: false)
        case .duplicate(let seq), .conflict(let seq): Place(seq: seq, isDuplicate: true)
        }
      }
      try station.port.send(
        .accepted(Acknowledgement(producer: producer, number: reply.number, places: places)),
        to: peer)
    case .refused(let refusal):
      try refuse(refusal.code, refusal.detail, producer, reply.number, peer)
    case .busy(let milliseconds):
      try station.port.send(
        .busy(
          producer: producer, number: reply.number, retryAfterMilliseconds: milliseconds),
        to: peer)
    case .resend: try station.port.send(.resend(producer: producer, from: reply.number), to: peer)
    case .greet: try station.port.send(.greet(producer: producer), to: peer)
    case .fenced(let epoch):
      try station.port.send(.fenced(producer: producer, currentEpoch: epoch), to: peer)
    }
  }
}

extension Sequencer.Refusal {
  var code: RefusalReason {
    switch self {
    case .notOwner: .notYourType
    case .notAnAnswer, .notAParticipant: .notAnAnswer
    case .empty, .span, .cause, .ordinal, .systemEvent: .malformed
    case .late: .lateAnswer
    case .conflict: .conflict
    }
  }

  var detail: String {
    switch self {
    case .notOwner(let type): "it does not own \(type.rawValue)"
    case .empty: "a batch without an event"
    case .notAnAnswer(let type):
      "in lock-step a participant only answers, and \(type.rawValue) answers nothing"
    case .notAParticipant: "it takes no part in lock-step"
    case .span(let after, let through):
      "it answers the events after \(after) through \(through), which are not the next ones"
    case .cause(let cause): "an answer to event \(cause) is not in its place"
    case .ordinal(let cause, let found):
      "the answers to event \(cause) are not numbered from 0: \(found)"
    case .systemEvent(let type): "\(type.rawValue) is no answer; propose it alone"
    case .late(let cause): "the answers to event \(cause) are complete, and this is not among them"
    case .conflict(let seq): "event \(seq) has the same id and other bytes"
    }
  }
}

/// Ends the process without another word to the disk.
func exitAtOnce(_ code: ExitCode) -> Never { _exit(code.rawValue) }
