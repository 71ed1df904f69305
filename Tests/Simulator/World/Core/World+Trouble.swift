import Bus
import EventSourcing
import Events
import JournalCore
import Quantities

// MARK: - what goes wrong by itself, and its end

extension World {
  /// Once a second: what does not happen at a step of somebody.
  func makeTrouble() throws {
    guard !isHealed else { return }
    if dice.chance(of: options.partitions * 30) { partition() }
    if dice.chance(of: options.fullDisk * 10) {
      diskFullUntil = now + dice.wait(mean: 5_000_000_000)
      diskIsFullForAll = dice.percent(30)
    }
    if dice.chance(of: options.clockSteps * 10) {
      figures.note(.clockStep)
      clockOffset = Int64(dice.number(-3_600...3_600)) * 1_000_000_000
    }
    if journal != nil, journalPausedUntil <= now, dice.chance(of: options.pauses * 5) {
      figures.note(.pause)
      journalPausedUntil = now + downtime()
      agenda.add(.resumeJournal(life: journalLife), at: journalPausedUntil)
    }
    if options.isLying, figures.orders >= 100 {
      // It begins to lie, and is found out when it goes down.
      if disk.isLying, disk.hasSomethingToHide { crashJournal() } else { disk.isLying = true }
    }
    if isTold { return try heal() }
    agenda.add(.trouble, at: now + 1_000_000_000)
  }

  /// Whether enough has happened, or the market has told all that belongs to the rough part.
  private var isTold: Bool {
    if figures.orders >= Verdict.wantedOrders, figures.fills >= Verdict.wantedFills,
      figures.steps >= Verdict.fewestSteps
    {
      return true
    }
    // A market that comes to nothing is judged all the same.
    return checks.story.clock >= story.roughEnd || now > 4 * 3_600_000_000_000
  }

  /// Somebody thinks that a service is gone, and starts it once more; which of the two is fenced is
  /// decided by who said hello last.
  func startDouble(of index: Int) {
    guard let double = processes.firstIndex(where: { $0.original == index }),
      !processes[double].isUp
    else { return }
    figures.note(.double)
    start(double)
  }

  /// Everything works again; within two minutes all must be well.
  func heal() throws {
    guard !isHealed else { return }
    isHealed = true
    healedAt = now
    weather = Options(seed: options.seed)
    weather.delay = 200
    for index in lines.indices { lines[index].isSilent = false }
    venueClosedUntil = 0
    disk.isLying = false
    diskFullUntil = 0
    for index in wires.indices { wires[index].cutUntil = 0 }
    if journal == nil { try startJournal() }
    journalPausedUntil = 0
    resumeJournal()
    for index in processes.indices {
      if processes[index].original != nil {
        crash(index)
      } else if processes[index].isUp {
        processes[index].pausedUntil = 0
        resume(index)
      } else {
        start(index)
      }
    }
    openMarket()
    agenda.add(.judge, at: now + 1_000_000_000)
  }

  /// The rest of the market may be told, and a person wants everything to end.
  private func openMarket() {
    let told = processes.compactMap { ($0.occupant as? MarketOccupant)?.next }.max() ?? 0
    let next = max(told, story.place(after: checks.story.clock), 1)
    story = MarketStory(options, calmFrom: story.instant(of: next - 1))
    for process in processes {
      if var market = process.occupant as? MarketOccupant {
        market.story = story
        market.healedAt = healedAt
        process.occupant = market
      }
      if var person = process.occupant as? PersonOccupant {
        person.wantsEnd = true
        process.occupant = person
      }
    }
  }

  /// Whether all is well after the healing; throws when it is not in time.
  func isOver() throws -> Bool {
    let complaint = complaint()
    if complaint == nil, now - healedAt >= 45_000_000_000 { return true }
    // What is in doubt may be, and was told; the time counts from its end.
    if let complaint, now - max(healedAt, doubtedAt) > 120_000_000_000 {
      noteStandings()
      throw Violation("C15", "120 s after everything was healed: \(complaint)")
    }
    agenda.add(.judge, at: now + 1_000_000_000)
    return false
  }

  /// Where everybody stands, for who has to find out why it did not become well.
  private func noteStandings() {
    for process in processes {
      let waits = process.link.map { "\($0.unacknowledged) messages wait" } ?? "no link"
      timeline.note(
        "\(process.name) is \(process.isReady ? "ready" : "not ready") at "
          + "\(process.position.seq), \(waits)", at: now)
    }
    guard let journal else { return }
    timeline.note(
      "the journal is at \(disk.head.seq), settled \(journal.sequencer.settled)", at: now)
    for standing in journal.sequencer.standings {
      timeline.note(
        "\(standing.producer.rawValue) has epoch \(standing.epoch), answered through "
          + "\(standing.answeredThrough), \(standing.pending) messages are open", at: now)
    }
  }

  private func complaint() -> String? {
    guard let journal else { return "the journal is down" }
    let head = disk.head.seq
    for process in processes where process.original == nil {
      guard let link = process.link, process.isReady else { return "\(process.name) is not ready" }
      if link.unacknowledged > 0 { return "\(process.name) waits for the journal" }
      if process.position.seq != head { return "\(process.name) is behind the head" }
    }
    if options.order == .lockstep, journal.sequencer.settled != head {
      return "event \(journal.sequencer.settled + 1) has not been answered by all"
    }
    return checks.unfinished(self)
  }
}
