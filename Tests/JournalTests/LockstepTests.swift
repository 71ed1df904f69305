import EventSourcing
import Events
import JournalCore
import Testing

@Suite struct LockstepTests {
  static func undisturbed(bars: Int) -> [Identifier] {
    var world = ToyWorld(seed: 0, bars: bars, trouble: 0, kills: 0)
    precondition(world.run(), "the undisturbed world comes to its end")
    return world.log.story
  }

  static let reference = undisturbed(bars: 60)

  @Test func `the cascades are worth testing`() {
    #expect(Self.reference.count > 300)
  }

  @Test(arguments: 1..<60)
  func `timing and lost messages do not change the log`(seed: Int) {
    var world = ToyWorld(seed: seed, bars: 60, trouble: seed % 40, kills: 0)
    let hasEnded = world.run()
    #expect(hasEnded)
    #expect(world.log.story == Self.reference)
  }

  @Test(arguments: 100..<160)
  func `killed services and killed journals do not change the log`(seed: Int) {
    var world = ToyWorld(seed: seed, bars: 60, trouble: seed % 20, kills: 1 + seed % 4)
    let hasEnded = world.run()
    #expect(hasEnded)
    #expect(world.log.story == Self.reference)
  }

  @Test(arguments: 200..<220)
  func `answers stand in the order of their causes, whole, and in one transaction`(seed: Int) {
    var world = ToyWorld(seed: seed, bars: 40, trouble: 20, kills: 1)
    let hasEnded = world.run()
    #expect(hasEnded)
    let answers = world.log.entries.filter {
      Producer.deciders.contains($0.producer) && $0.proposal.type.topic != .system
    }
    for (a, b) in zip(answers, answers.dropFirst()) {
      #expect((a.proposal.cause, a.producer) <= (b.proposal.cause, b.producer))
      guard a.proposal.cause == b.proposal.cause else { continue }
      let transaction = world.log.transactions.first { $0 >= a.seq }
      #expect(transaction.map { $0 >= b.seq } == true)
    }
    for answer in answers {
      let cause = world.log.entries[Int(answer.proposal.cause) - 1]
      let wanted = ToySuite.answers(of: answer.producer, to: cause)
      let found = answers.filter {
        $0.producer == answer.producer && $0.proposal.cause == answer.proposal.cause
      }
      #expect(found.map(\.proposal) == wanted)
    }
  }

  @Test(arguments: 300..<320)
  func `a progress mark never stands before what it marks`(seed: Int) {
    var world = ToyWorld(seed: seed, bars: 40, trouble: 20, kills: 1)
    let hasEnded = world.run()
    #expect(hasEnded)
    for mark in world.log.entries where mark.proposal.type == .progressMarked {
      let late = world.log.entries.dropFirst(Int(mark.seq)).first {
        $0.producer == mark.producer && $0.proposal.type.topic != .system
          && $0.proposal.cause <= mark.proposal.cause
      }
      #expect(late == nil)
    }
  }
}
