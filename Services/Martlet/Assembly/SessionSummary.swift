public import Events
public import Quantities

/// What a session came to: a fold of its events, for people.
public struct SessionSummary: Sendable {
  /// The course of one settlement asset.
  public struct Course: Sendable {
    public let asset: Name
    public var deposits: Money = 0
    public var equity: Money = 0
    public var peak: Money = 0
    /// The deepest fall of the equity below its peak so far, as a part of the peak.
    public var drawdown: Ratio = 0
    public var net: Money = 0
    public var fees: Money = 0

    /// The profit as a part of the deposits.
    public var profit: Ratio {
      deposits.isPositive
        ? (equity - deposits).divided(by: deposits, rounding: .halfEven) : 0
    }
  }

  public private(set) var events = 0
  public private(set) var conclusions = 0
  public private(set) var candles = 0
  public private(set) var from: Instant?
  public private(set) var until: Instant?
  public private(set) var formed = 0
  public private(set) var triggered = 0
  public private(set) var refused = 0
  public private(set) var orders = 0
  public private(set) var fills = 0
  public private(set) var openTrades = 0
  public private(set) var trades: [TradeClosed] = []
  public private(set) var courses: [Course] = []
  private var quotes: [(instrument: Name, asset: Name)] = []

  public init() {}

  /// The closed trades that gained, after fees.
  public var wins: Int { trades.count { $0.net.isPositive } }

  /// Takes note of an event.
  public mutating func note(_ event: Event) {
    events += 1
    if event.type.isConclusion { conclusions += 1 }
    switch event {
    case .candleClosed: candles += 1
    case .clockTicked(let tick):
      from = from ?? tick.at
      until = tick.at
    case .instrumentListed(let listed): quotes.append((listed.instrument, listed.quote))
    case .setupFormed: formed += 1
    case .setupTriggered: triggered += 1
    case .tradeRefused: refused += 1
    case .orderRequested: orders += 1
    case .orderFilled(let fill):
      fills += 1
      change(fill.feeAsset) { $0.fees += fill.fee }
    case .tradeOpened: openTrades += 1
    case .tradeClosed(let closed): close(closed)
    case .balanceReported(let report) where report.kind == .deposit:
      change(report.asset) { $0.deposits += report.amount }
    case .equityMarked(let mark):
      change(mark.asset) { $0.mark(mark.equity) }
    default: break
    }
  }

  private mutating func close(_ closed: TradeClosed) {
    openTrades -= 1
    trades.append(closed)
    guard let quote = quotes.first(where: { $0.instrument == closed.instrument }) else { return }
    change(quote.asset) { $0.net += closed.net }
  }

  private mutating func change(_ asset: Name, _ body: (inout Course) -> Void) {
    if let index = courses.firstIndex(where: { $0.asset == asset }) {
      body(&courses[index])
    } else {
      var course = Course(asset: asset)
      body(&course)
      courses.append(course)
    }
  }
}

extension SessionSummary.Course {
  mutating func mark(_ equity: Money) {
    self.equity = equity
    if equity > peak { peak = equity }
    guard peak.isPositive else { return }
    let fall: Ratio = (peak - equity).divided(by: peak, rounding: .halfEven)
    if fall > drawdown { drawdown = fall }
  }
}
