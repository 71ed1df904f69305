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
    indirect case orderFilled(Fill)
    indirect case orderChanged(OrderStep)
    indirect case balanceReported(BalanceReported)
    indirect case fundingCharged(FundingCharged)
    indirect case tradeApproved(TradeApproved)
    indirect case tradeAbandoned(TradeAbandoned)
    indirect case tradeClosed(TradeClosed)
    indirect case instrumentListed(InstrumentListed)
    indirect case configurationApplied(ConfigurationApplied)

    public static var types: [EventType] {
      [
        .candleClosed, .clockTicked, .orderFilled, .balanceReported, .fundingCharged,
        .tradeApproved,
        .tradeAbandoned, .tradeClosed, .instrumentListed, .configurationApplied,
      ] + OrderStep.types
    }

    public init?(_ event: __shared Event) {
      switch event {
      case .candleClosed(let payload): self = .candleClosed(Close(payload))
      case .clockTicked(let payload): self = .clockTicked(payload)
      case .orderFilled(let payload): self = .orderFilled(Fill(payload))
      case .balanceReported(let payload): self = .balanceReported(payload)
      case .fundingCharged(let payload): self = .fundingCharged(payload)
      case .tradeApproved(let payload): self = .tradeApproved(payload)
      case .tradeAbandoned(let payload): self = .tradeAbandoned(payload)
      case .tradeClosed(let payload): self = .tradeClosed(payload)
      case .instrumentListed(let payload): self = .instrumentListed(payload)
      case .configurationApplied(let payload): self = .configurationApplied(payload)
      default:
        guard let step = OrderStep(event) else { return nil }
        self = .orderChanged(step)
      }
    }
  }
}
