import Events
import MarketDataCore
import Quantities
import Venues

// Order books: kept from what the stream tells, and stated in the log now and then.
extension LiveFeed {
  mutating func receive(_ update: BookUpdate, at place: Int) {
    guard update.depth.map({ $0 == plan.bookDepth }) ?? true else { return }
    let wasWhole = books[place].isWhole
    switch books[place].apply(update) {
    case .applied: note(changed: place)
    case .old: break
    case .broken:
      if wasWhole { note(changed: place) }
      askForBook(place)
    }
  }

  private mutating func askForBook(_ place: Int) {
    guard now >= rebookAt[place] else { return }
    rebookAt[place] = now + plan.policy.rebooking
    let instrument = plan.instruments[place]
    wishes.append(
      .resubscribe(
        .book(instrument, depth: plan.bookDepth), .market(Self.kind(of: instrument))))
  }

  mutating func giveUpBook(_ place: Int) {
    guard books[place].isWhole else { return }
    books[place].forget()
    note(changed: place)
  }

  private mutating func note(changed place: Int) {
    if !changedBooks.contains(place) { changedBooks.append(place) }
  }

  /// States the books that are due: every second where something is at stake, else every minute.
  mutating func stateBooks() {
    for place in books.indices {
      let cadence =
        watched.contains(plan.instruments[place]) ? plan.policy.watching : plan.policy.looking
      guard statedAt[place].map({ now >= $0 + cadence }) ?? true else { continue }
      state(place, cadence: cadence)
    }
  }

  /// States a book before a bar that may decide something, unless it was just stated.
  mutating func stateBook(before candle: CandleClosed) {
    guard let place = place(of: candle.instrument), candle.quality == .complete,
      statedAt[place].map({ now >= $0 + plan.policy.watching }) ?? true
    else { return }
    state(
      place,
      cadence: watched.contains(candle.instrument) ? plan.policy.watching : plan.policy.looking)
  }

  private mutating func state(_ place: Int, cadence: Interval) {
    let book = books[place]
    // A book that nobody has heard of for a while may have changed unheard.
    guard book.isWhole, listings[place].told != nil, now - heard[place] <= plan.policy.patience
    else { return }
    let depth = BookObserved.maximumDepth
    let observed = BookObserved(
      instrument: book.instrument, bids: Array(book.bids.prefix(depth)),
      asks: Array(book.asks.prefix(depth)), sequence: book.sequence, at: now, cadence: cadence)
    guard observed.fault == nil else { return }
    statedAt[place] = now
    tell(.bookObserved(observed))
  }
}
