public import Events
public import Quantities

extension Risk {
  /// What an account holds of an asset, held when the sessions began, and held at most.
  public struct Book: Sendable, Codable, Equatable {
    public let account: Name
    public let asset: Name
    public internal(set) var balance: Money
    public internal(set) var equity: Money
    /// Deposited less withdrawn so far.
    public internal(set) var deposits: Money
    public internal(set) var day: Opening
    public internal(set) var week: Opening
    public internal(set) var month: Opening
    /// The highest equity; deposits raise it and withdrawals lower it.
    public internal(set) var peak: Money
    /// Closed trades in a row that lost.
    public internal(set) var losingRun = 0

    init(_ mark: EquityMarked) {
      account = mark.account
      asset = mark.asset
      balance = mark.balance
      equity = mark.equity
      deposits = mark.deposits
      peak = mark.equity
      func opening(of session: Session) -> Opening {
        Opening(
          starts: session.start(of: mark.at), equity: mark.equity, deposits: mark.deposits)
      }
      day = opening(of: .day)
      week = opening(of: .week)
      month = opening(of: .month)
    }

    /// The lesser of the balance and what it is worth with open profits and losses.
    public var cautiousEquity: Money { min(balance, equity) }

    public internal(set) subscript(session: Session) -> Opening {
      get {
        switch session {
        case .day: day
        case .week: week
        case .month: month
        }
      }
      set {
        switch session {
        case .day: day = newValue
        case .week: week = newValue
        case .month: month = newValue
        }
      }
    }
  }
}

extension Risk.Book {
  /// Profit of a session: realised and unrealised less fees and funding, without deposits.
  public func profit(of session: Risk.Session) -> Money {
    (equity - deposits) - (self[session].equity - self[session].deposits)
  }

  /// What the session's loss is measured against: equity when it began; when there was none, what
  /// was deposited since.
  public func base(of session: Risk.Session) -> Money {
    let opening = self[session]
    return opening.equity.isPositive ? opening.equity : opening.equity + deposits - opening.deposits
  }

  /// The distance from the highest equity.
  public var drawdown: Money { peak - equity }

  /// Begins the sessions that an instant lies in, with what there is now.
  mutating func begin(at instant: Instant) {
    for session in Risk.Session.allCases {
      let start = session.start(of: instant)
      guard start > self[session].starts else { continue }
      self[session] = Risk.Opening(starts: start, equity: equity, deposits: deposits)
    }
  }

  mutating func note(_ mark: EquityMarked) {
    peak = max(peak + (mark.deposits - deposits), mark.equity)
    balance = mark.balance
    equity = mark.equity
    deposits = mark.deposits
    // A mark of the boundary itself, or one that comes late, says what a session began with.
    for session in Risk.Session.allCases where mark.at <= self[session].starts {
      self[session].equity = equity
      self[session].deposits = deposits
    }
  }

  /// A trade without profit or loss neither counts nor ends a run.
  mutating func note(_ trade: TradeClosed) {
    if trade.net.isNegative { losingRun += 1 } else if trade.net.isPositive { losingRun = 0 }
  }
}
