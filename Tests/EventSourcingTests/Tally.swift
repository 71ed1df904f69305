import Digest
import EventSourcing
import Events
import Quantities
import TestSupport

/// A small decider for tests: every third tick it marks a signal, naming how many ticks it saw.
enum Tally: Decider {
  struct State: Sendable, Codable, Hashable {
    var ticks = 0
    var said = 0
    var trace: [Int] = []
  }

  enum Input: DeciderInput {
    case tick(ClockTicked)

    static let types: [EventType] = [.clockTicked]

    init?(_ event: Event) {
      guard case .clockTicked(let tick) = event else { return nil }
      self = .tick(tick)
    }
  }

  enum Conclusion: DeciderConclusion {
    case fired(SignalFired)

    init?(_ event: Event) {
      guard case .signalFired(let fired) = event else { return nil }
      self = .fired(fired)
    }

    var event: Event {
      switch self {
      case .fired(let fired): .signalFired(fired)
      }
    }
  }

  static let producer = Producer.signal

  static func initial() -> State { State() }

  static func evolve(_ state: inout State, with input: Input) {
    state.ticks += 1
    state.trace.append(state.ticks)
  }

  static func evolve(_ state: inout State, with conclusion: Conclusion) {
    state.said += 1
    state.trace.append(-state.said)
  }

  static func decide(on input: Input, in state: State) -> [Conclusion] {
    guard state.ticks % 3 == 0 else { return [] }
    return (0..<state.ticks / 3 % 3).map { ordinal in
      var fired = SignalFired()
      fired.signal = Identifier(of: "tally", String(state.ticks), String(ordinal))
      fired.value = Double(state.said)
      return .fired(fired)
    }
  }
}

/// A log in memory, made by a run whose answers reach the log late and between other events.
struct SampleLog {
  var events: [StoredEvent] = []
  /// What the decider remembers at the end of the run, everything answered.
  var final = Replica<Tally>()

  /// - Parameter lag: how many ticks may come between a cause and the append of its answers.
  init(ticks: Int, lag: Int, seed: Int) {
    var generator = Seeded(seed)
    var waiting: [(cause: StoredEvent, answers: [Event])] = []
    for tick in 0..<ticks {
      let event = Event.clockTicked(ClockTicked(at: Instant(milliseconds: Int64(tick))))
      let cause = append(
        Proposal(fact: event, id: Identifier(of: "tick", String(tick))), .marketData)
      if let answers = final.answer(event), !answers.isEmpty {
        waiting.append((cause, answers.map(\.event)))
      }
      while let first = waiting.first,
        waiting.count > lag || Int.random(in: 0..<4, using: &generator) == 0
      {
        waiting.removeFirst()
        say(first.answers, to: first.cause)
      }
    }
    for rest in waiting { say(rest.answers, to: rest.cause) }
  }

  /// A random place between two batches; the answers to one cause are never parted.
  func cut(using generator: inout Seeded) -> Int {
    let place = Int.random(in: 0...events.count, using: &generator)
    return events[place...].firstIndex { $0.proposal.ordinal == 0 } ?? events.count
  }

  private mutating func say(_ answers: [Event], to cause: StoredEvent) {
    for (ordinal, answer) in answers.enumerated() {
      append(
        Proposal(answer: ordinal, of: .signal, to: cause.seq, id: cause.proposal.id, answer),
        .signal)
    }
  }

  @discardableResult
  mutating func append(_ proposal: Proposal, _ producer: Producer) -> StoredEvent {
    var event = StoredEvent(
      seq: Int64(events.count + 1), time: Int64(events.count), producer: producer, epoch: 1,
      proposal: proposal, chain: .zero)
    event.chain = event.chained(after: events.last?.chain ?? .zero)
    events.append(event)
    return event
  }
}
