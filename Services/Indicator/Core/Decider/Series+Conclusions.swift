import Events
import Quantities

extension Series {
  /// The answers to a candle that the series has taken note of.
  ///
  /// The indicators come last: who waits for them has everything else of the bar by then.
  func conclusions(on candle: CandleClosed) -> [Indicator.Conclusion] {
    if let disregard { return [.candleDisregarded(disregarded(candle, disregard))] }
    var conclusions: [Indicator.Conclusion] = []
    if let turn { conclusions.append(conclusion(turn, candle)) }
    appendLevels(to: &conclusions, candle)
    appendRegime(to: &conclusions, candle)
    if let ciphers { conclusions.append(.cipherComputed(marks(ciphers, candle))) }
    if !averages.isEmpty { conclusions.append(.averagesComputed(readings(candle))) }
    conclusions.append(.indicatorsComputed(indicators(candle)))
    return conclusions
  }

  private func indicators(_ candle: CandleClosed) -> IndicatorsComputed {
    IndicatorsComputed(
      instrument: instrument, timeFrame: timeFrame, openTime: candle.openTime,
      close: candle.close, rsi14: rsi14.value, macd: macd.line, macdSignal: macd.signal,
      macdHistogram: macd.histogram, ema20: ema20.value, ema50: ema50.value, atr14: atr14.value,
      volumeMA20: volumeMA20.value, degenerate: isDegenerate, degraded: isDegraded)
  }

  private func disregarded(_ candle: CandleClosed, _ reason: DisregardReason)
    -> CandleDisregarded
  {
    CandleDisregarded(
      instrument: instrument, timeFrame: timeFrame, openTime: candle.openTime,
      last: lastOpenTime ?? candle.openTime, reason: reason)
  }

  private func conclusion(_ turn: Turn, _ candle: CandleClosed) -> Indicator.Conclusion {
    switch turn {
    case .degraded(let missing):
      .seriesDegraded(
        SeriesDegraded(
          instrument: instrument, timeFrame: timeFrame, openTime: candle.openTime,
          missing: missing, life: degradedBars))
    case .restored:
      .seriesRestored(
        SeriesRestored(instrument: instrument, timeFrame: timeFrame, openTime: candle.openTime))
    }
  }

  private func marks(_ ciphers: CipherBook, _ candle: CandleClosed) -> CipherComputed {
    let wave = ciphers.cipherB.waveTrend
    return CipherComputed(
      instrument: instrument, timeFrame: timeFrame, openTime: candle.openTime, wt1: wave.wt1,
      wt2: wave.wt2, aWt2: ciphers.cipherA.waveTrend.wt2, moneyFlow: ciphers.moneyFlow,
      markers: ciphers.markers)
  }

  private func readings(_ candle: CandleClosed) -> AveragesComputed {
    AveragesComputed(
      instrument: instrument, timeFrame: timeFrame, openTime: candle.openTime,
      averages: averages.map { AverageReading(length: $0.length, value: $0.value) })
  }

  private func appendLevels(
    to conclusions: inout [Indicator.Conclusion], _ candle: CandleClosed
  ) {
    guard let levels, let atr = atr14.value else { return }
    let map = LevelMap(
      of: levels.window, atr: atr, known: levels.known, instrument: instrument,
      timeFrame: timeFrame)
    conclusions.append(
      .levelsMapped(
        LevelsMapped(
          instrument: instrument, timeFrame: timeFrame, openTime: candle.openTime, atr: atr,
          levels: map.levels)))
    for edge in map.edges {
      conclusions.append(conclusion(edge, candle))
    }
  }

  private func conclusion(_ edge: LevelEdge, _ candle: CandleClosed) -> Indicator.Conclusion {
    let at = candle.openTime
    return switch edge {
    case .found(let level):
      .levelFound(
        LevelFound(instrument: instrument, timeFrame: timeFrame, openTime: at, level: level))
    case .tested(let level):
      .levelTested(
        LevelTested(instrument: instrument, timeFrame: timeFrame, openTime: at, level: level))
    case .broken(let level):
      .levelBroken(
        LevelBroken(instrument: instrument, timeFrame: timeFrame, openTime: at, level: level))
    case .retired(let level):
      .levelRetired(
        LevelRetired(instrument: instrument, timeFrame: timeFrame, openTime: at, level: level))
    }
  }

  private func appendRegime(
    to conclusions: inout [Indicator.Conclusion], _ candle: CandleClosed
  ) {
    guard let regime else { return }
    let reading = regime.gauge.reading(
      close: candle.close.double, ema20: ema20.value, ema50: ema50.value, atr14: atr14.value)
    let raw = reading?.regime ?? .neutral
    let movement = regime.gauge.movement
    let confirmed = regime.confirming(raw)
    let strength = reading?.strength(of: confirmed) ?? 0
    conclusions.append(
      .regimeAssessed(
        RegimeAssessed(
          instrument: instrument, timeFrame: timeFrame, openTime: candle.openTime, raw: raw,
          confirmed: confirmed, rawStrength: reading?.strength(of: raw) ?? 0, strength: strength,
          slope: reading?.slope, volatilityRank: reading?.rank, adx14: movement.adx,
          plusDI14: movement.plusDI, minusDI14: movement.minusDI, ema20: ema20.value,
          ema50: ema50.value)))
    guard confirmed != regime.confirmed else { return }
    conclusions.append(
      .regimeChanged(
        RegimeChanged(
          instrument: instrument, timeFrame: timeFrame, openTime: candle.openTime,
          from: regime.confirmed, to: confirmed, strength: strength)))
  }
}
