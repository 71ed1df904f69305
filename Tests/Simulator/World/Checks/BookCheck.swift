import Events
import LedgerCore
import PaperVenue
import Quantities

/// C2, C7: the books hold every fill once, obey every law after every batch, and are in the end
/// what the venue's own books are.
struct BookCheck {
  /// A payment of funding.
  private struct Charge: Hashable {
    var instrument: Name
    var trade: Identifier?
    var at: Instant
  }

  private var positions: [(instrument: Name, quantity: Quantity)] = []
  private var held: [Identifier: Quantity] = [:]
  /// What was published, by its place in the log.
  private var rates: [SequenceNumber: FundingRatePublished] = [:]
  private var charges: Set<Charge> = []
  /// What contracts are settled in.
  private var contracts: [Name: Name] = [:]
  private var entries: Set<Identifier> = []
  private(set) var fills = 0
  private(set) var booked = 0

  static func concerns(_ event: Event) -> Bool {
    switch event {
    case .orderFilled, .fundingCharged, .balanceReported, .tradeClosed, .orderCancelled: true
    default: false
    }
  }

  mutating func durable(
    _ event: Event, at seq: SequenceNumber = 0, cause: SequenceNumber = 0
  ) throws(Violation) {
    switch event {
    case .orderFilled(let it):
      fills += 1
      let change = it.side == .buy ? it.quantity : -it.quantity
      held[it.trade, default: .zero] += change
      if let place = positions.firstIndex(where: { $0.instrument == it.instrument }) {
        positions[place].quantity += change
      } else {
        positions.append((it.instrument, change))
      }
    case .instrumentListed(let it): if it.kind == .linear { contracts[it.instrument] = it.quote }
    case .fundingRatePublished(let it): rates[seq] = it
    case .fundingCharged(let it): try charge(it, at: rates[cause])
    case .entryPosted(let it):
      guard entries.insert(it.entry).inserted else {
        throw Violation("C2", "entry \(it.entry.short) was posted twice")
      }
      if it.occasion == .fill { booked += 1 }
    default: break
    }
  }

  /// Funding is charged once, at a rate that was published, for what is held.
  private mutating func charge(
    _ it: FundingCharged, at published: FundingRatePublished?
  ) throws(Violation) {
    let charge = Charge(instrument: it.instrument, trade: it.trade, at: it.at)
    guard charges.insert(charge).inserted else {
      throw Violation("C2", "funding of \(it.instrument) was charged twice at \(it.at)")
    }
    guard published?.instrument == it.instrument, published?.rate == it.rate else {
      throw Violation("C2", "funding of \(it.instrument) at \(it.rate), which is not its rate")
    }
    let net = positions.first { $0.instrument == it.instrument }?.quantity ?? .zero
    let ofTrade = it.trade.flatMap { held[$0] } ?? .zero
    guard it.quantity == net || it.quantity == ofTrade else {
      throw Violation("C2", "funding for \(it.quantity) of \(it.instrument), which is not held")
    }
    let exact = (it.price * it.quantity).multiplied(by: it.rate)
    guard (it.amount - exact).magnitude <= "0.00000001" else {
      throw Violation("C2", "funding of \(it.amount) and not of \(exact)")
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
      // What a trade that waits for a person holds of a contract was never paid; its average is
      // rounded.
      let held = venue.books.filter { contracts[$0.listing.instrument] == balance.asset }
        .flatMap(\.positions)
      let owned = held.reduce(balance.cash) { $0 + $1.cost }
      let tolerance: Money = held.isEmpty ? 0 : "0.00000001"
      if (wallet - owned).magnitude > tolerance {
        return "the books hold \(wallet) \(balance.asset), the venue \(owned)"
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

extension Ledger.State {
  /// The same with an entry of one side alone: money that came from nowhere.
  var cooked: Ledger.State {
    var entry = EntryPosted()
    entry.entry = Identifier(of: "cooked")
    entry.occasion = .deposit
    entry.account = "sim"
    entry.postings = [Posting(account: "sim", kind: .available, asset: "USDT", amount: 1)]
    var state = self
    Ledger.evolve(&state, with: .entryPosted(entry))
    return state
  }
}
