import EventSourcing
import Events
import IndicatorCore
import MarketDataCore
import MarketDataFiles
import Quantities
import Testing

@testable import MartletCommand

@Suite struct ChartAnalysisTests {
  @Test(arguments: 0..<4) func `what is drawn is what the analysis of the whole file shows`(
    seed: Int
  ) throws {
    let walk = Walk(700, seed: seed)
    let drawn = try walk.analysis(last: 150)
    let file = try walk.file()
    var analysis = FullAnalysis(extras: .h1)
    var marks = 0
    for (index, bar) in file.bars.enumerated() {
      analysis.update(Candle(bar))
      guard index >= 550 else { continue }
      for name in ["a_ema5", "a_ema34", "b_wt2", "b_rsimfi", "b_stoch_k"] {
        let column = try #require(AnalysisColumn.all.first { $0.name == name })
        let cells = try #require(drawn.columns.first { $0.name == name }).cells
        #expect(.number(cells[index - 550]) == column.cell(analysis), "\(name) at \(index)")
      }
      for mark in drawn.marks {
        let column = try #require(
          (AnalysisColumn.all + AnalysisColumn.extras).first { $0.name == mark.name })
        #expect(mark.places.contains(index - 550) == (column.cell(analysis) == .flag(true)))
      }
      marks += analysis.markers.contains(.bCrossUp) ? 1 : 0
    }
    #expect(drawn.candles.count == 150)
    #expect(marks > 2 && marks == drawn.marks.first { $0.name == "b_cross_up" }?.places.count)
  }

  @Test(arguments: [330, 501, 640, 699])
  func `a chart of the past knows nothing of what came later`(
    count: Int
  ) throws {
    let walk = Walk(700, seed: 7)
    let past = try walk.analysis(count)
    let present = try walk.analysis(to: Walk.begin + .hours(Int64(count)))
    #expect(past.candles == present.candles)
    #expect(past.columns.map(\.cells) == present.columns.map(\.cells))
    #expect(past.marks.map(\.places) == present.marks.map(\.places))
    #expect(past.regimes.map(\.place) == present.regimes.map(\.place))
    #expect(past.regimes.map(\.regime) == present.regimes.map(\.regime))
    #expect(past.levels.map(\.level) == present.levels.map(\.level))
    #expect(!past.levels.isEmpty)
  }

  @Test func `levels and regime are the indicator's own, of the frames they are asked from`() throws
  {
    let file = try Walk(1_500, seed: 3).file()
    let frames = try ChartFrames(of: [file], levels: .h2, regime: .h12)
    let range = try ChartRange(of: file.bars, last: 500)
    let drawn = try ChartAnalysis(of: [file], frames: frames, range: range)
    var indicator = Replica<Indicator>()
    var configuration = Configuration.standard
    configuration.strategies[0].triggerFrame = .h1
    configuration.strategies[0].levelFrame = .h2
    configuration.strategies[0].regimeFrame = .h12
    configuration.strategies = [configuration.strategies[0]]
    _ = indicator.answer(
      .configurationApplied(ConfigurationApplied(configuration: configuration)))
    var market = try MarketFiles([file]).market(frames: [.h2, .h12])
    var levels: [Level] = []
    var regimes: [Regime] = []
    var regime = Regime.neutral
    var facts: [Event] = []
    while market.nextStep(into: &facts) {
      for fact in facts {
        for case .levelsMapped(let mapped) in indicator.answer(fact) ?? [] {
          levels = mapped.levels
        }
        if case .candleClosed(let candle) = fact, candle.timeFrame == .h12 {
          regime = indicator.state.series.compactMap(\.regime).first?.confirmed ?? .neutral
        }
        if case .candleClosed(let candle) = fact, candle.timeFrame == .h1 { regimes.append(regime) }
      }
    }
    #expect(drawn.levels.map(\.level) == levels.filter { $0.phase != .retired })
    #expect(drawn.levels.count > 3)
    var told: [Regime] = []
    for place in 0..<500 {
      told.append(try #require(drawn.regimes.last { $0.place <= place }).regime)
    }
    #expect(told == Array(regimes.suffix(500)))
    #expect(Set(told).count > 1)
  }

  @Test func `a level is drawn from when it was found, or was tested last if that was before`()
    throws
  {
    for entry in try Walk(900, seed: 5).analysis().levels {
      #expect(entry.found <= Walk.begin + .hours(900))
      #expect(TimeFrame.h4.isOpening(entry.found))
    }
  }
}
