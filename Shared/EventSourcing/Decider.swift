public import Events

/// What a decider reacts to: an enumeration of its own, made from the events of the log.
public protocol DeciderInput: Sendable {
  /// The types from which the initializer makes an input; all others are nil.
  static var types: [EventType] { get }

  /// The event is lent: most are looked at by every decider and copied by few.
  init?(_ event: __shared Event)
}

/// What a decider may say: an enumeration of its own, one case for each event type it owns.
public protocol DeciderConclusion: Sendable {
  init?(_ event: __shared Event)

  var event: Event { get }
}

/// A pure function from a history to answers.
///
/// For each input, in the order of the log: `evolve` with it, `decide`, then `evolve` with each
/// answer at once. So a decider's history is its inputs, each followed by its own answers, and
/// does not depend on when a process did what. No clock, no randomness, no input or output; time
/// is the last `ClockTicked`.
public protocol Decider {
  /// Everything it remembers. Its coded form names the state: no sequence number and no wall
  /// clock in it, and no collection whose order varies between processes.
  associatedtype State: Sendable & Codable
  associatedtype Input: DeciderInput
  associatedtype Conclusion: DeciderConclusion

  static var producer: Producer { get }

  /// The state before the first event.
  static func initial() -> State

  /// Takes note of an input; total.
  static func evolve(_ state: inout State, with input: Input)

  /// Takes note of an answer of its own; total.
  static func evolve(_ state: inout State, with conclusion: Conclusion)

  /// The answers to an input that the state has already taken note of.
  static func decide(on input: Input, in state: State) -> [Conclusion]
}
