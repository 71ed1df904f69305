import Events
import Quantities
import Testing

@testable import ExecutionCore

/// Every pair of a phase and a piece of news has an answer, and this is the list of them.
///
/// `-` means that nothing changes; a name is the next phase; `!` in front of it says that the
/// news contradicts what was known, so that a person must look.
struct OrderPhaseTests {
  static let news: [(name: String, news: Execution.OrderNews)] = [
    ("sent", .sendStarted(signedAt: .epoch)), ("accepted", .accepted),
    ("rejected", .rejected(code: "code")), ("unknown", .outcomeUnknown(at: .epoch)),
    ("found", .found(filled: 0)), ("absent", .confirmedAbsent), ("part", fill(1)),
    ("whole", fill(2)), ("over", fill(3)),
    ("amended", .amended(quantity: 2, limitPrice: nil, stopPrice: nil)),
    ("cancelled", .cancelled(filled: 1)), ("expired", .expired(filled: 1)),
  ]

  static let phases: [(name: String, phase: Execution.OrderPhase)] = [
    ("requested", .requested), ("sending", .sending(since: .epoch)),
    ("unknown", .unknown(since: .epoch)), ("resting", .resting), ("partial", .partiallyFilled(1)),
    ("filled", .filled(2)), ("cancelled", .cancelled(filled: 0, reported: 1)),
    ("expired", .expired(filled: 1, reported: 1)), ("rejected", .rejected(code: "code")),
    ("absent", .absent),
  ]

  static let verdicts = """
    phase     sent    accepted  rejected   unknown  found    absent     part       whole      over       amended  cancelled expired
    requested sending !resting  rejected   !unknown !resting absent     !partial   !filled    !filled    !resting cancelled expired
    sending   -       resting   rejected   unknown  resting  absent     partial    filled     !filled    resting  cancelled expired
    unknown   -       resting   rejected   -        resting  absent     partial    filled     !filled    resting  cancelled expired
    resting   -       -         rejected   -        -        !absent    partial    filled     !filled    -        cancelled expired
    partial   -       -         !cancelled -        -        !cancelled filled     !filled    !filled    -        cancelled expired
    filled    -       -         -          -        -        -          !filled    !filled    !filled    -        -         -
    cancelled -       -         -          -        -        -          cancelled  !cancelled !cancelled -        -         -
    expired   -       -         -          -        -        -          !expired   !expired   !expired   -        -         -
    rejected  -       !resting  -          -        !resting -          !cancelled !cancelled !cancelled !resting -         -
    absent    -       !resting  -          -        !resting -          !cancelled !cancelled !cancelled !resting -         -
    """

  @Test func `every pair of phase and news has its answer`() {
    let rows = Self.verdicts.split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    #expect(rows[0].dropFirst() == Self.news.map(\.name)[...])
    #expect(rows.dropFirst().map { $0[0] } == Self.phases.map(\.name))
    for (row, (name, phase)) in zip(rows.dropFirst(), Self.phases) {
      for (verdict, (newsName, news)) in zip(row.dropFirst(), Self.news) {
        #expect(Self.verdict(phase.after(news, of: 2)) == verdict, "\(name), \(newsName)")
      }
    }
  }

  @Test func `only evidence of the venue ends a doubt`() {
    for (name, news) in Self.news {
      let ends = Self.verdict(Execution.OrderPhase.unknown(since: .epoch).after(news, of: 2)) != "-"
      #expect(ends == !["sent", "unknown"].contains(name), "\(name)")
    }
  }

  @Test func `a fill that the venue counted may arrive after the end`() {
    let phase = Execution.OrderPhase.cancelled(filled: 0, reported: 1)
    #expect(!phase.isSettled)
    #expect(phase.after(Self.fill(1), of: 2) == .becomes(.cancelled(filled: 1, reported: 1)))
    #expect(Execution.OrderPhase.cancelled(filled: 1, reported: 1).isSettled)
  }

  private static func fill(_ quantity: Quantity) -> Execution.OrderNews {
    .filled(Execution.Fill(id: .zero, quantity: quantity, price: 1, fee: 0, total: 0))
  }

  private static func verdict(_ step: Execution.OrderStep) -> String {
    switch step {
    case .stays: "-"
    case .becomes(let phase): name(phase)
    case .contradicts(let phase): "!" + name(phase)
    }
  }

  private static func name(_ phase: Execution.OrderPhase) -> String {
    switch phase {
    case .requested: "requested"
    case .sending: "sending"
    case .unknown: "unknown"
    case .resting: "resting"
    case .partiallyFilled: "partial"
    case .filled: "filled"
    case .cancelled: "cancelled"
    case .expired: "expired"
    case .rejected: "rejected"
    case .absent: "absent"
    }
  }
}
