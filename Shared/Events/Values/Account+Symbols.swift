/// The kinds of accounts in the ledger.
public enum AccountKind: String, Symbol, Codable {
  /// Free at the venue.
  case available
  /// Held back at the venue for what orders that rest may cost.
  case hold
  /// What is held of an instrument: its base as a quantity, its quote at cost.
  case position
  /// Paid to the venue for trading.
  case fee
  /// Paid to the other side of a contract.
  case funding
  /// What trades gave, before fees and funding; negative when they gained.
  case profit
  /// Between two accounts of the same owner, on its way.
  case transfer
  /// What nothing explains yet.
  case suspense
  /// The world outside: who deposits, who trades with us.
  case external

  public static let vocabulary = Vocabulary<AccountKind>()
}

/// What an entry books.
public enum EntryOccasion: String, Symbol, Codable {
  case fill
  case funding
  case deposit
  case withdrawal
  /// Between two accounts of the same owner.
  case transfer
  /// For an order that may cost money.
  case hold
  /// What the venue says and nothing explains, into suspense or out of it.
  case residue

  public static let vocabulary = Vocabulary<EntryOccasion>()
}

/// What a reported balance is.
public enum BalanceKind: String, Symbol, Codable {
  case deposit
  case withdrawal
  /// All that the account holds of the asset, free or held back.
  case snapshot
  /// From another account of the same owner.
  case transferIn = "transfer-in"
  /// To another account of the same owner.
  case transferOut = "transfer-out"

  public static let vocabulary = Vocabulary<BalanceKind>()
}
