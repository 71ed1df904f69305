public import EventSourcing
public import Events

extension PaperVenue {
  /// What the venue reacts to, boxed: large values are copied at every hand-over otherwise.
  public enum Input: DeciderInput {
    indirect case configurationApplied(ConfigurationApplied)
    indirect case instrumentListed(InstrumentListed)
    indirect case candleClosed(CandleClosed)
    indirect case bookObserved(BookObserved)
    indirect case orderRequested(OrderRequested)
    indirect case orderCancelRequested(OrderCancelRequested)
    indirect case orderAmendRequested(OrderAmendRequested)
    indirect case fundingRatePublished(FundingRatePublished)
    indirect case reconciliationRequested(ReconciliationRequested)

    public static var types: [EventType] {
      [
        .configurationApplied, .instrumentListed, .candleClosed, .bookObserved, .orderRequested,
        .orderCancelRequested, .orderAmendRequested, .fundingRatePublished,
        .reconciliationRequested,
      ]
    }

    public init?(_ event: __shared Event) {
      switch event {
      case .candleClosed(let payload): self = .candleClosed(payload)
      case .bookObserved(let payload): self = .bookObserved(payload)
      case .configurationApplied(let payload): self = .configurationApplied(payload)
      case .instrumentListed(let payload): self = .instrumentListed(payload)
      case .orderRequested(let payload): self = .orderRequested(payload)
      case .orderCancelRequested(let payload): self = .orderCancelRequested(payload)
      case .orderAmendRequested(let payload): self = .orderAmendRequested(payload)
      case .fundingRatePublished(let payload): self = .fundingRatePublished(payload)
      case .reconciliationRequested(let payload): self = .reconciliationRequested(payload)
      default: return nil
      }
    }
  }

  /// What the venue may state.
  public enum Conclusion: DeciderConclusion, Hashable {
    case orderSendStarted(OrderSendStarted)
    case orderAccepted(OrderAccepted)
    case orderRejected(OrderRejected)
    case orderOutcomeUnknown(OrderOutcomeUnknown)
    case orderFound(OrderFound)
    case orderConfirmedAbsent(OrderConfirmedAbsent)
    case orderFilled(OrderFilled)
    case orderAmended(OrderAmended)
    case orderCancelled(OrderCancelled)
    case orderExpired(OrderExpired)
    case externalOrderSeen(ExternalOrderSeen)
    case positionReported(PositionReported)
    case ordersReported(OrdersReported)
    case fundingCharged(FundingCharged)
    case venueConnected(VenueConnected)
    case venueDisconnected(VenueDisconnected)
    case balanceReported(BalanceReported)

    public init?(_ event: __shared Event) {
      switch event {
      case .orderSendStarted(let payload): self = .orderSendStarted(payload)
      case .orderAccepted(let payload): self = .orderAccepted(payload)
      case .orderRejected(let payload): self = .orderRejected(payload)
      case .orderOutcomeUnknown(let payload): self = .orderOutcomeUnknown(payload)
      case .orderFound(let payload): self = .orderFound(payload)
      case .orderConfirmedAbsent(let payload): self = .orderConfirmedAbsent(payload)
      case .orderFilled(let payload): self = .orderFilled(payload)
      case .orderAmended(let payload): self = .orderAmended(payload)
      case .orderCancelled(let payload): self = .orderCancelled(payload)
      case .orderExpired(let payload): self = .orderExpired(payload)
      case .externalOrderSeen(let payload): self = .externalOrderSeen(payload)
      case .positionReported(let payload): self = .positionReported(payload)
      case .ordersReported(let payload): self = .ordersReported(payload)
      case .fundingCharged(let payload): self = .fundingCharged(payload)
      case .venueConnected(let payload): self = .venueConnected(payload)
      case .venueDisconnected(let payload): self = .venueDisconnected(payload)
      case .balanceReported(let payload): self = .balanceReported(payload)
      default: return nil
      }
    }

    public var event: Event {
      switch self {
      case .orderSendStarted(let payload): .orderSendStarted(payload)
      case .orderAccepted(let payload): .orderAccepted(payload)
      case .orderRejected(let payload): .orderRejected(payload)
      case .orderOutcomeUnknown(let payload): .orderOutcomeUnknown(payload)
      case .orderFound(let payload): .orderFound(payload)
      case .orderConfirmedAbsent(let payload): .orderConfirmedAbsent(payload)
      case .orderFilled(let payload): .orderFilled(payload)
      case .orderAmended(let payload): .orderAmended(payload)
      case .orderCancelled(let payload): .orderCancelled(payload)
      case .orderExpired(let payload): .orderExpired(payload)
      case .externalOrderSeen(let payload): .externalOrderSeen(payload)
      case .positionReported(let payload): .positionReported(payload)
      case .ordersReported(let payload): .ordersReported(payload)
      case .fundingCharged(let payload): .fundingCharged(payload)
      case .venueConnected(let payload): .venueConnected(payload)
      case .venueDisconnected(let payload): .venueDisconnected(payload)
      case .balanceReported(let payload): .balanceReported(payload)
      }
    }
  }
}
