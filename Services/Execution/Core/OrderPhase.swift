public import Events
public import Quantities

extension Execution {
  /// Where an order is in its life, with what is known of it there.
  public enum OrderPhase: Sendable, Hashable, Codable {
    /// Not sent yet.
    case requested
    /// Perhaps sent; the venue has not answered.
    case sending(since: Instant)
    /// Perhaps at the venue; only evidence of the venue ends this.
    case unknown(since: Instant)
    case resting
    case partiallyFilled(Quantity)
    case filled(Quantity)
    /// The venue counts `reported`; fills up to it may still arrive.
    case cancelled(filled: Quantity, reported: Quantity)
    /// The venue counts `reported`; fills up to it may still arrive.
    case expired(filled: Quantity, reported: Quantity)
    case rejected(code: Name)
    /// The venue proved that it never had it.
    case absent
  }

  /// What news does to the phase of an order.
  public enum OrderStep: Sendable, Hashable {
    /// It was known, or says nothing new.
    case stays
    case becomes(OrderPhase)
    /// It is the truth now, but it contradicts what was known: somebody must look.
    case contradicts(OrderPhase)
  }
}

extension Execution.OrderPhase {
  /// Whether the venue may still trade it.
  public var isLive: Bool {
    switch self {
    case .requested, .sending, .unknown, .resting, .partiallyFilled: true
    case .filled, .cancelled, .expired, .rejected, .absent: false
    }
  }

  /// Whether the venue is known to hold it.
  public var isAtVenue: Bool {
    switch self {
    case .resting, .partiallyFilled: true
    case .requested, .sending, .unknown, .filled, .cancelled, .expired, .rejected, .absent: false
    }
  }

  /// What is booked.
  public var filled: Quantity {
    switch self {
    case .requested, .sending, .unknown, .resting, .rejected, .absent: .zero
    case .partiallyFilled(let filled), .filled(let filled): filled
    case .cancelled(let filled, _), .expired(let filled, _): filled
    }
  }

  /// Whether nothing more is to come: it is dead, and every fill that the venue counts is booked.
  public var isSettled: Bool {
    switch self {
    case .requested, .sending, .unknown, .resting, .partiallyFilled: false
    case .filled, .rejected, .absent: true
    case .cancelled(let filled, let reported), .expired(let filled, let reported):
      filled >= reported
    }
  }
}

extension Execution.OrderPhase {
  typealias Step = Execution.OrderStep
  typealias News = Execution.OrderNews

  /// What the news makes of the phase; every pair has an answer.
  func after(_ news: News, of quantity: Quantity) -> Step {
    switch self {
    case .requested: afterRequest(news, of: quantity)
    case .sending, .unknown: afterSending(news, of: quantity)
    case .resting: afterAcceptance(news, of: quantity)
    case .partiallyFilled(let filled): afterFill(news, filled: filled, of: quantity)
    case .filled(let filled): afterCompletion(news, filled: filled)
    case .cancelled(let filled, let reported):
      afterEnd(news, filled: filled, reported: reported) { .cancelled(filled: $0, reported: $1) }
    case .expired(let filled, let reported):
      afterEnd(news, filled: filled, reported: reported) { .expired(filled: $0, reported: $1) }
    case .rejected, .absent: afterDenial(news)
    }
  }

  /// Nothing was sent, so the venue can only say that it will not have it.
  private func afterRequest(_ news: News, of quantity: Quantity) -> Step {
    switch news {
    case .sendStarted(let signedAt): .becomes(.sending(since: signedAt))
    case .rejected(let code): .becomes(.rejected(code: code))
    case .confirmedAbsent: .becomes(.absent)
    case .cancelled(let reported): .becomes(.cancelled(filled: .zero, reported: reported))
    case .expired(let reported): .becomes(.expired(filled: .zero, reported: reported))
    case .accepted, .found, .amended: .contradicts(.resting)
    case .outcomeUnknown(let at): .contradicts(.unknown(since: at))
    case .filled(let fill): contradiction(fill.quantity, of: quantity)
    }
  }

  /// Whatever shows that the venue has it ends the doubt; nothing else but its denial does.
  private func afterSending(_ news: News, of quantity: Quantity) -> Step {
    switch news {
    case .sendStarted: .stays
    case .accepted, .found, .amended: .becomes(.resting)
    case .rejected(let code): .becomes(.rejected(code: code))
    case .outcomeUnknown(let at): isUnknown ? .stays : .becomes(.unknown(since: at))
    case .confirmedAbsent: .becomes(.absent)
    case .filled(let fill): progress(fill.quantity, of: quantity)
    case .cancelled(let reported): .becomes(.cancelled(filled: .zero, reported: reported))
    case .expired(let reported): .becomes(.expired(filled: .zero, reported: reported))
    }
  }

  private func afterAcceptance(_ news: News, of quantity: Quantity) -> Step {
    switch news {
    case .sendStarted, .accepted, .outcomeUnknown, .found, .amended: .stays
    case .rejected(let code): .becomes(.rejected(code: code))
    case .confirmedAbsent: .contradicts(.absent)
    case .filled(let fill): progress(fill.quantity, of: quantity)
    case .cancelled(let reported): .becomes(.cancelled(filled: .zero, reported: reported))
    case .expired(let reported): .becomes(.expired(filled: .zero, reported: reported))
    }
  }

  private func afterFill(_ news: News, filled: Quantity, of quantity: Quantity) -> Step {
    switch news {
    case .sendStarted, .accepted, .outcomeUnknown, .found: .stays
    case .amended: filled >= quantity ? .becomes(.filled(filled)) : .stays
    case .rejected, .confirmedAbsent: .contradicts(.cancelled(filled: filled, reported: filled))
    case .filled(let fill): progress(filled + fill.quantity, of: quantity)
    case .cancelled(let reported): .becomes(.cancelled(filled: filled, reported: reported))
    case .expired(let reported): .becomes(.expired(filled: filled, reported: reported))
    }
  }

  private func afterCompletion(_ news: News, filled: Quantity) -> Step {
    switch news {
    case .filled(let fill): .contradicts(.filled(filled + fill.quantity))
    case .sendStarted, .accepted, .rejected, .outcomeUnknown, .found, .confirmedAbsent, .amended,
      .cancelled, .expired:
      .stays
    }
  }

  /// A fill may arrive after the end, as long as the venue counted it.
  private func afterEnd(
    _ news: News, filled: Quantity, reported: Quantity,
    _ ended: (_ filled: Quantity, _ reported: Quantity) -> Execution.OrderPhase
  ) -> Step {
    switch news {
    case .filled(let fill):
      filled + fill.quantity <= reported
        ? .becomes(ended(filled + fill.quantity, reported))
        : .contradicts(ended(filled + fill.quantity, filled + fill.quantity))
    case .sendStarted, .accepted, .rejected, .outcomeUnknown, .found, .confirmedAbsent, .amended,
      .cancelled, .expired:
      .stays
    }
  }

  /// The venue had said that it does not have it.
  private func afterDenial(_ news: News) -> Step {
    switch news {
    case .accepted, .found, .amended: .contradicts(.resting)
    case .filled(let fill):
      .contradicts(.cancelled(filled: fill.quantity, reported: fill.quantity))
    case .sendStarted, .rejected, .outcomeUnknown, .confirmedAbsent, .cancelled, .expired: .stays
    }
  }

  private func progress(_ filled: Quantity, of quantity: Quantity) -> Step {
    guard filled <= quantity else { return .contradicts(.filled(filled)) }
    return .becomes(filled == quantity ? .filled(filled) : .partiallyFilled(filled))
  }

  private func contradiction(_ filled: Quantity, of quantity: Quantity) -> Step {
    .contradicts(filled >= quantity ? .filled(filled) : .partiallyFilled(filled))
  }

  var isUnknown: Bool {
    switch self {
    case .unknown: true
    case .requested, .sending, .resting, .partiallyFilled, .filled, .cancelled, .expired,
      .rejected, .absent:
      false
    }
  }
}
