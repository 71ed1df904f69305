import Events
import Quantities
import Venues

/// When an instrument pays funding, and which payments the log knows.
struct FundingWatch: Sendable {
  /// The last one that was published.
  var published: Instant?
  /// The next one, as the ticker tells.
  var next: Instant?
  /// From one to the next, where the ticker does not tell.
  var interval: Interval?
  /// The mark price, and when it was one.
  private(set) var mark: (price: Price, at: Instant)?
  var question: Int?
  var askAt = Instant.epoch
  var failures = 0

  init(published: Instant?) { self.published = published }

  /// A mark price within so long of the payment is the one that it was made at.
  private static let tolerance = Interval.seconds(5)

  mutating func note(_ ticker: VenueTicker) {
    if let next = ticker.nextFundingAt { self.next = max(self.next ?? next, next) }
    // After the payment the mark goes on; what counts is the last one before.
    if let price = ticker.mark, next.map({ ticker.at <= $0 }) ?? true {
      mark = (price, ticker.at)
    }
  }

  /// The mark price at an instant, if it was seen then.
  func mark(at instant: Instant) -> Price? {
    guard let mark, (mark.at - instant).magnitude <= Self.tolerance else { return nil }
    return mark.price
  }
}

extension LiveFeed {
  /// Asks which funding was paid since the last that is known.
  mutating func askForFunding() {
    for place in plan.instruments.indices
    where Self.kind(of: plan.instruments[place]) == .linear && listings[place].told != nil {
      let watch = fundings[place]
      guard watch.question == nil, now >= watch.askAt, let due = fundingDue(place),
        now >= due + plan.policy.settling
      else { continue }
      fundings[place].question = ask(
        .fundingRates(plan.instruments[place], since: due, until: now, limit: 200))
    }
  }

  /// The first payment that the log should have and has not; at the latest when it could be.
  private func fundingDue(_ place: Int) -> Instant? {
    let watch = fundings[place]
    guard let known = watch.published ?? sessionStart else { return nil }
    if let interval = watch.interval {
      // Payments are at multiples of their interval.
      return TimeFrame(seconds: Int32(clamping: interval.seconds)).closing(
        of: TimeFrame(seconds: Int32(clamping: interval.seconds)).opening(of: known))
    }
    return watch.next.flatMap { $0 > known ? $0 : nil }
  }

  mutating func receiveFunding(_ result: Result<[MarketAnswer], VenueError>, at place: Int) {
    fundings[place].question = nil
    guard case .success(let answers) = result else { return retryFunding(place) }
    let rates = answers.flatMap(\.fundingRates)
    let known = fundings[place].published ?? sessionStart ?? now
    let new = rates.filter { $0.at > known && $0.at <= now }.sorted { $0.at < $1.at }
    // The venue states a payment a little after it.
    guard let last = new.last else { return retryFunding(place) }
    for rate in new where rate.at > fundings[place].published ?? known {
      tell(
        .fundingRatePublished(
          FundingRatePublished(
            instrument: plan.instruments[place], rate: rate.rate,
            markPrice: fundings[place].mark(at: rate.at), at: rate.at)))
      fundings[place].published = rate.at
    }
    fundings[place].failures = 0
    fundings[place].askAt = last.at
  }

  private mutating func retryFunding(_ place: Int) {
    fundings[place].failures += 1
    fundings[place].askAt = now + plan.policy.retry(after: fundings[place].failures)
  }
}
