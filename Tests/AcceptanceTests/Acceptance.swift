import Testing

/// What must hold of the whole suite, shown on real processes, real sockets and the real log.
///
/// The tests run one after the other, because each of them wants the machine for itself.
@Suite(.serialized, .enabled(if: Surroundings.hasPrograms)) enum Acceptance {}
