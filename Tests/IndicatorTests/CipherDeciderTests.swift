import EventSourcing
import Events
import Foundation
import IndicatorCore
import Quantities
import TestSupport
import Testing

/// The ciphers and the averages that the decider computes beside the indicators.
@Suite struct CipherDeciderTests {
  @Test(arguments: 0..<4) func `the ciphers are those of the full analysis`(seed: Int) {
    var run = Run()
    var analysis = FullAnalysis()
    for bar in Candles.walk(seed: seed, count: 700) {
      let computed = run.answer(Candles.candle(bar)).ciphers
      analysis.update(bar)
      #expect(
        computed == [
          CipherComputed(
            instrument: "test:BTC/USD", timeFrame: .h1, openTime: bar.openTime,
            wt1: analysis.cipherB.waveTrend.wt1, wt2: analysis.cipherB.waveTrend.wt2,
            aWt2: analysis.cipherA.waveTrend.wt2, moneyFlow: analysis.lowerArea,
            markers: analysis.markers)
        ])
    }
  }

  @Test(.enabled(if: TestData.isPresent), arguments: IndicatorVectorTests.markets)
  func `a market's marks are the reference's`(name: String) throws {
    let bars = try Candles.bars(TestData.table("data/\(name).csv.gz"))
    let table = try TestData.table("vectors/\(name)_vmc.csv.gz")
    let known = Marker.allCases.filter { table.columns.contains($0.rawValue) }
    let expected = try known.map { try table.numbers($0.rawValue) }
    #expect(known.count == Marker.allCases.count - 2)
    var run = Run()
    for (row, bar) in bars.prefix(table.rows.count).enumerated() {
      let marks = try #require(run.answer(Candles.candle(bar)).ciphers.first).markers
      for (place, marker) in known.enumerated() {
        #expect(marks.contains(marker) == (expected[place][row] == 1), "\(marker) \(row)")
      }
    }
  }

  @Test func `the ciphers are computed of frames that somebody looks at`() {
    let frames = { (strategies: [StrategyConfiguration]) in
      var run = Run()
      run.configure(strategies)
      var frames: [TimeFrame] = []
      for candle in IndicatorDeciderTests.market(seed: 3, hours: 48) {
        for computed in run.answer(candle).ciphers where !frames.contains(computed.timeFrame) {
          frames.append(computed.timeFrame)
        }
      }
      return frames.sorted()
    }
    #expect(frames([.targetReacher]) == [.h1])
    #expect(frames([.aether]) == [.h1, .h4])
    #expect(frames([.emaCross, .aether, .linea]) == [.h1, .h4])
  }

  @Test func `averages of other lengths are computed where their cross is traded`() throws {
    var run = Run(.emaCross) {
      $0.fastLength = 50
      $0.slowLength = 200
    }
    var other = StrategyConfiguration.emaCross
    other.name = "other"
    other.fastLength = 9
    var idle = StrategyConfiguration.targetReacher
    idle.fastLength = 7
    run.configure([run.strategy, other, idle])
    var averages = [9, 200].map { ExponentialAverage(length: $0) }
    for candle in IndicatorDeciderTests.market(seed: 4, hours: 300) {
      let answers = run.answer(candle)
      guard candle.timeFrame == .h1 else {
        #expect(answers.averages.isEmpty)
        continue
      }
      for index in averages.indices { averages[index].update(candle.close.double) }
      #expect(
        answers.averages == [
          AveragesComputed(
            instrument: candle.instrument, timeFrame: .h1, openTime: candle.openTime,
            averages: averages.map { AverageReading(length: $0.length, value: $0.value) })
        ])
      let last = try #require(answers.last)
      guard case .indicatorsComputed = last else { return #expect(Bool(false), "\(last)") }
    }
    #expect(averages.allSatisfy { $0.value != nil })
  }

  @Test func `the usual lengths need no averages of their own`() {
    var run = Run(.emaCross)
    let answers = Candles.walk(seed: 5, count: 60).flatMap { run.answer(Candles.candle($0)) }
    #expect(answers.averages.isEmpty)
    #expect(answers.indicators.last?.ema50 != nil)
  }

  @Test func `another configuration keeps the ciphers and the averages that it still needs`() {
    var run = Run(.emaCross) {
      $0.fastLength = 9
      $0.slowLength = 21
    }
    var undisturbed = run
    let bars = Candles.walk(seed: 6, count: 400)
    for bar in bars.prefix(200) {
      _ = run.answer(Candles.candle(bar))
      _ = undisturbed.answer(Candles.candle(bar))
    }
    var changed = run.strategy
    changed.fastLength = 13
    run.configure([changed])
    for bar in bars.dropFirst(200) {
      let answers = run.answer(Candles.candle(bar))
      let others = undisturbed.answer(Candles.candle(bar))
      #expect(answers.ciphers == others.ciphers)
      #expect(answers.averages.flatMap(\.averages).map(\.length) == [13, 21])
      #expect(answers.averages[0].averages[1] == others.averages[0].averages[1])
    }
  }

  @Test(arguments: 0..<2) func `a restart on any bar changes no mark`(seed: Int) throws {
    var undisturbed = Run(.aether)
    var restarted = undisturbed
    for (index, candle) in IndicatorDeciderTests.market(seed: seed, hours: 240).enumerated() {
      if index % 13 == 12 {
        let data = try JSONEncoder().encode(restarted.replica.state)
        let state = try JSONDecoder().decode(Indicator.State.self, from: data)
        restarted.replica = Replica(restoring: state)
      }
      #expect(restarted.answer(candle) == undisturbed.answer(candle))
    }
  }
}
