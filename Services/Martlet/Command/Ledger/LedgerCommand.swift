import EventLog
import Events
import LedgerCore
import Quantities
import ServiceKit

/// `martlet ledger`: the books of a session.
enum LedgerCommand: Command {
  static let verb = Verb(
    "ledger", "Print the books of a session: what is owned, why, and that it adds up.",
    details: """
      Reads the log's files, so it works whether the session runs or not. VIEW is one of \
      accounts, balances, entries, positions, trades, strategies, days, discrepancies; without \
      it, the accounts, positions and strategies are printed, and what differs.

      Amounts are exact; tables show at most eight decimals, CSV and JSON every digit. Sums over \
      several assets are in one currency, by the last closes in the log: over as few instruments \
      as possible, at most three, each step rounded half to even at 18 decimals. A rate that the \
      log does not give is shown as –, and so is every sum that needs it.

      A statement of a time holds what was open or closed in it; results are those of the whole \
      trade until --to. The last line says whether everything balances: debits and credits of \
      every asset, each account's worth and what explains it, and the entries of each trade and \
      its fills. Where it does not, the exit code is 78.
      """,
    options: [.data] + StatementFilter.options + [
      CommandOption(
        "currency", .text("ASSET"),
        "What sums are in; by default the quote asset of the instrument listed first."),
      .flag("csv", "Print one view as CSV with every digit; accounts unless VIEW is given."),
      .json,
    ],
    operands: [Operand("VIEW", "What to print.", optional: true)])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    let view = try invocation.operands.first.map {
      try known("view", $0, in: StatementView.allCases, invocation)
    }
    if invocation.flag("csv"), invocation.flag("json") {
      throw UsageError(.other("--csv and --json exclude each other."), help: "martlet help ledger")
    }
    var log = try LogFileReader(directory: directory.path)
    let statement = try Statement(
      &log, StatementFilter(invocation), currency: StatementFilter.name("currency", invocation))
    let views = view.map { [$0] } ?? [.accounts, .positions, .strategies]
    if invocation.flag("csv") {
      Program.write((view ?? .accounts).sheet(of: statement).csv)
      Program.say("martlet: \(statement.verdict)")
    } else if invocation.flag("json") {
      for view in views { Program.write(view.sheet(of: statement).json) }
      Program.print(statement.verdictJSON)
    } else {
      Program.print(text(of: statement, views))
    }
    return statement.isBalanced ? .ok : .configuration
  }

  private static func text(of statement: Statement, _ views: [StatementView]) -> String {
    var parts = views.map { $0.sheet(of: statement).text }
    let open = statement.discrepancies.filter { $0.clearedAt == nil }
    for item in open {
      parts.append(
        "differs since \(item.found.at): \(item.found.what) of \(item.found.asset) should be "
          + "\(item.found.expected), but is \(item.found.actual)\n")
    }
    if !statement.unknownRates.isEmpty {
      let assets = statement.unknownRates.map(\.description).joined(separator: ", ")
      parts.append("no rate in the log from \(assets) to \(statement.currency)\n")
    }
    return (parts + [statement.verdict]).joined(separator: "\n")
  }
}

extension Statement {
  /// Assets that are owned or were paid and that nothing in the log values in the currency.
  var unknownRates: [Name] {
    var assets: [Name] = []
    for book in marked
    where !assets.contains(book.asset) && !(book.equity.isZero && book.fees.isZero)
      && rates.convert(book.equity, from: book.asset, to: currency) == nil
    {
      assets.append(book.asset)
    }
    return assets
  }

  /// One line that says whether everything adds up.
  var verdict: String {
    let sums = trial.map { "\($0.asset) \($0.debit.brief) = \($0.credit.brief)" }
    let sides = sums.isEmpty ? "" : " (debit = credit: " + sums.joined(separator: ", ") + ")"
    return isBalanced
      ? "The books balance\(sides)." : "The books DO NOT BALANCE\(sides); see: martlet verify."
  }

  var verdictJSON: String {
    let sums = trial.map {
      #"{"asset":\#($0.asset.description.quoted),"debit":"\#($0.debit)","credit":"\#($0.credit)"}"#
    }
    return #"{"view":"trial","balances":\#(isBalanced),"currency":"#
      + #"\#(currency.description.quoted),"assets":[\#(sums.joined(separator: ","))],"#
      + #""unknownRates":[\#(unknownRates.map(\.description.quoted).joined(separator: ","))],"#
      + #""openDiscrepancies":\#(discrepancies.count { $0.clearedAt == nil })}"#
  }
}

extension Money {
  /// To eight decimals at most.
  var brief: String { value.rounded(toMultipleOf: "0.00000001", .halfEven).description }
}
