import Bus
import EventSourcing
import Events
import ServiceKit

/// What runs in a simulated process: the part of a service that is not its link.
protocol Occupant {
  var participations: [Participation] { get }
  /// The types that it reads; all others pass by.
  var needs: EventTypeSet { get }

  /// Takes note of an event of the log before it may speak.
  mutating func rebuild(_ stored: StoredEvent, _ event: Event)

  /// Everything up to the journal's head is read; it may speak from now on.
  mutating func begin(_ link: inout LinkState, at position: SequenceNumber, _ welcomes: [Welcome])
    throws(BusError)

  /// Takes the next events of the log and says what follows.
  mutating func take(
    _ events: [(stored: StoredEvent, event: Event)], through last: SequenceNumber,
    _ link: inout LinkState
  ) throws(BusError)

  /// Does what is to be done although nothing came; true when it wants to be asked again soon.
  mutating func idle(_ link: inout LinkState, at now: Int64) throws(BusError) -> Bool

  /// Takes note of an event that it was not told, for tests.
  mutating func misread(_ stored: StoredEvent, _ event: Event)

  /// What may be kept of it, to go on from after a restart; nil for nothing.
  ///
  /// - Parameter isCoded: whether it goes through the bytes of a snapshot, as in production, or is
  ///   copied, which is a thousand times as fast.
  func kept(after seq: SequenceNumber, isCoded: Bool) throws -> (any Occupant)?
}

extension Occupant {
  mutating func misread(_ stored: StoredEvent, _ event: Event) {}
}

/// The service of one decider, or of several, as `DeciderLoop` runs it.
struct DecidingOccupant: Occupant {
  private(set) var performers: [any Performer]
  let needs: EventTypeSet

  init(_ performers: [any Performer]) {
    self.performers = performers
    let interests = performers.map(\.interests)
    needs = EventTypeSet(
      EventType.allCases.filter { type in
        type == .progressMarked || interests.contains { $0.contains(type) }
          || performers.contains { type.owners.contains($0.producer) }
      })
  }

  var participations: [Participation] {
    performers.map { Participation($0.producer, interests: $0.interests) }
  }

  mutating func rebuild(_ stored: StoredEvent, _ event: Event) {
    for index in performers.indices { performers[index].rebuild(stored, event) }
  }

  mutating func begin(
    _ link: inout LinkState, at position: SequenceNumber, _ welcomes: [Welcome]
  ) throws(BusError) {
    for index in performers.indices {
      let producer = performers[index].producer
      let welcome = welcomes.last { $0.producer == producer }
      let answers = performers[index].begin(settled: welcome?.answeredThrough ?? 0)
      _ = try link.answered(through: position, with: answers, as: producer)
    }
  }

  mutating func take(
    _ events: [(stored: StoredEvent, event: Event)], through last: SequenceNumber,
    _ link: inout LinkState
  ) throws(BusError) {
    for index in performers.indices {
      var answers: [Proposal] = []
      for (stored, event) in events { answers += performers[index].answer(stored, event) }
      _ = try link.answered(through: last, with: answers, as: performers[index].producer)
    }
  }

  mutating func idle(_ link: inout LinkState, at now: Int64) -> Bool { false }

  mutating func misread(_ stored: StoredEvent, _ event: Event) {
    for index in performers.indices { _ = performers[index].answer(stored, event) }
  }

  func kept(after seq: SequenceNumber, isCoded: Bool) throws -> (any Occupant)? {
    DecidingOccupant(
      try performers.map { performer in
        var next = performer.continued(after: seq)
        if isCoded { try next.restore(performer.codedState(), foldedThrough: seq) }
        return next
      })
  }
}
