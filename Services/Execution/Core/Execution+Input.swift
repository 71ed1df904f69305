public import EventSourcing
public import Events
public import Quantities

extension Execution {
  /// What execution reacts to.
  ///
  /// All but a tick is boxed: large values are copied at every hand-over otherwise, which costs
  /// more than the box.
  public enum Input: DeciderInput {
    indirect case configurationApplied(ConfigurationApplied)
    indirect case instrumentListed(InstrumentListed)
    indirect case tradeApproved(TradeApproved)
    indirect case candleClosed(CandleClosed)
    indirect case bookObserved(BookObserved)
    indirect case indicatorsComputed(IndicatorsComputed)
    indirect case regimeChanged(RegimeChanged)
    case clockTicked(ClockTicked)
    case tradingHalted(TradingHalted)
    case tradingResumed(TradingResumed)
    indirect case limitBreached(LimitBreached)
    indirect case limitReset(LimitReset)
    indirect case limitChanged(LimitChanged)
    indirect case equityMarked(EquityMarked)
    indirect case exposureReductionRequested(ExposureReductionRequested)
    /// A person wants no new exposure; it holds even while risk is down.
    case haltRequested(flatten: Bool)
    case cancelAllRequested
    case closeAllRequested
    case closeRequested(trade: Identifier)
    /// The setup became void before its trade was entered.
    case setupEnded(Identifier)
    /// What the venue states of one order.
    indirect case order(OrderFact)
    indirect case externalOrderSeen(ExternalOrderSeen)
    indirect case fundingCharged(FundingCharged)
    indirect case positionReported(PositionReported)
    indirect case ordersReported(OrdersReported)
    case venueConnected(VenueConnected)
    case venueDisconnected

    public static var types: [EventType] {
      [
        .configurationApplied, .instrumentListed, .tradeApproved, .candleClosed,
        .bookObserved, .indicatorsComputed, .regimeChanged, .clockTicked, .tradingHalted,
        .tradingResumed,
        .limitBreached, .limitReset, .limitChanged, .equityMarked, .exposureReductionRequested,
        .haltRequested, .cancelAllRequested, .closeAllRequested, .closeRequested,
        .setupInvalidated, .setupExpired, .setupCancelled, .orderSendStarted, .orderAccepted,
        .orderRejected, .orderOutcomeUnknown, .orderFound, .orderConfirmedAbsent, .orderFilled,
        .orderAmended, .orderCancelled, .orderExpired, .externalOrderSeen, .fundingCharged,
        .positionReported, .ordersReported, .venueConnected, .venueDisconnected,
      ]
    }

    public init?(_ event: __shared Event) {
      switch event {
      case .candleClosed(let payload): self = .candleClosed(payload)
      case .bookObserved(let payload): self = .bookObserved(payload)
      case .clockTicked(let payload): self = .clockTicked(payload)
      case .indicatorsComputed(let payload): self = .indicatorsComputed(payload)
      case .configurationApplied(let payload): self = .configurationApplied(payload)
      case .instrumentListed(let payload): self = .instrumentListed(payload)
      case .tradeApproved(let payload): self = .tradeApproved(payload)
      case .regimeChanged(let payload): self = .regimeChanged(payload)
      case .tradingHalted(let payload): self = .tradingHalted(payload)
      case .tradingResumed(let payload): self = .tradingResumed(payload)
      case .limitBreached(let payload): self = .limitBreached(payload)
      case .limitReset(let payload): self = .limitReset(payload)
      case .limitChanged(let payload): self = .limitChanged(payload)
      case .equityMarked(let payload): self = .equityMarked(payload)
      case .exposureReductionRequested(let payload): self = .exposureReductionRequested(payload)
      case .haltRequested(let payload): self = .haltRequested(flatten: payload.flatten)
      case .cancelAllRequested: self = .cancelAllRequested
      case .closeAllRequested: self = .closeAllRequested
      case .closeRequested(let payload): self = .closeRequested(trade: payload.trade)
      case .externalOrderSeen(let payload): self = .externalOrderSeen(payload)
      case .fundingCharged(let payload): self = .fundingCharged(payload)
      case .positionReported(let payload): self = .positionReported(payload)
      case .ordersReported(let payload): self = .ordersReported(payload)
      case .venueConnected(let payload): self = .venueConnected(payload)
      case .venueDisconnected: self = .venueDisconnected
      case .setupInvalidated(let payload): self = .setupEnded(payload.setup)
      case .setupExpired(let payload): self = .setupEnded(payload.setup)
      case .setupCancelled(let payload): self = .setupEnded(payload.setup)
      default:
        guard let fact = OrderFact(event) else { return nil }
        self = .order(fact)
      }
    }
  }

  /// What the venue states of one order.
  public struct OrderFact: Sendable, Hashable {
    public var order: Identifier
    public var trade: Identifier
    public var setup: Identifier
    public var instrument: Name
    /// Of a fill; no other news has one.
    public var side: Side
    public var news: OrderNews
    /// By the clock of the venue.
    public var at: Instant
  }

  /// The news of an order.
  public enum OrderNews: Sendable, Hashable {
    case sendStarted(signedAt: Instant)
    case accepted
    case rejected(code: Name)
    case outcomeUnknown(at: Instant)
    case found(filled: Quantity)
    case confirmedAbsent
    case filled(Fill)
    case amended(quantity: Quantity, limitPrice: Price?, stopPrice: Price?)
    case cancelled(filled: Quantity)
    case expired(filled: Quantity)
  }

  /// A part of an order that was traded.
  public struct Fill: Sendable, Hashable {
    public var id: Identifier
    public var quantity: Quantity
    public var price: Price
    public var fee: Money
    /// Of the order so far, as the venue counts.
    public var total: Quantity
  }
}
