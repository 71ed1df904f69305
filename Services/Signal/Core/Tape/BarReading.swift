import Events
import Quantities

/// The lines of the ciphers on a bar; what is not yet defined is absent.
public struct WaveReading: Sendable, Hashable, Codable {
  /// Cipher B's WaveTrend.
  public var wt1: Double?
  public var wt2: Double?
  /// The slow line of Cipher A's.
  public var aWt2: Double?
  /// Cipher B's RSI+MFI area.
  public var moneyFlow: Double?

  init() {}

  init(_ computed: CipherComputed) {
    wt1 = computed.wt1
    wt2 = computed.wt2
    aWt2 = computed.aWt2
    moneyFlow = computed.moneyFlow
  }
}

/// What is computed of a bar beside its indicators, before they come.
struct BarReading: Sendable, Hashable, Codable {
  var openTime: Instant
  var markers = MarkerSet()
  var wave = WaveReading()
  var averages: [AverageReading] = []
}
