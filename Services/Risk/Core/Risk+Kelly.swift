public import Events
public import Quantities

extension Risk {
  /// How the closed trades of a strategy did, in multiples of what they risked.
  public struct Tally: Sendable, Codable, Equatable {
    public let strategy: Name
    public internal(set) var trades = 0
    public internal(set) var wins = 0
    public internal(set) var losses = 0
    /// The sum of what was won.
    public internal(set) var gained = Ratio.zero
    /// The sum of what was lost, positive.
    public internal(set) var lost = Ratio.zero

    init(strategy: Name) { self.strategy = strategy }

    mutating func note(_ trade: TradeClosed) {
      trades += 1
      if trade.net.isPositive {
        wins += 1
        gained += trade.multiple.magnitude
      } else if trade.net.isNegative {
        losses += 1
        lost += trade.multiple.magnitude
      }
    }

    /// Kelly's part p - (1 - p) / b, with rate and payoff drawn together as if two trades more had
    /// won and two lost, each the average of all; nil without a gain or a loss.
    public var kelly: Ratio? {
      guard wins + losses > 0, (gained + lost).isPositive else { return nil }
      let usual = (gained + lost).divided(by: Ratio(wins + losses))
      let win = (gained + usual * 2).divided(by: Ratio(wins + 2))
      let loss = (lost + usual * 2).divided(by: Ratio(losses + 2))
      let rate = Ratio(wins + 2).divided(by: Ratio(trades + 4), rounding: .floor)
      return rate
        - (.one - rate).multiplied(by: loss, rounding: .up).divided(by: win, rounding: .up)
    }
  }
}

extension Risk.State {
  /// The part of equity that a trade of the strategy may lose: what is configured, never above the
  /// cap nor above the part of Kelly's size; half in a soft drawdown.
  func riskFraction(
    of strategy: Name, in asset: Name, under configuration: RiskConfiguration
  ) throws(Refusal) -> Ratio {
    var fraction = min(configuration.riskPerTrade, Risk.riskCap)
    if configuration.kelly, let tally = tallies.first(where: { $0.strategy == strategy }),
      tally.trades >= configuration.kellyTrades, let kelly = tally.kelly
    {
      guard kelly.isPositive else { throw Refusal(.noEdge, value: kelly.value, limit: 0) }
      fraction = min(
        fraction, kelly.multiplied(by: configuration.kellyFraction, rounding: .floor))
    }
    if breach(of: .softDrawdown, in: asset) != nil {
      fraction = fraction.divided(by: 2, rounding: .floor)
    }
    return fraction
  }
}
