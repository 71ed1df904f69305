public import Events

/// A decider at work: its state, and the three steps for each input.
public struct Replica<D: Decider>: Sendable {
  @usableFromInline var current: D.State

  /// What the decider remembers.
  @inlinable public var state: D.State { current }

  /// A decider before the first event.
  @inlinable
  public init() { current = D.initial() }

  /// A decider that goes on from a state that was kept.
  @inlinable
  public init(restoring state: D.State) { current = state }

  /// Takes note of an event and answers it; nil when it is none of its inputs.
  @inlinable
  public mutating func answer(_ event: Event) -> [D.Conclusion]? {
    guard let input = D.Input(event) else { return nil }
    D.evolve(&current, with: input)
    let conclusions = D.decide(on: input, in: current)
    for conclusion in conclusions { D.evolve(&current, with: conclusion) }
    return conclusions
  }

  /// Takes note of an event and of the answers that the log holds for it; decides nothing.
  @inlinable
  public mutating func replay(_ event: Event, answers: [Event]) {
    guard let input = D.Input(event) else { return }
    D.evolve(&current, with: input)
    for answer in answers {
      guard let conclusion = D.Conclusion(answer) else {
        preconditionFailure("\(D.producer.rawValue) does not own \(answer.type.rawValue)")
      }
      D.evolve(&current, with: conclusion)
    }
  }
}
