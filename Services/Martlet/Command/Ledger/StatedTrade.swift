import Events
import LedgerCore
import Quantities

/// What a trade came to, by its own fills and entries.
struct StatedTrade {
  /// Zero for what belongs to no trade.
  let trade: Identifier
  let account: Name
  let instrument: Name
  let quote: Name
  var strategy = Name()
  var direction: Direction = .long
  /// The largest that it was.
  var size = Quantity.zero
  var openedAt: Instant
  /// Nil while it is open.
  var closedAt: Instant?
  var reason: CloseReason?
  /// Net profit in R, by execution.
  var multiple: Ratio?
  /// What is left, and what it gained.
  var position = Position()
  /// Paid by asset, in the order of the first payment.
  var fees: [(asset: Name, amount: Money)] = []
  var funding = Money.zero
  /// What the entries took from the accounts of the profit: the same as the position realised.
  var booked = Money.zero

  mutating func pay(_ fee: Money, _ asset: Name) {
    if let index = fees.firstIndex(where: { $0.asset == asset }) {
      fees[index].amount += fee
    } else {
      fees.append((asset, fee))
    }
  }

  /// What it comes to in an asset at the last prices; nil where a rate is unknown.
  func result(in asset: Name, _ rates: Ledger.Rates) -> TradeResult? {
    let price = rates.listing(of: instrument)?.price
    let open = price.map { position.unrealised(at: $0) } ?? .zero
    guard let realised = rates.convert(position.realised, from: quote, to: asset),
      let unrealised = rates.convert(open, from: quote, to: asset),
      let funding = rates.convert(funding, from: quote, to: asset)
    else { return nil }
    var result = TradeResult(realised: realised, unrealised: unrealised, funding: funding)
    for fee in fees where !fee.amount.isZero {
      guard let amount = rates.convert(fee.amount, from: fee.asset, to: asset) else { return nil }
      result.fees += amount
    }
    return result
  }
}

/// Profit and cost in one asset.
struct TradeResult: Hashable {
  var realised = Money.zero
  var unrealised = Money.zero
  var fees = Money.zero
  var funding = Money.zero

  /// What is left of it all.
  var net: Money { realised + unrealised - fees - funding }

  static func += (sum: inout TradeResult, other: TradeResult) {
    sum.realised += other.realised
    sum.unrealised += other.unrealised
    sum.fees += other.fees
    sum.funding += other.funding
  }
}
