import Events
import LedgerCore
import PaperVenue
import Quantities

/// C2, C7: the books hold every fill once, obey every law after every batch, and are in the end
/// what the venue's own books are.
struct BookCheck {
  private var positions: [(instrument: Name, quantity: Quantity)] = []
  private var entries: Set<Identifier> = []
  private(set) var fills = 0
  private(set) var booked = 0

  static func concerns(_ event: Event) -> Bool {
    switch event {
    case .orderFilled, .fundingCharged, .balanceReported, .tradeClosed, .orderCancelled: true
    default: false
    }
  }

  mutating func durable(_ event: Event) throws(Violation) {
    switch event {
    case .orderFilled(let it):
      fills += 1
      let change = it.side == .buy ? it.quantity : -it.quantity
      if let place = positions.firstIndex(where: { $0.instrument == it.instrument }) {
        positions[place].quantity += change
      } else {
        positions.append((it.instrument, change))
      }
    case .entryPosted(let it):
      guard entries.insert(it.entry).inserted else {
        throw Violation("C2", "entry \(it.entry.short) was posted twice")
      }
      if it.occasion == .fill { booked += 1 }
    default: break
    }
  }

  /// The ledger has taken note of what the log holds.
  func compare(with state: Ledger.State, isFaulty: Bool) throws(Violation) {
    let violation = Ledger.invariants(of: state).first { violation in
      // What a venue fills too much, or counts otherwise, is said and kept apart.
      !isFaulty || ![.orderFills, .overfill, .venueBalance].contains(violation.law)
    }
    if let violation {
      throw Violation("C7", "\(violation)")
    }
    for (instrument, quantity) in positions {
      let held = state.holdings.first { $0.instrument == instrument }?.filled ?? .zero
      guard held == quantity else {
        throw Violation("C2", "the books hold \(held) of \(instrument), the fills are \(quantity)")
      }
    }
  }

  /// In what the books differ from the venue's own.
  func difference(of ledger: Ledger.State, from venue: PaperVenue.State) -> String? {
    if booked != fills { return "\(booked) of \(fills) fills are booked" }
    for balance in venue.balances {
      let wallet = ledger.wallet(of: balance.asset, in: "sim")
      if wallet != balance.cash {
        return "the books hold \(wallet) \(balance.asset), the venue \(balance.cash)"
      }
    }
    for book in venue.books {
      let held = book.positions.reduce(Quantity.zero) { $0 + $1.quantity }
      let instrument = book.listing.instrument
      let booked = ledger.holdings.first { $0.instrument == instrument }?.filled ?? .zero
      if held != booked { return "the books hold \(booked) of \(instrument), the venue \(held)" }
    }
    return nil
  }
}
