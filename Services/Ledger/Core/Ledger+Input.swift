public import EventSourcing
public import Events
public import Quantities

extension Ledger {
  /// What the ledger takes from a candle, which comes all the time: the price.
  public struct Close: Sendable, Hashable {
    public let instrument: Name
    public let timeFrame: TimeFrame
    /// When the candle was over.
    public let at: Instant
    public let price: Price

    public init(_ candle: CandleClosed) {
      instrument = candle.instrument
      timeFrame = candle.timeFrame
      at = candle.closeTime
      price = candle.close
    }
  }

  /// What the ledger reacts to; all but candles and ticks are boxed.
  public enum Input: DeciderInput {
    case candleClosed(Close)
    case clockTicked(ClockTicked)
    indirect case orderFilled(OrderFilled)
    indirect case orderCancelled(OrderCancelled)
    indirect case orderExpired(OrderExpired)
    indirect case balanceReported(BalanceReported)
    indirect case tradeClosed(TradeClosed)
    indirect case instrumentListed(InstrumentListed)
    indirect case configurationApplied(ConfigurationApplied)

    public static var types: [EventType] {
      [
        .candleClosed, .clockTicked, .orderFilled, .orderCancelled, .orderExpired,
        .balanceReported, .tradeClosed, .instrumentListed, .configurationApplied,
      ]
    }

    public init?(_ event: __shared Event) {
      switch event {
      case .candleClosed(let payload): self = .candleClosed(Close(payload))
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
