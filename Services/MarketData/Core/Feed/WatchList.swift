public import Events
import Quantities

/// The instruments whose order books are to be stated every second: those with a setup that is
/// active or a trade that is on, as the log says.
///
/// A setup that only forms is triggered by a bar, and before each bar the book is stated anyway.
public struct WatchList: Sendable, Hashable, Codable {
  private var entries: [Entry] = []

  private struct Entry: Sendable, Hashable, Codable {
    /// Of a setup or a trade.
    var id: Identifier
    var instrument: Name
  }

  public init() {}

  /// The types of events that change it.
  public static let types: [EventType] = [
    .setupActivated, .setupDeactivated, .setupInvalidated, .setupExpired, .setupRejected,
    .setupCompleted, .setupCancelled, .tradeApproved, .tradeClosed, .tradeAbandoned,
  ]

  /// Whether the instrument's book is to be stated every second.
  public func contains(_ instrument: Name) -> Bool {
    entries.contains { $0.instrument == instrument }
  }

  /// Takes note of an event of the log, in its order; others than `types` change nothing.
  public mutating func note(_ event: Event) {
    switch event {
    case .setupActivated(let payload): begin(payload.setup, payload.instrument)
    case .setupDeactivated(let payload): end(payload.setup)
    case .setupInvalidated(let payload): end(payload.setup)
    case .setupExpired(let payload): end(payload.setup)
    case .setupRejected(let payload): end(payload.setup)
    case .setupCompleted(let payload): end(payload.setup)
    case .setupCancelled(let payload): end(payload.setup)
    case .tradeApproved(let payload): begin(payload.trade, payload.instrument)
    case .tradeClosed(let payload): end(payload.trade)
    case .tradeAbandoned(let payload): end(payload.trade)
    default: break
    }
  }

  private mutating func begin(_ id: Identifier, _ instrument: Name) {
    guard !entries.contains(where: { $0.id == id }) else { return }
    entries.append(Entry(id: id, instrument: instrument))
  }

  private mutating func end(_ id: Identifier) { entries.removeAll { $0.id == id } }
}
