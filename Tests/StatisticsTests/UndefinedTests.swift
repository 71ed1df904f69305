import Statistics
import TestSupport
import Testing

/// What has no value is nil: neither zero nor infinite.
@Suite struct `What is undefined` {
  @Test func `of no returns`() {
    let performance = Performance(returns: [])
    #expect(performance.totalReturn == 0)
    #expect(performance.profitFactor == 0)
    for figure in [
      performance.annualGrowth, performance.volatility, performance.sharpe, performance.sortino,
      performance.calmar, performance.ulcerIndex, performance.winRate, performance.gainToPain,
      performance.best, performance.worst,
    ] { #expect(figure == nil) }
  }

  @Test func `of one return, what varies`() {
    let performance = Performance(returns: [-0.1])
    #expect(performance.volatility == nil)
    #expect(performance.sharpe == nil)
    #expect(performance.sortino == nil)
    #expect(performance.ulcerIndex == nil)
    #expect(agrees(performance.drawdown?.deepest, -0.1))
    #expect(performance.annualGrowth.map { $0 < -0.99 } == true)
  }

  @Test func `of returns that do not vary, and of gains alone`() {
    let flat = Performance(returns: [0, 0, 0])
    #expect(flat.volatility == 0)
    #expect(flat.sharpe == nil && flat.sortino == nil && flat.calmar == nil)
    #expect(flat.profitFactor == 0 && flat.winRate == nil && flat.gainToPain == nil)
    let gains = Performance(returns: [0.01, 0.02])
    #expect(gains.profitFactor == .infinity)
    #expect(gains.sortino == nil && gains.calmar == nil)
    #expect(gains.sharpe != nil && gains.winRate == 1)
  }

  @Test func `of an account that was lost`() {
    let lost = Performance(returns: [0.1, -1, 0.1])
    #expect(lost.totalReturn == -1)
    #expect(lost.drawdown == nil && lost.annualGrowth == nil && lost.calmar == nil)
  }

  @Test func `of trades of one kind, and of none`() {
    let none = TradeRecord(profits: [], openingEquity: 100)
    #expect(none.winRate == nil && none.expectancy == nil && none.systemQuality == nil)
    #expect(none.profitFactor == 0 && none.longestLosingRun == 0)
    let wins = TradeRecord(profits: [1, 2], openingEquity: 100)
    #expect(wins.winRate == 1 && wins.payoff == nil && wins.kelly == nil)
    #expect(wins.profitFactor == .infinity)
    let losses = TradeRecord(profits: [-1, 0, -2, -2], openingEquity: 100)
    #expect(losses.winRate == 0 && losses.payoff == nil && losses.longestLosingRun == 2)
    #expect(losses.drawdown?.amount == -5)
  }

  @Test func `of samples too small`() {
    #expect(Sample([]).mean == nil && Sample([]).percentile(0.5) == nil)
    #expect(Sample([1]).deviation == nil && Sample([1]).percentile(0.3) == 1)
    #expect(Sample([2, 2]).skewness == nil && Sample([2, 2]).excessKurtosis == nil)
    #expect(Sample([1, 2]).estimatedSkewness == nil)
    #expect(Sample([1, 2]).percentile(1.1) == nil && Sample([1, 2]).percentile(-0.1) == nil)
    #expect(ValueAtRisk.meanLoss(ofWorst: 0.05, of: Sample([])) == nil)
    #expect(ValueAtRisk.meanLoss(ofWorst: 1.5, of: Sample([1])) == nil)
    for method in ValueAtRisk.Method.allCases {
      #expect(ValueAtRisk(method, of: Sample([0.1])) == nil)
      for confidence in [0.0, 1, -1, 2, .nan] {
        #expect(ValueAtRisk(method, of: Sample([0.1, -0.1]), confidence: confidence) == nil)
      }
    }
  }

  @Test func `of bets that are none`() {
    #expect(Kelly(winRate: 1.1, payoff: 1) == nil)
    #expect(Kelly(winRate: 0.5, payoff: 0) == nil)
    #expect(Kelly(winRate: 0.5, payoff: .infinity) == nil)
    #expect(Kelly(wins: 3, trades: 2, payoff: 1) == nil)
    #expect(Kelly(wins: 0, trades: 0, payoff: 1) == nil)
    #expect(Kelly.continuous(mean: 0.1, deviation: 0) == nil)
    #expect(Kelly(winRate: 0.5, payoff: 2)?.growth(at: 1) == nil)
  }
}

@Suite struct `The size of a bet` {
  @Test func `is nothing without an edge, and never above the full part`() throws {
    let losing = try #require(Kelly(winRate: 0.4, payoff: 1.4))
    #expect(losing.full < 0 && losing.part(0.25) == 0)
    let winning = try #require(Kelly(winRate: 0.45, payoff: 1.8))
    #expect(winning.part(2) == winning.full)
    #expect(winning.part(0.25) == winning.full / 4)
    #expect(winning.part(-1) == 0)
  }

  @Test func `few trades are drawn towards a half`() {
    #expect(Kelly(wins: 2, trades: 2, payoff: 1)?.winRate == 4.0 / 6)
    #expect(Kelly(wins: 0, trades: 50, payoff: 1)?.winRate == 2.0 / 54)
    #expect(Kelly(wins: 30, trades: 50, payoff: 1)?.winRate == 32.0 / 54)
  }
}

@Suite struct `Correlations` {
  @Test func `of what is not known is one`() {
    let rising: [Double?] = [0.1, 0.2, nil, 0.3]
    let falling: [Double?] = [-0.1, -0.2, 0.5, -0.3]
    let flat: [Double?] = [0, 0, 0, 0]
    let known = CorrelationMatrix(of: [rising, falling, flat], minimum: 3)
    #expect(agrees(known[0, 1], -1) && known[1, 0] == known[0, 1])
    #expect(known[0, 2] == 1 && known[0, 0] == 1)
    let few = CorrelationMatrix(of: [rising, falling], minimum: 4)
    #expect(few[0, 1] == 1)
  }

  @Test func `need two series of the same length that vary`() {
    #expect(correlation([1, 2], [1]) == nil)
    #expect(correlation([1], [1]) == nil)
    #expect(correlation([1, 2], [1, 1]) == nil)
    #expect(correlation([1, 2, 3], [2, 4, 6]).map { agrees($0, 1) } == true)
  }

  @Test func `returns skip what is missing`() {
    #expect(returns(of: [1, 2, nil, 3, 0, 1]) == [1, nil, nil, -1, nil])
    #expect(returns(of: []) == [])
  }

  @Test func `there is room until the effective exposure is at its limit`() {
    let together = CorrelationMatrix(size: 2)
    func room(_ held: Double, _ matrix: CorrelationMatrix, isLong: Bool = true) -> Double {
      CorrelatedExposure.room(beside: [held], isLong: isLong, correlations: matrix, limit: 5)
    }
    #expect(room(3, together) == 2)
    #expect(room(5, together) == 0 && room(6, together) == 0)
    // What is held the other way makes room.
    #expect(room(3, together, isLong: false) == 8 && room(-3, together) == 8)
    let apart = CorrelationMatrix([[1, 0], [0, 1]])
    #expect(room(3, apart) == 4)
    #expect(room(6, apart) == 0)
    #expect(
      CorrelatedExposure.room(
        beside: [], isLong: true, correlations: CorrelationMatrix(size: 1), limit: 5) == 5)
    #expect(
      CorrelatedExposure.room(
        beside: [], isLong: true, correlations: CorrelationMatrix(size: 1), limit: 0) == 0)
  }

  @Test func `with what there is room for, the exposure is at its limit`() {
    var seed = Seeded(3)
    for _ in 0..<1_000 {
      let values = (0..<3).map { _ in seed.unit() * 2 - 0.5 }
      var matrix = CorrelationMatrix(size: 4)
      let loads = (0..<4).map { _ in seed.unit() }
      for row in 0..<4 {
        for column in 0..<row { matrix[row, column] = loads[row] * loads[column] }
      }
      let room = CorrelatedExposure.room(
        beside: values, isLong: true, correlations: matrix, limit: 2)
      guard room > 0 else { continue }
      let full = CorrelatedExposure(values: values + [room], correlations: matrix)
      if !agrees(full.effective, 2, within: 1e-12) { Issue.record("\(values): \(room)") }
    }
  }

  @Test func `the past of a holding counts the hours in which all are known`() {
    var table = ReturnTable()
    table.append(closes: [100, 110, nil, 100, 110])
    table.append(closes: [100, 90, 90, 100, 100])
    #expect(table.gains(holding: [10, 20]).count == 2)
    #expect(agrees(table.gains(holding: [10, 20]).values.first, 1 - 2))
    #expect(agrees(table.gains(holding: [10, -20]).values.first, 1 + 2))
    #expect(ReturnTable().gains(holding: []).count == 0)
  }

  @Test func `as one, exposures add up; a hedge takes away`() {
    let together = CorrelatedExposure(values: [3, 4], correlations: CorrelationMatrix(size: 2))
    #expect(together.effective == 7 && together.gross == 7 && together.net == 7)
    let hedged = CorrelatedExposure(values: [3, -3], correlations: CorrelationMatrix(size: 2))
    #expect(hedged.effective == 0 && hedged.gross == 6 && hedged.net == 0)
    let apart = CorrelatedExposure(
      values: [3, 4], correlations: CorrelationMatrix([[1, 0], [0, 1]]))
    #expect(apart.effective == 5)
  }
}
