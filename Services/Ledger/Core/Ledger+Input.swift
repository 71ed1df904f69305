public import EventSourcing
public import Events

extension Ledger {
  /// What the ledger reacts to; the rare and large ones are boxed, so that a candle stays small.
  public enum Input: DeciderInput {
    case candleClosed(CandleClosed)
    case clockTicked(ClockTicked)
    indirect case orderFilled(OrderFilled)
    case orderCancelled(OrderCancelled)
    case orderExpired(OrderExpired)
    case balanceReported(BalanceReported)
    indirect case tradeClosed(TradeClosed)
    indirect case instrumentListed(InstrumentListed)
    indirect case configurationApplied(ConfigurationApplied)

    public static var types: [EventType] {
      [
        .candleClosed, .clockTicked, .orderFilled, .orderCancelled, .orderExpired,
        .balanceReported, .tradeClosed, .instrumentListed, .configurationApplied,
      ]
    }

    public init?(_ event: Event) {
      switch event {
      case .candleClosed(let payload): self = .candleClosed(payload)
      case .clockTicked(let payload): self = .clockTicked(payload)
      case .orderFilled(let payload): self = .orderFilled(payload)
      case .orderCancelled(let payload): self = .orderCancelled(payload)
      case .orderExpired(let payload): self = .orderExpired(payload)
      case .balanceReported(let payload): self = .balanceReported(payload)
      case .tradeClosed(let payload): self = .tradeClosed(payload)
      case .instrumentListed(let payload): self = .instrumentListed(payload)
      case .configurationApplied(let payload): self = .configurationApplied(payload)
      default: return nil
      }
    }
  }
}
