import Events
import LedgerCore
import Quantities

/// The tables that a statement can be read as.
enum StatementView: String, CaseIterable {
  case accounts, balances, entries, positions, trades, strategies, days, discrepancies

  func sheet(of statement: Statement) -> Sheet {
    switch self {
    case .accounts: statement.accountSheet
    case .balances: statement.balanceSheet
    case .entries: statement.entrySheet
    case .positions: statement.positionSheet
    case .trades: statement.tradeSheet
    case .strategies: statement.strategySheet
    case .days: statement.daySheet
    case .discrepancies: statement.discrepancySheet
    }
  }
}

extension Statement {
  /// What each account is worth in each asset, and why.
  var accountSheet: Sheet {
    var sheet = Sheet(
      "accounts",
      [
        "account", "asset", "deposits", "realised", "unrealised", "fees", "funding", "residue",
        "equity", "in \(currency)",
      ])
    var sum: Money? = .zero
    for book in marked {
      let worth = worth(book.equity, book.asset)
      sum = sum.flatMap { sum in worth.map { sum + $0 } }
      sheet.add(
        .name(book.account), .name(book.asset), .money(book.deposits), .money(book.realised),
        .money(book.unrealised), .money(book.fees), .money(book.funding), .money(book.residue),
        .money(book.equity), .money(worth))
    }
    sheet.total(
      .text("all"), .none, .none, .none, .none, .none, .none, .none, .none, .money(sum))
    return sheet
  }

  /// What an amount is worth in the currency; nothing is worth nothing everywhere.
  private func worth(_ amount: Money, _ asset: Name) -> Money? {
    amount.isZero ? .zero : rates.convert(amount, from: asset, to: currency)
  }

  var balanceSheet: Sheet {
    var sheet = Sheet(
      "balances", ["account", "instrument", "asset", "kind", "opening", "change", "closing"])
    for balance in balances {
      sheet.add(
        .name(balance.place.account), .name(balance.place.instrument), .name(balance.place.asset),
        .text(balance.place.kind.rawValue), .money(balance.opening), .money(balance.change),
        .money(balance.closing))
    }
    for (asset, debit, credit) in trial {
      sheet.total(
        .text("all"), .none, .name(asset), .text(debit == credit ? "balances" : "DOES NOT BALANCE"),
        .none, .none, .money(debit - credit))
    }
    return sheet
  }

  /// A row for each posting.
  var entrySheet: Sheet {
    var sheet = Sheet(
      "entries",
      [
        "event", "time", "entry", "occasion", "account", "instrument", "strategy", "trade", "kind",
        "asset", "amount",
      ])
    var sums: [(asset: Name, sum: Money)] = []
    for item in entries {
      for posting in item.entry.postings {
        sheet.add(
          .count(Int(item.seq)), .time(item.entry.at), .id(item.entry.entry),
          .text(item.entry.occasion.rawValue), .name(posting.account), .name(posting.instrument),
          .name(item.entry.strategy), .id(item.entry.trade), .text(posting.kind.rawValue),
          .name(posting.asset), .money(posting.amount))
        if let index = sums.firstIndex(where: { $0.asset == posting.asset }) {
          sums[index].sum += posting.amount
        } else {
          sums.append((posting.asset, posting.amount))
        }
      }
    }
    for (asset, sum) in sums {
      sheet.total(
        .none, .text("all"), .none, .text(sum.isZero ? "balances" : "DOES NOT BALANCE"), .none,
        .none, .none, .none, .none, .name(asset), .money(sum))
    }
    return sheet
  }

  var tradeSheet: Sheet {
    var sheet = Sheet(
      "trades",
      [
        "trade", "strategy", "account", "instrument", "side", "size", "opened", "closed", "reason",
        "asset", "realised", "unrealised", "fees", "funding", "net", "R",
      ])
    for trade in wantedTrades {
      let result = trade.result(in: trade.quote, rates)
      sheet.add(
        trade.trade == .zero ? .none : .id(trade.trade), .name(trade.strategy),
        .name(trade.account), .name(trade.instrument), .text(trade.direction.rawValue),
        .number(trade.size.value), .time(trade.openedAt), .time(trade.closedAt),
        trade.reason.map { .text($0.rawValue) } ?? .none, .name(trade.quote),
        .money(result?.realised), .money(result?.unrealised), .money(result?.fees),
        .money(result?.funding), .money(result?.net),
        trade.multiple.map { .number($0.value) } ?? .none)
    }
    let all = sum(of: wantedTrades)
    sheet.total(
      .text("all"), .none, .none, .none, .none, .none, .none, .none, .none, .name(currency),
      .money(all?.realised), .money(all?.unrealised), .money(all?.fees), .money(all?.funding),
      .money(all?.net), .none)
    return sheet
  }

  /// What trades come to in the currency; nil where a rate is unknown.
  func sum(of trades: [StatedTrade]) -> TradeResult? {
    var sum = TradeResult()
    for trade in trades {
      guard let result = trade.result(in: currency, rates) else { return nil }
      sum += result
    }
    return sum
  }
}

extension Statement {
  var positionSheet: Sheet {
    var sheet = Sheet(
      "positions",
      [
        "account", "instrument", "quantity", "average", "price", "asset", "cost", "realised",
        "unrealised", "fees", "funding", "net",
      ])
    for group in groups(of: wantedTrades, by: { [$0.account, $0.instrument] }) {
      let first = group[0]
      let quantity = group.reduce(Quantity.zero) { $0 + $1.position.quantity }
      let cost = group.reduce(Money.zero) { $0 + $1.position.cost }
      var sum: TradeResult? = TradeResult()
      for trade in group {
        guard let result = trade.result(in: first.quote, rates) else {
          sum = nil
          break
        }
        sum? += result
      }
      sheet.add(
        .name(first.account), .name(first.instrument), .number(quantity.value),
        quantity.isZero ? .none : .number(cost.divided(by: quantity).value),
        rates.listing(of: first.instrument)?.price.map { .number($0.value) } ?? .none,
        .name(first.quote), .money(cost), .money(sum?.realised), .money(sum?.unrealised),
        .money(sum?.fees), .money(sum?.funding), .money(sum?.net))
    }
    let all = sum(of: wantedTrades)
    sheet.total(
      .text("all"), .none, .none, .none, .none, .name(currency), .none, .money(all?.realised),
      .money(all?.unrealised), .money(all?.fees), .money(all?.funding), .money(all?.net))
    return sheet
  }

  var strategySheet: Sheet {
    var sheet = Sheet(
      "strategies",
      [
        "strategy", "instrument", "trades", "open", "asset", "realised", "unrealised", "fees",
        "funding", "net",
      ])
    for group in groups(of: wantedTrades, by: { [$0.strategy, $0.instrument] }) {
      let sum = sum(of: group)
      sheet.add(
        .name(group[0].strategy), .name(group[0].instrument), .count(group.count),
        .count(group.count { $0.closedAt == nil }), .name(currency), .money(sum?.realised),
        .money(sum?.unrealised), .money(sum?.fees), .money(sum?.funding), .money(sum?.net))
    }
    let trades = wantedTrades
    let all = sum(of: trades)
    sheet.total(
      .text("all"), .none, .count(trades.count), .count(trades.count { $0.closedAt == nil }),
      .name(currency), .money(all?.realised), .money(all?.unrealised), .money(all?.fees),
      .money(all?.funding), .money(all?.net))
    return sheet
  }

  /// Trades with equal keys together, in the order of the first of each.
  func groups(
    of trades: [StatedTrade], by key: (StatedTrade) -> [Name]
  ) -> [[StatedTrade]] {
    var places: [[Name]: Int] = [:]
    var groups: [[StatedTrade]] = []
    for trade in trades {
      let key = key(trade)
      if let place = places[key] {
        groups[place].append(trade)
      } else {
        places[key] = groups.count
        groups.append([trade])
      }
    }
    return groups
  }

  var daySheet: Sheet {
    var sheet = Sheet(
      "days",
      [
        "day", "account", "asset", "opening", "deposits", "realised", "unrealised", "fees",
        "funding", "residue", "closing", "trades",
      ])
    for day in days {
      sheet.add(
        .text(String(day.day.description.prefix(10))), .name(day.account), .name(day.asset),
        .money(day.opening), .money(day.deposits), .money(day.realised), .money(day.unrealised),
        .money(day.fees), .money(day.funding), .money(day.residue), .money(day.closing),
        .count(day.trades))
    }
    for group in dayGroups {
      func sum(_ part: (DayClosed) -> Money) -> Sheet.Cell {
        .money(group.reduce(Money.zero) { $0 + part($1) })
      }
      sheet.total(
        .text("all"), .name(group[0].account), .name(group[0].asset), .money(group[0].opening),
        sum(\.deposits), sum(\.realised), sum(\.unrealised), sum(\.fees), sum(\.funding),
        sum(\.residue), .money(group.last?.closing), .count(group.reduce(0) { $0 + $1.trades }))
    }
    return sheet
  }

  private var dayGroups: [[DayClosed]] {
    var groups: [[DayClosed]] = []
    for day in days {
      let place = groups.firstIndex { $0[0].account == day.account && $0[0].asset == day.asset }
      if let place { groups[place].append(day) } else { groups.append([day]) }
    }
    return groups
  }

  var discrepancySheet: Sheet {
    var sheet = Sheet(
      "discrepancies",
      ["found", "cleared", "law", "account", "asset", "about", "expected", "actual"])
    for item in discrepancies {
      sheet.add(
        .time(item.found.at), .time(item.clearedAt), .name(item.found.what),
        .name(item.found.account), .name(item.found.asset), .id(item.found.about),
        .number(item.found.expected), .number(item.found.actual))
    }
    return sheet
  }
}
