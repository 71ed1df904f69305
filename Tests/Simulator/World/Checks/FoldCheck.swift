import Digest
import EventSourcing
import Events
import ExecutionCore
import IndicatorCore
import LedgerCore
import PaperVenue
import RiskCore
import ServiceKit
import SignalCore

/// C6: the same prefix of the log gives the same states, and its facts give its conclusions, byte
/// for byte.
struct FoldCheck {
  private var indicator = Rederivation<Indicator>()
  private var signal = Rederivation<SignalCore.Signal>()
  private var risk = Rederivation<Risk>()
  private var execution = Rederivation<Execution>()
  private var venue = Rederivation<PaperVenue>()
  private var books = Rederivation<Ledger>()
  /// Trades of which a person was told that they cannot be led on.
  private var diverged: Set<Identifier> = []
  /// The hash of every decider's state at the end.
  private(set) var hashes: [(producer: Producer, hash: Digest256)] = []

  private let isPaper: Bool

  init(_ options: Options) { isPaper = options.mode != .live }

  var ledger: Ledger.State { books.state }
  var trading: Execution.State { execution.state }
  var paper: PaperVenue.State { venue.state }

  mutating func durable(_ stored: StoredEvent, _ event: Event) throws(Violation) {
    if case .tradeDiverged(let it) = event { diverged.insert(it.trade) }
    do throws(Difference) {
      try indicator.read(stored, event)
      try signal.read(stored, event)
      try risk.read(stored, event)
      try execution.read(stored, event)
      if isPaper { try venue.read(stored, event) }
      try books.read(stored, event)
    } catch { throw Violation("C6", error.sentence) }
  }

  /// What should be over and is not.
  func unfinished() -> String? {
    let open = trading.trades.filter { !$0.waitsForAPerson && !diverged.contains($0.id) }
    if let trade = open.first {
      let orders = trade.orders.filter(\.phase.isLive).map { "\($0.purpose) \($0.phase)" }
      return "trade \(trade.id.short) is not over: \(trade.phase), orders \(orders)"
    }
    return nil
  }

  /// Compares what the services came to with a fold from the first event, and both with one that
  /// takes the recorded answers.
  mutating func finish(_ world: World) throws {
    do throws(Difference) {
      try indicator.finish()
      try signal.finish()
      try risk.finish()
      try execution.finish()
      try venue.finish()
      try books.finish()
    } catch { throw Violation("C6", error.sentence) }
    try compare(Indicator.self, indicator.state, world)
    try compare(SignalCore.Signal.self, signal.state, world)
    try compare(Risk.self, risk.state, world)
    try compare(Execution.self, execution.state, world)
    if isPaper { try compare(PaperVenue.self, venue.state, world) }
    try compare(Ledger.self, books.state, world)
  }

  private mutating func compare<D: Decider>(
    _ decider: D.Type, _ derived: D.State, _ world: World
  ) throws {
    let expected = try CodedState.encode(derived)
    hashes.append((D.producer, CodedState.digest(expected)))
    var history = History<D>()
    for (stored, known) in zip(world.disk.events, world.known) { history.read(stored, known.event) }
    let rest = history.finish()
    var replica = history.replica
    for input in rest { _ = replica.answer(input.event) }
    guard try CodedState.encode(replica.state) == expected else {
      throw Violation("C6", "\(D.producer.rawValue) rebuilt from the log has another state")
    }
    for process in world.processes where process.isUp {
      let performers =
        (process.occupant as? DecidingOccupant)?.performers
        ?? (process.occupant as? TradingOccupant)?.performers ?? []
      guard let performer = performers.first(where: { $0.producer == D.producer }) else {
        continue
      }
      guard try performer.codedState() == expected else {
        throw Violation("C6", "\(process.name) has another state than its log")
      }
    }
  }
}

extension Execution.Trade {
  /// Whether it is left to a person by design: the venue and the log differ about it, more of it
  /// left than came, or its exit was refused again and again.
  var waitsForAPerson: Bool {
    if tally.exited > tally.entered { return true }
    return switch phase {
    case .diverged: true
    case .closing(_, let closing): closing.isExhausted
    case .pending, .open, .partial, .closed, .abandoned: false
    }
  }
}

extension Difference {
  var sentence: String {
    switch self {
    case .missing(let producer, let cause, let expected):
      "\(producer.rawValue) should have answered event \(cause) with \(expected.type.rawValue)"
    case .unexpected(let producer, let seq, let recorded):
      "\(producer.rawValue) said \(recorded.type.rawValue) at \(seq), which does not follow"
    case .differs(let producer, let seq, let recorded, let expected):
      "\(producer.rawValue) said \(recorded.type.rawValue) at \(seq): "
        + String(decoding: recorded.payload, as: UTF8.self) + " and not "
        + String(decoding: expected.payload, as: UTF8.self)
    }
  }
}
