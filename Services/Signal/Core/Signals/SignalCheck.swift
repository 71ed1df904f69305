import Events
import Quantities

/// One signal on one bar: whether it holds, and the two numbers that say so.
struct SignalCheck {
  var kind: SignalKind
  /// Of a cipher marker.
  var marker: Marker?
  var direction: Direction?
  var holds: Bool
  var value: Double
  var threshold: Double

  /// For how many bars a sign of its time counts; nil for a state, which every bar checks again.
  var life: Int? {
    switch kind {
    case .rsiOverbought, .rsiOversold, .volumeSpike, .volumeDecline, .priceInEntryZone: nil
    case .rejectionWick: SignalRule.wickLife
    case .macdDivergence: SignalRule.divergenceLife
    case .cipherMarker:
      marker?.isDivergence ?? false ? SignalRule.divergenceLife : SignalRule.markerLife
    }
  }

  /// Whether it is the same sign as one that fired before.
  func shows(_ held: HeldSignal) -> Bool {
    kind == held.kind && marker == held.marker && direction == held.direction
  }

  /// What a bar shows of itself, what it confirms, and its marks.
  static func all(_ bar: TapeBar, _ divergences: [Divergence]) -> [SignalCheck] {
    states(bar) + wicks(bar) + divergences.map(SignalCheck.init)
      + bar.markers.intersection(.signals).markers.map { SignalCheck($0, bar.wave) }
  }

  private static func states(_ bar: TapeBar) -> [SignalCheck] {
    let rsi = bar.meaningfulRSI
    let ratio = bar.volumeRatio
    return [
      SignalCheck(
        .rsiOverbought, .short, rsi, SignalRule.overbought
      ) { $0 > $1 },
      SignalCheck(.rsiOversold, .long, rsi, SignalRule.oversold) { $0 < $1 },
      SignalCheck(.volumeSpike, nil, ratio, SignalRule.spike) { $0 > $1 },
      SignalCheck(.volumeDecline, nil, ratio, SignalRule.decline) { $0 < $1 },
    ]
  }

  private static func wicks(_ bar: TapeBar) -> [SignalCheck] {
    guard let direction = bar.rejection else { return [] }
    let wick =
      switch direction {
      case .short: bar.upperWick
      case .long: bar.lowerWick
      }
    return [
      SignalCheck(
        kind: .rejectionWick, direction: direction, holds: true, value: wick / bar.range,
        threshold: SignalRule.wickShare)
    ]
  }
}

extension SignalCheck {
  /// A value on one side of a threshold; one that is absent is on neither.
  private init(
    _ kind: SignalKind, _ direction: Direction?, _ value: Double?, _ threshold: Double,
    _ holds: (Double, Double) -> Bool
  ) {
    self.init(
      kind: kind, direction: direction, holds: value.map { holds($0, threshold) } ?? false,
      value: value ?? 0, threshold: threshold)
  }

  private init(_ divergence: Divergence) {
    self.init(
      kind: .macdDivergence, direction: divergence.direction, holds: true,
      value: divergence.later, threshold: divergence.earlier)
  }

  /// The value is the slow wave of the marker's cipher on the bar; zero before it is defined.
  private init(_ marker: Marker, _ wave: WaveReading) {
    self.init(
      kind: .cipherMarker, marker: marker, direction: marker.direction, holds: true,
      value: (marker.isOfCipherA ? wave.aWt2 : wave.wt2) ?? 0, threshold: marker.waveLevel)
  }
}
