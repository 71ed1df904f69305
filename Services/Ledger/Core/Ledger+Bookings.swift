import Events
import Quantities

extension Ledger {
  /// The entry of a fill, the position after it, what the account is then worth, and every law
  /// that does not hold.
  static func bookings(of fill: OrderFilled, in state: State) -> [Conclusion] {
    guard let holding = state.holding(of: fill.instrument) else {
      let found = DiscrepancyFound(
        account: state.account, asset: fill.instrument, what: Law.listed.name, expected: 0,
        actual: fill.quantity.value, at: fill.at)
      return news([found], in: state)
    }
    var position = holding.position
    position.apply(fill.signedQuantity, at: fill.price)
    if fill.feeAsset == holding.quote { position.fees += fill.fee }
    let entry = EntryPosted(
      entry: Identifier(of: "entry", fill.fill.description), account: state.account,
      instrument: fill.instrument, trade: fill.trade == .zero ? nil : fill.trade,
      setup: fill.setup == .zero ? nil : fill.setup,
      postings: postings(of: fill, from: holding, to: position, account: state.account),
      at: fill.at)
    let changed = PositionChanged(
      account: state.account, instrument: fill.instrument, quantity: position.quantity,
      averagePrice: position.averagePrice, cost: position.cost, realised: position.realised,
      fees: position.fees, at: fill.at)
    var after = state
    after.note(entry)
    after.note(changed)
    var conclusions: [Conclusion] = [.entryPosted(entry), .positionChanged(changed)]
    conclusions.append(.equityMarked(after.mark(of: holding.quote, in: state.account, at: fill.at)))
    if fill.feeAsset != holding.quote, !fill.fee.isZero {
      conclusions.append(
        .equityMarked(after.mark(of: fill.feeAsset, in: state.account, at: fill.at)))
    }
    return conclusions + mismatches(of: fill.order, at: fill.at, in: state)
      + violations(of: after, at: fill.at)
  }

  /// The legs of a fill; amounts of zero are left out.
  private static func postings(
    of fill: OrderFilled, from holding: Holding, to position: Position, account: Name
  ) -> [Posting] {
    let quantity = Money(fill.signedQuantity.value)
    let profit = position.realised - holding.position.realised
    var legs = [
      Posting(
        account: fill.instrument, kind: .position, asset: holding.base, amount: quantity),
      Posting(account: account, kind: .external, asset: holding.base, amount: -quantity),
    ]
    func leg(_ kind: AccountKind, _ asset: Name, _ amount: Money, of owner: Name) {
      guard !amount.isZero else { return }
      legs.append(Posting(account: owner, kind: kind, asset: asset, amount: amount))
    }
    switch holding.kind {
    case .linear:
      leg(.available, holding.quote, profit, of: account)
    case .spot:
      let cost = position.cost - holding.position.cost
      leg(.available, holding.quote, profit - cost, of: account)
      leg(.position, holding.quote, cost, of: fill.instrument)
    }
    leg(.profit, holding.quote, -profit, of: account)
    leg(.available, fill.feeAsset, -fill.fee, of: account)
    leg(.fee, fill.feeAsset, fill.fee, of: account)
    return legs
  }

  /// The entry of a deposit or a withdrawal, or whether the venue's balance is ours.
  static func bookings(of report: BalanceReported, in state: State) -> [Conclusion] {
    guard report.kind != .snapshot else { return comparison(with: report, in: state) }
    let transfers = state.book(of: report.asset, in: report.account)?.transfers ?? 0
    let postings: [Posting] = [
      Posting(
        account: report.account, kind: .available, asset: report.asset, amount: report.change),
      Posting(
        account: report.account, kind: .external, asset: report.asset, amount: -report.change),
    ]
    let entry = EntryPosted(
      entry: Identifier(
        of: "entry", "transfer", report.account.description, report.asset.description,
        String(transfers)),
      account: report.account, postings: postings, at: report.at)
    var after = state
    after.note(entry)
    return [
      .entryPosted(entry),
      .equityMarked(after.mark(of: report.asset, in: report.account, at: report.at)),
    ] + violations(of: after, at: report.at)
  }
}
