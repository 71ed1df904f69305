import EventSourcing
import Events
import JournalCore
import Testing

/// Who waits for the answers to an event reads the log once the journal says that they are there.
@Suite struct StandingTests {
  private static let refusal = Proposal(
    id: Identifier(of: "answer"), cause: 1, type: .tradeRefused, subject: "toy", payload: [])

  /// A journal in which one service has answered the first event, and said nothing about a second.
  private static func answered(_ mode: Sequencer.Mode) -> Sequencer {
    var sequencer = Sequencer(
      mode: mode, roster: [.risk], settled: 0, types: [.clockTicked, .clockTicked])
    let hello = Sequencer.Hello(
      producer: .risk, epoch: 0, nonce: 1, nextNumber: 1, answeredThrough: 0,
      interests: [.clockTicked])
    guard case .raise(let epoch) = sequencer.hello(hello) else { fatalError("it is new") }
    _ = sequencer.admit(hello, epoch: epoch)
    let answers: [(SequenceNumber, SequenceNumber, [Proposal])] = [(0, 1, [refusal]), (1, 2, [])]
    for (number, (after, through, proposals)) in answers.enumerated() {
      _ = sequencer.receive(
        Sequencer.Submission(
          producer: .risk, epoch: epoch, number: Int64(number + 1),
          span: .answers(after: after, through: through), proposals: proposals)
      ) { _, _ in nil }
    }
    return sequencer
  }

  @Test(arguments: [Sequencer.Mode.live, .lockstep])
  func `an event counts as answered when its answers are durable, not when they came`(
    mode: Sequencer.Mode
  ) {
    var sequencer = Self.answered(mode)
    #expect(sequencer.standing(of: .risk).pending == 2)
    #expect(sequencer.standing(of: .risk).answeredThrough == 0)
    let batches = sequencer.next()
    #expect(batches.flatMap(\.proposals) == [Self.refusal])
    // They are being written.
    #expect(sequencer.standing(of: .risk).answeredThrough == 0)
    _ = sequencer.appended([[.appended(3)]])
    #expect(sequencer.standing(of: .risk).answeredThrough == 2)
    #expect(sequencer.standing(of: .risk).pending == 0)
  }

  @Test func `a journal that starts again knows of the answers that the log holds`() {
    let sequencer = Sequencer(mode: .lockstep, roster: [.risk], settled: 7)
    #expect(sequencer.standing(of: .risk).answeredThrough == 7)
  }
}
